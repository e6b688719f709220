"""Variants: whatever conversion may write for a character, in any profile, is found by that character."""

from __future__ import annotations

from typing import get_args

import pytest

from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.overlay import read_overlay
from gazette.convert.variants import folded_variants
from gazette.search.terms import fold
from gazette.settings import ConversionProfile


@pytest.mark.parametrize("profile", get_args(ConversionProfile))
def test_every_form_that_conversion_may_write_folds_to_what_it_was_made_from(profile: ConversionProfile) -> None:
    known = load_dictionaries(profile)
    pairs = [(key, value) for key, values in known.candidates.items() for value in values]
    pairs += [
        *known.characters.items(),
        *known.variants.items(),
        *known.phrases.items(),
        *read_overlay(profile).items(),
    ]
    pairs += [(key, value) for key, values in known.values.items() for value in values]
    assert len(pairs) > 40_000
    assert [(key, value) for key, value in pairs if len(key) == len(value) and fold(key) != fold(value)] == []


def test_what_comes_out_of_folding_is_folded() -> None:
    variants = folded_variants()
    assert [key for key, value in variants.items() if value in variants or len(value) != 1] == []


@pytest.mark.parametrize(
    "pair", ["复覆", "了瞭", "借藉", "苏甦", "么麼", "里裡", "里裏", "干乾", "干幹", "着著", "余馀", "余餘"]
)
def test_a_pair_is_one(pair: str) -> None:
    assert fold(pair[0]) == fold(pair[1])


@pytest.mark.parametrize("pair", ["复履", "了子", "借错", "苏办", "件体", "待侍", "徵微", "买卖"])
def test_others_stay_apart(pair: str) -> None:
    assert fold(pair[0]) != fold(pair[1])
