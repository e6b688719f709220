"""Reads an index back, by the description of its files and not by the code that wrote them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from gazette.search.postings import hash_of


class ReadIndex:
    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.head: dict[str, Any] = self.json("index.bin")
        self.forms = dict(zip(*self.head["forms"], strict=True))
        self.starts = [0]
        for count in self.head["counts"]:
            self.starts.append(self.starts[-1] + count * self.head["slots"])

    def json(self, name: str) -> Any:
        return json.loads(zlib.decompress(self.files[name]).decode("utf-16-le"))

    def file_of(self, term: str) -> str:
        if term in self.head["common"]:
            return "common/" + "-".join(f"{ord(each):x}" for each in term) + ".bin"
        parts = self.head["split"].get(term[0])
        if parts:
            return f"terms/{ord(term[0]):x}.{hash_of(term) % parts}.bin"
        return f"terms/{hash_of(term[0]) % self.head['shards']}.bin"

    def postings(self, term: str) -> list[int]:
        """The chunks that hold a term, [] when none does."""
        content = zlib.decompress(self.files[self.file_of(term)])
        size, at = number_at(content, 0)
        names = content[at : at + size].decode("utf-16-le").split("\n") if size else []
        at += size
        sizes = []
        for _ in names:
            length, at = number_at(content, at)
            sizes.append(length)
        if term not in names:
            return []
        place = names.index(term)
        start = at + sum(sizes[:place])
        chunks, chunk, end = [], -1, start + sizes[place]
        while start < end:
            gap, start = number_at(content, start)
            chunk += gap
            chunks.append(chunk)
        return chunks

    def places(self, term: str) -> list[tuple[int, int]]:
        """(entry, slot) of each chunk that holds a term."""
        found = []
        for chunk in self.postings(term):
            entry = max(number for number, start in enumerate(self.starts[:-1]) if start <= chunk)
            found.append((entry, chunk - self.starts[entry]))
        return found

    def entries(self, tag: str) -> list[int]:
        """The entries that read in a language."""
        absent = self.head["absent"].get(tag, [])
        return [entry for entry in range(len(self.starts) - 1) if entry not in absent]

    def fragments(self, entry: int) -> list[list[Any]]:
        first, last = (self.starts[each] // self.head["slots"] for each in (entry, entry + 1))
        return [self.json(f"texts/{number // 1000}/{number}.bin") for number in range(first, last)]

    def texts(self, entry: int, tag: str) -> tuple[str, dict[str, str]]:
        """The title and, by passage id, the text of an entry as it reads in a language."""
        title, passages = "", dict[str, str]()
        for tags, _, _, _, head, _, rows in self.fragments(entry):
            title = self.words(head, tags, tag)
            for id, _, text in rows:
                piece = self.words(text, tags, tag)
                passages[id] = f"{passages[id]}\n{piece}" if id in passages else piece
        return title, passages

    def words(self, written: list[Any], tags: list[str], tag: str) -> str:
        if len(tags) == 1 or tag != "zh-Hans":
            return str(written[0])
        characters = [self.forms.get(each, each) for each in written[0]]
        others = written[1] if len(written) > 1 else []
        for at in range(0, len(others), 2):
            characters[others[at]] = others[at + 1]
        return "".join(characters)


def number_at(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (content[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if content[at - 1] < 128:
            return value, at
