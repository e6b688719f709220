"""Flows (语流): finds the runs of characters that a reader reads as one, across markup and line breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from gazette.convert.words import jieba
from gazette.source.body import Block, defined_labels
from gazette.source.inline import Span, scan_inline
from gazette.source.tags import TEXT_ATTRIBUTES, read_attributes

# Invisible characters, skipped within a word.
UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
# Characters examined on each side of a line break to find a word that it cuts.
_REACH = 8


def find_flows(text: str, spans: Iterable[Span]) -> Iterator[list[int]]:
    """Yield the offsets of each run of characters read as one: a sentence without its markup, an alt text, a title.

    A hard line break (`<br>`, two spaces) also ends a run, unless it cuts a word: 关<br>系.
    """
    spans = tuple(spans)
    if len(spans) == 1 and spans[0].kind == "text" and UNSEEN.isdisjoint(text):
        yield list(range(spans[0].start, spans[0].end))
        return
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
                    yield block, flow, read_flow(block.text, flow)


def read_flow(text: str, flow: Sequence[int]) -> str:
    """Return the characters of a flow, whose offsets ascend: one of a text's length is the text."""
    return text if len(flow) == len(text) else "".join([text[at] for at in flow])


def attribute_texts(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, str]]:
    """Yield every title and alternative text in the attribute lists of whole blocks."""
    for block in blocks:
        if is_convertible(block):
            for name, value, _ in read_attributes(block.attributes, 0, len(block.attributes)):
                if name in TEXT_ATTRIBUTES and value:
                    yield block, value
