"""A small project of two texts, every verb that signs with any argument, and what must hold after each: for tests of signatures.

Run as a program it does random verbs until its number of sequences is done, and writes what was told to be signed.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result
from rich.console import Console

from gazette.cli.review_screen import run_walk
from gazette.cli.review_session import _compose
from gazette.cli.review_walk import ReviewWalk
from gazette.cli.verbs import main
from gazette.convert.ledger import Ledger, read_ledger, write_ledger
from gazette.convert.review import find_questions
from gazette.model.issued import read_recorded
from gazette.problems import Problem
from gazette.project import Project
from gazette.records.signer import check_signer, one_spaced
from gazette.translate.translation_record import read_translations
from gazette.whole_file import replace_file
from tiny_site import ROOT, STATUTE, write_statute

ONE, TWO = "regulations/2023/one", "regulations/2023/two"
TABLES = {"ledger.tsv", "versions.tsv", "copies.tsv", "translations.tsv"}
ENGLISH = "---\ntitle: Rules\nissuing_body: The State Council\ntranslation: {{status: unofficial}}\n---\n\n{body}\n"
GOOD = ("王斌", "Li Hua", "王　斌", "苏凯 Su", "علی‌رضا")
BAD = (
    "", " ", "\u3000", "\t", "\n", "王\t斌", "王\n斌", "王\r斌", "\0", "#王斌", "=1+1", "@x", "\udcff", "\u202e王斌", "\u200b",
    "\u3164", "\u2028", "\x85", "\x1b[2J", "x" * 81, "名" * 100_000, "123", "—", "\ufeff", "<<<<<<< HEAD\n", "\ue000", "\ud800\udc00",
)  # fmt: skip
NOTES = ("", "更正联系电话", "x" * 300, '“引号"', *BAD[4:14])
DAYS = ("", "2026-01-02", "2026-11-28", "2099-01-01", "0001-01-01", "x", "２０２６-01-02")
KEYS = ("q", "\rq", "\r\rq", "\ruq", "sq", "2q", "h\rq", "a\ruuq", "n\rq")


def prepare(folder: Path) -> Project:
    """Two texts: one with a translation, one with characters to be reviewed; no signatures yet."""
    write_statute(folder / "docs", "one", "正文。", languages="zh-Hans, en")
    write_statute(folder / "docs", "two", "机关回复由省级关系。", title="又一规定", languages="zh-Hans, zh-Hant")
    (folder / "docs" / ONE / "index.en.md").write_text(ENGLISH.format(body="Text."), encoding="utf-8")
    (folder / "review").mkdir()
    return Project(ROOT, folder / "docs", folder / "review" / "ledger.tsv")


def edit(project: Project, number: int) -> None:
    """Another text in both publications, whole at every moment; a wrong translation now and then."""
    facts = {"year": 2023, "numbers": ""}
    first = STATUTE.format(title="某规定", languages="zh-Hans, en", body=f"正文，共{number}条。", **facts)
    other = STATUTE.format(title="又一规定", languages="zh-Hans, zh-Hant", body=f"回复由{number}人。", **facts)
    english = ENGLISH.format(body=f"Text of {number if number % 4 else number + 1} articles.")
    for name, text in ((f"{ONE}/index.md", first), (f"{ONE}/index.en.md", english), (f"{TWO}/index.md", other)):
        replace_file(project.docs / name, text.encode())


def run(project: Project, *arguments: str) -> Result:
    """A verb as a person types it; whatever the arguments, it ends with a sentence."""
    options = ("--docs", str(project.docs), "--ledger", str(project.ledger_file)) if arguments[0] != "terms" else ()
    result = CliRunner().invoke(main, [*arguments, *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, repr(result.exception))
    return result


def walk(project: Project, keys: str, reviewer: str, note: str) -> list[list[str]]:
    """A review of the second text, driven by keys; every decision that it was told is saved, and has not taken back."""
    if check_signer(reviewer, ""):
        run(project, "review", TWO, "--reviewer", reviewer)
        return []
    reviewer = one_spaced(reviewer)
    try:
        composed = _compose(project, TWO, "en")
    except SystemExit:
        return []
    saved: dict[str, list[str]] = {}

    def save(now: Ledger, before: Ledger) -> tuple[Ledger, list[Problem]]:
        after, problems = write_ledger(project.ledger_file, now, before)
        for key in {*before.decisions, *now.decisions} if not problems else ():
            if (mine := now.decisions.get(key)) != before.decisions.get(key):
                saved.pop(str(key), None)
                if mine:
                    saved[str(key)] = [key.segment, key.character, key.publication, reviewer]
        return after, problems

    pressed = iter(keys)
    one = ReviewWalk(find_questions(composed.occurrences), composed.ledger, reviewer, date(2026, 11, 28), save)
    with Path("/dev/null").open("w") as nowhere:
        run_walk(one, Console(file=nowhere), lambda: next(pressed, "q"), lambda: note, "en")
    return list(saved.values())


def state(project: Project) -> tuple[set[str], list[Problem]]:
    """Every row of every table as a line of its cells, and whatever a reader has against any of them."""
    ledger, problems = read_ledger(project.ledger_file, "ledger.tsv")
    versions, issued, unread = read_recorded(project.versions_file, project.issued_file, lambda file: file.name)
    seen, unseen = read_translations(project.translations_file, "translations.tsv")
    rows = {f"v {each.numbered} {each.fingerprint}" for own in versions.values() for each in own}
    rows |= {f"c {each.sha256}" for each in issued.rows}
    rows |= {f"t {each.passage}" for each in (seen.by_passage.values() if seen else ())}
    for each in ledger.decisions.values() if ledger else ():
        key = each.key
        rows.add(f"l {[key.segment, key.character, key.publication, each.reviewer]}")
    return rows, [*problems, *unread, *unseen]


def leftovers(project: Project) -> set[str]:
    return {each.name for each in project.ledger_file.parent.iterdir()} - TABLES


def do(project: Project, verb: str, name: str, note: str, day: str, keys: str, number: int) -> list[str]:
    """One verb; what it told was signed, as `state` writes rows. Versions and files are told by their first characters."""
    when = ("--date", day) if day else ()
    if verb == "edit":
        edit(project, number)
    elif verb == "record":
        which = ((ONE,), (TWO,), (ONE,), (name,))[number % 4]
        done = run(project, "record", *which, "--recorder", name, "--note", note, *when, "--lang", "en")
        lines = [line.split("  ") for line in done.stdout.splitlines() if len(line.split("  ")) in (4, 5)]
        return [
            f"c {parts[-1].removeprefix('PDF ')}" if parts[-1].startswith("PDF ") else f"v {parts[0]} {parts[-1]}"
            for parts in lines
            if parts[0] in (ONE, TWO)
        ]
    elif verb == "translated":
        done = run(project, "translated", ONE if number % 5 else name, "en", "--translator", name, *when)
        lines = [line.split("  ") for line in done.stdout.splitlines()] if done.exit_code == 0 else []
        return [f"t {(ONE, 'en', parts[0])}" for parts in lines]
    elif verb == "review":
        return [f"l {row}" for row in walk(project, keys, name, note)]
    elif verb == "sheet":
        run(project, "review", TWO, "--html", str(project.docs.parent / "sheet.html"))
    else:
        run(project, "xliff", ONE, "en", "--out", str(project.docs.parent / "out.xlf"))
    return []


VERBS = ("edit", "record", "record", "translated", "translated", "review", "review", "sheet", "xliff")


def arguments(pick: Callable[[tuple[str, ...]], str], number: int) -> tuple[str, str, str, str, str, int]:
    """A verb with arguments most of which can stand, so that much is signed."""
    return pick(VERBS), pick((*GOOD * 20, *BAD)), pick(("",) * 40 + NOTES), pick(("",) * 20 + DAYS), pick(KEYS), number


def is_kept(told: str, rows: set[str]) -> bool:
    """Whether a table still has what was told."""
    if told[0] in "lt":
        return told in rows
    kind, *words = told.split(" ")
    return any(row[0] == kind and all(word in row for word in words) for row in rows)


def sequences(project: Project, seed: int, count: int) -> Iterator[list[str]]:
    """What `count` random sequences of one to four verbs were told is signed."""
    chance = random.Random(seed)
    for _ in range(count):
        told: list[str] = []
        for _ in range(chance.randint(1, 4)):
            told += do(project, *arguments(chance.choice, chance.randint(0, 9)))
        yield told


if __name__ == "__main__":
    where, seed, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    here = Project(ROOT, where / "docs", where / "review" / "ledger.tsv")
    print(json.dumps(do(here, "record", GOOD[seed % len(GOOD)], "", "", "q", 0)), flush=True)
    for told in sequences(here, seed, count):
        print(json.dumps(told), flush=True)
