"""Justification (两端对齐): spreads the missing width of a line evenly between its characters, not only at its spaces.

WeasyPrint stretches only spaces. A justified line ends at the measure, and no gap in it grows by more than `WIDEST` of
the type size. If a long word or number would require wider gaps, the line stays ragged instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import TO_UNITS, ffi
from weasyprint.text.line_break import Layout

# Ideographs with their punctuation, and spaces: a line may be stretched beside them, but never inside a word.
_STRETCHES = re.compile(
    r"[\u00a0 \u2010-\u2027\u2030-\u205e\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
_SPACES = " \u00a0"
_DOUBLED = "—…"
_SHAPELESS = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# In CSS pixels: a line that lacks less counts as full, because rounding alone is larger.
_FULL = 0.25
# The most that a gap may grow, as a part of the type size.
WIDEST = 0.25


class StretchedLayout(Layout):  # type: ignore[misc]
    """A text layout whose gaps are drawn `spread` CSS pixels wider."""

    spread = 0.0
    _line: Any = None
    _number = -1

    def set_text(self, text: str, *, justify: bool = False) -> None:
        super().set_text(text, justify=justify)
        self._line = None
        self._number = -1

    def get_first_line(self) -> tuple[Any, int | None]:
        line, index = super().get_first_line()
        if self._line != line:
            self._line = line
            for glyph in self._gaps(line):
                glyph.geometry.width += round(self.spread * TO_UNITS)
        return line, index

    def deactivate(self) -> None:
        super().deactivate()
        self._line = None

    def _gaps(self, line: Any) -> Iterator[Any]:
        """Yield the glyphs after which the line may be stretched."""
        clusters = _clusters(line, self.text)
        for (glyph, left), (_, right) in pairwise(clusters):
            if may_open(left, right):
                yield glyph

    def count(self) -> int:
        """Return the number of gaps that may be stretched."""
        if self._number < 0:
            self._number = sum(1 for _ in self._gaps(super().get_first_line()[0]))
        return self._number


def _clusters(line: Any, text: str) -> Iterator[tuple[Any, str]]:
    """Yield the last glyph and the first character of each visible cluster, from left to right."""
    characters = dict(zip(accumulate((len(each.encode()) for each in text), initial=0), text, strict=False))
    run = line.runs
    while run != ffi.NULL:
        item, run = run.data, run.next
        glyphs, marks, total = item.glyphs.glyphs, item.glyphs.log_clusters, item.glyphs.num_glyphs
        start = item.item.offset
        starts = [start + mark for mark in marks[0:total]]
        for at, (own, following) in enumerate(pairwise([*starts, -1])):
            if own != following and (character := characters.get(own, "\ufffc")) not in _SHAPELESS:
                yield glyphs[at], character


def may_open(left: str, right: str) -> bool:
    """True if the gap between two neighbours may grow.

    One of them must be an ideograph, its punctuation or a space, and the right one must not be a space. The two
    characters of a dash (——) or an ellipsis (……) stay together.
    """
    if left == right and left in _DOUBLED:
        return False
    return right not in _SPACES and (_stretches(left) or _stretches(right))


@lru_cache(maxsize=8192)
def _stretches(character: str) -> bool:
    return bool(_STRETCHES.match(character))


def justify_line(context: Any, line: Any, missing: float) -> None:
    """Replace WeasyPrint's function, which is called for justified lines except the last of a paragraph.

    `missing` is the width that the line lacks, in CSS pixels; what remains is stored as `line.missing`.
    """
    line.missing = missing if missing >= _FULL else 0.0
    if missing < _FULL or line.style["direction"] == "rtl":
        return
    pieces = list(_pieces(line))
    layouts = {id(piece): _layout(piece) for piece in pieces if isinstance(piece, boxes.TextBox)}
    gaps = sum(layout.count() for layout in layouts.values())
    gaps += sum(_opens(left, right) for left, right in pairwise(pieces))
    if gaps and missing / gaps <= WIDEST * line.style["font_size"]:
        _spread(line, missing / gaps, pieces, layouts)
        line.missing = 0.0


def _layout(text: Any) -> StretchedLayout:
    layout = StretchedLayout(text.style)
    layout.set_text(text.text)
    return layout


def _pieces(box: Any) -> Iterator[Any]:
    """Yield the visible boxes of the line, texts and others, from left to right."""
    for child in box.children if isinstance(box, boxes.LineBox | boxes.InlineBox) else ():
        if isinstance(child, boxes.LineBox | boxes.InlineBox):
            yield from _pieces(child)
        elif child.is_in_normal_flow() and not (isinstance(child, boxes.TextBox) and not child.text.strip(_SHAPELESS)):
            yield child


def _opens(left: Any, right: Any) -> bool:
    before = left.text[-1:] if isinstance(left, boxes.TextBox) else ""
    after = right.text[:1] if isinstance(right, boxes.TextBox) else ""
    return may_open(before or "\ufffc", after or "\ufffc")


def _spread(box: Any, spread: float, pieces: list[Any], layouts: dict[int, StretchedLayout], moved: float = 0) -> float:
    """Move and widen everything inside `box`; return how far the following content has moved, in CSS pixels."""
    before = moved
    box.position_x += moved if not isinstance(box, boxes.LineBox) else 0
    for child in box.children:
        if isinstance(child, boxes.LineBox | boxes.InlineBox):
            moved = _spread(child, spread, pieces, layouts, moved)
        elif child.is_in_normal_flow():
            moved = _place(child, spread, layouts, moved)
            at = next((index for index, piece in enumerate(pieces, 1) if piece is child), len(pieces))
            moved += spread if at < len(pieces) and _opens(child, pieces[at]) else 0
    box.width += moved - before
    return moved


def _place(piece: Any, spread: float, layouts: dict[int, StretchedLayout], moved: float) -> float:
    layout = layouts.get(id(piece))
    if layout is None:
        piece.translate(moved, 0)
        return moved
    growth = layout.count() * spread
    layout.spread = spread
    layout.deactivate()
    piece.position_x += moved
    piece.pango_layout = layout
    piece.width += growth
    return moved + growth
