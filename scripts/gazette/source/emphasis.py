"""Emphasis (强调): which runs of `*` and `_` open and close something, and which are characters to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple


class Pair(NamedTuple):
    """An element of emphasis: [start, inner) are its opening signs, [tail, end) its closing ones."""

    start: int
    inner: int
    tail: int
    end: int


@dataclass
class _Run:
    sign: str
    length: int  # as written; start and end close in on what is not paired yet
    start: int
    end: int
    opens: bool
    closes: bool


_RUN = re.compile(r"\*+|_+")
_WORD = re.compile(r"\w")


def find_emphasis(text: str) -> list[Pair]:
    """The pairs in `text`, in which everything that is no plain text has been replaced by some sign that is no word."""
    pairs: list[Pair] = []
    open_runs: list[_Run] = []
    for match in _RUN.finditer(text):
        run = _flanked(text, match.start(), match.end())
        if run.closes:
            _close(run, open_runs, pairs)
        if run.opens and run.start < run.end:
            open_runs.append(run)
    return sorted(pairs)


def _flanked(text: str, start: int, end: int) -> _Run:
    before, after = text[start - 1 : start], text[end : end + 1]
    opens, closes = bool(after) and not after.isspace(), bool(before) and not before.isspace()
    if text[start] == "_":  # inside a word it is a character of the word
        opens = opens and not _WORD.match(before or " ")
        closes = closes and not _WORD.match(after or " ")
    return _Run(text[start], end - start, start, end, opens, closes)


def _close(run: _Run, open_runs: list[_Run], pairs: list[Pair]) -> None:
    number = len(open_runs) - 1
    while run.start < run.end and number >= 0:
        opener = open_runs[number]
        if not _fit(opener, run):
            number -= 1
            continue
        size = min(2, opener.end - opener.start, run.end - run.start)
        pairs.append(Pair(opener.end - size, opener.end, run.start, run.start + size))
        opener.end -= size
        run.start += size
        del open_runs[number + 1 :]
        if opener.start == opener.end:
            del open_runs[number]
            number -= 1


def _fit(opener: _Run, closer: _Run) -> bool:
    """The same sign, and lengths that Python-Markdown lets meet where the closing run could open as well."""
    if opener.sign != closer.sign:
        return False
    first, last = opener.end - opener.start, closer.end - closer.start
    if not closer.opens or first == last or last >= 3:
        return True
    return first >= 3 if first > last else (opener.length + closer.length) % 3 != 0
