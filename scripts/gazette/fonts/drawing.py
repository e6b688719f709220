"""Drawing (字形绘制): draws a character as a picture, independent of the size and position of its glyph."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw, ImageFont

# A picture is drawn at EM pixels and scaled to SIDE × SIDE.
EM, SIDE = 64, 48
# A glyph flatter than this ratio keeps its proportions: 一 stretched into a square would be meaningless.
FLAT = 0.45
# Standard deviation of the ink about its centre after scaling, in pixels.
SPREAD = 11.0
_HEIGHT = EM * 2
BASELINE = EM + EM // 2


def open_face(data: bytes, index: int = 0) -> Any:
    """Open a face of a font file or collection for drawing with FreeType."""
    return ImageFont.truetype(io.BytesIO(data), EM, index=index, layout_engine=ImageFont.Layout.BASIC)


def draw_character(face: Any, point: int) -> Image.Image:
    """Draw a character, ink 255 on 0; the picture is twice as high as the type size, so that nothing is cut off."""
    character = chr(point)
    left, _, right, _ = face.getbbox(character, anchor="ls")
    picture = Image.new("L", (max(int(right - left) + 4, 4), _HEIGHT))
    ImageDraw.Draw(picture).text((2 - left, BASELINE), character, fill=255, font=face, anchor="ls")
    return picture


def draw_square(face: Any, point: int, slope: float = 0.0) -> Image.Image:
    """Draw a character as SIDE × SIDE pixels, normalised as for a shape; all 0 if nothing is drawn."""
    picture = levelled(draw_character(face, point), slope)
    box = picture.getbbox()
    return framed(picture, box) if box else Image.new("L", (SIDE, SIDE))


def levelled(picture: Image.Image, slope: float) -> Image.Image:
    """Return a picture whose horizontal strokes rise by `slope`, sheared so that they are level."""
    if not slope:
        return picture
    matrix = (1, 0, 0, -slope, 1, slope * picture.width / 2)
    return picture.transform(picture.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def framed(picture: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
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
