"""Page pictures (页面图像): the areas in which the rendered pages of two PDFs differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

_SCALE = 4 / 3  # pixels per point: 96 per inch
_SEEN = 4  # of 255: smaller differences are invisible, even over an area
_CELL = 8  # pixels: areas closer than this are merged
_LARGEST = 4000  # pixels: limit of a page's longer side
_MOST = 40  # limit of areas; once exceeded, no further page is compared
_RED = (220, 0, 0)


@dataclass(frozen=True, order=True)
class Spot:
    """A rectangle on a page (from 1), in millimetres from the left and top edge of the visible page."""

    page: int
    left: int
    top: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.left}, {self.top}; {self.width} × {self.height} mm"


def compare_pictures(found: bytes, original: bytes, folder: Path | None = None) -> tuple[Spot, ...]:
    """Return where the pages that both PDFs have look different; a whole page if one of the two cannot be rendered.

    If `folder` is given, each such page is written there, found and original, with a frame around each area.
    """
    spots: list[Spot] = []
    other = pypdfium2.PdfDocument(original)
    try:
        one = pypdfium2.PdfDocument(found)
        one.init_forms()
    except pypdfium2.PdfiumError:
        return tuple(_spot(number, (0, 0, *_picture(page).size)) for number, page in enumerate(other, 1))[:_MOST]
    for number in range(min(len(one), len(other))):
        theirs = _picture(other[number])
        try:
            mine = _picture(one[number])
        except pypdfium2.PdfiumError:  # an invalid page
            mine = Image.new("RGB", (1, 1))
        boxes = list(_differing(mine, theirs))
        spots += [_spot(number + 1, box) for box in boxes]
        if boxes and folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            _framed(mine, boxes).save(folder / f"page-{number + 1}.png")
            _framed(theirs, boxes).save(folder / f"page-{number + 1}.original.png")
        if len(spots) > _MOST:
            break
    return tuple(spots)


def _picture(page: pypdfium2.PdfPage) -> Image.Image:
    """Render a page with annotations and form fields, as a viewer shows it."""
    scale = min(_SCALE, _LARGEST / max(*page.get_size(), 1))
    picture: Image.Image = page.render(scale=scale, may_draw_forms=True, draw_annots=True).to_pil()
    return picture.convert("RGB")


def _differing(one: Image.Image, other: Image.Image) -> Iterator[tuple[int, int, int, int]]:
    """Yield boxes (left, top, right, bottom in pixels) around the differences, near ones merged."""
    if one.size != other.size:
        yield (0, 0, *max(one.size, other.size))
        return
    red, green, blue = ImageChops.difference(one, other).split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(
        [255 if value > _SEEN else 0 for value in range(256)]
    )
    if strongest.getbbox() is None:
        return
    cells = strongest.reduce(_CELL).point(lambda value: 255 if value else 0)
    width = cells.size[0]
    marked = {(at % width, at // width) for at, value in enumerate(cells.tobytes()) if value}
    while marked:
        group, edge = set[tuple[int, int]](), [marked.pop()]
        while edge:
            x, y = edge.pop()
            group.add((x, y))
            around = {(x + right, y + down) for right in (-2, -1, 0, 1, 2) for down in (-1, 0, 1)} & marked
            marked -= around
            edge += around
        columns, rows = [x for x, _ in group], [y for _, y in group]
        yield min(columns) * _CELL, min(rows) * _CELL, (max(columns) + 1) * _CELL, (max(rows) + 1) * _CELL


def _spot(page: int, box: tuple[int, int, int, int]) -> Spot:
    left, top, right, bottom = (round(each / _SCALE / 72 * 25.4) for each in box)
    return Spot(page, left, top, max(1, right - left), max(1, bottom - top))


def _framed(picture: Image.Image, boxes: list[tuple[int, int, int, int]]) -> Image.Image:
    marked = picture.copy()
    draw = ImageDraw.Draw(marked)
    for left, top, right, bottom in boxes:
        draw.rectangle((left - 3, top - 3, right + 3, bottom + 3), outline=_RED, width=2)
    return marked
