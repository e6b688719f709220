"""Breaks (断行): additional places where a line may break, which Pango does not offer by itself.

In Chinese text, as in browsers, a line may break before “ and after ” (UAX 14, LB19a). A long address may break after a
slash or similar sign; otherwise a third of a line would stay white before each address. A number longer than its whole
line may break anywhere. A break is a <wbr>, for which WeasyPrint writes nothing into the file, so that the extracted
text does not change.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

_WIDE = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff"
_OPENING, _CLOSING = "（《〈「『〔【［｛", "）》〉」』〕】］｝，。、；：？！"
_PLACES = re.compile(
    f"(?<=[{_WIDE}])(?<![{_OPENING}])(?=[“‘][{_WIDE}])|(?<=[{_WIDE}][”’])(?=[{_WIDE}])(?![{_CLOSING}])"
)
# Addresses and similar strings; at least four characters stay together on either side of a break.
_ADDRESS = re.compile(r"[!-~]{20,}")
_PARTS = re.compile(r"(?<=[!-~]{4})(?<=[/?&=#@._-])(?![/?&=#@._-])(?=[!-~]{4})(?<!:/)(?<!//)")
# In full-width characters: the line, the indent of an outer list or quotation, that of a nested one (official-copy.css).
_MEASURE, _INDENT, _NESTED = 28, 3, 2
_UNTOUCHED = {"head", "pre", "script", "style", "svg"}
_NUMBER = "gz-number"


def allow_breaks(element: Any) -> None:
    """Insert a <wbr> at each additional break into the parsed document, before layout."""
    if (
        not isinstance(element.tag, str)
        or element.tag.rpartition("}")[2] in _UNTOUCHED
        or element.get("class") == _NUMBER
    ):
        return
    element.text, opened = _split(element.text)
    children = list(element)
    for child in children:
        allow_breaks(child)
        child.tail, added = _split(child.tail)
        at = list(element).index(child) + 1
        element[at:at] = added
    element[0:0] = opened


def _split(text: str | None) -> tuple[str | None, list[Element]]:
    """Return the text before the first break, and for each break a <wbr> whose tail is the text after it."""
    first, *others = _pieces(text) if text else [text]
    breaks = []
    for other in others:
        each = Element("wbr")
        each.tail = other
        breaks.append(each)
    return first, breaks


def _pieces(text: str) -> list[str]:
    """Return the text cut at every additional break."""
    places = [match.start() for match in _PLACES.finditer(text)]
    for address in _ADDRESS.finditer(text):
        if "/" in address[0] or "@" in address[0] or "www." in address[0]:
            places += [match.start() for match in _PARTS.finditer(text, *address.span())]
    edges = [0, *sorted(places), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


def free_long_numbers(element: Any, room: int = _MEASURE) -> None:
    """Let numbers break that are longer than their whole line, so that they do not run off the paper.

    `room` is the length of the line in full-width characters; a digit takes half of one.
    """
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.get("class") == _NUMBER and len("".join(child.itertext())) > 2 * room:
            child.set("class", f"{_NUMBER} {_NUMBER}--long")
        is_moved = child.tag in ("ul", "ol", "blockquote")
        free_long_numbers(child, room - (_INDENT if room == _MEASURE else _NESTED) * is_moved)
