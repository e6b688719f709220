"""Texts (文本片段): every text of an edition that is converted, with the line of each of its characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gazette.convert.flows import attribute_texts, block_texts
from gazette.model.publication import Edition
from gazette.source.body import Block

# Each text of an edition with a function from an offset in it to the line in the file.
Texts = Sequence[tuple[str, Callable[[int], int]]]


def find_texts(edition: Edition) -> list[tuple[str, Callable[[int], int]]]:
    """Return each text of an edition with a function from an offset in it to the line in the file."""
    places = [(text, _fact_line(edition.lines.get(field, 1))) for field, text in edition.facts.items() if text]
    places += [(text, _line_counter(block, flow)) for block, flow, text in block_texts(edition.blocks)]
    return places + [(text, _fact_line(block.line)) for block, text in attribute_texts(edition.blocks)]


def _fact_line(line: int) -> Callable[[int], int]:
    return lambda offset: line


def _line_counter(block: Block, flow: list[int]) -> Callable[[int], int]:
    return lambda offset: block.line + block.text.count("\n", 0, flow[offset])
