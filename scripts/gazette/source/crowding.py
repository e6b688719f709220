"""Crowding (过密): refuses texts with so many openings, levels, lines or definitions that parsing might never end.

The parser searches for the end of each link, footnote or tag, so that many openings in one paragraph take quadratic
time; each level of a list or of a tag is a recursive call. All are refused on their line before anything is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gazette.problems import Problem, problem

MOST_OPENINGS = 150  # of one kind in a paragraph, an item or a row; of `<`, those without a `>`
MOST_LEVELS = 20
MOST_CHARACTERS = 100_000  # in a line
MOST_LINES = 30_000
MOST_DEFINITIONS = 1_000  # of footnotes and links together
# Opening → the sign that cancels it: a closed tag is read once, a link may be searched for again from each bracket.
_OPENINGS = {"[": "", "]": "", "<": ">", "|": ""}
_STARTS = re.compile(r"[ \t]*(?:[-+*>|#]|\d{1,9}[.)])")
_MARKERS = re.compile(r"(?:[ \t]*(?:[-+*](?=[ \t])|>|\d{1,9}[.)](?=[ \t])))+")
_MARKER = re.compile(r"[-+*>]|\d+[.)]")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*$")
_DEFINITION = re.compile(r"[ \t>]*\[[^\]\n]*\]:")
_TAG = re.compile(r"<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")
_SINGLE = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_CODE = re.compile(r"`+[^`\n]*`+")


def check_crowding(text: str, path: str) -> list[Problem]:
    """Report each paragraph, item or row with too many openings, and the first line beyond each other limit."""
    lines = text.split("\n")
    return [*_crowded(lines, path), *_deep(lines, path), *_deep_in_tags(lines, path), *_long(lines, path)]


def _crowded(lines: list[str], path: str) -> Iterator[Problem]:
    counts = dict.fromkeys(_OPENINGS, 0)
    for number, line in enumerate(lines, 1):
        if not line.strip() or _STARTS.match(line) or "|" in line or _DEFINITION.match(line):
            counts = dict.fromkeys(_OPENINGS, 0)
        for mark, end in _OPENINGS.items():
            added = line.count(mark) - (line.count(end) if end else 0)
            before, counts[mark] = counts[mark], max(0, counts[mark] + added)
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


def _deep_in_tags(lines: list[str], path: str) -> Iterator[Problem]:
    """Count the nesting of tags as written: a closing tag ends one level, whichever it closes; code is skipped."""
    levels, fence = 0, ""
    for number, line in enumerate(lines, 1):
        if line.startswith(("```", "~~~")):
            fence = "" if line[:3] == fence else fence or line[:3]
        if fence or "<" not in line:
            continue
        for tag in _TAG.finditer(_CODE.sub("", line)):
            if tag["name"].lower() not in _SINGLE:
                levels = max(0, levels - 1) if tag["closes"] else levels + 1
            if levels > MOST_LEVELS:
                yield problem("body.depth", path, number, found=str(levels), most=str(MOST_LEVELS))
                return


def _long(lines: list[str], path: str) -> Iterator[Problem]:
    longest = next((number for number, line in enumerate(lines, 1) if len(line) > MOST_CHARACTERS), None)
    if longest:
        length = str(len(lines[longest - 1]))
        yield problem("body.long-line", path, longest, found=length, most=str(MOST_CHARACTERS))
    if len(lines) > MOST_LINES:
        yield problem("body.lines", path, MOST_LINES + 1, found=str(len(lines)), most=str(MOST_LINES))
    definitions = [number for number, line in enumerate(lines, 1) if "]:" in line and _DEFINITION.match(line)]
    if len(definitions) > MOST_DEFINITIONS:
        place, found = definitions[MOST_DEFINITIONS], str(len(definitions))
        yield problem("body.definitions", path, place, found=found, most=str(MOST_DEFINITIONS))
