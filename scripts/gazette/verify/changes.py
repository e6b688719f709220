"""Align (对齐): two texts that are nearly the same → which character answers to which, and how little of them differs.

Most of a copy is exactly what was published, so what is the same at both ends is taken off before anything is searched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Characters on either side beyond which differences are told by lines only: the search grows with the product.
LONGEST = 6000
_MOST_PAIRS = 5_000_000  # pairs of equal items that are looked at: two texts of one character would have 36 million


class Change(NamedTuple):
    """`one[start:end]` is `other[other_start:other_end]` in the other text; one of the two may be empty."""

    start: int
    end: int
    other_start: int
    other_end: int


def find_changes(one: Sequence[str], other: Sequence[str]) -> list[Change]:
    """Where two sequences differ, in order."""
    limit = min(len(one), len(other))
    head = next((at for at in range(limit) if one[at] != other[at]), limit)
    rest = limit - head
    tail = next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)
    inner, outer = one[head : len(one) - tail], other[head : len(other) - tail]
    if not inner and not outer:
        return []
    if not inner or not outer or max(len(inner), len(outer)) > LONGEST or _pairs_of(inner, outer) > _MOST_PAIRS:
        return [Change(head, len(one) - tail, head, len(other) - tail)]
    blocks = SequenceMatcher(None, inner, outer, autojunk=False).get_opcodes()
    return [Change(head + a, head + b, head + c, head + d) for kind, a, b, c, d in blocks if kind != "equal"]


def _pairs_of(one: Sequence[str], other: Sequence[str]) -> int:
    often = Counter(other)
    return sum(count * often[each] for each, count in Counter(one).items())


def partners(one: Sequence[str], other: Sequence[str]) -> list[int | None]:
    """For each place in `one`, its place in `other`; None where it has none. As many in place of as many answer in order."""
    found: list[int | None] = []
    at = 0
    for change in [*find_changes(one, other), Change(len(one), len(one), len(other), len(other))]:
        found += range(at, at + change.start - len(found))
        is_even = change.end - change.start == change.other_end - change.other_start
        found += range(change.other_start, change.other_end) if is_even else [None] * (change.end - change.start)
        at = change.other_end
    return found
