"""Titles on paper: lines end between words, after what goes together, and are of like length."""

from __future__ import annotations

import pytest

from gazette.convert.words import cut_words
from gazette.model.publication import Edition
from gazette.pages.title import LONGEST_LINE, break_title, title_lines

CASES = {
    "局长解读：《淄博市国家知识产权强市试点城市建设工作方案（2022-2025年）》": [
        "局长解读：《淄博市国家知识产权强市",
        "试点城市建设工作方案（2022-2025年）》",
    ],
    "淄博市市场监督管理局关于印发《淄博市知识产权保护工作要点》的通知": [
        "淄博市市场监督管理局关于印发",
        "《淄博市知识产权保护工作要点》的通知",
    ],
    "食品安全法实施条例": ["食品安全法实施条例"],
}


@pytest.mark.parametrize("title", CASES)
def test_lines_end_between_words(title: str) -> None:
    assert break_title(title, cut_words(title)) == CASES[title]


def test_no_line_begins_or_ends_with_a_sign_that_may_not() -> None:
    title = "关于《条例》、《规定》（试行）的解读：" * 8
    lines = break_title(title, [*title])
    assert "".join(lines) == title and max(map(len, lines)) <= LONGEST_LINE
    assert not [line for line in lines if line[0] in "》、）：" or line[-1] in "《（"]


def test_a_bracket_opens_on_the_line_of_its_words_though_that_is_less_even() -> None:
    assert break_title("甲乙丙（丁戊己）", [*"甲乙丙（丁戊己）"], 5.0) == ["甲乙丙", "（丁戊己）"]


@pytest.mark.parametrize(("length", "lines"), [(20, [20]), (21, [10, 11])])
def test_a_line_holds_twenty_characters_of_the_title(length: int, lines: list[int]) -> None:
    """156 mm hold twenty of 22 pt (二号, GB/T 9704-2012, 7.3.1)."""
    assert [len(each) for each in break_title("甲" * length, ["甲"] * length)] == lines


def edition(tag: str, title: str, *lines: str) -> Edition:
    return Edition(tag, "index.md", {"title": title}, (), title_lines=lines)


def test_a_traditional_title_has_its_lines_where_the_simplified_one_has_them() -> None:
    source = "淄博市市场监督管理局关于印发《淄博市知识产权保护工作要点》的通知"
    assert title_lines(edition("zh-Hans", source), source) == CASES[source]
    converted = title_lines(
        edition("zh-Hant", "淄博市市場監督管理局關於印發《淄博市知識產權保護工作要點》的通知"), source
    )
    assert converted == ["淄博市市場監督管理局關於印發", "《淄博市知識產權保護工作要點》的通知"]


def test_the_lines_of_an_editor_are_taken_and_other_languages_are_left_to_the_typesetter() -> None:
    assert title_lines(edition("zh-Hans", "甲乙丙", "甲", "乙丙"), "甲乙丙") == ["甲", "乙丙"]
    english = "Notice on the Protection of Intellectual Property in the City"
    assert title_lines(edition("en", english), "通知") == [english]


def test_a_word_longer_than_a_line_is_left_to_the_typesetter() -> None:
    assert break_title("甲" * 30, ["甲" * 30]) == ["甲" * 30]


def test_words_that_are_not_the_title_part_nothing() -> None:
    assert break_title("甲乙丙", ["甲", "丁"]) == ["甲乙丙"]
