"""Fragments (片段): the texts of an index in files of a few kilobytes, for exact answers and excerpts.

A fragment holds SLOTS chunks. A chunk is the target of a posting: consecutive passages of about CHUNK characters. Both
Chinese scripts of a text share one fragment.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gazette.search.passages import BREAK, Passage, SearchText
from gazette.search.terms import fold, search_folding

CHUNK = 200  # characters
SLOTS = 12  # chunks per fragment; the first chunk of a publication is its title, the second its facts
TEXT_FROM = 2  # slot of the first chunk of text  # slot of the first chunk of text
GROUP = 1000  # fragments per folder
ENCODING = "utf-16-le"  # compressed, mostly Chinese text is a sixteenth smaller than in UTF-8

# A text in the languages of its index: [text], or the Traditional text with the offsets (from 0) at which the
# Simplified text differs from what `search_folding` makes of it: [text, [offset, character, …]].
IndexWords = list[Any]
_Row = list[Any]


@dataclass(frozen=True)
class IndexEntry:
    """A publication in an index: one text, or one text in two scripts.

    `tags`: the languages in which it can be read.
    """

    tags: tuple[str, ...]
    text: SearchText
    simplified: SearchText | None = None


class Simplifier(dict[int, str]):
    """Table for str.translate: Traditional → Simplified code points.

    Its keys are all characters that were looked up, so that the index stores only the pairs it needs.
    """

    def __missing__(self, code: int) -> str:
        self[code] = search_folding().get(chr(code), chr(code))
        return self[code]

    def words(self, own: str, simplified: str | None) -> IndexWords:
        """Encode a text for a fragment, with the characters in which `simplified` differs from the derived text."""
        made = own.translate(self)
        if simplified is None or made == simplified:
            return [own]
        pairs = [(at, b) for at, (a, b) in enumerate(zip(made, simplified, strict=True)) if a != b]
        return [own, [each for pair in pairs for each in pair]]


def make_entries(texts: Mapping[str, SearchText]) -> list[IndexEntry]:
    """Return the index entries of one publication (language tag → text); two scripts of one text become one entry."""
    hans, hant = texts.get("zh-Hans"), texts.get("zh-Hant")
    if hans and hant and _is_same_text(hans, hant):
        return [IndexEntry(("zh-Hans", "zh-Hant"), hant, hans)]
    return [IndexEntry((tag,), text) for tag, text in texts.items()]


def _is_same_text(one: SearchText, other: SearchText) -> bool:
    """True if two editions differ only in script, character for character, so that what finds one finds the other.

    Not true of a person's own Traditional text, nor of a text in which a term has another word (软件, 軟體).
    """
    if (len(one.passages), len(one.facts)) != (len(other.passages), len(other.facts)):
        return False
    pairs = zip(_pieces_of(one), _pieces_of(other), strict=True)
    return all(len(a) == len(b) and fold(a) == fold(b) for a, b in pairs)


def _pieces_of(text: SearchText) -> Iterator[str]:
    yield from (text.title, text.shown_date, *text.facts)
    for each in text.passages:
        yield from (each.id, each.heading, each.text)


def cut_chunks(text: SearchText) -> list[list[Passage]]:
    """Return the passages by chunk: long passages are cut between their blocks, short ones are grouped."""
    chunks: list[list[Passage]] = [[]]
    size = 0
    for piece in _pieces(text.passages):
        if size and size + len(piece.text) > CHUNK:
            chunks.append([])
            size = 0
        chunks[-1].append(piece)
        size += len(piece.text) + len(piece.heading)
    return chunks


def _pieces(passages: Sequence[Passage]) -> Iterator[Passage]:
    for passage in passages:
        blocks, size = list[str](), 0
        for block in passage.text.split(BREAK):
            if size and size + len(block) > CHUNK:
                yield Passage(passage.id, passage.heading, BREAK.join(blocks))
                blocks, size = [], 0
            blocks.append(block)
            size += len(block)
        yield Passage(passage.id, passage.heading, BREAK.join(blocks))


def fragment_count(chunks: int) -> int:
    """Return the number of fragments for title, facts and this number of text chunks.

    A publication uses whole fragments, so that a small edit does not move the chunks of any other publication.
    """
    return -(-(TEXT_FROM + chunks) // SLOTS)


def make_fragments(entry: IndexEntry, chunks: list[list[Passage]], simplifier: Simplifier) -> list[bytes]:
    """Return the entry's compressed fragments.

    Each is [languages, path, date, shown date, title, facts or 0, [[id, heading, text] …]]. Facts are in the first
    fragment only, 0 in the others.
    """
    text, other = entry.text, entry.simplified
    passages = _worded(entry, chunks, simplifier)
    shown = simplifier.words(text.shown_date, other.shown_date if other else None)
    title = simplifier.words(text.title, other.title if other else None)
    head: list[Any] = [list(entry.tags), text.path, text.date, shown, title]
    facts = BREAK.join(text.facts)
    fact_words = simplifier.words(facts, BREAK.join(other.facts) if other else None)
    made = []
    for number in range(fragment_count(len(chunks))):
        first = max(0, number * SLOTS - TEXT_FROM)
        rows = [row for chunk in passages[first : (number + 1) * SLOTS - TEXT_FROM] for row in chunk]
        made.append(pack([*head, 0 if number else fact_words, rows]))
    return made


def _worded(entry: IndexEntry, chunks: list[list[Passage]], simplifier: Simplifier) -> list[list[_Row]]:
    """Return rows [id, heading, text] by chunk; the Simplified text is cut at the same offsets as the other one."""
    simplified = {each.id: each for each in (entry.simplified or entry.text).passages}
    has_two = entry.simplified is not None
    used: dict[str, int] = {}
    rows: list[list[_Row]] = []
    for chunk in chunks:
        rows.append([])
        for each in chunk:
            other, at = simplified[each.id], used.get(each.id, 0)
            end = at + len(each.text)
            used[each.id] = end + len(BREAK)
            heading = simplifier.words(each.heading, other.heading if has_two else None)
            rows[-1].append([each.id, heading, simplifier.words(each.text, other.text[at:end] if has_two else None)])
    return rows


def pack(value: object) -> bytes:
    """Return a value as JSON, compressed with zlib (RFC 1950), whose checksum detects damaged bytes.

    Files are compressed here so that their size does not depend on what a server compresses.
    """
    return deflate(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(ENCODING))


def deflate(content: bytes) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, 15, 9)
    return squeezer.compress(content) + squeezer.flush()
