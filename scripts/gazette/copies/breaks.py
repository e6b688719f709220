"""Breaks (断行): a Chinese line may end before “ and after ”, as browsers know (UAX 14, LB19a); Pango never breaks there.

It may also end inside a long address, behind a slash and its like, or a third of a line is left white before each; and inside a
number that is longer than its whole line. The break is a <wbr>, for which WeasyPrint writes nothing into the file: the text that is read back stays what it was.
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
# Addresses, and what is written like one: at least four characters stay together on either side.
_ADDRESS = re.compile(r"[!-~]{20,}")
_PARTS = re.compile(r"(?<=[!-~]{4})(?<=[/?&=#@._-])(?![/?&=#@._-])(?=[!-~]{4})(?<!:/)(?<!//)")
# In characters: a line, and what is moved in by the first list or quotation and by each one inside it (official-copy.css).
_MEASURE, _INDENT, _NESTED = 28, 3, 2
_UNTOUCHED = {"head", "pre", "script", "style", "svg"}
_NUMBER = "gz-number"


def allow_breaks(element: Any) -> None:
    """In the parsed document, before it is laid out."""
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
    """The text before the first break, and a <wbr> with the text that follows it for each."""
    first, *others = _pieces(text) if text else [text]
    breaks = []
    for other in others:
        each = Element("wbr")
        each.tail = other
        breaks.append(each)
    return first, breaks


def _pieces(text: str) -> list[str]:
    """The text, cut wherever a line may end."""
    places = [match.start() for match in _PLACES.finditer(text)]
    for address in _ADDRESS.finditer(text):
        if "/" in address[0] or "@" in address[0] or "www." in address[0]:
            places += [match.start() for match in _PARTS.finditer(text, *address.span())]
    edges = [0, *sorted(places), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


def free_long_numbers(element: Any, room: int = _MEASURE) -> None:
    """A number that never breaks must not leave the paper: one that is longer than its whole line breaks anywhere."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.get("class") == _NUMBER and len("".join(child.itertext())) > 2 * room:
            child.set("class", f"{_NUMBER} {_NUMBER}--long")
        is_moved = child.tag in ("ul", "ol", "blockquote")
        free_long_numbers(child, room - (_INDENT if room == _MEASURE else _NESTED) * is_moved)
