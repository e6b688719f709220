"""Markup (标记): conversion of inline Markdown: phrases are seen through markup and line breaks, nothing but words changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from gazette.source.body import Block, BlockKind, defined_labels
from gazette.source.inline import Span, scan_inline
from gazette.source.tags import TEXT_ATTRIBUTES, read_attributes

Convert = Callable[[str], str]


def find_flows(spans: Iterable[Span]) -> Iterator[list[int]]:
    """The offsets of each run of characters that is read as one: a sentence through its markup, an alt, a title."""
    sentence: list[int] = []
    for span in spans:
        places = range(span.start, span.end)
        if span.kind == "text":
            sentence.extend(places)
        elif span.kind == "attribute":
            yield list(places)
        elif span.kind == "opaque" or span.breaks:
            yield sentence
            sentence = []
    yield sentence


def convert_inline(
    text: str, convert: Convert, labels: Collection[str] | None = None, kind: BlockKind | None = None
) -> str:
    """`text` with every flow converted in place; `convert` must keep the length.

    A link that is looked up by its own text gets its label written out, so that it is still found.
    """
    spans = scan_inline(text, labels, kind)
    characters = list(text)
    for flow in find_flows(spans):
        converted = convert("".join(text[at] for at in flow))
        for at, character in zip(flow, converted, strict=True):
            characters[at] = character
    for span in spans:
        if span.label and span.label != "".join(characters[span.start - len(span.label) : span.start]):
            characters[span.start : span.end] = [f"][{span.label}]", *[""] * (span.end - span.start - 1)]
    return "".join(characters)


def convert_blocks(blocks: tuple[Block, ...], convert: Convert) -> tuple[Block, ...]:
    """The blocks of one document converted."""
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


def is_convertible(block: Block) -> bool:
    """Whether the block is words in the page's own language, or holds a title."""
    words = block.is_prose or block.kind == "definition"
    return words and not block.language and dict(block.pairs).get("translate") != "no"


def block_texts(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, list[int], str]]:
    """Every flow of every convertible block: the block, the offsets in its text, the characters."""
    labels = defined_labels(blocks)
    for block in blocks:
        if is_convertible(block):
            for flow in find_flows(scan_inline(block.text, labels, block.kind)):
                if flow:
                    yield block, flow, "".join(block.text[at] for at in flow)


def attribute_texts(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, str]]:
    """Every title and alternative text that an attribute list gives to a whole block."""
    for block in blocks:
        if is_convertible(block):
            for name, value, _ in read_attributes(block.attributes, 0, len(block.attributes)):
                if name in TEXT_ATTRIBUTES and value:
                    yield block, value
