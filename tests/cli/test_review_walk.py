"""Two people review at once: each goes on with what the other has decided, and nobody's decision is lost or written over."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from gazette.cli.review_screen import press
from gazette.cli.review_walk import NotSavedError, ReviewWalk
from gazette.convert.editions import convert_publication
from gazette.convert.ledger import Ledger, read_ledger, write_ledger
from gazette.convert.review import Occurrence, find_questions
from gazette.model.publication import parse_publication
from gazette.source.files import read_source
from tiny_site import write_notice
from translations import settings

BODY = "机关回复由省级关系。\n\n组织回复工作方案，促进面前。\n\n集体回复。"
DAY = date(2026, 11, 24)


@cache
def occurrences(folder: Path) -> tuple[Occurrence, ...]:
    page, _ = read_source(write_notice(folder, "one", BODY), "index.md")
    assert page
    publication, problems = parse_publication("interpretations/2023/one", {"zh-Hans": page}, settings(), {})
    assert publication, problems
    return tuple(convert_publication(publication, settings(), Ledger("ledger.tsv", {}))[0].occurrences)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "review" / "ledger.tsv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


def walk(folder: Path, file: Path, reviewer: str) -> ReviewWalk:
    def save(now: Ledger, before: Ledger):  # type: ignore[no-untyped-def]
        return write_ledger(file, now, before)

    questions = find_questions(occurrences(folder))
    assert len(questions) > 4
    return ReviewWalk(questions, Ledger("ledger.tsv", {}), reviewer, DAY, save)


def type_keys(one: ReviewWalk, keys: str) -> None:
    for key in keys:
        question = one.advance()
        assert question and press(one, question, key)


def signed(file: Path) -> list[tuple[str, str]]:
    ledger, problems = read_ledger(file, "ledger.tsv")
    assert ledger and not problems
    return sorted((each.reviewer, each.key.context) for each in ledger.decisions.values())


def test_both_sign_and_each_is_asked_only_what_nobody_has_answered(folder: Path, file: Path) -> None:
    one, other = walk(folder, file, "王斌"), walk(folder, file, "苏凯")
    type_keys(one, "\r")
    type_keys(other, "s\r")
    type_keys(one, "s\r")
    assert [name for name, _ in signed(file)] == ["王斌", "王斌", "苏凯"]
    assert len(set(signed(file))) == 3 and one.refused == other.refused == ()
    type_keys(other, "s\r")
    assert [name for name, _ in signed(file)] == ["王斌", "王斌", "苏凯", "苏凯"], (
        "what one has answered is not asked again"
    )


def test_a_place_that_someone_else_has_decided_stays_so_and_both_are_shown(folder: Path, file: Path) -> None:
    one, other = walk(folder, file, "王斌"), walk(folder, file, "苏凯")
    type_keys(one, "\r")
    before = file.read_bytes()
    type_keys(other, "2")
    assert file.read_bytes() == before
    (clash,) = other.refused
    said = clash.sentence("en")
    assert said.startswith(
        "ledger.tsv: expected a row that nobody else has changed meanwhile; it now says “tw · 回复 · 复"
    )
    assert said.endswith("if it is yours, run the command again. [signed.changed]")
    assert said.index("王斌") < said.index("苏凯") and "2026-11-24" in said
    type_keys(other, "\r")
    assert other.refused == () and [name for name, _ in signed(file)] == ["王斌", "苏凯"]


def test_undo_takes_back_one_s_own_answer_and_no_other(folder: Path, file: Path) -> None:
    one, other = walk(folder, file, "王斌"), walk(folder, file, "苏凯")
    type_keys(one, "\r")
    type_keys(other, "s\r")
    type_keys(one, "s\r")
    assert [name for name, _ in signed(file)] == ["王斌", "王斌", "苏凯"]
    type_keys(one, "u")
    assert [name for name, _ in signed(file)] == ["王斌", "苏凯"]
    type_keys(one, "uu")
    assert [name for name, _ in signed(file)] == ["苏凯"] and one.at == 0 and not one.undo()


def test_what_a_colleague_has_changed_since_is_not_undone(folder: Path, file: Path) -> None:
    one = walk(folder, file, "王斌")
    type_keys(one, "\r")
    file.write_text(file.read_text(encoding="utf-8").replace("王斌", "苏凯"), encoding="utf-8")
    type_keys(one, "u")
    assert [each.code for each in one.refused] == ["signed.changed"]
    assert [name for name, _ in signed(file)] == ["苏凯"]


def test_a_ledger_that_cannot_be_read_any_more_ends_the_walk(folder: Path, file: Path) -> None:
    one = walk(folder, file, "王斌")
    type_keys(one, "\r")
    broken = file.read_bytes() + b"<<<<<<< HEAD\n"
    file.write_bytes(broken)
    with pytest.raises(NotSavedError) as stopped:
        type_keys(one, "\r")
    assert [each.code for each in stopped.value.problems] == ["ledger.conflict"]
    assert file.read_bytes() == broken
