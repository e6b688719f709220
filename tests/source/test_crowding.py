"""Crowding: whatever opening is repeated, and however deep, a text is read in time or refused at the line; never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.pipeline import compose_project
from gazette.project import Project
from gazette.source.crowding import (
    MOST_CHARACTERS,
    MOST_DEFINITIONS,
    MOST_LEVELS,
    MOST_LINES,
    MOST_OPENINGS,
    check_crowding,
)
from in_time import in_time
from tiny_site import ROOT, write_notice

SIZE = 20_000  # bytes
OPENINGS = (
    "[a](", "![a](", "![", "[^", "[^1]", "[", "[a]", "[a]: b\n", "<", "<a ", '<a href="', "</", "<span>", "<!--", "<?", "<![CDATA[",
    "&", "&#", "&amp", "`", "`a ", "~~", "~~a ", "**_", "**_a ", "*a ", "_", "__a ", "|", "|1|2|\n", "{", "{{ ", "\\", "#", "(", "[a](b(",
    "> ", "- ", "1. ", "+ ", "* ", "http://a ", "a@", "<br>", "[^1]: a\n\n", "\t", "“", "1-",
)  # fmt: skip
RUNS = (  # of one character, which a search may try from each of its places
    "甲{ }乙", "## 甲{ }乙", "- 甲{ }乙", "> 甲{ }乙", "| 甲{ }乙 |\n|---|", "甲{\t}乙", "甲{　}乙", "{a}", "{1}", "{1,}", "{1-}", "{a.}@", "a@{b.}",
    "{一}", "第{一}条", "{]}", "{](}", "{*}", "{=}", "{#}", "{$}",
)  # fmt: skip
QUICK = ("[a](", "[^", "<!--", "<a ", "1. ", "_", "`a ")


def read_in_time(folder: Path, body: str) -> set[str]:
    """The codes of the errors, in time."""
    write_notice(folder / "docs", "n", f"前文。\n\n{body}\n", languages="zh-Hans")
    project = Project(ROOT, folder / "docs", folder / "ledger.tsv")
    with in_time():
        _, problems = compose_project(project, "https://www.example.org/")
    return {each.code for each in problems if each.level == "error"}


@pytest.mark.parametrize(
    "opening", [*QUICK, *(pytest.param(each, marks=pytest.mark.long) for each in OPENINGS if each not in QUICK)]
)
def test_a_repeated_opening_is_read_in_time_or_refused(tmp_path: Path, opening: str) -> None:
    read_in_time(tmp_path, (opening * SIZE)[:SIZE])


@pytest.mark.parametrize("form", RUNS)
def test_a_long_run_of_one_character_is_read_in_time(tmp_path: Path, form: str) -> None:
    """Twenty thousand of what stands in braces."""
    before, _, rest = form.partition("{")
    run, _, after = rest.partition("}")
    read_in_time(tmp_path, before + (run * SIZE)[:SIZE] + after)


@pytest.mark.parametrize("marker", ["- ", "1. ", "> ", "* "])
def test_three_hundred_levels_are_a_problem(tmp_path: Path, marker: str) -> None:
    nested = "\n".join("    " * level + f"{marker}甲" for level in range(300))
    for name, body in (("lines", nested), ("line", marker * 300 + "甲")):
        assert read_in_time(tmp_path / name, body) == {"body.depth"}


def test_the_place_is_named() -> None:
    text = "---\n---\n\n" + "[a](b)" * MOST_OPENINGS + "\n[\n\n" + "    " * MOST_LEVELS + "- 甲\n"
    told = [(each.code, each.line, each.found) for each in check_crowding(text, "a.md")]
    assert told == [("body.crowded", 5, "["), ("body.depth", 7, "21")]


def test_what_texts_hold_is_not_crowded() -> None:
    row = "| 王** | 138****1234 | [甲](a.pdf) |\n"
    text = (
        row * 2000
        + "\n"
        + "- [甲](a.pdf)\n" * 2000
        + "\n"
        + "[" * MOST_OPENINGS
        + "\n\n"
        + "* " * 40
        + "\n"
        + "    " * 18
        + "- 甲"
    )
    text += "\n\n<table>" + "<tr><td>甲</td><td>乙</td></tr>\n" * 500 + "</table>\n"
    assert check_crowding(text, "a.md") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<div>\n\n" * MOST_LEVELS + "<b>甲", ("body.depth", 2 * MOST_LEVELS + 1, "21")),
        ('甲\n\n<section lang="ja">' + "<i>" * MOST_LEVELS, ("body.depth", 3, "21")),
        ("\t" * MOST_LEVELS + "- 甲", ("body.depth", 1, "21")),
        ("|" + "甲|" * MOST_OPENINGS, ("body.crowded", 1, "|")),
        ("甲" * (MOST_CHARACTERS + 1), ("body.long-line", 1, "100001")),
        ("甲\n" * MOST_LINES + "乙", ("body.lines", 30_001, "30001")),
        ("甲\n\n" + "[^1]: 乙\n\n" * 600 + "[a]: b\n" * 401, ("body.definitions", 1603, "1001")),
    ],
)
def test_what_is_too_deep_too_wide_too_long_or_too_many_is_a_problem(text: str, told: tuple[str, int, str]) -> None:
    assert [(each.code, each.line, each.found) for each in check_crowding(text, "a.md")] == [told]


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n\n甲\n\n</div>\n\n" * 100,
        "甲<br>乙<img src=a alt=甲><hr/>" * 30,
        "```\n" + "<T>" * 30 + "\n```\n",
        "~~~\n```\n<a>" + "<T>" * 30 + "\n~~~\n",
        "`<T>`" * 30,
        "<http://a/b> <a@b.cn>" * 30,
        "1<2 " * 30,
        "<div>" * MOST_LEVELS + "</div>" * MOST_LEVELS,
        "|" * MOST_OPENINGS,
        "甲" * MOST_CHARACTERS,
        "甲\n" * (MOST_LINES - 1),
        "[a]: b\n" * MOST_DEFINITIONS,
    ],
)
def test_what_is_just_not_too_much_passes(text: str) -> None:
    assert check_crowding(text, "a.md") == []
