"""Postings (倒排表): the chunks that hold each term, as variable-length gaps in sharded files."""

from __future__ import annotations

import struct
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import sub
from sys import byteorder

from gazette.search.fragments import ENCODING, deflate

SHARD_BYTES = 3_500  # target size of a shard, before compression
TERM_BYTES = 5  # estimated bytes of a term itself
OWN_FILE_LEAST = 4_000  # a term in more chunks gets its own file, which only a search for it loads


@dataclass(frozen=True)
class Shards:
    """The file of each term: its own (`common`), one of several for its first character (`split`: character → count),
    or one of `number` others.
    """

    number: int
    split: dict[str, int]
    common: list[str]

    def file_of(self, term: str, common: frozenset[str]) -> str:
        """Return the file of a term; `common` is the set of `self.common`."""
        if term in common:
            return f"common/{'-'.join(f'{ord(each):x}' for each in term)}.bin"
        parts = self.split.get(term[0])
        if parts:
            return f"terms/{ord(term[0]):x}.{hash_of(term) % parts}.bin"
        return f"terms/{_hash_of_first(term[0]) % self.number}.bin"

    def names(self) -> Iterator[str]:
        """Yield the names of the files that hold several terms."""
        yield from (f"terms/{number}.bin" for number in range(self.number))
        for first, parts in self.split.items():
            yield from (f"terms/{ord(first):x}.{number}.bin" for number in range(parts))


class Postings:
    """The chunks of each term; chunks must be added in rising order."""

    def __init__(self) -> None:
        self._chunks: dict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, terms: Iterable[str], chunk: int) -> None:
        """Add a chunk to the postings of its terms."""
        chunks = self._chunks
        for term in terms:
            chunks[term].append(chunk)

    def shards(self) -> Shards:
        """Return how the terms are distributed among files."""
        common = sorted(term for term, chunks in self._chunks.items() if len(chunks) > OWN_FILE_LEAST)
        own, sizes = frozenset(common), dict[str, int]()
        for term, chunks in self._chunks.items():
            if term not in own:
                sizes[term[0]] = sizes.get(term[0], 0) + len(chunks) + TERM_BYTES
        split = {first: -(-size // SHARD_BYTES) for first, size in sorted(sizes.items()) if size > SHARD_BYTES // 2}
        rest = sum(size for first, size in sizes.items() if first not in split)
        number = 1
        while number * SHARD_BYTES < rest:
            number += max(1, number // 4)  # few possible values, so that all shards seldom change at once
        return Shards(number, split, common)

    def files(self, shards: Shards) -> Iterator[tuple[str, bytes]]:
        """Yield (name, bytes) of the files.

        Terms with the same first character are stored together, which halves the size of their names.
        """
        own = frozenset(shards.common)
        # A file for every name that a browser may request, even if it is empty.
        grouped: dict[str, list[str]] = {name: [] for name in shards.names()}
        for term in self._chunks:
            grouped.setdefault(shards.file_of(term, own), []).append(term)
        for name in sorted(grouped):
            yield name, self._packed(sorted(grouped[name]))

    def _packed(self, terms: list[str]) -> bytes:
        """Return a shard: byte length of names, names joined by U+000A, byte length of each posting list, the lists."""
        names = "\n".join(terms).encode(ENCODING)
        gaps = [gaps_of(self._chunks[term]) for term in terms]
        sizes = b"".join(variable_length(len(each)) for each in gaps)
        return deflate(variable_length(len(names)) + names + sizes + b"".join(gaps))


def gaps_of(chunks: array[int]) -> bytes:
    """Encode rising chunk numbers: the first plus one, then the differences, as variable-length numbers."""
    if len(chunks) == 1:
        return variable_length(chunks[0] + 1)
    gaps = [chunks[0] + 1, *map(sub, chunks[1:], chunks)]
    return bytes(gaps) if max(gaps) < 128 else b"".join(map(variable_length, gaps))


def variable_length(number: int) -> bytes:
    """Encode a number in 7 bits per byte, lowest first; the high bit marks that more bytes follow."""
    return _SHORT[number] if number < len(_SHORT) else bytes((number & 127 | 128,)) + variable_length(number >> 7)


_SHORT: list[bytes] = [bytes((number,)) for number in range(128)]
_SHORT += [bytes((number & 127 | 128, number >> 7)) for number in range(128, 1 << 14)]


def hash_of(term: str) -> int:
    """Return the 32-bit FNV-1a hash over UTF-16 code units, as JavaScript sees them."""
    value = 0x811C9DC5
    for unit in _units(term):
        value = ((value ^ unit) * 0x01000193) & 0xFFFFFFFF
    return value


def _units(term: str) -> Iterable[int]:
    units = term.encode("utf-16-le")
    return memoryview(units).cast("H") if byteorder == "little" else struct.unpack(f"<{len(units) // 2}H", units)


_hash_of_first = cache(hash_of)
