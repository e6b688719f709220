"""Gazetteer (地名): where a text names a place, and which forms the characters of place names keep in Traditional."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gazette.convert.name_tables import HAN, is_made
from gazette.convert.tables import find_terms, read_rows
from gazette.convert.words import tag_word
from gazette.knowledge import kept

Place = tuple[int, int]
# The units that end a place's name.
UNITS = frozenset("省市县区镇乡村旗州道")
# 淄博市张店区房镇镇: a unit behind its higher unit.
_CHAIN = re.compile(rf"(?<=[省市县区州旗盟镇乡])([{HAN}]{{1,3}}?)(街道|社区|[县区镇乡村旗市])")
_OPEN = re.compile(rf"(?:^|(?<=[、，。；：“（(\s]))([{HAN}]{{1,3}}?)(街道|社区|[县镇乡村旗])")
# Units that end the name of a place below a county, and those that words of the sentence end with as well.
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
# What a place's name can only end with, not far behind the character in question.
_UNIT = re.compile("|".join([*_BODIES, f"[{''.join(_SEATS | _GROUNDS)}]"]))
# What stands before a place.
_LEADS = re.compile(
    r"(?:^|[^{HAN}]|[省市县区州旗盟镇乡村]|在|住|经|往|从|到|至|和|与|及|由|向|以|对|关于|支持|属|是|为|系|将|把|位于|距|抵|赴|去|过|沿|离|跨|隔|治|驻|设)$".replace(
        "{HAN}", HAN
    )
)
# Characters that stand before a unit as words of the sentence: 此后市, 于县级, 并区.
_WORDS = frozenset("于后并同向当系只出种个几准台复发制别才面")


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place named at [start, end). `values` are the whole name's forms; without them nobody has looked at it."""

    start: int
    end: int
    sure: bool
    values: tuple[str, ...] = ()
    yields: bool = False

    def forms(self, at: int, character: str) -> tuple[str, ...]:
        """The forms that the character at `at` may take in this name; () where no table says."""
        named = tuple(dict.fromkeys(value[at - self.start] for value in self.values))
        return named or place_characters().get(character, ())


@kept
def place_names() -> dict[str, tuple[str, ...]]:
    """places.tsv: a place → its name's Traditional forms in Taiwan's spelling; more than one where sources differ."""
    return {place: tuple(forms.split(" ")) for place, forms, _ in read_rows("places.tsv")}


@kept
def place_characters() -> dict[str, tuple[str, ...]]:
    """place_characters.tsv: a character → its forms in names of places, the more common one first."""
    return {character: tuple(forms.split(" ")) for character, forms, _ in read_rows("place_characters.tsv")}


def find_places(text: str, places: Sequence[int], word: Sequence[Place]) -> list[PlaceName]:
    """Places whose name holds one of the `places`: those of the table, and what stands where a unit's name stands."""
    known = find_terms(text, place_names())
    near = [at for at in places if _UNIT.search(text, at + 1, at + 5)]
    wanted = set(near)
    units = [match for pattern in (_CHAIN, _OPEN) for match in pattern.finditer(text)] if near else []
    units = [match for match in units if not wanted.isdisjoint(range(*match.span(1)))]
    found = [
        PlaceName(*match.span(), True, place_names()[match[0]])
        for match in known
        if word[match.start()][0] == match.start() and _closes(text, word, match.end())
    ]
    found += [PlaceName(*match.span(1), False) for match in units if _is_name(match, word, wanted)]
    return found + [each for at in near if (each := _unproven(text, at, word))]


def _unproven(text: str, at: int, word: Sequence[Place]) -> PlaceName | None:
    """What stands before a unit around an ambiguous character, where no word of the dictionary explains it: 后|屯|村."""
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
            return PlaceName(start, unit, False, (), end - start > 1 and text[at] not in _WORDS)
    return None


def _ends_word(text: str, unit: int, word: Sequence[Place]) -> bool:
    """Whether a unit ends the word that it stands in."""
    if text[unit : unit + 2] in _BODIES:
        return word[unit] == (unit, unit + 2)
    return unit - 1 <= word[unit][0] and word[unit][1] == unit + 1 and (text[unit] in _SEATS or text[unit] in _GROUNDS)


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
