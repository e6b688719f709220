"""Type area (版心): the check that every glyph and picture lies inside the type area and its own column.

Positions are measured as drawn, not as planned: `draw_first_line` stores the extents of each text run, and
`check_type_area` walks the finished pages. A justified line must end at its measure, within `EVEN` points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

# Tolerances in points: a line's end against its measure; strokes beyond their advance (italics) and half a table's rule.
EVEN = 0.3
STROKE = 3.0
POINTS = 0.75  # a CSS pixel
_draw_first_line = drawing.draw_first_line


@dataclass(frozen=True)
class DrawnArea:
    """A drawn rectangle, in points from the page's upper left corner."""

    left: float
    right: float
    top: float
    bottom: float

    def beyond(self, area: DrawnArea) -> float:
        """Return how far it reaches out of `area`, in points; negative if it is inside."""
        return max(
            area.left - self.left,
            self.right - area.right,
            area.top - self.top - STROKE,
            self.bottom - area.bottom - STROKE,
        )


@dataclass(frozen=True)
class Overflow:
    """`words` that stand `beyond` points outside on `page` (from 1); `block` is the text of the block around them."""

    words: str
    block: str
    page: int
    beyond: float


@dataclass(frozen=True)
class Measured:
    """The result of the check.

    `ragged` holds the lines left short because of a long word: the line's words, its block's words, and the width that
    it lacks, in type sizes.
    """

    overflows: tuple[Overflow, ...]
    ragged: tuple[tuple[str, str, float], ...]


def draw_first_line(stream: Any, box: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
    """Call WeasyPrint's function, then store advance and ink in the box, relative to the start of the text."""
    emojis = _draw_first_line(stream, box, text_overflow, block_ellipsis, matrix)
    ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    line, _ = box.pango_layout.get_first_line()
    pango.pango_layout_line_get_extents(line, ink, logical)
    # Pango's extents are those before the line was stretched.
    stretched = sum(_advances(line)) - logical.width
    across = (logical.x, logical.x + logical.width + stretched, ink.x, ink.x + ink.width + stretched)
    box.drawn = tuple(each * FROM_UNITS for each in (*across, ink.y, ink.y + ink.height))
    return emojis


def _advances(line: Any) -> Iterator[int]:
    run = line.runs
    while run != ffi.NULL:
        glyphs = run.data.glyphs
        yield sum(glyphs.glyphs[at].geometry.width for at in range(glyphs.num_glyphs))
        run = run.next


def check_type_area(pages: Any) -> Measured:
    """Check the finished pages of a document after it was written, because it is drawn only then."""
    checker = _Checker()
    for number, page in enumerate(pages, 1):
        checker.page = number
        checker.check(page._page_box)
    return Measured(tuple(dict.fromkeys(checker.overflows)), tuple(checker.ragged))


class _Checker:
    def __init__(self) -> None:
        self.page = 0
        self.overflows: list[Overflow] = []
        self.ragged: list[tuple[str, str, float]] = []

    def check(self, page: Any) -> None:
        area = _content(page)
        for child in page.children:
            if not isinstance(child, boxes.MarginBox):
                self._walk(child, area, page)

    def _walk(self, box: Any, area: DrawnArea, holder: Any) -> None:
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if box.element is not None and box.element.get("aria-hidden"):
            return
        if isinstance(box, boxes.LineBox):
            self._line(box, area, holder)
        elif isinstance(box, boxes.ReplacedBox):
            self._hold(box, _border(box), area, holder)
        else:
            for child in box.children if isinstance(box, boxes.ParentBox) else ():
                self._walk(child, area, box)

    def _line(self, line: Any, area: DrawnArea, holder: Any) -> None:
        column = _content(holder)
        column = area if _is_marker(line) else DrawnArea(column.left, column.right, area.top, area.bottom)
        end = None
        for leaf in _leaves(line):
            if isinstance(leaf, boxes.TextBox):
                if not hasattr(leaf, "drawn"):
                    continue
                advance, ink = _drawn(leaf)
                self._hold(leaf, ink, area, holder)
                end = advance.right
                self._hold(leaf, advance, column, holder)
            elif isinstance(leaf, boxes.ReplacedBox):
                self._hold(leaf, _border(leaf), column, holder)
                end = _border(leaf).right
            else:
                self._walk(leaf, area, holder)
        self._judge(line, column, end, holder)

    def _judge(self, line: Any, column: DrawnArea, end: float | None, holder: Any) -> None:
        """Check that a justified line ends at its measure."""
        missing = getattr(line, "missing", None)
        if missing is None or end is None:
            return
        if missing:
            lacking = round(missing / line.style["font_size"], 2)
            self.ragged.append((_words(line), _block_words(holder), lacking))
        elif abs(end - column.right) > EVEN + abs(_tracking(line)):
            self._tell(line, end - column.right, holder)

    def _hold(self, leaf: Any, extent: DrawnArea, area: DrawnArea, holder: Any) -> None:
        if (beyond := extent.beyond(area)) > EVEN + abs(_tracking(leaf)):
            self._tell(leaf, beyond, holder)

    def _tell(self, box: Any, beyond: float, holder: Any) -> None:
        self.overflows.append(Overflow(_words(box), _block_words(holder), self.page, round(beyond, 1)))


def _leaves(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.InlineBox | boxes.LineBox):
            yield from _leaves(child)
        else:
            yield child


def _content(box: Any) -> DrawnArea:
    left, top = box.content_box_x() * POINTS, box.content_box_y() * POINTS
    return DrawnArea(left, left + box.width * POINTS, top, top + box.height * POINTS)


def _border(box: Any) -> DrawnArea:
    left, top = box.border_box_x() * POINTS, box.border_box_y() * POINTS
    return DrawnArea(left, left + box.border_width() * POINTS, top, top + box.border_height() * POINTS)


def _drawn(text: Any) -> tuple[DrawnArea, DrawnArea]:
    """Return the areas of advance and ink; the ink may overhang by one stroke at either end."""
    left, right, ink_left, ink_right, top, bottom = text.drawn
    x, y = text.position_x, text.position_y + text.baseline
    vertical = ((y + top) * POINTS, (y + bottom) * POINTS)
    return (
        DrawnArea((x + left) * POINTS, (x + right) * POINTS, *vertical),
        DrawnArea((x + ink_left) * POINTS + STROKE, (x + ink_right) * POINTS - STROKE, *vertical),
    )


def _tracking(box: Any) -> float:
    """Return the letter spacing in points; that of a line's last glyph lies outside the line."""
    spacing = box.style["letter_spacing"]
    return 0.0 if spacing == "normal" else float(spacing) * POINTS


def _is_marker(line: Any) -> bool:
    return str(line.element_tag).endswith("::marker")


def _words(box: Any) -> str:
    if isinstance(box, boxes.TextBox):
        return str(box.text)
    if isinstance(box, boxes.ReplacedBox):
        return str(box.element.get("src") or box.element.get("alt") or "")
    return "".join(_words(leaf) for leaf in _leaves(box) if isinstance(leaf, boxes.TextBox))


def _block_words(holder: Any) -> str:
    return "".join(holder.element.itertext()) if holder.element is not None else ""
