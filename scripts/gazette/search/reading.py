"""Reading (读回): what a browser finds in an index: the entries that hold a term, the texts of each entry."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from typing import Any

from gazette.search.fragments import ENCODING, GROUP, IndexWords
from gazette.search.passages import BREAK
from gazette.search.postings import Shards


class IndexReader:
    """An index given by its files, which are unpacked on demand. Errors of damaged files are raised, not handled."""

    def __init__(self, files: Mapping[str, bytes], head: str) -> None:
        self._files = files
        self.head: dict[str, Any] = self._json(head)
        self._shards = Shards(self.head["shards"], self.head["split"], self.head["common"])
        self._own = frozenset(self.head["common"])
        self._terms: dict[str, dict[str, bytes]] = {}
        self._forms = {ord(a): b for a, b in zip(*self.head["forms"], strict=True)}

    @property
    def size(self) -> int:
        """The number of entries."""
        return len(self.head["counts"])

    @cached_property
    def _entry_of(self) -> list[int]:
        """The entry to which each fragment belongs."""
        return [entry for entry, count in enumerate(self.head["counts"]) for _ in range(count)]

    def entries_with(self, term: str) -> set[int]:
        """Return the entries (from 0) with a chunk that holds a folded, stemmed term."""
        gaps = self._terms_of(self._shards.file_of(term, self._own)).get(term, b"")
        slots, entry_of = self.head["slots"], self._entry_of
        return {entry_of[(chunk - 1) // slots] for chunk in accumulate(gaps if gaps.isascii() else _numbers(gaps))}

    def is_shown(self, entry: int, tag: str) -> bool:
        """True if the entry is shown to readers of this language."""
        return entry not in self.head["absent"].get(tag, ())

    def texts(self) -> Iterator[tuple[int, str, str, dict[str, str]]]:
        """Yield (entry, path, language tag, texts by name) for each entry and each of its languages.

        Names: `title`, `facts`, `date`, and `heading <id>` and `text <id>` of each passage.
        """
        number = 0
        for entry, count in enumerate(self.head["counts"]):
            names = [f"texts/{each // GROUP}/{each}.bin" for each in range(number, number + count)]
            fragments = [self._json(name) for name in names]
            number += count
            for tag in fragments[0][0]:
                yield entry, fragments[0][1], tag, self._words_of(fragments, tag)

    def _words_of(self, fragments: list[Any], tag: str) -> dict[str, str]:
        first = fragments[0]
        is_made = len(first[0]) > 1 and tag == "zh-Hans"
        read = self._simplified if is_made else _as_written
        found = {"title": read(first[4]), "facts": read(first[5]), "date": read(first[3])}
        for fragment in fragments:
            for id, heading, text in fragment[6]:
                found[f"heading {id}"] = read(heading)
                before = found.get(f"text {id}")
                found[f"text {id}"] = read(text) if before is None else before + BREAK + read(text)
        return found

    def _simplified(self, written: IndexWords) -> str:
        characters = list(written[0].translate(self._forms))
        others = written[1] if len(written) > 1 else []
        for at, character in zip(others[::2], others[1::2], strict=True):
            characters[at] = character
        return "".join(characters)

    def _terms_of(self, name: str) -> dict[str, bytes]:
        if name not in self._terms:
            self._terms[name] = _unpack_terms(zlib.decompress(self._files[name])) if name in self._files else {}
        return self._terms[name]

    def _json(self, name: str) -> Any:
        return json.loads(zlib.decompress(self._files[name]).decode(ENCODING))


def _as_written(written: IndexWords) -> str:
    return str(written[0])


def _unpack_terms(content: bytes) -> dict[str, bytes]:
    """Return term → encoded gaps of a shard."""
    size, at = _number(content, 0)
    if not size:
        return {}
    names = content[at : at + size].decode(ENCODING).split("\n")
    at += size
    sizes = []
    for _ in names:
        length, at = _number(content, at)
        sizes.append(length)
    ends = list(accumulate(sizes, initial=at))
    return {name: content[start:end] for name, start, end in zip(names, ends, ends[1:], strict=False)}


def _numbers(content: bytes) -> list[int]:
    """Decode variable-length numbers: 7 bits per byte, lowest first; the high bit marks that more bytes follow."""
    numbers, value, shift = list[int](), 0, 0
    for byte in content:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value)
            value = shift = 0
    return numbers


def _number(content: bytes, at: int) -> tuple[int, int]:
    """Decode the variable-length number at an offset; return it and the offset after it."""
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
