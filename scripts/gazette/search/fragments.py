"""Fragments (片段): the texts of an index in files of a few kilobytes, for exact answers and excerpts.

A fragment holds SLOTS chunks. A chunk is the target of a posting: consecutive passages of about CHUNK characters. Both
Chinese scripts of a text share one fragment.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gazette.knowledge import kept
from gazette.search.lines import Lines
from gazette.search.passages import BREAK, Passage, SearchText
from gazette.search.terms import search_folding

CHUNK = 200  # characters
SLOTS = 12  # chunks per fragment; the first chunk of a publication is its title, the second its facts
TEXT_FROM = 2  # slot of the first chunk of text
GROUP = 1000  # fragments per folder
ENCODING = "utf-16-le"  # compressed, mostly Chinese text is a sixteenth smaller than in UTF-8

# A text in the languages of its index: [text], or the Traditional text with the offsets (from 0) at which the
# Simplified text differs from what `search_folding` makes of it: [text, [offset, character, …]].
IndexWords = list[Any]


@dataclass(frozen=True)
class IndexEntry:
    """A publication in an index: one text, or one text in two scripts.

    `tags`: the languages in which it can be read.
    """

    tags: tuple[str, ...]
    text: SearchText
    simplified: SearchText | None = None


class _Simplifier(dict[int, str]):
    """Table for str.translate: Traditional → Simplified code points."""

    def __missing__(self, code: int) -> str:
        self[code] = search_folding().get(chr(code), chr(code))
        return self[code]


@kept
def _simplifier() -> _Simplifier:
    return _Simplifier()


def make_entries(texts: Mapping[str, SearchText], lines: Lines) -> list[IndexEntry]:
    """Return the index entries of one publication (language tag → text); two scripts of one text become one entry."""
    hans, hant = texts.get("zh-Hans"), texts.get("zh-Hant")
    if hans and hant and _is_same_text(hans, hant, lines):
        return [IndexEntry(("zh-Hans", "zh-Hant"), hant, hans)]
    return [IndexEntry((tag,), text) for tag, text in texts.items()]


def _is_same_text(one: SearchText, other: SearchText, lines: Lines) -> bool:
    """True if two editions differ only in script, character for character, so that what finds one finds the other.

    Not true of a person's own Traditional text, nor of a text in which a term has another word (软件, 軟體).
    """
    if (len(one.passages), len(one.facts)) != (len(other.passages), len(other.facts)):
        return False
    return all(map(lines.is_same, pieces_of(one), pieces_of(other)))


def pieces_of(text: SearchText) -> list[str]:
    """Return all words and ids of a text."""
    pieces = [text.title, text.shown_date, *text.facts]
    for each in text.passages:
        pieces += (each.id, each.heading, each.text)
    return pieces


def cut_chunks(text: SearchText) -> list[list[Passage]]:
    """Return the passages by chunk: long passages are cut between their blocks, short ones are grouped."""
    return group_pieces(_pieces(text.passages))


def group_pieces(pieces: Iterable[Passage]) -> list[list[Passage]]:
    """Return pieces of passages by chunk; the pieces of an entry's fragments, in order, give its chunks again."""
    chunks: list[list[Passage]] = [[]]
    size = 0
    for piece in pieces:
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


def fragment_name(number: int) -> str:
    """Return the name of a fragment's file in its index."""
    return f"texts/{number // GROUP}/{number}.bin"


def make_fragments(entry: IndexEntry, chunks: list[list[Passage]]) -> list[bytes]:
    """Return the entry's compressed fragments.

    Each is [languages, path, date, shown date, title, facts or 0, [[id, heading, text] …]]. Facts are in the first
    fragment only, 0 in the others.
    """
    text = entry.text
    words = iter(_encode_words(*_written(entry, chunks)))
    head: list[Any] = [list(entry.tags), text.path, text.date, next(words), next(words)]
    facts = next(words)
    passages = [[[each.id, next(words), next(words)] for each in chunk] for chunk in chunks]
    made = []
    for number in range(fragment_count(len(chunks))):
        first = max(0, number * SLOTS - TEXT_FROM)
        rows = [row for chunk in passages[first : (number + 1) * SLOTS - TEXT_FROM] for row in chunk]
        made.append(pack([*head, 0 if number else facts, rows]))
    return made


def _written(entry: IndexEntry, chunks: list[list[Passage]]) -> tuple[list[str], list[str] | None]:
    """Return shown date, title, facts, and heading and text of each piece: as written, and in Simplified characters.

    The Simplified text is cut at the same offsets as the other one; None if there is none.
    """
    text, other = entry.text, entry.simplified
    own = [text.shown_date, text.title, BREAK.join(text.facts)]
    own += [words for chunk in chunks for each in chunk for words in (each.heading, each.text)]
    if other is None:
        return own, None
    simplified = [other.shown_date, other.title, BREAK.join(other.facts)]
    passages = {each.id: each for each in other.passages}
    used: dict[str, int] = {}
    for each in (each for chunk in chunks for each in chunk):
        passage, at = passages[each.id], used.get(each.id, 0)
        end = at + len(each.text)
        used[each.id] = end + len(BREAK)
        simplified += [passage.heading, passage.text[at:end]]
    return own, simplified


def _encode_words(own: list[str], simplified: list[str] | None) -> list[IndexWords]:
    """Encode texts for a fragment, with the characters in which `simplified` differs from the derived text."""
    if simplified is None:
        return [[each] for each in own]
    made, at, words = "".join(own).translate(_simplifier()), 0, list[IndexWords]()
    for each, other in zip(own, simplified, strict=True):
        derived = made[at : at + len(each)]
        at += len(each)
        pairs = (
            []
            if derived == other
            else [each for each in enumerate(zip(derived, other, strict=True)) if each[1][0] != each[1][1]]
        )
        words.append([each, [part for at_, (_, b) in pairs for part in (at_, b)]] if pairs else [each])
    return words


def pack(value: object) -> bytes:
    """Return a value as JSON, compressed with zlib (RFC 1950), whose checksum detects damaged bytes.

    Files are compressed here so that their size does not depend on what a server compresses.
    """
    return deflate(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(ENCODING))


def deflate(content: bytes) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, 15, 9)
    return squeezer.compress(content) + squeezer.flush()
