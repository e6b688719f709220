"""Brackets (括号): finds text, destination and title of links the way Python-Markdown does."""

from __future__ import annotations

import re
from typing import NamedTuple

_ANGLED = re.compile(r"\(\s*(<[^<>]*>)\s*(?:('[^']*'|\"[^\"]*\")\s*)?\)")
_LABEL = re.compile(r"\s?\[([^\]]*)\]")


class Link(NamedTuple):
    """Offsets of the parts of a link or an image; destination or title is (0, 0) if there is none."""

    text: tuple[int, int]
    destination: tuple[int, int]
    title: tuple[int, int]
    end: int


def bracket_partners(masked: str) -> dict[int, int]:
    """Return the offset of each `[` that is closed → the offset of its `]`."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for match in re.compile(r"[\[\]]").finditer(masked):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            partners[opened.pop()] = match.start()
    return partners


def inline_link(masked: str, start: int, stop: int) -> Link | None:
    """Parse `[text](destination "title")` with the text [start, stop) and `]` at `stop`; None for anything else."""
    if masked[stop + 1 : stop + 2] != "(":
        return None
    if match := _ANGLED.match(masked, stop + 1):
        title = (match.start(2) + 1, match.end(2) - 1) if match[2] else (0, 0)
        return Link((start, stop), (match.start(1) + 1, match.end(1) - 1), title, match.end())
    first = re.compile(r"\s*").match(masked, stop + 2)
    assert first
    found = _closing_round(masked, first.end())
    if found is None:
        return None
    end, title = found
    last = title[0] - 1 if title[1] else end - 1
    while last > first.end() and masked[last - 1].isspace():
        last -= 1
    return Link((start, stop), (first.end(), last), title, end)


def label_after(masked: str, stop: int) -> tuple[str, int] | None:
    """Return label and end of `[text][label]` or `[text] [label]`, whose first `]` is at `stop`, or None."""
    match = _LABEL.match(masked, stop + 1)
    return (match[1], match.end()) if match else None


def normal_label(label: str) -> str:
    return " ".join(label.split()).lower()


def _closing_round(masked: str, at: int) -> tuple[int, tuple[int, int]] | None:
    """Return the offset after the `)` that closes a destination, and the title's offsets; None if nothing closes it.

    A quotation mark makes everything after it the title, unless no such title ends before a `)`.
    """
    depth, quotes = 1, _Quotes()
    for offset in range(at, len(masked)):
        character = masked[offset]
        if character == ")" and (title := quotes.closed(masked, offset)):
            return offset + 1, title
        if character in "()" and not quotes.first:
            depth += 1 if character == "(" else -1
            if depth == 0:
                return offset + 1, (0, 0)
        elif character == ")" and quotes.fallback is None:
            quotes.depth -= 1
            quotes.fallback = offset if quotes.depth == 0 else None
        elif character == "(" and quotes.fallback is None:
            quotes.depth -= 1
        elif character in "'\"":
            quotes.read(character, offset, depth)
    if quotes.fallback is not None:
        return quotes.fallback + 1, (0, 0)
    return None


class _Quotes:
    """The quotation marks met in a destination: the first kind, and a second that may turn out to be the title's."""

    def __init__(self) -> None:
        self.first = self.second = ""
        self.opened: dict[str, int] = {}
        self.last: dict[str, int] = {}
        self.depth = 0
        self.fallback: int | None = None

    def read(self, mark: str, offset: int, depth: int) -> None:
        if mark in self.opened:
            self.last[mark] = offset
            return
        self.opened[mark] = offset
        if self.first:
            self.second = mark
        else:
            self.first, self.depth = mark, depth

    def closed(self, masked: str, offset: int) -> tuple[int, int] | None:
        """Return the title's offsets if the last character before the `)` at `offset` closes a title, else None."""
        before = masked[:offset].rstrip(" ")
        mark = before[-1:]
        if mark and self.last.get(mark) == len(before) - 1:
            return self.opened[mark] + 1, self.last[mark]
        return None
