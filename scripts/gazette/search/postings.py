"""Postings (倒排表): the chunks that hold each term, as variable-length gaps in sharded files."""

from __future__ import annotations

import pickle
import struct
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from sys import byteorder
from typing import IO

from gazette.search.fragments import ENCODING, deflate
from gazette.search.gaps import gaps_of, variable_length, variable_lengths

SHARD_BYTES = 3_500  # target size of a shard, before compression
TERM_BYTES = 5  # estimated bytes of a term itself
OWN_FILE_LEAST = 4_000  # a term in more chunks gets its own file, which only a search for it loads
MOST_HELD = 8_000_000  # postings in memory, about 150 MB with their terms; more are laid aside on the disk
_WIDTH = array("I").itemsize


@dataclass(frozen=True)
class Shards:
    """The file of each term: its own (`common`), one of several for its first character (`split`: character → count),
    or one of `number` others.
    """

    number: int
    split: dict[str, int]
    common: list[str]

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(self.common)

    def file_of(self, term: str) -> str:
        """Return the name of the file of a term."""
        if term in self._own:
            return f"common/{'-'.join(f'{ord(each):x}' for each in term)}.bin"
        parts = self.split.get(term[0])
        if parts:
            return f"terms/{ord(term[0]):x}.{hash_of(term) % parts}.bin"
        return f"terms/{_hash_of_first(term[0]) % self.number}.bin"

    def names_of(self, first: str) -> list[str]:
        """Return the names of the shared files in which terms with this first character may lie."""
        if parts := self.split.get(first):
            return [f"terms/{ord(first):x}.{number}.bin" for number in range(parts)]
        return [f"terms/{_hash_of_first(first) % self.number}.bin"]

    def unsplit_names(self) -> list[str]:
        """Return the names of the files that hold terms of several first characters."""
        return [f"terms/{number}.bin" for number in range(self.number)]

    def names(self) -> list[str]:
        """Return the names of all files."""
        split = (name for first in self.split for name in self.names_of(first))
        return [*self.unsplit_names(), *split, *map(self.file_of, self.common)]


def lay_out_shards(sizes: Mapping[str, int], common: Iterable[str]) -> Shards:
    """Return how terms are distributed among files; `sizes`: by first character, without the terms in `common`."""
    split = {first: -(-size // SHARD_BYTES) for first, size in sorted(sizes.items()) if size > SHARD_BYTES // 2}
    rest = sum(size for first, size in sizes.items() if first not in split)
    number = 1
    while number * SHARD_BYTES < rest:
        number += max(1, number // 4)  # few possible values, so that all shards seldom change at once
    return Shards(number, split, sorted(common))


def is_common(postings: int) -> bool:
    """True if a term with this number of postings gets its own file."""
    return postings > OWN_FILE_LEAST


def size_of(postings: int) -> int:
    """Return the estimated size of a term with this number of postings in a shard; 0 without any."""
    return postings + TERM_BYTES if postings and not is_common(postings) else 0


class Postings:
    """The chunks of each term; chunks must be added in rising order.

    When more than `most` postings are held, they are laid aside in a temporary file.
    """

    def __init__(self, most: int = MOST_HELD) -> None:
        self._most, self._held = most, 0
        self._chunks: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._runs: list[_Run] = []
        self._grouped: dict[str, dict[str, array[int]]] = {}

    def add(self, terms: list[str], chunk: int) -> None:
        """Add a chunk to the postings of its terms."""
        chunks = self._chunks
        for term in terms:
            chunks[term].append(chunk)
        self._held += len(terms)
        if self._held > self._most:
            self._runs.append(_Run(self._by_first()))
            self._chunks.clear()
            self._held = 0

    def measure(self) -> tuple[dict[str, int], list[str]]:
        """Return the size of the terms by first character, without the common ones, and the common terms."""
        sizes, common = dict[str, int](), list[str]()
        for first, terms in self._groups():
            counts = {term: len(chunks) for term, chunks in terms.items()}
            common += [term for term, count in counts.items() if is_common(count)]
            if size := sum(map(size_of, counts.values())):
                sizes[first] = size
        return sizes, sorted(common)

    def shards(self, shards: Shards) -> Iterator[tuple[str, dict[str, bytes]]]:
        """Yield (name of the file, term → encoded gaps).

        Terms with the same first character are stored together, which halves the size of their names. There is a file
        for every name that a browser may request, even if it is empty.
        """
        unsplit: dict[str, dict[str, bytes]] = {name: {} for name in shards.unsplit_names()}
        for first, terms in self._groups():
            known = unsplit if first not in shards.split else {name: {} for name in shards.names_of(first)}
            for term, chunks in terms.items():
                known.setdefault(shards.file_of(term), {})[term] = gaps_of(chunks)
            if known is not unsplit:
                yield from known.items()
        yield from unsplit.items()

    def _groups(self) -> Iterator[tuple[str, Mapping[str, array[int]]]]:
        self._grouped = held = self._grouped or self._by_first()
        if not self._runs:
            yield from sorted(held.items())
            return
        for first in sorted({*held, *(first for run in self._runs for first in run.places)}):
            terms: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
            for run in self._runs:
                for term, content in run.read(first).items():
                    terms[term].frombytes(content)
            for term, chunks in held.get(first, {}).items():
                terms[term] += chunks
            yield first, terms

    def _by_first(self) -> dict[str, dict[str, array[int]]]:
        by_first: dict[str, dict[str, array[int]]] = {}
        for term, chunks in self._chunks.items():
            by_first.setdefault(term[0], {})[term] = chunks
        return by_first


class _Run:
    """Postings laid aside in a temporary file, by first character."""

    def __init__(self, by_first: Mapping[str, Mapping[str, array[int]]]) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the postings)
        self.places: dict[str, int] = {}
        for first, terms in by_first.items():
            self.places[first] = self._file.tell()
            pickle.dump({term: chunks.tobytes() for term, chunks in terms.items()}, self._file, pickle.HIGHEST_PROTOCOL)

    def read(self, first: str) -> dict[str, bytes]:
        if first not in self.places:
            return {}
        self._file.seek(self.places[first])
        read: dict[str, bytes] = pickle.load(self._file)
        return read


def pack_terms(terms: Mapping[str, bytes]) -> bytes:
    """Return a shard: byte length of names, names joined by U+000A, byte length of each posting list, the lists."""
    ordered = sorted(terms)
    names = "\n".join(ordered).encode(ENCODING)
    gaps = [terms[term] for term in ordered]
    lengths = list(map(len, gaps))
    sizes = variable_lengths(lengths)
    return deflate(b"".join((variable_length(len(names)), names, sizes, *gaps)))


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
