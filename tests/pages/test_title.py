"""Titles on paper: lines end between words, after what goes together, and are of like length."""

from __future__ import annotations

import pytest

from gazette.convert.words import cut_words
from gazette.pages.title import LONGEST_LINE, break_title

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


def test_a_word_longer_than_a_line_is_left_to_the_typesetter() -> None:
    assert break_title("甲" * 30, ["甲" * 30]) == ["甲" * 30]


def test_words_that_are_not_the_title_part_nothing() -> None:
    assert break_title("甲乙丙", ["甲", "丁"]) == ["甲乙丙"]
