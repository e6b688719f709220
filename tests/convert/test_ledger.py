"""The ledger: what is written is read again, two people's work merges, and a broken one is named line by line."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.ledger import (
    LEDGER_COLUMNS,
    Decision,
    DecisionKey,
    Ledger,
    format_ledger,
    parse_ledger,
    read_ledger,
    write_ledger,
)
from gazette.signed_table import one_line

ROOT = Path(__file__).resolve().parents[2]
HEAD = "\t".join(LEDGER_COLUMNS) + "\n"
ROW = ("tw", "发展", "发", "發", "*", "*", "發", "王斌", "2026-11-24", "发出", "1.4.2", "0123456789ab")
CANDIDATES = load_dictionaries("tw").candidates


def row(**changes: str) -> str:
    return "\t".join(changes.get(name, value) for name, value in zip(LEDGER_COLUMNS, ROW, strict=True)) + "\n"


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=12)
KEYS = st.builds(
    lambda character, before, output, place: DecisionKey("tw", before + character, character, output, *place),
    st.sampled_from(sorted(CANDIDATES)),
    WORDS,
    WORDS,
    st.one_of(st.just(("*", "*")), st.tuples(WORDS.filter("*".__ne__), WORDS.filter("*".__ne__))),
)
DECISIONS = st.builds(
    lambda key, reviewer, note: Decision(
        key, CANDIDATES[key.character][-1], reviewer, date(2026, 1, 2), note, "1", "2"
    ),
    KEYS,
    WORDS,
    st.text(max_size=12),
)


@given(st.lists(DECISIONS, max_size=6))
def test_what_is_written_is_read_again(decisions: list[Decision]) -> None:
    ledger = Ledger("ledger.tsv", {}).adding(decisions)
    text = format_ledger(ledger)
    again, problems = parse_ledger(text, "ledger.tsv")
    assert again is not None, problems
    assert again.decisions == {
        key: replace(each, note=one_line(each.note), reviewer=one_line(each.reviewer))
        for key, each in ledger.decisions.items()
    }
    assert format_ledger(again) == text
    backwards = Ledger("ledger.tsv", dict(reversed(ledger.decisions.items())))
    assert format_ledger(backwards) == text and len(text.splitlines()) == 1 + len(ledger.decisions)


@pytest.mark.parametrize(
    ("text", "code", "line", "said"),
    [
        (HEAD + "<<<<<<< HEAD\n" + row(), "ledger.conflict", 2, "保留双方各行"),
        (HEAD + row() + "=======\n", "ledger.conflict", 3, "保留双方各行"),
        (HEAD + row() + row(reviewer="苏凯"), "ledger.duplicate", 3, "第 2 行已有"),
        (HEAD + row(chosen="法"), "ledger.candidate", 2, "發, 髮"),
        (HEAD + row(character="人", segment="人"), "ledger.candidate", 2, "∅"),
        (HEAD + row(date="2026-2-31"), "ledger.date", 2, "年-月-日"),
        (HEAD + row(profile="mo"), "ledger.row", 2, "制表符"),
        (HEAD + row(reviewer=""), "ledger.row", 2, "制表符"),
        (HEAD + row(segment="展"), "ledger.row", 2, "制表符"),
        (HEAD + "tw\t发展\n", "ledger.row", 2, "制表符"),
        (row(), "ledger.row", 1, "制表符"),
        (HEAD + row(publication="a/b"), "ledger.place", 2, "同为 *"),
    ],
)
def test_one_fault(text: str, code: str, line: int, said: str) -> None:
    ledger, problems = parse_ledger(text, "scripts/review/ledger.tsv")
    assert ledger is None
    assert [(each.code, each.line, each.path) for each in problems] == [(code, line, "scripts/review/ledger.tsv")]
    assert said in problems[0].sentence("zh") and problems[0].is_error


def test_every_fault_is_said_at_once() -> None:
    _, problems = parse_ledger(HEAD + row(date="x") + row(chosen="x") + "x\n", "l")
    assert [(each.line, each.code) for each in problems] == [
        (2, "ledger.date"),
        (3, "ledger.candidate"),
        (4, "ledger.row"),
    ]


def test_a_note_may_be_empty_and_a_file_from_windows_is_read(tmp_path: Path) -> None:
    file = tmp_path / "ledger.tsv"
    file.write_bytes(b"\xef\xbb\xbf" + (HEAD + row(note="")).replace("\n", "\r\n").encode())
    ledger, problems = read_ledger(file, "l")
    assert problems == [] and ledger is not None
    assert [each.note for each in ledger.decisions.values()] == [""]
    file.write_bytes((HEAD + row()).encode("gb18030"))
    assert [(each.code, each.line) for each in read_ledger(file, "l")[1]] == [("source.encoding", 2)]


def test_what_is_decided_for_a_place_holds_there_before_what_is_decided_everywhere() -> None:
    """Where a character is hardest (tier 1), nothing but a decision about the place itself is enough."""
    ledger, _ = parse_ledger(HEAD + row() + row(publication="a/b", context="白发展", chosen="髮"), "l")
    assert ledger is not None
    own = DecisionKey("tw", "发展", "发", "發", "a/b", "白发展")
    for tier in (1, 2):
        found = ledger.signed(own, tier)
        assert found and found.chosen == "髮"
    elsewhere = replace(own, context="出发展")
    found = ledger.signed(elsewhere, 2)
    assert found and found.chosen == "發" and ledger.signed(elsewhere, 1) is None


def test_a_decision_that_is_taken_back_leaves_the_others() -> None:
    ledger, _ = parse_ledger(HEAD + row() + row(publication="a/b", context="白发展", chosen="髮"), "l")
    assert ledger is not None
    everywhere, own = ledger.decisions
    assert ledger.without([own]) == Ledger("l", {everywhere: ledger.decisions[everywhere]})


def test_a_ledger_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "review" / "ledger.tsv"
    empty, _ = read_ledger(file, "l")
    full, _ = parse_ledger(HEAD + row(), "l")
    assert empty is not None and full is not None
    assert write_ledger(file, full, empty) == (full, [])
    assert file.read_text(encoding="utf-8") == HEAD + row()
    theirs = HEAD + row(reviewer="苏凯", chosen="髮")
    file.write_text(theirs, encoding="utf-8")
    now, (clash,) = write_ledger(file, empty, full)
    assert [each.reviewer for each in now.decisions.values()] == ["苏凯"] and clash.code == "signed.changed"
    assert file.read_text(encoding="utf-8") == theirs
    file.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    assert [each.code for each in write_ledger(file, empty, full)[1]] == ["ledger.conflict"]
    assert [each.name for each in file.parent.iterdir()] == ["ledger.tsv"]


def test_two_branches_merge_line_by_line(tmp_path: Path) -> None:
    def git(*arguments: str) -> int:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        return subprocess.run(["git", *who, *arguments], cwd=tmp_path, capture_output=True).returncode

    def commit(rows: list[str]) -> None:
        (tmp_path / "ledger.tsv").write_text(HEAD + "".join(rows), encoding="utf-8")
        git("add", ".")
        git("commit", "-m", "x")

    middle = row(segment="公布", character="布", output="布", chosen="布")
    first, last = (
        row(segment="万一", character="万", output="萬", chosen="萬"),
        row(segment="领导干部", character="干", output="幹", chosen="幹"),
    )
    git("init", "-b", "main")
    (tmp_path / ".gitattributes").write_text(
        (ROOT / "scripts" / "review" / ".gitattributes").read_text(encoding="utf-8")
    )
    commit([middle])
    git("checkout", "-b", "other")
    commit([middle, last])
    git("checkout", "main")
    commit([first, middle])
    assert git("merge", "other", "-m", "both") == 0
    ledger, problems = read_ledger(tmp_path / "ledger.tsv", "l")
    assert ledger is not None and len(ledger.decisions) == 3, problems
    # The same place decided differently in two branches: both lines are kept, and that is a problem.
    git("checkout", "-b", "third")
    commit([first, middle, last, row(reviewer="苏凯", chosen="髮")])
    git("checkout", "main")
    commit([first, middle, last, row()])
    assert git("merge", "third", "-m", "both") == 0
    assert [each.code for each in read_ledger(tmp_path / "ledger.tsv", "l")[1]] == ["ledger.duplicate"]


def test_the_projects_own_ledger_is_sorted_and_every_signature_has_its_reason() -> None:
    file = ROOT / "scripts" / "review" / "ledger.tsv"
    ledger, problems = read_ledger(file, "l")
    assert problems == [] and ledger is not None
    assert format_ledger(ledger) == file.read_text(encoding="utf-8")
    assert all(each.note and each.reviewer for each in ledger.decisions.values())
