"""Ordinary words that begin like a name are learned from official texts, statutes and the segmenter's dictionary."""

from __future__ import annotations

from gazette.convert.learn_ordinary import frequent_words, ordinary_rows
from gazette.convert.name_tables import is_made, ordinary_words


def test_a_word_is_ordinary_from_twenty_places_of_the_statutes_or_three_of_the_texts() -> None:
    assert list(ordinary_rows(["權利範圍"] * 20 + ["餘額"] * 19, ["征收，征收，征收", "党委，党委"])) == [
        ("征收", "0 + 3", "-"),
        ("范围", "20 + 0", "-"),
    ]


def test_a_person_of_the_segmenter_is_no_ordinary_word() -> None:
    assert list(ordinary_rows([], ["于海洋"] * 3 + ["李克强"] * 3)) == []


def test_a_frequent_word_of_the_dictionary_is_ordinary_unless_it_is_a_name_or_people_are_called_so() -> None:
    lines = ["余地 697 n", "余力 38 n", "钟声 285 nr", "钟表 171 n", "余万 547 m", "市场 9000 n", "余悸 24 n"]
    assert frequent_words(lines) == {"余地": 697, "钟表": 171, "余悸": 24}


def test_an_ordinary_word_is_made_of_no_name() -> None:
    assert {"范围", "征收", "余额", "党委", "周期"} <= ordinary_words()
    assert is_made("范围") and not is_made("范用")
