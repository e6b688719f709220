"""Markup (标记): converts the words in inline Markdown, whatever markup stands between them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from gazette.convert.flows import find_flows, is_convertible, read_flow
from gazette.source.body import Block, BlockKind, defined_labels
from gazette.source.inline import scan_inline
from gazette.source.tags import TEXT_ATTRIBUTES, read_attributes

Convert = Callable[[str], str]


def convert_inline(
    text: str, convert: Convert, labels: Collection[str] | None = None, kind: BlockKind | None = None
) -> str:
    """Return inline Markdown with every flow converted in place; `convert` must keep the length.

    A reference link that is looked up by its own text gets its label written out, so that it still resolves.
    """
    spans = scan_inline(text, labels, kind)
    characters = list(text)
    for flow in find_flows(text, spans):
        converted = convert(read_flow(text, flow))
        for at, character in zip(flow, converted, strict=True):
            characters[at] = character
    for span in spans:
        if span.label and span.label != "".join(characters[span.start - len(span.label) : span.start]):
            characters[span.start : span.end] = [f"][{span.label}]", *[""] * (span.end - span.start - 1)]
    return "".join(characters)


def convert_blocks(blocks: tuple[Block, ...], convert: Convert) -> tuple[Block, ...]:
    """Return the blocks of one document with all words converted."""
    labels = defined_labels(blocks)
    return tuple(_convert_block(block, convert, labels) if is_convertible(block) else block for block in blocks)


def _convert_block(block: Block, convert: Convert, labels: Collection[str]) -> Block:
    pairs = tuple((key, convert(value) if key in TEXT_ATTRIBUTES else value) for key, value in block.pairs)
    written = list(block.attributes)
    for name, value, at in read_attributes(block.attributes, 0, len(written)):
        if name in TEXT_ATTRIBUTES:
            written[at : at + len(value)] = convert(value)
    text = convert_inline(block.text, convert, labels, block.kind)
    return replace(block, text=text, pairs=pairs, attributes="".join(written))
