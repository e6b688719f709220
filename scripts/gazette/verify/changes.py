"""Changes (差异): finds the differences between two nearly equal sequences.

Most copies equal the published text almost everywhere, so the common prefix and suffix are cut off before the search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Items per side, above which one Change covers the whole differing middle: time grows with the product of both lengths.
LONGEST = 6000
_MOST_PAIRS = 5_000_000  # limit of pairs of equal items; two texts of one repeated character have 36 million


class Change(NamedTuple):
    """`one[start:end]` was replaced by `other[other_start:other_end]`; either slice may be empty."""

    start: int
    end: int
    other_start: int
    other_end: int


def find_changes(one: Sequence[str], other: Sequence[str]) -> list[Change]:
    """Return the changes that turn `one` into `other`, in order; [] if they are equal.

    Above LONGEST items or _MOST_PAIRS pairs, the whole middle between common prefix and suffix is one Change.
    """
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
