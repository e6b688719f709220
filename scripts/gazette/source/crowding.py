"""Crowding (过密): openings and levels beyond what any text needs, on which reading would take minutes or never end.

Reading a link, a footnote or a tag looks for its end, so that many openings in one paragraph take the square of their number; and
each level of a list is a call inside a call. Both are refused at the place, before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gazette.problems import Problem, problem

MOST_OPENINGS = 150  # of one kind in a paragraph, an item or a row
MOST_LEVELS = 20
_OPENINGS = "[<"
_STARTS = re.compile(r"[ \t]*(?:[-+*>|#]|\d{1,9}[.)])")
_MARKERS = re.compile(r"(?:[ \t]*(?:[-+*](?=[ \t])|>|\d{1,9}[.)](?=[ \t])))+")
_MARKER = re.compile(r"[-+*>]|\d+[.)]")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*$")


def check_crowding(text: str, path: str) -> list[Problem]:
    """One problem for each paragraph, item or row that holds too many openings, and for the first line that is too deep."""
    lines = text.split("\n")
    return [*_crowded(lines, path), *_deep(lines, path)]


def _crowded(lines: list[str], path: str) -> Iterator[Problem]:
    counts = dict.fromkeys(_OPENINGS, 0)
    for number, line in enumerate(lines, 1):
        if not line.strip() or _STARTS.match(line) or "|" in line:
            counts = dict.fromkeys(_OPENINGS, 0)
        for mark in _OPENINGS:
            before, counts[mark] = counts[mark], counts[mark] + line.count(mark)
            if before <= MOST_OPENINGS < counts[mark]:
                yield problem("body.crowded", path, number, found=mark, most=str(MOST_OPENINGS))


def _deep(lines: list[str], path: str) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        match = _MARKERS.match(line)
        if not match or _RULE.match(line):
            continue
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        levels = indent // 4 + sum(1 for _ in _MARKER.finditer(match[0]))
        if levels > MOST_LEVELS:
            yield problem("body.depth", path, number, found=str(levels), most=str(MOST_LEVELS))
            return
