"""Alignment (对齐): aligns the blocks of a translation with those of its source at the lowest cost.

What a translator has signed before (`known`) decides where it can; otherwise kind, length, figures and ids do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from gazette.model.counterparts import RenderingUnit, joined
from gazette.model.text_marks import TextMark, text_mark
from gazette.numerals import NUMERALS, numeral
from gazette.source.body import Block

# Text mark of a source passage → marks of the passages that are known to render it.
Known = Mapping[TextMark, frozenset[TextMark]]
NOTHING_KNOWN: Known = {}
NO_MARK = TextMark("")
GAP = 1.0  # cost of a passage without a counterpart
OTHER_KIND = 1.6  # cheaper than two gaps: a heading that became a paragraph is one mistake
CONTRADICTED = 3.0  # dearer than two gaps: one of the two is known to belong to another passage
_DIGITS = re.compile(r"\d+")
_ORDINALS = re.compile(rf"第([{NUMERALS}]+)|^[（(]([{NUMERALS}]+)[）)]", re.MULTILINE)
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# Letters an alphabet needs for a Chinese character; a mean of this text would be wrong by just the missing passage.
_LETTERS_PER_CHARACTER = 3.2


_NARROW = 16  # blocks on either side of the diagonal
_MOST_CELLS = 100_000
# Place (index of a source block, index of a unit) → cost of the cheapest path to it, and the place before it.
_Costs = dict[tuple[int, int], tuple[float, tuple[int, int] | None]]


class Step(NamedTuple):
    """One step of an alignment: the source blocks from index `at`, and the unit that renders them.

    For a gap the source is empty or the unit is None. `cost` is that of this step alone.
    """

    at: int
    source: tuple[Block, ...]
    unit: RenderingUnit | None
    cost: float


@dataclass(frozen=True)
class _Texts:
    """Both texts, prepared for the alignment.

    `marks` maps a text to its mark. `partners` maps (whether the mark is of the source, mark) to the marks of its known
    counterparts that are present. `ratio` is the expected number of characters of translation for one of the source.
    """

    sources: Sequence[Block]
    units: Sequence[RenderingUnit]
    marks: Mapping[str, TextMark]
    partners: Mapping[tuple[bool, TextMark], frozenset[TextMark]]
    ratio: float


def same_kind(unit: RenderingUnit, source: Sequence[Block]) -> bool:
    """True if unit and source are of one kind and level; several blocks must be paragraphs, items or quotes."""
    kinds = {(block.kind, block.level) for block in (*unit.blocks, *source)}
    return len(kinds) == 1 and (
        len(unit.blocks) == len(source) == 1 or source[0].kind in ("paragraph", "item", "quote")
    )


def align(sources: Sequence[Block], units: Sequence[RenderingUnit], known: Known) -> list[Step]:
    """Return the cheapest steps through both texts; if nothing is missing or surplus, one step for each unit."""
    texts = _read(sources, units, known)
    if sum(unit.span for unit in units) == len(sources):
        straight = _straight(sources, units)
        if all(step.unit and _is_sound(texts, step) for step in straight):
            return straight
    return _cheapest(texts)


def _read(sources: Sequence[Block], units: Sequence[RenderingUnit], known: Known) -> _Texts:
    spans = {unit.span for unit in units} | {1}
    theirs = {joined(sources[at : at + span]) for span in spans for at in range(len(sources))}
    marks = {text: text_mark(text) for text in theirs | {unit.text for unit in units}} if known else {}
    mine = {marks[unit.text] for unit in units} if known else set()
    partners: dict[tuple[bool, TextMark], frozenset[TextMark]] = {}
    for mark in {marks[text] for text in theirs} & set(known) if known else ():
        partners[True, mark] = known[mark] & mine
        for each in partners[True, mark]:
            partners[False, each] = partners.get((False, each), frozenset()) | {mark}
    text = "".join(unit.text for unit in units)
    is_chinese = 2 * len(_IDEOGRAPHS.findall(text)) > len(text)
    return _Texts(sources, units, marks, partners, 1.1 if is_chinese else _LETTERS_PER_CHARACTER)


def _straight(sources: Sequence[Block], units: Sequence[RenderingUnit]) -> list[Step]:
    steps, at = [], 0
    for unit in units:
        steps.append(Step(at, tuple(sources[at : at + unit.span]), unit, 0.0))
        at += unit.span
    return steps


def _is_sound(texts: _Texts, step: Step) -> bool:
    assert step.unit
    return same_kind(step.unit, step.source) and not contradicts(texts, step.unit, step.source)


def contradicts(texts: _Texts, unit: RenderingUnit, source: Sequence[Block]) -> bool:
    """True if one of the two is known to belong to another passage that is present."""
    mine, theirs = texts.marks.get(unit.text, NO_MARK), texts.marks.get(joined(source), NO_MARK)
    here, there = texts.partners.get((True, theirs)), texts.partners.get((False, mine))
    return bool(here and mine not in here) or bool(there and theirs not in there)


def _match(texts: _Texts, unit: RenderingUnit, source: Sequence[Block]) -> float:
    """Return the cost of pairing a unit with source blocks: -1 for a signed pair, 0 for a perfect match."""
    text = joined(source)
    if texts.marks.get(unit.text) in texts.partners.get((True, texts.marks.get(text, NO_MARK)), ()):
        return -1.0
    if contradicts(texts, unit, source):
        return CONTRADICTED
    if not same_kind(unit, source):
        return OTHER_KIND
    # Lengths differ by a quarter easily, those of short passages by more: such differences tell nothing.
    length = max(0.0, abs(math.log((len(unit.text) + 30) / (texts.ratio * len(text) + 30))) - 0.25)
    ids = 0.3 if unit.first.id and unit.first.id != source[0].id else 0.0
    return min(0.5, length * 0.4) + 0.4 * _unlike(text, unit.text) + ids


def _unlike(one: str, other: str) -> float:
    """Return how few numbers two passages share: 0 if all, or if neither has any; 1 if none."""
    mine, theirs = _numbers(one), _numbers(other)
    return 1 - 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine or theirs else 0.0


@lru_cache(maxsize=10_000)
def _numbers(text: str) -> frozenset[str]:
    """Return the numbers written in digits, and those of articles and items in Chinese numerals: 第十二条, （三）."""
    ordinals = (match[1] or match[2] for match in _ORDINALS.finditer(text))
    return frozenset((*_DIGITS.findall(text.replace(",", "")), *(str(numeral(each)) for each in ordinals)))


def _cheapest(texts: _Texts) -> list[Step]:
    """Return the cheapest path, searched near the diagonal first: missing passages are few, and all pairs are too many.

    A path that leaves a band of `width` on either side has that many gaps on its way out and again on its way back.
    The band is widened until no such path can be cheaper, or until it is as large as what can be searched in a second
    or two.
    """
    shift = len(texts.sources) - len(texts.units)
    extra = sum(unit.span - 1 for unit in texts.units)  # units of several blocks leave the diagonal without a gap
    known = min(len(texts.units), sum(1 for is_source, _ in texts.partners if is_source))
    width = _NARROW
    while True:
        low, high = min(0, shift) - width, max(0, shift) + extra + width
        best = _costs(texts, low, high)
        wider = 2 * width
        cells = len(texts.sources) * (high - low + 2 * (wider - width))
        if best[len(texts.sources), len(texts.units)][0] <= 2 * width * GAP - known or cells > _MOST_CELLS:
            return _retraced(texts, best)
        width = wider


def _costs(texts: _Texts, low: int, high: int) -> _Costs:
    """Return the cost of each place (at, number) with low ≤ at - number ≤ high, and the place before it."""
    best: _Costs = {(0, 0): (0.0, None)}
    for at in range(len(texts.sources) + 1):
        for number in range(max(0, at - high), min(len(texts.units), at - low) + 1):
            if (at, number) != (0, 0):
                best[at, number] = min(_ways(texts, best, at, number), key=lambda way: way[0])
    return best


def _retraced(texts: _Texts, best: _Costs) -> list[Step]:
    steps: list[Step] = []
    place: tuple[int, int] | None = (len(texts.sources), len(texts.units))
    while place and place != (0, 0):
        cost, before = best[place]
        assert before is not None
        unit = texts.units[before[1]] if before[1] < place[1] else None
        steps.append(Step(before[0], tuple(texts.sources[before[0] : place[0]]), unit, cost - best[before][0]))
        place = before
    return steps[::-1]


def _ways(texts: _Texts, best: _Costs, at: int, number: int) -> list[tuple[float, tuple[int, int]]]:
    """Return (cost, place before) for each step to a place, gaps first.

    Of equally cheap ones the first is taken: of two copies the second is surplus.
    """
    ways = []
    if (before := (at - 1, number)) in best:
        ways.append((best[before][0] + GAP, before))
    if (before := (at, number - 1)) in best:
        ways.append((best[before][0] + GAP, before))
    if number and (before := (at - texts.units[number - 1].span, number - 1)) in best:
        unit = texts.units[number - 1]
        ways.append((best[before][0] + _match(texts, unit, texts.sources[before[0] : at]), before))
    return ways
