"""Shapes (字形比较): a character's picture as bits that can be compared, whatever the size, weight and place of its drawing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from PIL import Image, ImageDraw, ImageFont

# A picture is drawn at EM pixels and brought to SIDE × SIDE; a row of bits is wider, so that a shift cannot run over.
EM, SIDE, STRIDE = 64, 48, 56
CELLS = 12
# What is thinner than this part of the other side keeps its proportions: 一 stretched into a square says nothing.
FLAT = 0.45
# The standard deviation of an ideograph's ink about its middle, in pixels of the picture.
SPREAD = 11.0
# What a character's place and size count for beside its shape; faces place the same sign a little differently.
HIGHER, LARGER = 0.15, 0.06
_INK = 100
_HEIGHT = EM * 2
_BASELINE = EM + EM // 2


@dataclass(frozen=True, slots=True)
class GlyphShape:
    """The ink of a character, the same grown by one and by three pixels, and a coarse pattern of where it is dark.

    `middle` above the line and `height` are in parts of the size: a comma is no apostrophe, ヶ is no ケ.
    """

    ink: int
    near: int
    wide: int
    pattern: int
    middle: float
    height: float


def is_ideograph(point: int) -> bool:
    return 0x3400 <= point < 0xA000 or 0xF900 <= point < 0xFB00 or 0x20000 <= point < 0x33480


def open_face(data: bytes, index: int = 0) -> Any:
    """A font of a file or a collection, as FreeType draws it."""
    return ImageFont.truetype(io.BytesIO(data), EM, index=index, layout_engine=ImageFont.Layout.BASIC)


def draw_character(face: Any, point: int) -> Image.Image:
    """Black is 255; its height is twice the size, so that nothing is cut off."""
    character = chr(point)
    left, _, right, _ = face.getbbox(character, anchor="ls")
    picture = Image.new("L", (max(int(right - left) + 4, 4), _HEIGHT))
    ImageDraw.Draw(picture).text((2 - left, _BASELINE), character, fill=255, font=face, anchor="ls")
    return picture


def find_shape(face: Any, point: int, slope: float = 0.0) -> GlyphShape | None:
    """None where nothing is drawn. `slope` is how much the horizontal strokes of a hand rise; they are made level."""
    picture = _level(draw_character(face, point), slope)
    box = picture.getbbox()
    if box is None:
        return None
    middle, height = (_BASELINE - (box[1] + box[3]) / 2) / EM, (box[3] - box[1]) / EM
    return shape_of(_framed(picture, box), middle, height)


def draw_square(face: Any, point: int, slope: float = 0.0) -> Image.Image:
    """SIDE × SIDE pixels, as a shape is taken from; white where nothing is drawn, which is 0."""
    picture = _level(draw_character(face, point), slope)
    box = picture.getbbox()
    return _framed(picture, box) if box else Image.new("L", (SIDE, SIDE))


def _level(picture: Image.Image, slope: float) -> Image.Image:
    if not slope:
        return picture
    matrix = (1, 0, 0, -slope, 1, slope * picture.width / 2)
    return picture.transform(picture.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _framed(picture: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """The ink about its own middle, as wide and as high as it spreads: a long last stroke moves little else."""
    cut = picture.crop(box)
    across, wide = _spread(cut.resize((cut.width, 1), Image.Resampling.BOX).tobytes())
    down, high = _spread(cut.resize((1, cut.height), Image.Resampling.BOX).tobytes())
    wide, high = max(wide, FLAT * high), max(high, FLAT * wide)
    step_x, step_y = wide / SPREAD, high / SPREAD
    matrix = (step_x, 0, across - SIDE / 2 * step_x, 0, step_y, down - SIDE / 2 * step_y)
    return cut.transform((SIDE, SIDE), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _spread(ink: bytes) -> tuple[float, float]:
    """The middle of a row of values and their standard deviation."""
    total = sum(ink) or 1
    middle = sum(place * each for place, each in enumerate(ink)) / total
    spread = sum((place - middle) ** 2 * each for place, each in enumerate(ink)) / total
    return middle, max(spread**0.5, 1.0)


@dataclass(frozen=True)
class InkDifference:
    """What lies in one of two pictures and more than three pixels from the other's ink, as pictures, and its part of the ink."""

    mine: Image.Image
    its: Image.Image
    apart: float


def find_difference(one: Image.Image, other: Image.Image) -> InkDifference:
    """Of two squares."""
    own, its = _bits(one), _bits(other)
    mine, theirs = own & ~_grown(_grown(_grown(its))), its & ~_grown(_grown(_grown(own)))
    return InkDifference(_picture(mine), _picture(theirs), (mine | theirs).bit_count() / ((own | its).bit_count() or 1))


def _picture(bits: int) -> Image.Image:
    """The square of these bits."""
    wide = Image.frombytes("1", (STRIDE, SIDE + 8), bits.to_bytes(STRIDE * (SIDE + 8) // 8, "big"))
    return wide.crop((4, 4, 4 + SIDE, 4 + SIDE)).convert("L")


def shape_of(square: Image.Image, middle: float, height: float) -> GlyphShape:
    ink = _bits(square)
    near = _grown(ink)
    return GlyphShape(ink, near, _grown(_grown(near)), _pattern(square), middle, height)


def _bits(square: Image.Image) -> int:
    """One bit a pixel; four empty columns on each side and rows above and below."""
    wide = Image.new("L", (STRIDE, SIDE + 8))
    wide.paste(square, (4, 4))
    return int.from_bytes(wide.point([0] * _INK + [255] * (256 - _INK), "1").tobytes(), "big")


def _grown(ink: int) -> int:
    row = ink | ink << 1 | ink >> 1
    return row | row << STRIDE | row >> STRIDE


def _pattern(square: Image.Image) -> int:
    """For each cell, how many of three levels its darkness reaches; the levels are the glyph's own, so weight tells nothing."""
    cells = square.resize((CELLS, CELLS), Image.Resampling.BOX).tobytes()
    ranked = sorted(cells)
    levels = [max(ranked[len(ranked) * part // 100], 1) for part in (40, 62, 82)]
    bits = "".join("1" if cell >= level else "0" for level in levels for cell in cells)
    return int(bits, 2)


def distance(one: GlyphShape, other: GlyphShape) -> float:
    """How much of each lies beside the other: 0 the same but for weight, about 0.1 another hand, beyond 0.4 another character."""
    parts = 0.0
    for mine, its in ((one, other), (other, one)):
        size = mine.ink.bit_count() or 1
        parts += ((mine.ink & ~its.near).bit_count() * 0.4 + (mine.ink & ~its.wide).bit_count()) / size
    return parts / 2 + HIGHER * abs(one.middle - other.middle) + LARGER * abs(one.height - other.height)


def rank_patterns(shape: GlyphShape, patterns: Sequence[int], count: int) -> list[int]:
    """The places of the `count` nearest patterns."""
    own = shape.pattern
    apart = [(own ^ each).bit_count() for each in patterns]
    return nsmallest(count, range(len(apart)), key=apart.__getitem__)
