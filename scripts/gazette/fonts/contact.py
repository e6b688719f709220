"""Contact sheets (字形样张): pictures of glyphs beside those of other faces, to be looked at by a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from gazette.fonts.audit import Finding, Reference

Drawings = Sequence[tuple[frozenset[int], Any]]
CELL, GAP = 40, 4
COLUMNS, ROWS = 14, 30  # of findings: three cells each
WALL_COLUMNS, WALL_ROWS = 40, 22  # of all glyphs: ours above the other's


def draw_findings(findings: Sequence[Finding], drawing: Any, references: Sequence[Reference]) -> list[Image.Image]:
    """For each finding three cells: our glyph, the reference's of this character, the reference's of the other one."""
    sheets = []
    size = COLUMNS * ROWS
    drawing, others = drawing.font_variant(size=CELL - 8), _small(references)
    for start in range(0, len(findings), size):
        part = findings[start : start + size]
        sheet = _sheet(COLUMNS * (CELL * 3 + GAP * 2), -(-len(part) // COLUMNS) * (CELL + GAP))
        for number, each in enumerate(part):
            left = 40 + number % COLUMNS * (CELL * 3 + GAP * 2)
            top = number // COLUMNS * (CELL + GAP)
            _put(sheet, drawing, each.point, left, top)
            _put(sheet, _having(others, each.point), each.point, left + CELL, top, shade=232)
            _put(sheet, _having(others, each.other), each.other, left + 2 * CELL, top, shade=208)
        sheets.append(_numbered(sheet, CELL + GAP, COLUMNS, start))
    return sheets


def draw_wall(points: Sequence[int], drawing: Any, references: Sequence[Reference]) -> list[Image.Image]:
    """All glyphs, each above the reference's."""
    sheets = []
    drawing, others = drawing.font_variant(size=CELL - 8), _small(references)
    size = WALL_COLUMNS * WALL_ROWS
    for start in range(0, len(points), size):
        part = points[start : start + size]
        sheet = _sheet(WALL_COLUMNS * CELL, -(-len(part) // WALL_COLUMNS) * (2 * CELL + GAP))
        for number, point in enumerate(part):
            left, top = 40 + number % WALL_COLUMNS * CELL, number // WALL_COLUMNS * (2 * CELL + GAP)
            _put(sheet, drawing, point, left, top)
            _put(sheet, _having(others, point), point, left, top + CELL, shade=232)
        sheets.append(_numbered(sheet, 2 * CELL + GAP, WALL_COLUMNS, start))
    return sheets


def _sheet(width: int, height: int) -> Image.Image:
    return Image.new("L", (width + 40, height + GAP), 255)


def _numbered(sheet: Image.Image, step: int, columns: int, start: int) -> Image.Image:
    """The number of a row's first glyph, at its left."""
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(12)
    for row in range(sheet.height // step):
        pen.text((2, row * step + 12), str(start + row * columns), font=font, fill=0)
    return sheet


def _having(drawings: Drawings, point: int) -> Any:
    return next((drawing for points, drawing in drawings if point in points), None)


def _small(references: Sequence[Reference]) -> Drawings:
    return [(each.points, each.drawing.font_variant(size=CELL - 8)) for each in references]


def _put(sheet: Image.Image, drawing: Any, point: int, left: int, top: int, shade: int = 255) -> None:
    """A character at the size of a cell, on its shade of grey."""
    cell = Image.new("L", (CELL, CELL), shade)
    if drawing is not None and point:
        width = drawing.getlength(chr(point))
        place = (max(2, (CELL - width) / 2), CELL - 10)
        ImageDraw.Draw(cell).text(place, chr(point), font=drawing, fill=0, anchor="ls")
    sheet.paste(cell, (left, top))
