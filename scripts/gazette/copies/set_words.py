"""Set words (排入文字): the words on the finished pages, in order, read from the typesetter's boxes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from weasyprint import Document
from weasyprint.formatting_structure.boxes import TableRowGroupBox, TextBox

_BODY = "gz-body"  # the class of the element that holds a publication's text


def set_words(document: Document, left_out: Collection[str] = ()) -> str:
    """Return the text set inside the body, without elements of the classes in `left_out`.

    A table head that is repeated on each page counts once. This takes half a millisecond per copy.
    """
    pieces: list[str] = []
    heads: set[int] = set()
    for page in document.pages:
        _collect(page._page_box, frozenset(left_out), heads, pieces, is_body=False)
    return "".join(pieces)


def _collect(box: Any, left_out: frozenset[str], heads: set[int], pieces: list[str], *, is_body: bool) -> None:
    classes = _classes(box)
    if classes & left_out:
        return
    if isinstance(box, TableRowGroupBox) and box.is_header:
        if id(box.element) in heads:
            return
        heads.add(id(box.element))
    is_body = is_body or _BODY in classes
    if isinstance(box, TextBox):
        if is_body and "::" not in (box.element_tag or ""):
            pieces.append(box.text)
        return
    for child in getattr(box, "children", ()):
        _collect(child, left_out, heads, pieces, is_body=is_body)


def _classes(box: Any) -> frozenset[str]:
    element = box.element
    return frozenset() if element is None else frozenset((element.get("class") or "").split())
