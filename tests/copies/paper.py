"""Paper: what stands where on the pages of a PDF, read with PDFium, which knows nothing of how it was set."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
import pypdfium2.raw as raw

MM = 72 / 25.4
# 28 mm and 156 mm; 37 mm and 225 mm (GB/T 9704-2012, 5.2.1), and the same lying across.
UPRIGHT, ACROSS = (28 * MM, 184.05 * MM, 37 * MM, 262.1 * MM), (35 * MM - 1, 260.1 * MM, 28 * MM - 1, 184.1 * MM)


@dataclass(frozen=True)
class Thing:
    """A character, or a picture (without `text`), in points from the upper left corner; of a character its advance."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float = 0


@dataclass(frozen=True)
class Sheet:
    things: tuple[Thing, ...]
    area: tuple[float, float, float, float]

    @property
    def inside(self) -> list[Thing]:
        """All but the page number."""
        is_across = self.area == ACROSS
        return [
            each
            for each in self.things
            if (each.right > self.area[0] - 5 if is_across else each.top < self.area[3] + 5)
        ]

    def outside(self) -> list[Thing]:
        left, right, top, bottom = self.area
        return [
            each
            for each in self.inside
            if each.left < left - 0.5 or each.right > right + 0.5 or each.top < top - 2 or each.bottom > bottom + 2
        ]

    def lines(self) -> list[list[Thing]]:
        """Characters by baseline, from left to right."""
        shown = sorted((each for each in self.inside if each.text.strip()), key=lambda each: (each.baseline, each.left))
        return [list(line) for _, line in groupby(shown, key=lambda each: round(each.baseline))]


def read_sheets(content: bytes) -> list[Sheet]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [_sheet(page) for page in document]
    finally:
        document.close()


def line_ends(content: bytes) -> list[float]:
    """Where the lines of all pages end, by Poppler: PDFium forgets a negative step at the end of a run."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True)
    ends: dict[tuple[int, int], float] = {}
    for number, page in enumerate(done.stdout.decode().split("<page ")):
        for right, bottom in re.findall(r'<word [^>]*xMax="([\d.]+)" yMax="([\d.]+)"', page):
            if float(bottom) < UPRIGHT[3] + 5:
                place = (number, round(float(bottom)))
                ends[place] = max(ends.get(place, 0.0), float(right))
    return [ends[place] for place in sorted(ends)]


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    things = (*_characters(page, height), *_pictures(page, height))
    return Sheet(things, ACROSS if width > height else UPRIGHT)


def _characters(page: pypdfium2.PdfPage, height: float) -> Iterator[Thing]:
    text = page.get_textpage()
    for at in range(text.count_chars()):
        # PDFium hides a hyphen at the end of a line.
        character = "-" if raw.FPDFText_IsHyphen(text, at) == 1 else chr(raw.FPDFText_GetUnicode(text, at))
        if raw.FPDFText_IsGenerated(text, at) or character.isspace():
            continue
        left, _, right, _ = text.get_charbox(at, loose=True)
        _, bottom, _, top = text.get_charbox(at)
        x, y = raw.c_double(), raw.c_double()
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        yield Thing(character, left, right, height - top, height - bottom, height - y.value)


def _pictures(page: pypdfium2.PdfPage, height: float) -> Iterator[Thing]:
    for each in page.get_objects((raw.FPDF_PAGEOBJ_IMAGE,)):
        left, bottom, right, top = each.get_bounds()
        yield Thing("", left, right, height - top, height - bottom)
