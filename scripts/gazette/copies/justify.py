"""Justification (两端对齐): what a line lacks is shared out evenly between its characters; WeasyPrint knows only spaces.

A justified line ends at the measure, and no gap in it is wider than `WIDEST` of the type size. Where a long word or number would
tear it further apart, the line is left as it is, ragged: characters are never torn apart to fill it.
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

# Ideographs with their punctuation, and spaces: beside each of them a line may be stretched, inside a word never.
_STRETCHES = re.compile(
    r"[\u00a0 \u2010-\u2027\u2030-\u205e\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
_SPACES = " \u00a0"
_DOUBLED = "—…"
_SHAPELESS = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# A line that lacks less is full: its own rounding is larger.
_FULL = 0.25
# Of the type size, what a gap may grow by.
WIDEST = 0.25


class StretchedLayout(Layout):  # type: ignore[misc]
    """A text whose gaps are `spread` wider when it is drawn."""

    spread = 0.0
    _line: Any = None
    _number = -1

    def set_text(self, text: str, justify: bool = False) -> None:
        super().set_text(text, justify)
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
        """The glyphs behind which the line may be stretched."""
        clusters = _clusters(line, self.text)
        for (glyph, left), (_, right) in pairwise(clusters):
            if may_open(left, right):
                yield glyph

    def count(self) -> int:
        if self._number < 0:
            self._number = sum(1 for _ in self._gaps(super().get_first_line()[0]))
        return self._number


def _clusters(line: Any, text: str) -> Iterator[tuple[Any, str]]:
    """Of each cluster that is seen its last glyph and the first character, from left to right."""
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
    """Whether two neighbours may be moved apart: an ideograph on either side is enough; of a space only what is behind it.

    A dash (——) and an ellipsis (……) are each one sign of two characters.
    """
    if left == right and left in _DOUBLED:
        return False
    return right not in _SPACES and (_stretches(left) or _stretches(right))


@lru_cache(maxsize=8192)
def _stretches(character: str) -> bool:
    return bool(_STRETCHES.match(character))


def justify_line(context: Any, line: Any, missing: float) -> None:
    """In place of WeasyPrint's: called for justified lines that are not the last of their paragraph."""
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
    """What is seen on the line, from left to right: texts and things."""
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
    """Move and widen everything inside `box`; gives how far what follows has moved."""
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
