"""Lines (行距): each line has the height of its own style, whatever faces and characters it holds (CSS 2.2, 10.8.1)."""

from __future__ import annotations

from typing import Any

from weasyprint.layout import inline
from weasyprint.text.line_break import strut

_split_text_box = inline.split_text_box


def split_text_box(context: Any, box: Any, available_width: Any, skip: Any, *, is_line_start: bool = True) -> Any:
    """Call WeasyPrint's function, then replace the height of the used faces by that of the style.

    Otherwise one borrowed character would shift the grid.
    """
    text, resume, preserved = _split_text_box(context, box, available_width, skip, is_line_start=is_line_start)
    if text is not None:
        line_height, baseline = strut(text.style)
        text.margin_top += baseline - text.baseline
        text.margin_bottom = line_height - text.height - text.margin_top
        text.baseline = baseline
    return text, resume, preserved
