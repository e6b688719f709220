"""Counterparts (对应段): pairs the passages of a translation with the source passages that they render."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazette.source.body import Block

# Marks that a translator puts after a paragraph; Python-Markdown makes a class of them, which no reader sees.
CONTINUES = "gz-continues"  # this block and the one above it render one block of the source
MERGES = "gz-merges"  # this block renders two blocks of the source; `gz-merges-3` renders three
_MARK = re.compile(
    rf"\{{:?[^{{}}\n]*\.(?P<mark>{CONTINUES}|{MERGES}(?:-(?P<number>[2-9]))?)(?=[\s}}])[^{{}}\n]*\}}\s*$"
)
_WORDS = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class RenderingUnit:
    """Blocks of a translation that together render `span` blocks of the source, nearly always one for one."""

    blocks: tuple[Block, ...]
    span: int = 1

    @property
    def first(self) -> Block:
        return self.blocks[0]

    @property
    def text(self) -> str:
        return joined(self.blocks)


@dataclass(frozen=True)
class Counterpart:
    """A passage in both texts; `key` is the name of a fact, the id of a block, or the nearest id above it and a number.

    `source` and `translation` are Markdown, the lines count from 1 in their files. `position` is the index of its first
    block in the translation, None for a fact.
    """

    key: str
    source: str
    translation: str
    source_line: int
    line: int
    position: int | None = None
    sources: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def source_passages(self) -> list[tuple[str, int]]:
        """Return the source's Markdown as (text, line) for each of its blocks, or for the fact."""
        return [(block.text, block.line) for block in self.sources] or [(self.source, self.source_line)]

    @property
    def passages(self) -> list[tuple[str, int]]:
        return [(block.text, block.line) for block in self.blocks] or [(self.translation, self.line)]


def has_words(text: str) -> bool:
    """True if there is anything to translate; the delimiter row of a table holds nothing."""
    return bool(_WORDS.search(text))


def joined(blocks: Sequence[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def mark_of(block: Block) -> tuple[str, int]:
    """Return the translator's mark after a block, and how many source blocks it renders: 0 if it continues one."""
    match = _MARK.search(block.text + block.attributes)
    if match is None:
        return "", 1
    return (CONTINUES, 0) if match["mark"] == CONTINUES else (MERGES, int(match["number"] or 2))


def find_units(blocks: Sequence[Block]) -> list[RenderingUnit]:
    """Group the blocks of a translation by their marks; a text cannot begin with a continuation."""
    units: list[RenderingUnit] = []
    for block in blocks:
        mark, span = mark_of(block)
        if mark == CONTINUES and units:
            units[-1] = RenderingUnit((*units[-1].blocks, block), units[-1].span)
        else:
            units.append(RenderingUnit((block,), max(span, 1)))
    return units


def name_blocks(blocks: Sequence[Block]) -> list[str]:
    """Return a name for each source block: its id, otherwise the last id above it and the distance (`question-1+2`)."""
    names, last, steps = [], "top", 0
    for block in blocks:
        last, steps = (block.id, 0) if block.id else (last, steps + 1)
        names.append(block.id or f"{last}+{steps}")
    return names


def pair_blocks(sources: Sequence[Block], blocks: Sequence[Block]) -> Iterator[Counterpart]:
    """Yield the passages of two aligned texts, except those without a letter or a digit."""
    names = name_blocks(sources)
    at = position = 0
    for unit in find_units(blocks):
        theirs = tuple(sources[at : at + unit.span])
        text = joined(theirs)
        if theirs and has_words(text):
            lines = (theirs[0].line, unit.first.line)
            yield Counterpart(names[at], text, unit.text, *lines, position, theirs, unit.blocks)
        at, position = at + unit.span, position + len(unit.blocks)
