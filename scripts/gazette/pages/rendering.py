"""Rendering (渲染): a Python-Markdown extension that pairs emphasis signs and brackets by our own scanners in source/.

Python-Markdown 3.11 drops a character after a run of mixed `*…**…*` and pairs the signs of masked names. Here every
unpaired sign is emitted like an escaped one, so that Python-Markdown does not parse it again.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from re import Match
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown  # type: ignore[import-untyped]
from markdown.blockprocessors import BlockProcessor  # type: ignore[import-untyped]
from markdown.extensions import Extension  # type: ignore[import-untyped]
from markdown.inlinepatterns import InlineProcessor  # type: ignore[import-untyped]
from markdown.treeprocessors import Treeprocessor  # type: ignore[import-untyped]
from markdown.util import ETX, STX, AtomicString  # type: ignore[import-untyped]

from gazette.source.brackets import bracket_partners
from gazette.source.emphasis import find_emphasis

_SIGN, _NAME, _PRIORITY = r"[*_]", "em_strong", 60  # name and priority of the pattern it replaces
_TAGS = {1: "em", 2: "strong"}
# Inline patterns that need one of the signs of _MARKED. With any other pattern every text is given to all of them.
_PATTERNS = frozenset(
    [
        "backtick",
        "escape",
        "reference",
        "link",
        "image_link",
        "image_reference",
        "short_reference",
        "short_image_ref",
        "autolink",
        "automail",
        "linebreak",
        "html",
        "entity",
        "em_strong",
        "footnote",
    ]
)
_MARKED = re.compile(rf"[\\`*_\[<&{STX}]|  \n")
# Block processors that leave a single line alone that begins with an ideograph or a Chinese opening mark.
_PROCESSORS = frozenset(
    [
        "empty",
        "indent",
        "code",
        "hashheader",
        "setextheader",
        "hr",
        "olist",
        "ulist",
        "quote",
        "reference",
        "paragraph",
        "table",
        "footnote",
        "markdown_block",
    ]
)
_PARAGRAPH = re.compile("[\u4e00-\u9fff（《“][^\n]*\\Z")
_PARAGRAPH_NAME = "plain_paragraph"
_BEFORE_BLOCKS = 200  # priority; Python-Markdown's own begin at 100
_BEFORE_INLINE = 21  # the priority of Python-Markdown's inline processor is 20
_LINKS = ("reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref")


class EmphasisExtension(Extension):  # type: ignore[misc]
    """Extension for `Markdown(extensions=…)`; site/mkdocs_events.py hands the same one to MkDocs."""

    def extendMarkdown(self, md: Markdown) -> None:
        # What typeshed does not know of Python-Markdown 3.11, pyright is told here and in site/mkdocs_events.py.
        md.delimiters = None  # pyright: ignore[reportAttributeAccessIssue]
        md.inlinePatterns.register(_EmphasisProcessor(_SIGN, md), _NAME, _PRIORITY)
        brackets = _Brackets()
        for name in _LINKS:
            md.inlinePatterns[name].getText = brackets.text  # pyright: ignore[reportAttributeAccessIssue]
        md.treeprocessors.register(_PlainText(md), "plain_text", _BEFORE_INLINE)
        md.parser.blockprocessors.register(_PlainParagraph(md.parser), _PARAGRAPH_NAME, _BEFORE_BLOCKS)


class _PlainParagraph(BlockProcessor):  # type: ignore[misc]
    """Block processor that makes a paragraph of a line that no other processor can want."""

    @cached_property
    def _is_alone(self) -> bool:
        """True if every other processor is known; asked when all extensions have registered theirs."""
        known = self.parser.blockprocessors
        return sum(name in known for name in _PROCESSORS) == len(known) - 1

    def test(self, parent: Element, block: str) -> bool:
        return bool(_PARAGRAPH.match(block)) and self._is_alone and not self.parser.state.isstate("list")

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "p").text = blocks.pop(0)


class _PlainText(Treeprocessor):  # type: ignore[misc]
    """Tree processor that keeps the inline patterns, some fifteen, from texts in which none of them can match."""

    def run(self, root: Element) -> None:
        patterns = self.md.inlinePatterns
        if sum(name in patterns for name in _PATTERNS) < len(patterns):
            return
        for element in root.iter():
            if element.text and not _MARKED.search(element.text):
                element.text = AtomicString(element.text)


class _Brackets:
    """Bracket pairs of a text, computed once per text: Python-Markdown's own search takes a minute for 20 KB of `[`."""

    def __init__(self) -> None:
        self._data = ""
        self._partners: dict[int, int] = {}

    def text(self, data: str, index: int) -> tuple[str, int, bool]:
        """Return the text of the brackets that open before `index`, the offset after them, and whether they close."""
        if data is not self._data:
            self._data, self._partners = data, bracket_partners(data)
        end = self._partners.get(index - 1)
        return (data[index:end], end + 1, True) if end is not None else ("", index, False)


class _Piece(NamedTuple):
    """The replacement of the span [start, end) of a text: an element, or signs to show."""

    start: int
    end: int
    result: str | Element


class _EmphasisProcessor(InlineProcessor):  # type: ignore[misc]
    """Inline processor that parses each text once and then hands out its pieces.

    Python-Markdown calls it for each sign, every time with the text before that sign already replaced.
    """

    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self._text = ""
        self._pieces: deque[_Piece] = deque()

    def handleMatch(self, m: Match[str], data: str) -> tuple[str | Element, int, int]:
        start = m.start()
        if not self._pieces or data[start:] != self._text[self._pieces[0].start :]:
            self._text, self._pieces = data, deque(_take_apart(data))
        piece = self._pieces.popleft()
        return piece.result, start, start + piece.end - piece.start


def _take_apart(text: str) -> list[_Piece]:
    """Return the outermost elements and unpaired signs of `text`, in order; no sign stands between them."""
    found = find_emphasis(text)
    ends = {pair.tail: pair for pair in found.pairs}
    starts = {pair.start: pair for pair in found.pairs}
    strays = {stray.start: stray for stray in found.strays}
    shelf = _Shelf(text)
    for place in sorted({*ends, *starts, *strays}):
        shelf.take_words(place)
        if place in ends:
            shelf.close(ends[place].end)
        elif place in starts:
            shelf.open(starts[place].inner, _TAGS[starts[place].inner - place])
        else:
            shelf.show(strays[place].end)
    return shelf.pieces


@dataclass
class _Shelf:
    """The pieces built so far and the stack of open elements; `at` is the offset up to which the text has been read."""

    text: str
    pieces: list[_Piece] = field(default_factory=list)
    at: int = 0
    start: int = 0  # offset of the outermost open element
    elements: list[Element] = field(default_factory=list)

    def take_words(self, end: int) -> None:
        if self.elements:
            self._add(self.text[self.at : end])
        self.at = end

    def open(self, end: int, tag: str) -> None:
        if self.elements:
            self.elements.append(SubElement(self.elements[-1], tag))
        else:
            self.start = self.at
            self.elements.append(Element(tag))
        self.at = end

    def close(self, end: int) -> None:
        element = self.elements.pop()
        self.at = end
        if not self.elements:
            self.pieces.append(_Piece(self.start, end, element))

    def show(self, end: int) -> None:
        """Emit the signs up to `end` as Python-Markdown emits escaped signs."""
        signs = "".join(f"{STX}{ord(sign)}{ETX}" for sign in self.text[self.at : end])
        if self.elements:
            self._add(signs)
        else:
            self.pieces.append(_Piece(self.at, end, signs))
        self.at = end

    def _add(self, words: str) -> None:
        parent = self.elements[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + words
        else:
            parent.text = (parent.text or "") + words
