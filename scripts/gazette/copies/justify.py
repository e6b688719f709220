"""Justification (两端对齐): what a Chinese line lacks is shared out between its characters; WeasyPrint knows only spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

# Ideographs with their punctuation, and spaces: after each of them a line may be stretched, inside a word never.
_STRETCHES = re.compile(
    r"[\u00a0 \u2010-\u2027\u2030-\u205e\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]+"
)
# A line that lacks less is full: its own rounding is larger.
_FULL = 0.25
_PROBE = 1.0
_spaces_only = inline.justify_line


class IdeographLayout(Layout):  # type: ignore[misc]
    """A text whose ideographs stand `spread` further apart, when measured and when drawn."""

    def __init__(self, style: Any, spread: float) -> None:
        self.spread = spread
        super().__init__(style)

    def set_text(self, text: str, justify: bool = False) -> None:
        super().set_text(text, justify)
        own = self.style["letter_spacing"]
        spacing = int(((0 if own == "normal" else own) + self.spread) * TO_UNITS)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for found in _STRETCHES.finditer(self.text):
            attribute = pango.pango_attr_letter_spacing_new(spacing)
            attribute.start_index = len(self.text[: found.start()].encode())
            attribute.end_index = attribute.start_index + len(found[0].encode())
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)


def justify_line(context: Any, line: Any, missing: float) -> None:
    """In place of WeasyPrint's: called for justified lines that are not the last of their paragraph."""
    pieces = list(_pieces(line))
    texts = [piece for piece in pieces if isinstance(piece, boxes.TextBox) and piece.text]
    if not (line.style["lang"] or "").startswith("zh") or not any(_STRETCHES.search(text.text) for text in texts):
        _spaces_only(context, line, missing)
        return
    if missing < _FULL:
        return
    gaps = sum(_growth(text, _PROBE) for text in texts) / _PROBE
    gaps += sum(_opens(left, right) for left, right in pairwise(pieces))
    if gaps:
        _spread(line, missing / gaps, pieces)


def _pieces(box: Any) -> Iterator[Any]:
    """What stands on the line, from left to right: texts and things."""
    for child in box.children if isinstance(box, boxes.LineBox | boxes.InlineBox) else ():
        if isinstance(child, boxes.LineBox | boxes.InlineBox):
            yield from _pieces(child)
        elif child.is_in_normal_flow():
            yield child


def _opens(left: Any, right: Any) -> bool:
    """Whether two neighbours may be moved apart: an ideograph on either side of the seam is enough."""
    before = left.text[-1:] if isinstance(left, boxes.TextBox) else ""
    after = right.text[:1] if isinstance(right, boxes.TextBox) else ""
    return bool(_STRETCHES.match(before) or _STRETCHES.match(after))


def _growth(text: Any, spread: float) -> float:
    return _width(text, spread) - _width(text, 0)


def _width(text: Any, spread: float) -> float:
    layout = IdeographLayout(text.style, spread)
    layout.set_text(text.text)
    width, _ = line_size(layout.get_first_line()[0], text.style)
    layout.deactivate()
    return float(width)


def _spread(box: Any, spread: float, pieces: list[Any], moved: float = 0) -> float:
    """Move and widen everything inside `box`; gives how far what follows has moved."""
    before = moved
    box.position_x += moved if not isinstance(box, boxes.LineBox) else 0
    for child in box.children:
        if isinstance(child, boxes.LineBox | boxes.InlineBox):
            moved = _spread(child, spread, pieces, moved)
        elif child.is_in_normal_flow():
            moved = _place(child, spread, moved)
            at = next(index for index, piece in enumerate(pieces) if piece is child)
            moved += spread if at + 1 < len(pieces) and _opens(child, pieces[at + 1]) else 0
    box.width += moved - before
    return moved


def _place(piece: Any, spread: float, moved: float) -> float:
    if not isinstance(piece, boxes.TextBox) or not piece.text:
        piece.translate(moved, 0)
        return moved
    piece.position_x += moved
    growth = _growth(piece, spread)
    layout = IdeographLayout(piece.style, spread)
    layout.set_text(piece.text)
    layout.deactivate()
    piece.pango_layout = layout
    piece.width += growth
    return moved + growth
