"""Signature and date (发文机关署名、成文日期): their places at the end of a Chinese text without a seal (GB/T 9704-2012, 7.3.5.2).

One line below the text, the office's name ends two characters from the right edge; below it the date begins two
characters further right than the name. A date longer than the name ends two characters from the edge, and the name
moves to the left.
"""

from __future__ import annotations

import re
from typing import Any

_DATE = re.compile(
    r"(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日"
)
_SENTENCE = re.compile("[。；，、：？！…]")
_CHARACTERS = 28
# The longest name that fits its line, in characters.
_LONGEST = 22
_PITCH = 156 / 28


def mark_signature(document: Any) -> None:
    """Mark the last two paragraphs of a text if they are an office's name and a date.

    Works on the parsed document, before layout.
    """
    for text in document.iter("div"):
        if "gz-body" in (text.get("class") or "").split():
            last = [each for each in text if "footnote" not in (each.get("class") or "").split()][-2:]
            if len(last) == 2 and all(each.tag == "p" for each in last):
                _mark(*last)


def _mark(name: Any, date: Any) -> None:
    office, day = _words(name), _words(date)
    if not _DATE.fullmatch(day) or not 2 <= len(office) <= _LONGEST or _SENTENCE.search(office):
        return
    left = _CHARACTERS - 2 - _width(office)
    if _width(day) > _width(office):
        left = _CHARACTERS - 4 - _width(day)
    _set(name, left, "gz-signature")
    _set(date, left + 2, "gz-signature-date")


def _set(paragraph: Any, left: float, name: str) -> None:
    paragraph.set("class", " ".join([*(paragraph.get("class") or "").split(), name]))
    paragraph.set("style", f"padding-left: {left * _PITCH:.2f}mm")


def _width(text: str) -> float:
    """Return the width in full-width characters; an ASCII character takes half of one."""
    return sum(0.5 if each.isascii() else 1 for each in text)


def _words(paragraph: Any) -> str:
    return re.sub(r"[^\S\u3000]+", " ", "".join(paragraph.itertext())).strip(" \u3000")
