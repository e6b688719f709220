"""Structure (结构标签): corrections to WeasyPrint's tag tree: languages, alternative texts, list bodies, headers, links."""

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
    """Call WeasyPrint's function, then add what it omits.

    These are the language of passages (PDF/UA-1, 7.2), aria-label as alternative text (7.3), list bodies and table
    headers.
    """
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
    """Wrap loose paragraphs in LBody: a list item may hold only its label and its body (ISO 32000-1, table 336)."""
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
    """Call WeasyPrint's function with the outer link elements only, because only these are tagged as links (7.18.5)."""
    links, anchors = links_and_anchors
    _add_links(([link for link in links if link[3].link], anchors), *rest)
