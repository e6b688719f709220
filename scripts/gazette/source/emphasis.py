"""Emphasis (强调): decides which runs of `*` and `_` open or close emphasis, and which are literal.

This is the only place that decides it: the scanner and the renderer (pages/rendering.py) both ask here. The rules are
CommonMark's (0.31, 6.2) with four of our own, because a masked name or number (王*、李**、133****6621) is everyday official
text, and `**“甲”**乙` is everyday bold:

- A run of more than three `*` or two `_` is always literal.
- A single `*` after a word opens nothing; a longer run does if a word or an opening quotation mark follows, but not
  between two ASCII letters or digits.
- `**` is one delimiter: `*` never opens or closes half of it.
- A run closes after any character but white space; if a word follows it, not after an opening bracket or `、` either.
  Two runs that both stand between a word and an opening bracket (王**《论文》、李**《论文》) are no pair.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple


class Pair(NamedTuple):
    """An element of emphasis: [start, inner) is its opening delimiter, [tail, end) its closing one."""

    start: int
    inner: int
    tail: int
    end: int


class Stray(NamedTuple):
    """Literal delimiter characters [start, end); `is_rest` if others of the same run are emphasis."""

    start: int
    end: int
    is_rest: bool


@dataclass
class _Run:
    sign: str
    length: int  # as written; start and end shrink to what is not paired yet
    start: int
    end: int
    opens: bool
    closes: bool
    before_bracket: bool = False  # between a word and an opening bracket


class Emphasis(NamedTuple):
    """All delimiters of a text: the pairs, sorted by their start, and the strays."""

    pairs: list[Pair]
    strays: list[Stray]


DEEPEST = 8  # nesting of elements: more is no text, and deep trees exhaust recursive readers
_RUN = re.compile(r"\*+|_+")
_LONGEST = {"*": 3, "_": 2}
_WORD = re.compile(r"\w")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]")


def find_emphasis(text: str) -> Emphasis:
    """Return pairs and strays in `text`, in which everything but plain text has been replaced by control characters."""
    pairs: list[Pair] = []
    strays: list[_Run] = []
    open_runs: list[_Run] = []
    bottoms: dict[tuple[str, bool, int, int], int] = {}  # kind of closer → index below which no opener fits
    runs = [_flanked(text, match.start(), match.end()) for match in _RUN.finditer(text)]
    for run in runs:
        if run.closes:
            _close(run, open_runs, bottoms, pairs)
        if run.opens and run.start < run.end:
            open_runs.append(run)
    strays = [run for run in runs if run.start < run.end]
    found = [Stray(run.start, run.end, run.end - run.start < run.length) for run in strays]
    return _shallow(Emphasis(sorted(pairs), found))


def _flanked(text: str, start: int, end: int) -> _Run:
    sign, length = text[start], end - start
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    run = _Run(sign, length, start, end, not after.isspace(), not before.isspace())
    follows, leads = bool(_WORD.match(before)), bool(_WORD.match(after))
    if length > _LONGEST[sign]:
        run.opens = run.closes = False
    elif sign == "_":  # inside a word it is a character of the word
        run.opens, run.closes = run.opens and not follows, run.closes and not leads
    else:
        run.before_bracket = follows and _opens_brackets(after)
        if follows and (length == 1 or _is_mark(after) or (_ASCII_WORD.match(before) and _ASCII_WORD.match(after))):
            run.opens = False
        if leads and (before == "、" or _opens_brackets(before)):
            run.closes = False
    return run


def _is_mark(character: str) -> bool:
    """True for punctuation that begins no phrase: after `王**` a comma or a round bracket makes the signs a mask."""
    category = unicodedata.category(character)
    return character in "（(" or (category[0] in "PS" and category not in ("Ps", "Pi") and character not in "\"'")


def _opens_brackets(character: str) -> bool:
    return unicodedata.category(character) in ("Ps", "Pi")


def _close(run: _Run, open_runs: list[_Run], bottoms: dict[tuple[str, bool, int, int], int], pairs: list[Pair]) -> None:
    while run.start < run.end:
        kind = (run.sign, run.opens, run.length, run.end - run.start)
        lowest = bottoms.get(kind, 0)
        number = next((n for n in range(len(open_runs) - 1, lowest - 1, -1) if _fit(open_runs[n], run)), None)
        if number is None:
            bottoms[kind] = len(open_runs)
            return
        opener = open_runs[number]
        size = min(2, opener.end - opener.start, run.end - run.start)
        pairs.append(Pair(opener.end - size, opener.end, run.start, run.start + size))
        opener.end -= size
        run.start += size
        del open_runs[number + 1 if opener.start < opener.end else number :]
        for each, bottom in bottoms.items():
            bottoms[each] = min(bottom, number)


def _fit(opener: _Run, closer: _Run) -> bool:
    """True if both runs use the same sign, neither cuts a `**` in two, and not both stand before an opening bracket.

    CommonMark's rule of three is not needed: it separates runs of one and of two signs, whose pairing would cut a
    `**` anyway.
    """
    if opener.sign != closer.sign or (opener.before_bracket and closer.before_bracket):
        return False
    return {opener.end - opener.start, closer.end - closer.start} != {1, 2}


def _shallow(found: Emphasis) -> Emphasis:
    """Turn the pairs nested deeper than DEEPEST into strays."""
    kept: list[Pair] = []
    strays = list(found.strays)
    around: list[int] = []
    for pair in found.pairs:
        while around and around[-1] <= pair.start:
            around.pop()
        if len(around) < DEEPEST:
            kept.append(pair)
            around.append(pair.end)
        else:
            strays += [Stray(pair.start, pair.inner, is_rest=False), Stray(pair.tail, pair.end, is_rest=False)]
    return Emphasis(kept, sorted(strays))
