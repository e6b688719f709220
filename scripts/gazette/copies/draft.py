"""Draft mark (草稿字样): a grey word drawn under the text on each page of a copy that nobody has approved yet.

The mark is an artifact made of outlines without characters, so that the extracted words of the copy do not change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, pi, sin
from pathlib import Path
from typing import Any

import pydyf
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

# The class of the articles whose pages are marked.
CLASS = "gz-article--draft"
# The page background must not cover the mark.
STYLE = "html, body { background: none !important }"
_NAME, _GREY = "draft", "0.87 g"
# Maximum length as a part of the page's diagonal, and maximum height as a part of its shorter side.
_LENGTH, _HEIGHT = 0.62, 0.34


@dataclass(frozen=True)
class Mark:
    """The word to draw and the font that supplies its outlines."""

    words: str
    font: Path


class _Pen(BasePen):  # type: ignore[misc]
    """Pen that collects outlines as PDF operators in font units, shifted right by `x`."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.x, self.operators = 0.0, list[str]()

    def _draw(self, operator: str, *points: tuple[float, float]) -> None:
        self.operators.append(" ".join([*(f"{x + self.x:.0f} {y:.0f}" for x, y in points), operator]))

    def _moveTo(self, point: tuple[float, float]) -> None:
        self._draw("m", point)

    def _lineTo(self, point: tuple[float, float]) -> None:
        self._draw("l", point)

    def _curveToOne(self, *points: tuple[float, float]) -> None:
        self._draw("c", *points)

    def _closePath(self) -> None:
        self.operators.append("h")


def mark_pages(pdf: Any, pages: Iterable[Any], mark: Mark) -> None:
    """Draw the mark under the content of all pages with a draft article, in a PDF not yet written."""
    shape, width, height = _outline(mark, mark.font.stat().st_mtime_ns)
    form = pydyf.Stream(
        [shape], {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array((0, -height, width, height))}
    )
    form.compress = True
    pdf.add_object(form)
    kids = [pdf.objects[int(each.split()[0])] for each in pdf.page_references]
    for page, entry in zip(pages, kids, strict=True):
        if _holds_draft(page._page_box):
            resources = pdf.objects[int(entry["Resources"].split()[0])]
            resources.setdefault("XObject", pydyf.Dictionary())[_NAME] = form.reference
            content = pdf.objects[int(entry["Contents"].split()[0])]
            content.stream.insert(0, _across(entry["MediaBox"], width, height))


@lru_cache(maxsize=16)
def _outline(mark: Mark, _changed: int) -> tuple[str, float, float]:
    """Return the outline as PDF operators, its width, and the height of a capital or an ideograph, in font units.

    To read a face takes as long as a tenth of a copy, so it is done once.
    """
    with TTFont(mark.font, lazy=True) as font:
        # Otherwise a name would be made up for each glyph from the characters.
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        names, glyphs, metrics = font.getBestCmap(), font.getGlyphSet(), font["hmtx"]
        pen = _Pen(glyphs)
        for character in mark.words:
            name = names[ord(character)]
            glyphs[name].draw(pen)
            pen.x += metrics[name][0]
        height = 0.86 * font["head"].unitsPerEm if ord(mark.words[0]) > 0x2E80 else 0.66 * font["head"].unitsPerEm
        return "\n".join([_GREY, *pen.operators, "f"]), pen.x, height


def _across(box: Any, width: float, height: float) -> str:
    """Return the operators that draw the mark from lower left to upper right, centred on the page."""
    _, _, right, top = box
    scale = min(_LENGTH * hypot(right, top) / width, _HEIGHT * min(right, top) / height)
    angle = pi / 4
    a, b = scale * cos(angle), scale * sin(angle)
    # Translate so that the word's centre lies on the page's centre.
    x, y = right / 2 - (a * width - b * height * 0.76) / 2, top / 2 - (b * width + a * height * 0.76) / 2
    matrix = " ".join(f"{each:.4f}" for each in (a, b, -b, a, x, y))
    return f"/Artifact BMC q {matrix} cm /{_NAME} Do Q EMC"


def _holds_draft(box: Any) -> bool:
    element = getattr(box, "element", None)
    if element is not None and CLASS in (element.get("class") or "").split():
        return True
    return any(_holds_draft(child) for child in getattr(box, "children", ()))
