"""Grid (版心行格): blocks not set in lines are extended to whole lines, so that the text below returns to the grid.

GB/T 9704-2012, 5.2.2: 22 lines a page. Facts, tables, figures and code of Chinese copies have their own line heights.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import block

# In CSS pixels: the height of the type area, as in official-copy.css, and of one line.
_AREA, _LINE = 225.1 / 25.4 * 96, 225 / 22 / 25.4 * 96
_TAGS = ("table", "figure", "pre")
_PICTURE, _LAST = "gz-picture", "contact"
_block_level_layout = block.block_level_layout


def block_level_layout(context: Any, box: Any, *rest: Any, **more: Any) -> Any:
    """Call WeasyPrint's function, then extend a block that ends between two lines of the grid."""
    result = _block_level_layout(context, box, *rest, **more)
    new_box, resume_at = result[:2]
    if new_box is not None and resume_at is None and _is_off_grid(box):
        bottom = new_box.border_box_y() + new_box.border_height() + max(new_box.margin_bottom, 0)
        over = (bottom - (context.page_bottom - _AREA)) % _LINE
        # Never beyond the page's end.
        new_box.height += max(0.0, min(_LINE - over, context.page_bottom - bottom)) if over > 1 else 0
    return result


def _is_off_grid(box: Any) -> bool:
    if box.element is None or not (box.style["lang"] or "").startswith("zh") or box.style["float"] != "none":
        return False
    if box.element_tag == "table":
        # No text follows the contact table.
        return bool(box.is_table_wrapper) and not box.element.get("id", "").endswith(_LAST)
    return box.element_tag in _TAGS or _PICTURE in (box.element.get("class") or "").split()
