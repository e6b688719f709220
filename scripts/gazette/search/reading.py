"""Reading (读回): what a browser finds in an index: the entries that hold a term, the texts of each entry."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

from gazette.search.fragments import ENCODING, IndexWords, fragment_name
from gazette.search.gaps import places_in
from gazette.search.passages import BREAK
from gazette.search.postings import Shards
from gazette.search.terms import search_folding


class DamagedIndexError(Exception):
    """Raised where the files of an index, or what is kept with them, do not say the same."""


class IndexReader:
    """An index given by its files, which are unpacked on demand. Errors of damaged files are raised, not handled."""

    def __init__(self, files: Mapping[str, bytes], head: str) -> None:
        self._files = files
        self.head: dict[str, Any] = unpack(files[head])
        self._shards = Shards(self.head["shards"], self.head["split"], self.head["common"])
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
        gaps = self._terms_of(self._shards.file_of(term)).get(term, b"")
        slots, entry_of = self.head["slots"], self._entry_of
        return {entry_of[(place - 1) // slots] for place in places_in(gaps)}

    def is_shown(self, entry: int, tag: str) -> bool:
        """True if the entry is shown to readers of this language."""
        return entry not in self.head["absent"].get(tag, ())

    def can_read(self, characters: Iterable[str], tag: str) -> bool:
        """True if the Simplified forms of all Traditional characters are known, where a language needs them."""
        folding = search_folding()
        return tag != "zh-Hans" or all(
            self._forms.get(ord(each), each) == folding.get(each, each) for each in characters
        )

    def fragments(self) -> Iterator[tuple[bytes, ...]]:
        """Yield the contents of the fragments of each entry; b"" for a file that is missing."""
        number = 0
        for count in self.head["counts"]:
            yield tuple(self._files.get(fragment_name(each), b"") for each in range(number, number + count))
            number += count

    def texts(self) -> Iterator[tuple[int, str, str, dict[str, str]]]:
        """Yield (entry, path, language tag, texts by name) for each entry and each of its languages.

        Names: `title`, `facts`, `date`, and `heading <id>` and `text <id>` of each passage.
        """
        for entry, contents in enumerate(self.fragments()):
            fragments = list(map(unpack, contents))
            for tag in fragments[0][0]:
                yield entry, fragments[0][1], tag, read_texts(fragments, tag, self._forms)

    def _terms_of(self, name: str) -> dict[str, bytes]:
        if name not in self._terms:
            self._terms[name] = unpack_terms(self._files[name]) if name in self._files else {}
        return self._terms[name]


def unpack(content: bytes) -> Any:
    """Return the value in a file of the index that holds JSON."""
    return json.loads(zlib.decompress(content).decode(ENCODING))


def read_texts(fragments: Sequence[Any], tag: str, forms: Mapping[int, str]) -> dict[str, str]:
    """Return the texts of an entry as read in a language, by name: see IndexReader.texts.

    `forms`: code point of a Traditional character → Simplified character.
    """
    head = fragments[0]
    written: list[IndexWords] = [head[4], head[5], head[3]]
    names = ["title", "facts", "date"]
    for fragment in fragments:
        for id, heading, text in fragment[6]:
            names += [f"heading {id}", f"text {id}"]
            written += [heading, text]
    is_made = len(head[0]) > 1 and tag == "zh-Hans"
    found: dict[str, str] = {}
    for name, words in zip(names, _simplified(written, forms) if is_made else map(_as_written, written), strict=True):
        if name in found and name.startswith("text "):
            found[name] += BREAK + words
        else:
            found[name] = words
    return found


def _simplified(written: Sequence[IndexWords], forms: Mapping[int, str]) -> Iterator[str]:
    made, at = "".join(map(_as_written, written)).translate(forms), 0
    for own, *others in written:
        words = made[at : at + len(own)]
        at += len(own)
        if others:
            characters = list(words)
            for place, character in zip(others[0][::2], others[0][1::2], strict=True):
                characters[place] = character
            words = "".join(characters)
        yield words


def _as_written(written: IndexWords) -> str:
    return str(written[0])


def unpack_terms(packed: bytes) -> dict[str, bytes]:
    """Return term → encoded gaps of a shard."""
    content = zlib.decompress(packed)
    size, at = _number(content, 0)
    if not size:
        return {}
    names = content[at : at + size].decode(ENCODING).split("\n")
    at += size
    sizes = []
    for _ in names:
        length = content[at]
        if length < 128:
            at += 1
        else:
            length, at = _number(content, at)
        sizes.append(length)
    ends = list(accumulate(sizes, initial=at))
    return {name: content[start:end] for name, start, end in zip(names, ends, ends[1:], strict=False)}


def _number(content: bytes, at: int) -> tuple[int, int]:
    """Decode the variable-length number at an offset; return it and the offset after it."""
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
