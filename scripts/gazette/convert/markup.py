"""Markup (标记): conversion of inline Markdown: phrases are seen through markup and line breaks, nothing but words changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gazette.source.body import Block
from gazette.source.inline import scan_inline


def find_flows(text: str) -> Iterator[list[int]]:
    """The offsets of each run of characters that is read as one: a sentence through its markup, an image's alt, a link's title."""
    sentence: list[int] = []
    for span in scan_inline(text):
        places = range(span.start, span.end)
        if span.kind == "text":
            sentence.extend(places)
        elif span.kind == "attribute":
            yield list(places)
        elif span.kind == "opaque" or span.breaks:
            yield sentence
            sentence = []
    yield sentence


def convert_inline(text: str, convert: Callable[[str], str]) -> str:
    """`text` with every flow converted in place; `convert` must keep the length."""
    characters = list(text)
    for flow in find_flows(text):
        converted = convert("".join(text[at] for at in flow))
        for at, character in zip(flow, converted, strict=True):
            characters[at] = character
    return "".join(characters)


def is_convertible(block: Block) -> bool:
    """Whether the block is words in the page's own language."""
    return block.is_prose and not block.language and dict(block.pairs).get("translate") != "no"


def block_texts(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, list[int], str]]:
    """Every flow of every convertible block: the block, the offsets in its text, the characters."""
    for block in blocks:
        if is_convertible(block):
            for flow in find_flows(block.text):
                if flow:
                    yield block, flow, "".join(block.text[at] for at in flow)
