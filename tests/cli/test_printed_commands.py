"""Every command that a message, a help text, a label or a page for people prints is one that can be run as it is printed.

A command ends where its text ends or at a mark of punctuation; in those pages it stands between back quotes or on a line of its own.
"""

from __future__ import annotations

import ast
import csv
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from gazette.cli.verbs import main
from gazette.problems import problem
from tiny_site import ROOT

GAZETTE = ROOT / "scripts" / "gazette"
BEGINS = "scripts/publish "
# What ends a command in a sentence; a full stop does when a space or the end comes behind it.
ENDS = re.compile(r"[。；，、：（）“”;,()`\n—]|\.(?:\s|$)|\s{2,}| [<#]")
FILLED = {
    "publication": "interpretations/2022/ip-pilot-city", "path": "interpretations/2022/ip-pilot-city", "language": "en",
    "tag": "zh-Hans", "row": "x.tsv:2",
}  # fmt: skip


def commands(text: str) -> Iterator[str]:
    """Every command of a text; the program's name alone is none."""
    for piece in text.split(BEGINS)[1:]:
        if words := ENDS.split(piece, maxsplit=1)[0].strip():
            yield words


def filled(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: FILLED.get(match[1], "x"), text)


def of_messages() -> Iterator[tuple[str, str]]:
    with (GAZETTE / "messages.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            for name in ("expected_zh", "expected_en", "hint_zh", "hint_en"):
                yield from ((f"{row['code']} {name}", each) for each in commands(filled(row[name])))


def of_code() -> Iterator[tuple[str, str]]:
    """Strings of the code: docstrings of verbs with their examples, notes, labels of sheets."""
    for file in sorted(GAZETTE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            text = ""
            if isinstance(node, ast.JoinedStr):
                text = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else filled(f"{{{ast.unparse(part)[2:-2]}}}")
                    for part in node.values
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
            place = file.relative_to(GAZETTE).as_posix()
            yield from ((f"{place}:{getattr(node, 'lineno', 0)}", each) for each in commands(text))


def of_pages() -> Iterator[tuple[str, str]]:
    files = [*ROOT.glob("*.md"), *(ROOT / "scripts").glob("*/*.md")]
    files += [file for file in (ROOT / "overrides").rglob("*") if file.suffix in (".html", ".yml", ".js")]
    for file in files:
        yield from ((file.name, each) for each in commands(file.read_text(encoding="utf-8")))


PRINTED = sorted({*of_messages(), *of_code(), *of_pages()})


@pytest.fixture(autouse=True)
def in_a_folder_with_what_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that must be there; what a verb makes of them is not asked here."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "archive").mkdir()
    (tmp_path / "ip.xlf").touch()


def parse(words: str) -> None:
    """As click does before a verb runs; raises click.UsageError."""
    context = main.make_context("scripts/publish", shlex.split(words))
    name, command, rest = main.resolve_command(context, [*context._protected_args, *context.args])
    assert command
    inner = command.make_context(name, rest, parent=context)
    if name == "xliff":
        given = inner.params
        assert bool(given["publication"] and given["language"] and given["out"]) != bool(given["back"])


@pytest.mark.parametrize(("place", "words"), PRINTED, ids=[f"{place}: {words}" for place, words in PRINTED])
def test_a_printed_command_can_be_run_as_printed(place: str, words: str) -> None:
    try:
        parse(words)
    except click.exceptions.Exit as finished:  # --help
        assert finished.exit_code == 0
    named = [word for word in shlex.split(words) if "/" in word and word.split("/")[0] == "interpretations"]
    assert all((ROOT / "docs" / word).is_dir() for word in named)


def test_commands_are_found_everywhere() -> None:
    places = {place.split(" ")[0].split(":")[0] for place, _ in PRINTED}
    assert {
        "review.open",
        "cli/verbs.py",
        "cli/review_sheet.py",
        "site/originals.py",
        "README.md",
        "official-copies.md",
    } <= places
    assert len(PRINTED) > 80


@pytest.mark.parametrize(
    "words", ["translated", "translated a/2022/b", "terms", "xliff a/2022/b en", "print --langs en", "revie", "sign"]
)
def test_a_command_that_lacks_something_is_seen(words: str) -> None:
    with pytest.raises((click.UsageError, AssertionError)):
        parse(words)


def test_where_nobody_is_known_to_sign_the_hint_names_the_option_to_add() -> None:
    hint = problem("signed.no-name", "--translator", option="--translator").worded("en")["hint"]
    assert "--translator" in str(hint)
    parse("translated interpretations/2022/ip-pilot-city en --translator 李华")
    parse("record interpretations/2022/ip-pilot-city --recorder 王斌")
