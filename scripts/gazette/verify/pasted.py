"""Pasted text (粘贴文本): whether the words of a text, in whatever order a program read tables and pages, are exactly the published ones.

A page holds streams of words: the lines of the text are one, each column of a table is another. A program reads a table by rows
or by columns, a long cell over several lines, the head again on each page; but each stream it reads in its order, to the end,
and nothing else but what a copy has besides the text (notice, page numbers, colophon).
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
    """Lines, or a table: one stream of bare characters for each column, with the places where its cells end. `head` are the
    first cells of its columns, which may stand again on any page.
    """

    streams: tuple[str, ...]
    ends: tuple[frozenset[int], ...] = ()
    head: tuple[str, ...] = ()


class _Word(NamedTuple):
    """A word of the text, folded, and the line that it stands on; `is_first` on its line."""

    text: str
    line: int
    is_first: bool


class _State(NamedTuple):
    """How far everything has been read: words, blocks, the streams of the block, and the heads that stand again."""

    word: int
    block: int
    at: tuple[int, ...]
    heads: tuple[int, ...]


def is_same_words(found: str, published: Published, text: str) -> bool:
    """Whether `found` has every word of `text`, a form of the published one, and no other."""
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
        # The last one is tried first: words of the text are taken for such wherever they can be.
        following = _skip(state, words, lines, published) if is_put_off else _take(state, words, blocks)
        stack += [(state, True)] if not is_put_off else []
        for each in following:
            if each not in seen:
                seen.add(each)
                stack.append((each, False))
    return False


def _take(state: _State, words: Sequence[_Word], blocks: Sequence[_Block]) -> Iterator[_State]:
    """The next word as the next piece of a stream."""
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
    # A cell that has been begun goes on before another one begins.
    yield from sorted(
        options, key=lambda each: sum(at not in ends for at, ends in zip(each.at, block.ends, strict=False))
    )


def _skip(state: _State, words: Sequence[_Word], lines: Sequence[str], published: Published) -> Iterator[_State]:
    """Whole lines of a copy's own words, or a mark that the page draws by itself."""
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
    """Where the stream goes on behind the word. A hyphen at a line's end is the typesetter's; one between letters may have
    been taken out by the program that put the halves together.
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
    """The first word behind which nothing stands but the copy's own, lines taken together: an address is broken over two."""
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
    """Runs of lines and tables of the canonical text."""
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
