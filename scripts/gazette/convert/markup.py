"""Markup (标记): conversion of the words in inline Markdown, phrases recognised across markup and line breaks."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from gazette.convert.words import jieba
from gazette.source.body import Block, BlockKind, defined_labels
from gazette.source.inline import Span, scan_inline
from gazette.source.tags import TEXT_ATTRIBUTES, read_attributes

Convert = Callable[[str], str]


# Invisible characters, skipped within a word.
UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_ENTITY = re.compile(r"&(?:\#\d+|\#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_IDEOGRAPH = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
# Characters examined on each side of a line break to find a word that it cuts.
_REACH = 8


def find_flows(text: str, spans: Iterable[Span]) -> Iterator[list[int]]:
    """Yield the offsets of each run of characters read as one: a sentence without its markup, an alt text, a title.

    A hard line break (`<br>`, two spaces) also ends a run, unless it cuts a word: 关<br>系.
    """
    sentence: list[int] = []
    lines: list[int] = []  # indices in the sentence at which a line ends
    for span in spans:
        places = range(span.start, span.end)
        if span.kind == "text":
            sentence.extend(at for at in places if text[at] not in UNSEEN)
        elif span.kind == "attribute":
            yield list(places)
        elif span.breaks and _is_line_end(text[span.start : span.end]):
            lines.append(len(sentence))
        elif span.breaks or (span.kind == "opaque" and not UNSEEN.issuperset(span.shown or " ")):
            yield from _parted(text, sentence, lines)
            sentence, lines = [], []
    yield from _parted(text, sentence, lines)


def _is_line_end(piece: str) -> bool:
    return piece.lower().startswith("<br") or not piece.strip(" \t\n>")


def _parted(text: str, sentence: list[int], lines: list[int]) -> Iterator[list[int]]:
    """Yield a sentence split at the line ends that cut no word."""
    start = 0
    for end in lines:
        before = "".join(text[at] for at in sentence[max(start, end - _REACH) : end])
        after = "".join(text[at] for at in sentence[end : end + _REACH])
        if len(before) not in _edges(before + after):
            continue
        yield sentence[start:end]
        start = end
    yield sentence[start:]


def _edges(text: str) -> set[int]:
    """Return the word boundaries of a text, by jieba's dictionary."""
    return set(accumulate(map(len, jieba().jieba_cut(text, hmm=False)), initial=0))


def find_entities(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, int, str, str]]:
    """Yield ideographs written as entities (`&#21457;`): block, offset in its text, entity, character.

    The offset is 0 for an entity in the block's attribute list.
    """
    labels = defined_labels(blocks)
    for block in blocks:
        if not is_convertible(block):
            continue
        for span in scan_inline(block.text, labels, block.kind):
            is_entity = span.kind == "opaque" and block.text[span.start] == "&"
            for match in (
                _ENTITY.finditer(block.text, span.start, span.end) if is_entity or span.kind == "attribute" else ()
            ):
                if _IDEOGRAPH.search(shown := html.unescape(match[0])):
                    yield block, match.start(), match[0], shown
        for match in _ENTITY.finditer(block.attributes):
            if _IDEOGRAPH.search(shown := html.unescape(match[0])):
                yield block, 0, match[0], shown


def convert_inline(
    text: str, convert: Convert, labels: Collection[str] | None = None, kind: BlockKind | None = None
) -> str:
    """Return inline Markdown with every flow converted in place; `convert` must keep the length.

    A reference link that is looked up by its own text gets its label written out, so that it still resolves.
    """
    spans = scan_inline(text, labels, kind)
    characters = list(text)
    for flow in find_flows(text, spans):
        converted = convert("".join(text[at] for at in flow))
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


def is_convertible(block: Block) -> bool:
    """True for blocks of words in the page's own language, and for link definitions, which hold titles."""
    words = block.is_prose or block.kind == "definition"
    return words and not block.language and dict(block.pairs).get("translate") != "no"


def block_texts(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, list[int], str]]:
    """Yield every flow of every convertible block: block, offsets in its text, characters."""
    labels = defined_labels(blocks)
    for block in blocks:
        if is_convertible(block):
            for flow in find_flows(block.text, scan_inline(block.text, labels, block.kind)):
                if flow:
                    yield block, flow, "".join(block.text[at] for at in flow)


def attribute_texts(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, str]]:
    """Yield every title and alternative text in the attribute lists of whole blocks."""
    for block in blocks:
        if is_convertible(block):
            for name, value, _ in read_attributes(block.attributes, 0, len(block.attributes)):
                if name in TEXT_ATTRIBUTES and value:
                    yield block, value
