"""Whom a publication names once is known in all its texts."""

from __future__ import annotations

import pytest

from converted import EMPTY
from gazette.convert.scribe import Scribe, ScribeRules


def writer_of(*texts: str) -> Scribe:
    writer = Scribe(ScribeRules("tw"), EMPTY, "x")
    writer.read_names(texts)
    return writer


def asked_or_named(writer: Scribe, text: str) -> dict[int, str]:
    """Offset → the form written, of each character that is part of a name or may be."""
    return {
        each.offset: each.chosen
        for each in writer.doubts(text)
        if each.choice.kind == "name" or (each.choice.tier == 1 and each.choice.reasons[0][0] == "maybe-name")
    }


@pytest.mark.parametrize(
    ("first", "later", "places"),
    [
        ("局长余秋里主持会议。", "会后，秋里去了大庆。", {3: "秋", 4: "里"}),
        ("局长于得水主持会议。", "此事由于得水同意后办理。", {3: "於"}),
        ("局长沈后发主持会议。", "后发又讲了三点。", {}),
    ],
)
def test_a_later_mention_is_a_name_or_asked(first: str, later: str, places: dict[int, str]) -> None:
    found = asked_or_named(writer_of(first, later), later)
    assert {at: found.get(at) for at in places} == places


def test_a_name_inside_other_words_is_asked_and_not_changed() -> None:
    writer = writer_of("局长于洪水主持会议。", "由于洪水暴发，道路中断。")
    assert writer.convert("由于洪水暴发，道路中断。") == "由於洪水暴發，道路中斷。"
    assert [each.choice.tier for each in writer.doubts("由于洪水暴发，道路中断。") if each.offset == 1] == [1]


def test_a_given_name_that_is_a_word_stays_a_word() -> None:
    writer = writer_of("局长王征程主持会议。", "踏上新征程，征程万里。")
    assert asked_or_named(writer, "踏上新征程，征程万里。") == {}


def test_a_masked_name_and_a_place_are_nobody_s_name() -> None:
    text = "于某某住于都县，肖某于某日到案。"
    assert writer_of(text, text).convert(text) == Scribe(ScribeRules("tw"), EMPTY, "x").convert(text)
