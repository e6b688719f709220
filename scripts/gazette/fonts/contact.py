"""Contact sheets (字形样张): pictures of glyphs next to those of other faces, for a person to inspect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps

from gazette.fonts.audit import GlyphFinding
from gazette.fonts.characters import is_ideograph
from gazette.fonts.drawing import draw_square
from gazette.fonts.references import Reference
from gazette.fonts.shapes import find_difference

Drawings = Sequence[tuple[frozenset[int], Any]]
Put = Callable[[Image.Image, int, int, int], None]
_CELL, _GAP = 40, 4
_COLUMNS, ROWS = 14, 30  # of a sheet of findings: three cells each
WALL_SIDE, WALL_CELL = 1080, 34  # of a sheet of all glyphs, in pixels
# The first reference of which at most this share of the ink differs is taken; no further one is tried.
ALIKE = 0.08


def draw_findings(findings: Sequence[GlyphFinding], drawing: Any, references: Sequence[Reference]) -> list[Image.Image]:
    """Draw three cells per finding: our glyph, the reference's glyph of its character, and that of the other one."""
    sheets = []
    size = _COLUMNS * ROWS
    drawing, others = drawing.font_variant(size=_CELL - 8), _small(references)
    for start in range(0, len(findings), size):
        part = findings[start : start + size]
        sheet = _sheet(_COLUMNS * (_CELL * 3 + _GAP * 2), -(-len(part) // _COLUMNS) * (_CELL + _GAP))
        for number, each in enumerate(part):
            left = 40 + number % _COLUMNS * (_CELL * 3 + _GAP * 2)
            top = number // _COLUMNS * (_CELL + _GAP)
            sheet.paste(_cell(drawing, each.point), (left, top))
            sheet.paste(_cell(_having(others, each.point), each.point, shade=232), (left + _CELL, top))
            sheet.paste(_cell(_having(others, each.other), each.other, shade=208), (left + 2 * _CELL, top))
        sheets.append(_named(sheet, _CELL + _GAP, [str(start + each) for each in range(0, len(part), _COLUMNS)]))
    return sheets


def draw_ideographs(
    points: Sequence[int], drawing: Any, references: Sequence[Reference], slope: float = 0.0
) -> list[Image.Image]:
    """Draw each glyph in black over the nearest reference: red is only in ours, blue only in the reference.

    Both are brought to the same place and size, and small shifts of strokes are ignored. Glyphs are in code point
    order, so that a radical that does not fit its row is noticed as well.
    """
    side = WALL_CELL - 2

    def put(sheet: Image.Image, point: int, left: int, top: int) -> None:
        sheet.paste(_laid_over(point, drawing, references, slope).resize((side, side)), (left, top))

    return _walls(points, put, WALL_CELL, WALL_CELL)


def draw_signs(points: Sequence[int], drawing: Any, references: Sequence[Reference]) -> list[Image.Image]:
    """Draw each sign at its own size and height, above the reference's: the position may distinguish a sign."""
    drawing, others = drawing.font_variant(size=WALL_CELL - 8), _small(references, WALL_CELL - 8)

    def put(sheet: Image.Image, point: int, left: int, top: int) -> None:
        sheet.paste(_cell(drawing, point, size=WALL_CELL), (left, top))
        sheet.paste(_cell(_having(others, point), point, shade=232, size=WALL_CELL), (left, top + WALL_CELL))

    return _walls(points, put, WALL_CELL, 2 * WALL_CELL + _GAP)


def _walls(points: Sequence[int], put: Put, width: int, height: int) -> list[Image.Image]:
    """Lay out glyphs on sheets of at most 1,094 × 1,082 pixels; each row is labelled with its first code point."""
    columns, rows = WALL_SIDE // width, WALL_SIDE // height
    sheets = []
    for start in range(0, len(points), columns * rows):
        part = points[start : start + columns * rows]
        sheet = _sheet(columns * width, -(-len(part) // columns) * height)
        for number, point in enumerate(part):
            put(sheet, point, 40 + number % columns * width, number // columns * height)
        sheets.append(_named(sheet, height, [f"{point:X}" for point in part[::columns]]))
    return sheets


def _laid_over(point: int, drawing: Any, references: Sequence[Reference], slope: float) -> Image.Image:
    """Draw a glyph over its nearest reference, SIDE × SIDE pixels; grey if no reference has it."""
    own = draw_square(drawing, point, slope if is_ideograph(point) else 0.0)
    best = None
    for reference in references:
        if point in reference.points:
            found = find_difference(own, draw_square(reference.drawing, point))
            best = min(best or found, found, key=lambda each: each.apart)
            if best.apart < ALIKE:
                break
    paper = ImageOps.invert(own)
    if best is None:
        return paper.point([min(255, each + 90) for each in range(256)]).convert("RGB")
    red = ImageChops.subtract(ImageChops.lighter(paper, best.mine), best.its)
    return Image.merge("RGB", (red, ImageChops.subtract(paper, best.its), paper))


def _sheet(width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width + 40, height + _GAP), (255, 255, 255))


def _named(sheet: Image.Image, step: int, names: Sequence[str]) -> Image.Image:
    """Write the names of the rows at their left."""
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(11)
    for row, name in enumerate(names):
        pen.text((2, row * step + 12), name, font=font, fill=(0, 0, 0))
    return sheet


def _having(drawings: Drawings, point: int) -> Any:
    return next((drawing for points, drawing in drawings if point in points), None)


def _small(references: Sequence[Reference], size: int = _CELL - 8) -> Drawings:
    return [(each.points, each.drawing.font_variant(size=size)) for each in references]


def _cell(drawing: Any, point: int, shade: int = 255, size: int = _CELL) -> Image.Image:
    """Draw a character in a cell, on a grey background of this shade."""
    cell = Image.new("L", (size, size), shade)
    if drawing is not None and point:
        width = drawing.getlength(chr(point))
        place = (max(2, (size - width) / 2), size - 10)
        ImageDraw.Draw(cell).text(place, chr(point), font=drawing, fill=0, anchor="ls")
    return cell
