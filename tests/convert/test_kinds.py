"""Phrases read one by one: each kind of word that a rule decides, and the words beside it that the rule must leave alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gazette.convert.loading import load_chooser

with Path(__file__).with_name("kinds.tsv").open(encoding="utf-8", newline="") as file:
    PHRASES = [tuple(row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]


@pytest.mark.parametrize(("simplified", "traditional"), PHRASES)
def test_a_phrase_of_its_kind_is_written_as_an_editor_wrote_it(simplified: str, traditional: str) -> None:
    assert load_chooser("tw").convert(simplified)[0] == traditional


@pytest.mark.parametrize("text", ["机关编制由此确定", "加强编制调整", "各级编制部门公布"])
def test_where_bianzhi_may_be_noun_or_verb_a_person_is_asked_at_the_place(text: str) -> None:
    (choice,) = [each for each in load_chooser("tw").convert(text)[1] if each.source == "制"]
    assert choice.tier == 1
