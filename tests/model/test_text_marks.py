"""The same words have the same mark, however they are spaced and whatever the width of their signs; other words have another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.model.text_marks import folded_words, text_mark
from gazette.signed_table import one_line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("专利，3376件。", "专利, 3376 件."),
        ("《方案（2022-2025年）》", "〈方案(2022—2025年)〉"),
        ("“严、大”", '"严、大"'),
        ("甲\n乙", "甲乙"),
        ("Ａ１", "A1"),
        ("a  b\nc", "a b c"),
        ("It’s", "It's"),
        ("**甲**乙", "甲乙"),
        ("甲\u200b乙", "甲乙"),
        ("[附件](a.pdf)", "[附 件](a.pdf)"),
        ("……", "..."  "..."),
    ],
)  # fmt: skip
def test_cosmetic_edits(one: str, other: str) -> None:
    assert text_mark(one) == text_mark(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3376件", "3377件"),
        ("10²", "102"),
        ("½", "12"),
        ("a part", "apart"),
        ("甲，乙", "甲。乙"),
        ("[附件](a.pdf)", "[附件](b.pdf)"),
        ("![图](a.png)", "图"),
        ("12 34", "1234"),
        ("甲？", "甲。"),
        ("甲", "乙"),
    ],
)
def test_edits_that_say_something_else(one: str, other: str) -> None:
    assert text_mark(one) != text_mark(other)


@given(st.text(st.one_of(st.characters(exclude_categories=("Cc", "Cs")), st.sampled_from("\n\t *_[]()"))))
def test_a_cell_of_a_table_has_the_mark_of_its_text(text: str) -> None:
    assert text_mark(one_line(text)) == text_mark(text)
    assert folded_words(folded_words(text)) == folded_words(text)
