"""Variants (异体): classes of characters that may be written for each other, folded to one character for search.

Conversion writes 批覆 for 批复 and 瞭解 for 了解, and 覆 and 瞭 by themselves do not convert back to 复 and 了. Therefore every
form that conversion may choose for a character, in any profile, folds to the same character as its source.
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
    """Return character → the character that represents its class; the representative itself is not a key."""
    classes: dict[str, set[str]] = {}
    for one, other in written_pairs():
        if one != other:
            joined = classes.get(one, {one}) | classes.get(other, {other})
            for character in joined:
                classes[character] = joined
    return {each: first for each, joined in classes.items() if each != (first := min(joined, key=_is_plain))}


def written_pairs() -> Iterator[tuple[str, str]]:
    """Yield pairs of characters that may be written for each other, by OpenCC in either direction or by the overlay."""
    yield from chinese.simplified_forms().items()
    for name in (CHARACTER_FILE, *PHRASE_FILES, *(each for files in VARIANT_FILES.values() for each in files)):
        for key, values in read_entries(name, None):
            for value in values:
                yield from zip(key, value, strict=len(key) == len(value))
    for profile in get_args(ConversionProfile):
        for converted, form in read_overlay(profile).items():
            yield from zip(converted, form, strict=True)


def _is_plain(character: str) -> tuple[bool, bool, str]:
    """Sort key that prefers everyday Simplified characters (GB 2312), so that terms read as readers type them."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True, ord(character) > 0xFFFF, character
    return False, False, character
