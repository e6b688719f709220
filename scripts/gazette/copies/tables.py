"""Tables (表格): the column widths of a table, with smaller type or a landscape page of its own if it needs more room.

No column is narrower than its longest number or word, or four ideographs. The first of `_FORMS` that gives all columns
this width is used; in the last form long words break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element

_WIDE = re.compile(
    "[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff\u2014\u2018-\u201d\u2026]"
)
_BROAD = re.compile("[A-Z@%&mw\u00c0-\u00de\u0391-\u03a9\u0400-\u042f]")
_LINE = "\n"
_CELLS = ("td", "th")
# In type sizes: a column of ideographs, the longest number and the longest word that widen their column, a picture, and
# the most that a long text requires.
_COLUMN, _NUMBER, _WORD, _PICTURE, _TALL = 4.0, 14.0, 9.0, 8.0, 12.0
_ROWS_OF_A_LONG_TEXT = 8
_TOGETHER = 10


@dataclass(frozen=True)
class TableForm:
    """A class of official-copy.css: type size, padding plus rule of a cell, and width of the table, all in points."""

    name: str
    size: float
    beside: float
    measure: float


# In points: 156 mm, and 225 mm on a landscape page (GB/T 9704-2012, 8).
_PORTRAIT, _LANDSCAPE = 442.0, 637.0
# Indents of official-copy.css in points: three characters, two in a nested list.
_INDENTS, _NESTED = {"ul": 47.4, "ol": 47.4, "blockquote": 47.4}, 31.6
_FORMS = (
    TableForm("", 12, 13, _PORTRAIT),
    TableForm("gz-table--small", 10.5, 7, _PORTRAIT),
    TableForm("gz-table--across", 12, 13, _LANDSCAPE),
    TableForm("gz-table--across gz-table--small", 10.5, 7, _LANDSCAPE),
    TableForm("gz-table--across gz-table--smaller", 9, 5, _LANDSCAPE),
)


def set_columns(document: Any) -> None:
    """Give every table of the text its columns and its form, in the parsed document before layout."""
    texts = [each for each in document.iter("div") if "gz-body" in (each.get("class") or "").split()]
    forms = [_set_table(table, indent) for text in texts for table, indent in _tables(text, 0.0)]
    if any(form.measure > _PORTRAIT for form in forms):
        # Without a page name of its own, content after a landscape page would stay landscape.
        for root in document.iter("body"):
            _add_class(root, "gz-upright")


def _tables(element: Any, indent: float) -> Iterator[tuple[Any, float]]:
    """Yield the outermost tables with the indent of the lists and quotations around them, in points."""
    for child in element:
        if child.tag == "table":
            yield child, indent
        elif isinstance(child.tag, str):
            is_nested = element.tag == "li" and child.tag in _INDENTS
            yield from _tables(child, indent + (_NESTED if is_nested else _INDENTS.get(child.tag, 0)))


def _add_class(element: Any, name: str) -> None:
    element.set("class", " ".join([*(element.get("class") or "").split(), *name.split()]))


def _set_table(table: Any, indent: float) -> TableForm:
    columns = [*_measure(table)]
    if not columns:
        return _FORMS[0]
    forms = [replace(form, measure=form.measure - indent) for form in _FORMS]
    form = next((form for form in forms if _needed(columns, form) <= form.measure), forms[-1])
    _add_class(table, f"gz-table {form.name}")
    for each in [each for each in table if each.tag in ("colgroup", "col")]:
        table.remove(each)
    group = Element("colgroup")
    for width in _share(columns, form):
        group.append(Element("col", {"style": f"width: {width:.2f}pt"}))
    at = 1 if len(table) and table[0].tag == "caption" else 0
    table.insert(at, group)
    _keep_merged(table)
    return form


def _keep_merged(table: Any) -> None:
    """Keep rows joined by a merged cell on one page, unless they are more than `_TOGETHER`."""
    until = 0
    for number, row in enumerate(_elements(table, "tr", stop="table")):
        ends = [number + _span(cell, "rowspan") for cell in row if cell.tag in _CELLS]
        until = max([until, *(end for end in ends if end - number <= _TOGETHER)])
        if until > number + 1:
            row.set("style", "break-after: avoid")


def _needed(columns: list[tuple[float, float]], form: TableForm) -> float:
    return sum(least * form.size + form.beside for least, _ in columns)


def _share(columns: list[tuple[float, float]], form: TableForm) -> list[float]:
    """Return the column widths in points: the minimum of each, and the remaining space by what their texts ask for."""
    least = [each * form.size + form.beside for each, _ in columns]
    wanted = [max(each * form.size + form.beside, low) for (_, each), low in zip(columns, least, strict=True)]
    if sum(wanted) <= form.measure:
        return [each * form.measure / sum(wanted) for each in wanted]
    left, asked = form.measure - sum(least), sum(wanted) - sum(least)
    if left <= 0 or asked <= 0:
        return [each * form.measure / sum(least) for each in least]
    return [low + left * (high - low) / asked for low, high in zip(least, wanted, strict=True)]


def _measure(table: Any) -> Iterator[tuple[float, float]]:
    """Yield the minimum and the natural width of each column, in type sizes."""
    cells = list(_placed(table))
    for column in range(max((at + across for at, across, _ in cells), default=0)):
        own = [_widths(cell) for at, across, cell in cells if at == column and across == 1]
        yield max((each[0] for each in own), default=_COLUMN), max((each[1] for each in own), default=_COLUMN)


def _placed(table: Any) -> Iterator[tuple[int, int, Any]]:
    """Yield each cell as (first column, number of columns, cell)."""
    taken: dict[int, int] = {}  # column → number of rows still covered by a cell above
    for row in _elements(table, "tr", stop="table"):
        at = 0
        for cell in (each for each in row if each.tag in _CELLS):
            while taken.get(at, 0):
                at += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            yield at, across, cell
            taken.update(dict.fromkeys(range(at, at + across), down))
            at += across
        taken = {column: rows - 1 for column, rows in taken.items() if rows > 1}


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return max(1, int(value)) if re.fullmatch(r"[0-9]{1,3}", value) else 1


def _widths(cell: Any) -> tuple[float, float]:
    lines = [line.strip() for line in _text(cell).split(_LINE)]
    natural = max(map(_width, lines))
    words = [word for line in lines for word in re.split(r"\s+", _WIDE.sub(" ", line))]
    longest = max(min(_width(word), _NUMBER if _is_number(word) else _WORD) for word in words)
    least = max(longest, min(natural, _COLUMN), min(natural / _ROWS_OF_A_LONG_TEXT, _TALL))
    return (
        (max(least, _PICTURE), max(natural, _PICTURE))
        if any(True for _ in _elements(cell, "img"))
        else (least, natural)
    )


def _is_number(word: str) -> bool:
    """True for a number, code or telephone number, which should not be broken; false for an address."""
    return any(each.isdigit() for each in word) and "/" not in word


def _width(text: str) -> float:
    """Return an estimated width in type sizes, rather too wide."""
    wide, broad = len(_WIDE.findall(text)), len(_BROAD.findall(text))
    return wide + 0.75 * broad + 0.52 * (len(text) - wide - broad)


def _text(element: Any) -> str:
    """Return the words of a cell; blocks and <br> become line ends."""
    words = re.sub(r"\s+", " ", element.text or "")
    for child in element:
        ends = _LINE if child.tag in ("br", "p", "li", "div", "ul", "ol") else ""
        inner = _text(child) if isinstance(child.tag, str) else ""
        words += ends + inner + ends + re.sub(r"\s+", " ", child.tail or "")
    return words


def _elements(root: Any, tag: str, stop: str = "") -> Iterator[Any]:
    """Yield the elements named `tag` inside `root`, in order, without entering those named `stop`."""
    for child in root:
        if child.tag == tag:
            yield child
        if isinstance(child.tag, str) and child.tag != stop:
            yield from _elements(child, tag, stop)
