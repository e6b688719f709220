"""Title (标题): the line breaks of a printed title: between whole words, in even lines (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import accumulate, pairwise

from gazette.convert.words import cut_words
from gazette.model.publication import Edition

LONGEST_LINE = 20.0  # characters of 2号 (22 pt) in 156 mm
_NO_START = frozenset("，。、；：？！）》〉】」』”’…—·％-–~～%,.;:?!)]}")
_NO_END = frozenset("（《〈【「『“‘-–~～([{")
# The best line ends are after a colon or comma and before an opening title mark.
_GOOD_END, _GOOD_START, _BONUS, _INSIDE = frozenset("：:，"), frozenset("《"), 12.0, 30.0


def title_lines(edition: Edition, source_title: str) -> list[str]:
    """Return the lines of a title: the editor's, or for Chinese lines of whole words; other languages get one line."""
    if edition.title_lines:
        return [*edition.title_lines]
    if not edition.tag.startswith("zh"):
        return [edition.title]
    # Word segmentation works best on the Simplified title; the offsets are the same if the lengths are.
    words = cut_words(source_title if len(source_title) == len(edition.title) else edition.title)
    places = [0, *accumulate(map(len, words))]
    return break_title(edition.title, [edition.title[start:end] for start, end in pairwise(places)])


def break_title(title: str, words: Sequence[str], longest: float = LONGEST_LINE) -> list[str]:
    """Return the lines of a Chinese title, of which `words` are the words in order: as few and as even as possible.

    `longest` is in full-width characters. A word longer than a line stays whole: the typesetter breaks it.
    """
    ends = [0, *(end for end in accumulate(map(len, words)) if _may_end(title, end))]
    if ends[-1] != len(title):
        return [title]
    lines_wanted = next((n for n in range(1, len(ends)) if _best(title, ends, n, longest)), 0)
    return _best(title, ends, lines_wanted, longest) or [title]


def _may_end(title: str, end: int) -> bool:
    return end == len(title) or (title[end] not in _NO_START and title[end - 1] not in _NO_END)


def _best(title: str, ends: Sequence[int], number: int, longest: float) -> list[str]:
    """Return the best division into `number` lines; [] if there is none."""
    ideal = _width(title) / number if number else 0
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    for _ in range(number):
        reached: dict[int, tuple[float, list[str]]] = {}
        for start, (cost, lines) in best.items():
            for end in (each for each in ends if each > start):
                line = title[start:end]
                if _width(line) > longest:
                    break
                total = cost + (_width(line) - ideal) ** 2 + _price(title, end)
                if end not in reached or total < reached[end][0]:
                    reached[end] = (total, [*lines, line])
        best = reached
    return best.get(len(title), (0.0, []))[1]


def _price(title: str, end: int) -> float:
    """Return the cost of a line end besides unevenness; splitting a name in title marks is expensive."""
    if end == len(title):
        return 0.0
    if title[end - 1] in _GOOD_END or title[end] in _GOOD_START:
        return -_BONUS
    return _INSIDE if title.count("《", 0, end) > title.count("》", 0, end) else 0.0


def _width(text: str) -> float:
    """Return the width in full-width characters; letters and digits count half."""
    return sum(1.0 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in text)
