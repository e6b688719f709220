"""Emphasis (强调): which runs of `*` and `_` open and close something, and which are characters to read.

The one place that decides it: the scanner asks here, and so does the renderer (pages/rendering.py). CommonMark's rules
(0.31, 6.2) with four of our own, because a masked name or number (王*、李**、133****6621) is everyday official text and
`**“甲”**乙` is everyday bold:

- A run of more than three `*` or two `_` is always itself.
- A single `*` behind a word opens nothing; a longer run does where a word or an opening quotation mark follows, but not
  between two ASCII letters or digits.
- `**` is one sign: `*` never opens or closes half of it.
- A run closes behind any sign but an opening bracket, or `、` in front of a word; and two runs that both stand between a
  word and an opening bracket (王**《论文》、李**《论文》) are no pair.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple


class Pair(NamedTuple):
    """An element of emphasis: [start, inner) are its opening signs, [tail, end) its closing ones."""

    start: int
    inner: int
    tail: int
    end: int


class Stray(NamedTuple):
    """Signs [start, end) that are shown as they stand; `is_rest` where others of the same run are emphasis."""

    start: int
    end: int
    is_rest: bool


@dataclass
class _Run:
    sign: str
    length: int  # as written; start and end close in on what is not paired yet
    start: int
    end: int
    opens: bool
    closes: bool
    before_bracket: bool = False  # between a word and an opening bracket


class Emphasis(NamedTuple):
    """All signs of a text: in pairs, by their start, or strays."""

    pairs: list[Pair]
    strays: list[Stray]


DEEPEST = 8  # elements within each other: more is no text, and deep trees exhaust whoever walks them
_RUN = re.compile(r"\*+|_+")
_LONGEST = {"*": 3, "_": 2}
_WORD = re.compile(r"\w")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]")


def find_emphasis(text: str) -> Emphasis:
    """Pairs and strays in `text`, in which everything that is no plain text has been replaced by control characters."""
    pairs: list[Pair] = []
    strays: list[_Run] = []
    open_runs: list[_Run] = []
    bottoms: dict[tuple[str, bool, int, int], int] = {}  # where the search for an opener was in vain before
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
    """A punctuation mark that begins no phrase: behind `王**` a comma or a round bracket says that the signs are a mask."""
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

    CommonMark's rule of three is not asked: it parts runs of one and of two signs, which would cut a `**` anyway.
    """
    if opener.sign != closer.sign or (opener.before_bracket and closer.before_bracket):
        return False
    return {opener.end - opener.start, closer.end - closer.start} != {1, 2}


def _shallow(found: Emphasis) -> Emphasis:
    """Without the pairs that lie too deep."""
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
