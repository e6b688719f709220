"""Shapes (字形比较): pictures of characters as comparable bit patterns, independent of size, weight and position."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from PIL import Image, ImageDraw, ImageFont

# A picture is drawn at EM pixels and scaled to SIDE × SIDE; a row has STRIDE bits, so that a shift stays in its row.
EM, SIDE, STRIDE = 64, 48, 56
CELLS = 12
# A glyph flatter than this ratio keeps its proportions: 一 stretched into a square would be meaningless.
FLAT = 0.45
# Standard deviation of the ink about its centre after scaling, in pixels.
SPREAD = 11.0
# Weights of position and size in a distance; faces place the same sign slightly differently.
HIGHER, LARGER = 0.15, 0.06
_INK = 100
_HEIGHT = EM * 2
_BASELINE = EM + EM // 2


@dataclass(frozen=True, slots=True)
class GlyphShape:
    """A character's ink, the ink grown by one and by three pixels, and a coarse darkness pattern, each as bits.

    `middle` (above the baseline) and `height` are in units of the type size: they tell a comma from an apostrophe, ヶ
    from ケ.
    """

    ink: int
    near: int
    wide: int
    pattern: int
    middle: float
    height: float


def is_ideograph(point: int) -> bool:
    """True for a code point of a CJK ideograph."""
    return 0x3400 <= point < 0xA000 or 0xF900 <= point < 0xFB00 or 0x20000 <= point < 0x33480


def open_face(data: bytes, index: int = 0) -> Any:
    """Open a face of a font file or collection for drawing with FreeType."""
    return ImageFont.truetype(io.BytesIO(data), EM, index=index, layout_engine=ImageFont.Layout.BASIC)


def draw_character(face: Any, point: int) -> Image.Image:
    """Draw a character, ink 255 on 0; the picture is twice as high as the type size, so that nothing is cut off."""
    character = chr(point)
    left, _, right, _ = face.getbbox(character, anchor="ls")
    picture = Image.new("L", (max(int(right - left) + 4, 4), _HEIGHT))
    ImageDraw.Draw(picture).text((2 - left, _BASELINE), character, fill=255, font=face, anchor="ls")
    return picture


def find_shape(face: Any, point: int, slope: float = 0.0) -> GlyphShape | None:
    """Return the shape of a character, or None if nothing is drawn.

    `slope`: rise of the horizontal strokes of a brush style, which are levelled.
    """
    picture = _level(draw_character(face, point), slope)
    box = picture.getbbox()
    if box is None:
        return None
    middle, height = (_BASELINE - (box[1] + box[3]) / 2) / EM, (box[3] - box[1]) / EM
    return shape_of(_framed(picture, box), middle, height)


def draw_square(face: Any, point: int, slope: float = 0.0) -> Image.Image:
    """Draw a character as SIDE × SIDE pixels, normalised as for a shape; all 0 if nothing is drawn."""
    picture = _level(draw_character(face, point), slope)
    box = picture.getbbox()
    return _framed(picture, box) if box else Image.new("L", (SIDE, SIDE))


def _level(picture: Image.Image, slope: float) -> Image.Image:
    if not slope:
        return picture
    matrix = (1, 0, 0, -slope, 1, slope * picture.width / 2)
    return picture.transform(picture.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _framed(picture: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """Centre the ink on its mean and scale it by its standard deviation, so that one long stroke moves little else."""
    cut = picture.crop(box)
    across, wide = _spread(cut.resize((cut.width, 1), Image.Resampling.BOX).tobytes())
    down, high = _spread(cut.resize((1, cut.height), Image.Resampling.BOX).tobytes())
    wide, high = max(wide, FLAT * high), max(high, FLAT * wide)
    step_x, step_y = wide / SPREAD, high / SPREAD
    matrix = (step_x, 0, across - SIDE / 2 * step_x, 0, step_y, down - SIDE / 2 * step_y)
    return cut.transform((SIDE, SIDE), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _spread(ink: bytes) -> tuple[float, float]:
    """Return the mean and standard deviation of a row of values."""
    total = sum(ink) or 1
    middle = sum(place * each for place, each in enumerate(ink)) / total
    spread = sum((place - middle) ** 2 * each for place, each in enumerate(ink)) / total
    return middle, max(spread**0.5, 1.0)


@dataclass(frozen=True)
class InkDifference:
    """The ink more than three pixels from the other picture's ink, as two pictures.

    `apart`: its share of the ink of both.
    """

    mine: Image.Image
    its: Image.Image
    apart: float


def find_difference(one: Image.Image, other: Image.Image) -> InkDifference:
    """Compare two squares made by `draw_square`."""
    own, its = _bits(one), _bits(other)
    mine, theirs = own & ~_grown(_grown(_grown(its))), its & ~_grown(_grown(_grown(own)))
    return InkDifference(_picture(mine), _picture(theirs), (mine | theirs).bit_count() / ((own | its).bit_count() or 1))


def _picture(bits: int) -> Image.Image:
    """Return the square picture of these bits."""
    wide = Image.frombytes("1", (STRIDE, SIDE + 8), bits.to_bytes(STRIDE * (SIDE + 8) // 8, "big"))
    return wide.crop((4, 4, 4 + SIDE, 4 + SIDE)).convert("L")


def shape_of(square: Image.Image, middle: float, height: float) -> GlyphShape:
    """Return the shape of a square picture."""
    ink = _bits(square)
    near = _grown(ink)
    return GlyphShape(ink, near, _grown(_grown(near)), _pattern(square), middle, height)


def _bits(square: Image.Image) -> int:
    """Return one bit per pixel, with a margin of four columns and four rows."""
    wide = Image.new("L", (STRIDE, SIDE + 8))
    wide.paste(square, (4, 4))
    return int.from_bytes(wide.point([0] * _INK + [255] * (256 - _INK), "1").tobytes(), "big")


def _grown(ink: int) -> int:
    row = ink | ink << 1 | ink >> 1
    return row | row << STRIDE | row >> STRIDE


def _pattern(square: Image.Image) -> int:
    """Return three bits per cell: which of three darkness levels it reaches.

    The levels are quantiles of the glyph itself, so that its weight does not matter.
    """
    cells = square.resize((CELLS, CELLS), Image.Resampling.BOX).tobytes()
    ranked = sorted(cells)
    levels = [max(ranked[len(ranked) * part // 100], 1) for part in (40, 62, 82)]
    bits = "".join("1" if cell >= level else "0" for level in levels for cell in cells)
    return int(bits, 2)


def distance(one: GlyphShape, other: GlyphShape) -> float:
    """Return how much ink of each shape lies outside the other.

    0: same but for weight; about 0.1: another design; above 0.4: another character.
    """
    parts = 0.0
    for mine, its in ((one, other), (other, one)):
        size = mine.ink.bit_count() or 1
        parts += ((mine.ink & ~its.near).bit_count() * 0.4 + (mine.ink & ~its.wide).bit_count()) / size
    return parts / 2 + HIGHER * abs(one.middle - other.middle) + LARGER * abs(one.height - other.height)


def rank_patterns(shape: GlyphShape, patterns: Sequence[int], count: int) -> list[int]:
    """Return the indices of the `count` nearest patterns, nearest first."""
    own = shape.pattern
    apart = [(own ^ each).bit_count() for each in patterns]
    return nsmallest(count, range(len(apart)), key=apart.__getitem__)
