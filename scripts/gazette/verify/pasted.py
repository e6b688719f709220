"""Pasted text (粘贴文本): check if a text has exactly the published words, in whatever order tables and pages were read.

A page holds streams of words: the lines of the text are one stream, each column of a table is another. A program may
read a table by rows or by columns, break a long cell over several lines, or repeat the head on each page; but it reads
each stream in order and completely, and adds nothing but the copy's own words (notice, page numbers, colophon). The
check is a depth-first search over how far each stream has been read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gazette.verify.extract import HYPHEN
from gazette.verify.glyphs import folded_glyphs
from gazette.verify.published import Published

_MOST_STEPS = 300_000
_LONGEST_TAIL = 40  # lines
_LONGEST_NOTICE = 8
_BULLETS = frozenset("•◦▪‣–■□●○↩")
_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True)
class _Block:
    """Consecutive lines (one stream), or a table (one stream per column), all without white space.

    `ends`: offsets in each stream where its cells end. `head`: first cell of each column, which may be repeated on any
    page.
    """

    streams: tuple[str, ...]
    ends: tuple[frozenset[int], ...] = ()
    head: tuple[str, ...] = ()


class _Word(NamedTuple):
    """A word of the text found, glyphs folded. `line` counts from 0; `is_first`: first word of its line."""

    text: str
    line: int
    is_first: bool


class _State(NamedTuple):
    """Search state: words read, blocks finished, offset in each stream of the block, offset in each repeated head.

    An offset of -1 in `heads` means that the column's head is not being repeated.
    """

    word: int
    block: int
    at: tuple[int, ...]
    heads: tuple[int, ...]


def is_same_words(found: str, published: Published, text: str) -> bool:
    """True if `found` has every word of `text` (a form of the published text) and no others but the copy's own.

    Also False if the search does not end within _MOST_STEPS.
    """
    blocks = [*_blocks(text), *_blocks(published.colophon)]
    last = len(_blocks(text))
    lines = found.splitlines()
    words = _words(lines)
    tail = _first_own_tail(lines, words, published)
    start = _State(0, 0, (0,) * len(blocks[0].streams), (-1,) * len(blocks[0].streams))
    stack, seen = [(start, False)], {start}
    for _ in range(_MOST_STEPS):
        if not stack:
            return False
        state, is_put_off = stack.pop()
        if state.block >= last and not any(state.at) and state.word >= tail:
            return True
        # The stack's top is tried first: a word is taken as part of the text wherever it can be.
        following = _skip(state, words, lines, published) if is_put_off else _take(state, words, blocks)
        stack += [(state, True)] if not is_put_off else []
        for each in following:
            if each not in seen:
                seen.add(each)
                stack.append((each, False))
    return False


def _take(state: _State, words: Sequence[_Word], blocks: Sequence[_Block]) -> Iterator[_State]:
    """Yield the states in which the next word continues a stream or a repeated head, or the block is finished."""
    if state.block == len(blocks):
        return
    block = blocks[state.block]
    if all(at == len(stream) for at, stream in zip(state.at, block.streams, strict=True)):
        count = len(blocks[state.block + 1].streams) if state.block + 1 < len(blocks) else 0
        yield _State(state.word, state.block + 1, (0,) * count, (-1,) * count)
        return
    if state.word == len(words):
        return
    word = words[state.word].text
    options = []
    for number, stream in enumerate(block.streams):
        at, head = state.at[number], state.heads[number]
        if head >= 0:
            if (end := _match(word, block.head[number], head)) is not None:
                end = -1 if end == len(block.head[number]) else end
                options.append(state._replace(word=state.word + 1, heads=_with(state.heads, number, end)))
            continue
        if block.head and at > 0 and at in block.ends[number] and (end := _match(word, block.head[number], 0)):
            end = -1 if end == len(block.head[number]) else end
            options.append(state._replace(word=state.word + 1, heads=_with(state.heads, number, end)))
        if (end := _match(word, stream, at)) is not None:
            options.append(state._replace(word=state.word + 1, at=_with(state.at, number, end)))
    # Ordered by the number of unfinished cells; the caller's stack tries the last state first.
    yield from sorted(
        options, key=lambda each: sum(at not in ends for at, ends in zip(each.at, block.ends, strict=False))
    )


def _skip(state: _State, words: Sequence[_Word], lines: Sequence[str], published: Published) -> Iterator[_State]:
    """Yield the states after skipping lines of the copy's own words, or a bullet that the page draws by itself."""
    if state.word == len(words):
        return
    word = words[state.word]
    if word.text in _BULLETS:
        yield state._replace(word=state.word + 1)
    for behind in range(word.line + 1, word.line + _LONGEST_NOTICE) if word.is_first else ():
        if published.expects("\n".join(lines[word.line : behind])):
            end = next((at for at in range(state.word, len(words)) if words[at].line >= behind), len(words))
            yield state._replace(word=end)


def _match(word: str, stream: str, at: int) -> int | None:
    """Return the offset in `stream` after `word`, or None if the stream does not continue with it.

    A hyphen at the end of a line may be the typesetter's; a hyphen between letters may have been removed by a program
    that joined the halves of a word.
    """
    if stream.startswith(word, at):
        return at + len(word)
    if HYPHEN.search(word) and stream.startswith(word[:-1], at):
        return at + len(word) - 1
    for each in word:
        if at + 1 < len(stream) and stream[at] == "-" != each and at and _LETTER.match(stream[at - 1]):
            at += bool(_LETTER.match(stream[at + 1]))
        if at == len(stream) or stream[at] != each:
            return None
        at += 1
    return at


def _with(values: tuple[int, ...], number: int, value: int) -> tuple[int, ...]:
    return (*values[:number], value, *values[number + 1 :])


def _first_own_tail(lines: Sequence[str], words: Sequence[_Word], published: Published) -> int:
    """Return the index of the first word after which only the copy's own words follow.

    Lines are taken together, because an address may be broken over two.
    """
    first = len(lines)
    for number in range(len(lines) - 1, max(-1, len(lines) - _LONGEST_TAIL), -1):
        first = number if published.expects("\n".join(lines[number:])) else first
    return next((at for at, word in enumerate(words) if word.line >= first), len(words))


def _words(lines: Sequence[str]) -> list[_Word]:
    return [
        _Word(folded_glyphs(word), number, not place)
        for number, line in enumerate(lines)
        for place, word in enumerate(line.replace("\u200b", "").split())
    ]


def _blocks(text: str) -> list[_Block]:
    """Split a canonical text into runs of lines and tables."""
    blocks: list[_Block] = []
    rows: list[list[str]] = []
    lines: list[str] = []
    for line in [*text.splitlines(), None]:
        cells = line.split("\t") if line is not None else []
        if rows and (len(cells) != len(rows[0])):
            blocks.append(_table(rows))
            rows = []
        if lines and len(cells) != 1:
            blocks.append(_Block((folded_glyphs("".join("".join(lines).split())),)))
            lines = []
        if len(cells) > 1:
            rows.append(cells)
        elif cells:
            lines += cells
    return blocks


def _table(rows: Sequence[Sequence[str]]) -> _Block:
    columns = [[folded_glyphs("".join(cell.split())) for cell in column] for column in zip(*rows, strict=True)]
    ends = []
    for column in columns:
        place, own = 0, {0}
        for cell in column:
            place += len(cell)
            own.add(place)
        ends.append(frozenset(own))
    return _Block(tuple(map("".join, columns)), tuple(ends), tuple(column[0] or "\0" for column in columns))
