"""What a new fact must not be without: a name that staff write, a line in the handbook, its words among those that are converted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_origin

from pydantic import BaseModel

from gazette.model.facts import Facts, TranslatedFacts, split_words
from gazette.model.publication import FACT_LISTS, FACT_WORDS, join_words

ROOT = Path(__file__).resolve().parents[2]
# Fields of a translation that are no fact with words of its own.
NO_FACTS = {"title_lines", "translation"}


def leaves(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, object]]:
    """Dotted name and type of every field that holds no other fields."""
    for name, field in model.model_fields.items():
        records = [each for each in (field.annotation, *get_args(field.annotation)) if isinstance(each, type)]
        record = next((each for each in records if issubclass(each, BaseModel)), None)
        if record:
            yield from leaves(record, f"{above}{name}.")
        else:
            yield above + name, field.annotation


def test_every_word_of_a_translation_stands_among_those_that_are_converted_and_reviewed() -> None:
    found = {name: kind for name, kind in leaves(TranslatedFacts) if name.split(".")[0] not in NO_FACTS}
    assert set(found) == set(FACT_WORDS)
    assert {name for name, kind in found.items() if get_origin(kind) is tuple} == set(FACT_LISTS)


def test_every_field_has_a_chinese_name_and_a_line_in_the_handbook() -> None:
    rows = (ROOT / "scripts" / "gazette" / "fields.tsv").read_text(encoding="utf-8").splitlines()
    named = {name for name, value, *_ in (row.split("\t") for row in rows) if value == "-"}
    handbook = (ROOT / "scripts" / "handbook" / "writing.md").read_text(encoding="utf-8")
    assert {name for model in (Facts, TranslatedFacts) for name, _ in leaves(model)} <= named
    assert [name for name in Facts.model_fields if f"`{name}`" not in handbook] == []


def test_a_list_in_one_line_is_the_same_list_again() -> None:
    for tag, line in (("zh-Hans", "甲、乙"), ("en", "a, b c"), ("ja", "a, b")):
        assert join_words(split_words(line), tag) == line
    assert split_words(" 甲；乙, 丙、甲\n丁 ") == ("甲", "乙", "丙", "丁")
    assert split_words("") == ()
