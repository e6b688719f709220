"""Variants (异体): characters that write the same word in one script or the other, each with the one that stands for all of them in search.

Conversion writes 批覆 for 批复 and 瞭解 for 了解, and nothing leads from 覆 and 瞭 back to 复 and 了 by themselves. Whatever form
conversion may choose for a character, in any profile, folds to the same as the character from which it was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from gazette.convert import chinese
from gazette.convert.dictionaries import CHARACTER_FILE, PHRASE_FILES, VARIANT_FILES, read_entries
from gazette.convert.overlay import read_overlay
from gazette.knowledge import kept
from gazette.settings import ConversionProfile


@kept
def folded_variants() -> dict[str, str]:
    """Each character that is folded, with what it is folded to: one step, and what comes out folds to itself; made once."""
    classes: dict[str, set[str]] = {}
    for one, other in written_pairs():
        if one != other:
            joined = classes.get(one, {one}) | classes.get(other, {other})
            for character in joined:
                classes[character] = joined
    return {each: first for each, joined in classes.items() if each != (first := min(joined, key=_is_plain))}


def written_pairs() -> Iterator[tuple[str, str]]:
    """Pairs of characters of which one may be written for the other: by OpenCC either way, or by the overlay."""
    yield from chinese.simplified_forms().items()
    for name in (CHARACTER_FILE, *PHRASE_FILES, *(each for files in VARIANT_FILES.values() for each in files)):
        for key, values in read_entries(name, None):
            for value in values:
                yield from zip(key, value, strict=len(key) == len(value))
    for profile in get_args(ConversionProfile):
        for converted, form in read_overlay(profile).items():
            yield from zip(converted, form, strict=True)


def _is_plain(character: str) -> tuple[bool, bool, str]:
    """Orders the characters of a class: first one of everyday Simplified text, so that terms read as readers type them."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True, ord(character) > 0xFFFF, character
    return False, False, character
