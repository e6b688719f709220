"""Gazetteer (地名): place names in a text that contain ambiguous characters, with their Traditional forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gazette.convert.matching import find_terms
from gazette.convert.name_tables import HAN, is_made
from gazette.convert.tables import read_rows
from gazette.convert.words import tag_word
from gazette.knowledge import kept

_Place = tuple[int, int]
# Administrative units that end a place name.
UNITS = frozenset("省市县区镇乡村旗州道")
# 淄博市张店区房镇镇: a unit after its superior unit.
_CHAIN = re.compile(rf"(?<=[省市县区州旗盟镇乡])([{HAN}]{{1,3}}?)(街道|社区|[县区镇乡村旗市])")
_OPEN = re.compile(rf"(?:^|(?<=[、，。；：“（(\s]))([{HAN}]{{1,3}}?)(街道|社区|[县镇乡村旗])")
# Ends of local place names: administrative seats and settlements; _GROUNDS also end ordinary words.
_SEATS = frozenset("镇乡村屯庄寨县区市旗")
_HAMLETS = frozenset("村屯庄寨")
_GROUNDS = frozenset("河湖山岛港湾店桥口沟坝路街巷里园塘坪岭峡江溪泉海集铺营庙坡洼岗滩洲渡站堡圩埠浦川峪峰")
_BODIES = frozenset(
    [
        "街道",
        "社区",
        "水库",
        "林场",
        "农场",
        "牧场",
        "大桥",
        "大街",
        "车站",
        "机场",
        "码头",
        "灌区",
        "新区",
        "半岛",
        "水电站",
        "收费站",
    ]
)
# Units that may end a place name, soon after the ambiguous character.
_UNIT = re.compile("|".join([*_BODIES, f"[{''.join(_SEATS | _GROUNDS)}]"]))
# Text that may precede a place name.
_LEADS = re.compile(
    r"(?:^|[^{HAN}]|[省市县区州旗盟镇乡村]|在|住|经|往|从|到|至|和|与|及|由|向|以|对|关于|支持|属|是|为|系|将|把|位于|距|抵|赴|去|过|沿|离|跨|隔|治|驻|设)$".replace(
        "{HAN}", HAN
    )
)
# Characters that are ordinary words before a unit: 此后市, 于县级, 并区.
_WORDS = frozenset("于后并同向当系只出种个几准台复发制别才面")


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place named at [start, end), offsets from 0.

    `sure`: it is certainly a place name. `values`: Traditional forms of the whole name, () if nobody has checked it.
    `yields`: official usage of the word takes precedence.
    """

    start: int
    end: int
    sure: bool
    values: tuple[str, ...] = ()
    yields: bool = False

    def forms(self, at: int, character: str) -> tuple[str, ...]:
        """Return the forms of the character at `at` in this name; () if no table gives any."""
        named = tuple(dict.fromkeys(value[at - self.start] for value in self.values))
        return named or place_characters().get(character, ())


@kept
def place_names() -> dict[str, tuple[str, ...]]:
    """Return places.tsv: place → Traditional forms in Taiwan's spelling; several if sources differ."""
    return {place: tuple(forms.split(" ")) for place, forms, _ in read_rows("places.tsv")}


@kept
def place_characters() -> dict[str, tuple[str, ...]]:
    """Return place_characters.tsv: character → its forms in place names, the most common first."""
    return {character: tuple(forms.split(" ")) for character, forms, _ in read_rows("place_characters.tsv")}


def find_place_names(text: str, places: Sequence[int], word: Sequence[_Place]) -> list[PlaceName]:
    """Return the place names of places.tsv in a text, and likely names before a unit that contain one of `places`.

    `places`: offsets of ambiguous characters. `word`: start and end of the word at each offset.
    """
    known = find_terms(text, place_names())
    near = [at for at in places if _UNIT.search(text, at + 1, at + 5)]
    wanted = set(near)
    units = [match for pattern in (_CHAIN, _OPEN) for match in pattern.finditer(text)] if near else []
    units = [match for match in units if not wanted.isdisjoint(range(*match.span(1)))]
    found = [
        PlaceName(*match.span(), sure=True, values=place_names()[match[0]])
        for match in known
        if word[match.start()][0] == match.start() and _closes(text, word, match.end())
    ]
    found += [PlaceName(*match.span(1), sure=False) for match in units if _is_name(match, word, wanted)]
    return found + [each for at in near if (each := _unproven(text, at, word))]


def _unproven(text: str, at: int, word: Sequence[_Place]) -> PlaceName | None:
    """Return a possible place name around an ambiguous character before a unit, if no word explains it: 后|屯|村."""
    start, end = word[at]
    if end - start > 2 or is_made(text[start:end]):
        return None
    first = start - 1 if start and word[start - 1] == (start - 1, start) else start
    leads = any(_LEADS.search(text, max(0, place - 2), place) for place in {start, first})
    for unit in range(end, min(at + 4, len(text))):
        if not _ends_word(text, unit, word):
            continue
        if end - start == 1:
            is_seat = text[unit] in _SEATS or text[unit : unit + 2] in _BODIES
            is_open = leads and unit - at > 1 if text[at] in _WORDS else leads or is_seat
        elif text[at] in _WORDS:
            is_open = unit == end == at + 1 and text[unit] in _HAMLETS and leads
        else:
            is_open = unit == end and (text[unit] in _SEATS or leads)
        if is_open:
            return PlaceName(start, unit, sure=False, yields=end - start > 1 and text[at] not in _WORDS)
    return None


def _ends_word(text: str, unit: int, word: Sequence[_Place]) -> bool:
    """True if the unit is the end of its word."""
    if text[unit : unit + 2] in _BODIES:
        return word[unit] == (unit, unit + 2)
    return unit - 1 <= word[unit][0] and word[unit][1] == unit + 1 and (text[unit] in _SEATS or text[unit] in _GROUNDS)


def _closes(text: str, word: Sequence[_Place], end: int) -> bool:
    return word[end - 1][1] == end or text[end] in "省市县区镇乡村州"


def _is_name(match: re.Match[str], word: Sequence[_Place], wanted: set[int]) -> bool:
    """True if the ambiguous characters before a unit are not ordinary words of the sentence."""
    start, end = match.span(1)
    return any(_stands_alone(match.string, word[at], at) for at in range(start, end) if at in wanted)


def _stands_alone(text: str, word: _Place, at: int) -> bool:
    if text[at] in _WORDS:
        return False
    begin, end = word
    return end - begin == 1 or tag_word(text[begin:end]).startswith(("ns", "nr"))
