"""Ink (着墨): words on a page that no reader can see: drawn without ink or in white, too small, off the page, or covered.

An estimate: it reports only what is certainly hidden, and does not prove the rest visible; only a rendering does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import pikepdf

Matrix = tuple[float, float, float, float, float, float]
Manner = Literal["invisible", "white", "small", "outside", "covered"]

_FAINT, _PALE, _SMALL = 0.1, 0.92, 1.5  # thresholds: opacity, lightness (0 to 1), type size in points
_FILLS = frozenset(["f", "F", "f*", "B", "B*", "b", "b*"])
_ENDS = frozenset(["n", "S", "s"])
_POINTS = {"m": 1, "l": 1, "c": 3, "v": 2, "y": 2}
_NO_INK = (3, 7)  # text rendering modes (Tr) that paint nothing: invisible, clip only


@dataclass(frozen=True)
class Hidden:
    """Words on a page (from 0) that cannot be seen, and why."""

    page: int
    manner: Manner
    text: str


@dataclass(frozen=True)
class _State:
    mode: int = 0
    opacity: float = 1.0
    lightness: float = 0.0


class Ink:
    """Visibility of the words of one page. `box`: the crop box (left, bottom, right, top) in points."""

    def __init__(self, page: int, box: list[float]) -> None:
        self.page, self.box = page, box
        self.state = _State()
        self.hidden: list[Hidden] = []
        self.points: list[tuple[float, float]] = []
        self.written: list[tuple[str, float, float, float]] = []

    def write(self, text: str, place: Matrix, size: float) -> None:
        """Record words that start at the text matrix `place`, in type size `size`."""
        if not text.strip():
            return
        height = abs(size) * abs(place[0] * place[3] - place[1] * place[2]) ** 0.5
        x, y = place[4], place[5]
        left, bottom, right, top = self.box
        manner: Manner | None = None
        if self.state.mode in _NO_INK or self.state.opacity < _FAINT:
            manner = "invisible"
        elif self.state.lightness > _PALE:
            manner = "white"
        elif height < _SMALL:
            manner = "small"
        elif not (left <= x <= right and bottom <= y <= top):
            manner = "outside"
        if manner:
            self.hidden.append(Hidden(self.page, manner, text))
        else:
            # A point inside the first character stands for the words; only its height is known.
            self.written.append((text, x + height * 0.2, y + height * 0.3, height))

    def operate(self, name: str, operands: Any, resources: Any, matrix: Matrix) -> None:
        """Handle any operator other than those of text position, text showing and marked content."""
        if name == "re":
            x, y, width, height = (float(each) for each in operands)
            self._add(matrix, (x, y), (x + width, y), (x, y + height), (x + width, y + height))
        elif name in _POINTS:
            values = [float(each) for each in operands]
            self._add(matrix, *zip(values[::2], values[1::2], strict=True))
        elif name in _FILLS:
            self._cover()
        elif name in _ENDS:
            self.points = []
        elif name == "INLINE IMAGE":
            self.picture(matrix)
        elif name == "sh":
            self.points = [(self.box[0], self.box[1]), (self.box[2], self.box[3])]
            self._cover()
        elif name == "Tr":
            self.state = replace(self.state, mode=int(operands[0]))
        elif name == "gs":
            self._opacity(operands[0], resources)
        elif name in ("g", "rg", "k", "sc", "scn"):
            self._colour(operands)
        elif name == "cs":
            self.state = replace(self.state, lightness=0.0)

    def picture(self, matrix: Matrix) -> None:
        """Treat an image as opaque: it fills the unit square of `matrix`."""
        kept, self.points = self.points, []
        self._add(matrix, (0, 0), (1, 0), (0, 1), (1, 1))
        self._cover()
        self.points = kept

    def _add(self, matrix: Matrix, *points: tuple[float, float]) -> None:
        a, b, c, d, e, f = matrix
        self.points += [(a * x + c * y + e, b * x + d * y + f) for x, y in points]

    def _cover(self) -> None:
        """Mark words under the current path as covered, unless the paint is transparent.

        The bounding box stands for the path.
        """
        points, self.points = self.points, []
        if not points or self.state.opacity < 1 - _FAINT:
            return
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        bottom, top = min(y for _, y in points), max(y for _, y in points)
        kept = []
        for each in self.written:
            text, x, y, height = each
            if left <= x <= right and bottom <= y <= top and top - bottom >= height / 2:
                self.hidden.append(Hidden(self.page, "covered", text))
            else:
                kept.append(each)
        self.written = kept

    def _opacity(self, name: Any, resources: Any) -> None:
        states = resources.get("/ExtGState", pikepdf.Dictionary()) if resources is not None else pikepdf.Dictionary()
        known = states.get(name, pikepdf.Dictionary())
        if "/ca" in known:
            self.state = replace(self.state, opacity=float(known["/ca"]))

    def _colour(self, operands: Any) -> None:
        values = [float(each) for each in operands if not isinstance(each, pikepdf.Name)]
        is_cmyk = len(values) == 4
        lightness = 1 - max(values[:3]) - values[3] if is_cmyk else min(values, default=0.0)
        self.state = replace(self.state, lightness=lightness)


def matrix_of(values: Any) -> Matrix:
    """Return a PDF array of six numbers as a matrix."""
    a, b, c, d, e, f = (float(each) for each in values)
    return a, b, c, d, e, f


def product(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix product: `one` is applied first, then `other`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
