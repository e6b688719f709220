"""Shapes (字形比较): measures how far the pictures of two characters differ, whatever the weight of their strokes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from PIL import Image

from gazette.fonts.drawing import BASELINE, EM, SIDE, draw_character, framed, levelled

# The bits of a row: more than SIDE, so that a shift stays in its row.
STRIDE = 56
CELLS = 12
# Weights of position and size in a distance; faces place the same sign slightly differently.
HIGHER, LARGER = 0.15, 0.06
_INK = 100


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


def find_shape(face: Any, point: int, slope: float = 0.0) -> GlyphShape | None:
    """Return the shape of a character, or None if nothing is drawn.

    `slope`: rise of the horizontal strokes of a brush style, which are levelled.
    """
    picture = levelled(draw_character(face, point), slope)
    box = picture.getbbox()
    if box is None:
        return None
    middle, height = (BASELINE - (box[1] + box[3]) / 2) / EM, (box[3] - box[1]) / EM
    return shape_of(framed(picture, box), middle, height)


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
