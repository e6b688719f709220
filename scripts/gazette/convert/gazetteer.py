"""Gazetteer (地名): where a text names a place, and which forms the characters of place names keep in Traditional."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from gazette.convert.terms import find_terms, read_rows
from gazette.convert.words import tag_word

Place = tuple[int, int]
_HAN = "㐀-䶿一-鿿\U00020000-\U000323af"
# The units that end a place's name.
UNITS = frozenset("省市县区镇乡村旗州道")
# 淄博市张店区房镇镇: a unit behind its higher unit.
_CHAIN = re.compile(rf"(?<=[省市县区州旗盟镇乡])([{_HAN}]{{1,3}}?)(街道|社区|[县区镇乡村旗市])")
_OPEN = re.compile(rf"(?:^|(?<=[、，。；：“（(\s]))([{_HAN}]{{1,3}}?)(街道|社区|[县镇乡村旗])")
# Characters that stand before a unit as words of the sentence: 此后市, 于县级, 并区.
_WORDS = frozenset("于后并同向当系只出种个几准台复发制别才面")


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place named at [start, end). `values` are the whole name's forms; without them nobody has looked at it."""

    start: int
    end: int
    sure: bool
    values: tuple[str, ...] = ()

    def forms(self, at: int, character: str) -> tuple[str, ...]:
        """The forms that the character at `at` may take in this name; () where no table says."""
        named = tuple(dict.fromkeys(value[at - self.start] for value in self.values))
        return named or place_characters().get(character, ())


@cache
def place_names() -> dict[str, tuple[str, ...]]:
    """places.tsv: a place → its name's Traditional forms in Taiwan's spelling; more than one where sources differ."""
    return {place: tuple(forms.split(" ")) for place, forms, _ in read_rows("places.tsv")}


@cache
def place_characters() -> dict[str, tuple[str, ...]]:
    """place_characters.tsv: a character → its forms in names of places, the more common one first."""
    return {character: tuple(forms.split(" ")) for character, forms, _ in read_rows("place_characters.tsv")}


def find_places(text: str, places: Iterable[int], word: Sequence[Place]) -> list[PlaceName]:
    """Places whose name holds one of the `places`: those of the table, and what stands where a unit's name stands."""
    known = find_terms(text, place_names())
    units = [match for pattern in (_CHAIN, _OPEN) for match in pattern.finditer(text)]
    wanted = set(places)
    units = [match for match in units if not wanted.isdisjoint(range(*match.span(1)))]
    found = [
        PlaceName(*match.span(), True, place_names()[match[0]])
        for match in known
        if word[match.start()][0] == match.start() and _closes(text, word, match.end())
    ]
    return found + [PlaceName(*match.span(1), False) for match in units if _is_name(match, word, wanted)]


def _closes(text: str, word: Sequence[Place], end: int) -> bool:
    return word[end - 1][1] == end or text[end] in "省市县区镇乡村州"


def _is_name(match: re.Match[str], word: Sequence[Place], wanted: set[int]) -> bool:
    """Whether the ambiguous characters before a unit are no words of the sentence."""
    start, end = match.span(1)
    return any(_stands_alone(match.string, word[at], at) for at in range(start, end) if at in wanted)


def _stands_alone(text: str, word: Place, at: int) -> bool:
    if text[at] in _WORDS:
        return False
    begin, end = word
    return end - begin == 1 or tag_word(text[begin:end]).startswith(("ns", "nr"))
