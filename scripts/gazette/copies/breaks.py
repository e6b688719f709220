"""Breaks (断行): a Chinese line may end before “ and after ”, as browsers know (UAX 14, LB19a); Pango never breaks there.

The break is a <wbr>, for which WeasyPrint writes nothing into the file: the text that is read back stays what it was.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

_WIDE = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff"
_OPENING, _CLOSING = "（《〈「『〔【［｛", "）》〉」』〕】］｝，。、；：？！"
_PLACES = re.compile(
    f"(?<=[{_WIDE}])(?<![{_OPENING}])(?=[“‘][{_WIDE}])|(?<=[{_WIDE}][”’])(?=[{_WIDE}])(?![{_CLOSING}])"
)
_UNTOUCHED = {"head", "pre", "script", "style", "svg"}


def allow_breaks(element: Any) -> None:
    """In the parsed document, before it is laid out."""
    if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in _UNTOUCHED:
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
    first, *others = _PLACES.split(text) if text else [text]
    breaks = []
    for other in others:
        each = Element("wbr")
        each.tail = other
        breaks.append(each)
    return first, breaks
