"""Gaps (差值编码): rising numbers of chunks as the differences between them, in 7 bits per byte, lowest first."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import sub
from typing import NamedTuple

_NUMBER = re.compile(rb"[\x80-\xff]*[\x00-\x7f]")  # the high bit marks that more bytes follow
_LONG_NUMBER = re.compile(rb"[\x80-\xff]+[\x00-\x7f]")
_HIGH = bytes(range(128, 256))


def variable_length(number: int) -> bytes:
    """Encode a number in 7 bits per byte, lowest first; the high bit marks that more bytes follow."""
    return _SHORT[number] if number < len(_SHORT) else bytes((number & 127 | 128,)) + variable_length(number >> 7)


_SHORT: list[bytes] = [bytes((number,)) for number in range(128)]
_SHORT += [bytes((number & 127 | 128, number >> 7)) for number in range(128, 1 << 14)]


def variable_lengths(numbers: Iterable[int]) -> bytes:
    """Encode numbers one after another."""
    known = list(numbers)
    try:
        return b"".join(map(_SHORT.__getitem__, known))
    except IndexError:
        return b"".join(map(variable_length, known))


class _Numbers(dict[bytes, int]):
    """The number that each sequence of bytes stands for."""

    def __missing__(self, encoded: bytes) -> int:
        number = 0
        for byte in reversed(encoded):
            number = number << 7 | byte & 127
        return number


_NUMBERS = _Numbers({encoded: number for number, encoded in enumerate(_SHORT)})


def gaps_of(chunks: array[int]) -> bytes:
    """Encode rising chunk numbers: the first plus one, then the differences, as variable-length numbers."""
    if len(chunks) == 1:
        return variable_length(chunks[0] + 1)
    gaps = [chunks[0] + 1, *map(sub, chunks[1:], chunks)]
    return bytes(gaps) if max(gaps) < 128 else variable_lengths(gaps)


def _numbers_in(gaps: bytes) -> Iterable[int]:
    return gaps if gaps.isascii() else map(_NUMBERS.__getitem__, _NUMBER.findall(gaps))


def places_in(gaps: bytes) -> Iterator[int]:
    """Yield the chunks, each plus one, from their encoded gaps."""
    return accumulate(_numbers_in(gaps))


def count_places(gaps: bytes) -> int:
    """Return the number of chunks."""
    return len(gaps) if gaps.isascii() else len(gaps.translate(None, _HIGH))


def sum_places(gaps: bytes, base: int = 0) -> int:
    """Return the sum of the chunks, each plus one, if the first gap is counted from `base`."""
    places = list(places_in(gaps))
    return sum(places) + base * len(places)


def last_place(gaps: bytes) -> int:
    """Return the last chunk plus one; 0 if there is none."""
    if gaps.isascii():
        return sum(gaps)
    long = _LONG_NUMBER.findall(gaps)
    return sum(gaps) - sum(b"".join(long)) + sum(map(_NUMBERS.__getitem__, long))


class EditedGaps(NamedTuple):
    """Gaps after an edit; the first `start` bytes are as before, and what follows is counted from `base`."""

    gaps: bytes
    start: int
    base: int


def edit_gaps(gaps: bytes, gone: set[int], come: set[int]) -> EditedGaps:
    """Remove and add chunks; raise ValueError if one to remove is not there, or one to add is."""
    first, last = min(gone | come) + 1, last_place(gaps)
    if first > last:
        start, base, tail = len(gaps), last, set[int]()
    else:
        places = list(places_in(gaps))
        number = bisect_left(places, first)
        base = places[number - 1] if number else 0
        start = number if gaps.isascii() else sum(map(len, _NUMBER.findall(gaps)[:number]))
        tail = {place - 1 for place in places[number:]}
    if not gone <= tail or come & tail:
        raise ValueError("these chunks cannot be removed or added")
    left = sorted((tail - gone) | come)
    return EditedGaps(gaps[:start] + variable_lengths(map(sub, left, [base - 1, *left])), start, base)
