"""Lines (行距): a line is as high as its own style says, whatever faces and characters stand on it, as CSS 2.2, 10.8.1 has it."""

from __future__ import annotations

from typing import Any

from weasyprint.layout import inline
from weasyprint.text.line_break import strut

_split_text_box = inline.split_text_box


def split_text_box(context: Any, box: Any, available_width: Any, skip: Any, *, is_line_start: bool = True) -> Any:
    """WeasyPrint's own, which takes the height of the faces used: one borrowed character would push the grid down."""
    text, resume, preserved = _split_text_box(context, box, available_width, skip, is_line_start=is_line_start)
    if text is not None:
        line_height, baseline = strut(text.style)
        text.margin_top += baseline - text.baseline
        text.margin_bottom = line_height - text.height - text.margin_top
        text.baseline = baseline
    return text, resume, preserved
