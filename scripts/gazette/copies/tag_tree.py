"""Structure (结构标签): what the tag tree must say besides: the language of a passage, the words that stand for a drawing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.pdf import tags

from gazette.copies.headers import name_headers

_build_box_tree = tags._build_box_tree
_add_links = weasyprint.pdf.add_links


def build_box_tree(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
    """WeasyPrint's own writes the language of the document only (PDF/UA-1, 7.2), and knows no aria-label (7.3)."""
    source = {} if box.element is None or box.element_tag in ("html", "body") else box.element.attrib
    for element in _build_box_tree(box, parent, pdf, *rest):
        if source.get("lang"):
            element["Lang"] = pydyf.String(source["lang"])
        if source.get("aria-label") and element["S"] == "/Figure" and "Alt" not in element:
            element["Alt"] = pydyf.String(source["aria-label"])
        if element["S"] == "/LI":
            _put_in_body(pdf, element)
        if element["S"] == "/Table":
            name_headers(element.number, box, partial(_add_cell, pdf))
        if element["S"] == "/TR":
            box.mark = element
        yield element


def _add_cell(pdf: Any, row: Any, place: int) -> None:
    cell = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/TD", "Pg": row["Pg"], "P": row.reference, "K": pydyf.Array()}
    )
    cell["A"] = pydyf.Dictionary({"O": "/Table"})
    pdf.add_object(cell)
    row["K"].insert(place, cell.reference)


def _put_in_body(pdf: Any, item: Any) -> None:
    """A list item holds its label and its body and nothing else (ISO 32000-1, table 336); paragraphs belong into the body."""
    kids = [(kid, pdf.objects[int(kid.split()[0])]) for kid in item["K"]]
    loose = [(kid, element) for kid, element in kids if element["S"] not in ("/Lbl", "/LBody")]
    if not loose:
        return
    body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
    body["K"] = pydyf.Array(kid for kid, _ in loose)
    pdf.add_object(body)
    for _, element in loose:
        element["P"] = body.reference
    first = item["K"].index(loose[0][0])
    item["K"][first] = body.reference
    for kid, _ in loose[1:]:
        item["K"].remove(kid)


def add_links(links_and_anchors: tuple[Any, Any], *rest: Any) -> None:
    """WeasyPrint's own makes a link of every element inside a link; only the outer one is tagged as such (7.18.5)."""
    links, anchors = links_and_anchors
    _add_links(([link for link in links if link[3].link], anchors), *rest)
