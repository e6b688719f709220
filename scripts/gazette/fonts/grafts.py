"""Grafts (字形拼合): the parts of which a composed glyph is made, by grafts.tsv or from its letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from gazette.fonts.packages import package_rows

# Superscripts and subscripts: size, and shift in thousandths of the size, of those that Liberation draws itself.
RAISED_SIZE = 0.6
RAISED = {"<super>": 300.0, "<sub>": -140.0}
_PLAIN = {"\u2212": "\u2013"}
_PART = re.compile(
    r"(?:(?P<file>[\w-]+\.otf):)?(?P<character>.)(?:\[(?P<first>\d+)(?:-(?P<last>\d+))?\])?(?:@(?P<matrix>[-\d.,]+))?"
)


@dataclass(frozen=True)
class GraftedPart:
    """A part of a composed glyph: contours of a character (None: all), scaled and moved by `matrix` (sx, sy, dx, dy).

    `file`: the font in the same package, "" for the face's own source. Shifts are in thousandths of the size.
    """

    file: str
    character: str
    contours: range | None
    matrix: tuple[float, float, float, float]


def read_grafts(face: str) -> dict[str, tuple[GraftedPart, ...]]:
    """Return the glyphs of one face that are composed of parts: character → parts."""
    rows = [(*row["glyph"].split("/"), row["parts"]) for row in package_rows("grafts.tsv")]
    return {character: tuple(map(_part, parts.split())) for name, character, parts in rows if name == face}


def raised_parts(point: int, widths: Mapping[str, float]) -> tuple[GraftedPart, ...]:
    """Return the parts that compose a superscript or subscript from its letters.

    () if the character is neither, or a letter is lacking. `widths`: letter → advance in thousandths of the size.
    """
    kind, *letters = unicodedata.decomposition(chr(point)).split() or [""]
    if kind not in RAISED:
        return ()
    found, place = [], 0.0
    for letter in (chr(int(each, 16)) for each in letters):
        letter = letter if letter in widths else _PLAIN.get(letter, letter)
        if letter not in widths:
            return ()
        found.append(GraftedPart("", letter, None, (RAISED_SIZE, RAISED_SIZE, place, RAISED[kind])))
        place += widths[letter] * RAISED_SIZE
    return tuple(found)


def _part(text: str) -> GraftedPart:
    found = _PART.fullmatch(text)
    if not found:
        raise ValueError(f"grafts.tsv: {text}")
    first, last = found["first"], found["last"] or found["first"]
    matrix = tuple(float(each) for each in (found["matrix"] or "1,1,0,0").split(","))
    contours = range(int(first), int(last) + 1) if first else None
    return GraftedPart(
        found["file"] or "", found["character"], contours, cast(tuple[float, float, float, float], matrix)
    )
