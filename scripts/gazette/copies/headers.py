"""Headers (表头): the links from table cells to their headers in the tag tree, with merged cells (ISO 14289-1, 7.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pydyf

# Inserts an empty cell into a row's structure element at an index.
AddCell = Callable[[Any, int], None]
_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}


@dataclass(frozen=True)
class _Cell:
    """A cell with the rows and columns that it spans (from 0); its layout box carries its structure element."""

    box: Any
    rows: range
    columns: range
    scope: str

    @property
    def element(self) -> Any:
        return self.box.mark


def name_headers(number: int, table: Any, add_cell: AddCell) -> None:
    """Write Scope, Headers and RowSpan into the structure elements of a table's cells; `number` makes their ids unique.

    This replaces WeasyPrint's own function, which miscounts at merged cells.
    """
    rows = list(_rows(table))
    cells = list(_cells(rows))
    for each in cells:
        if len(each.rows) > 1:
            each.element["A"]["RowSpan"] = len(each.rows)
        else:
            each.element["A"].pop("RowSpan", None)
        if each.scope:
            each.element["ID"] = pydyf.String(f"{number}-{each.rows.start}-{each.columns.start}")
            each.element["A"]["Scope"] = each.scope
    for each in cells:
        each.element["A"].pop("Headers", None)
        if above := [_id(header) for header in cells if _names(header, each)]:
            each.element["A"]["Headers"] = pydyf.Array(above)
    _fill(rows, cells, add_cell)


def _fill(rows: list[tuple[Any, bool]], cells: list[_Cell], add_cell: AddCell) -> None:
    """Insert empty cells where a row lacks columns: the rest of a merged cell that a page break divides."""
    width = max((each.columns.stop for each in cells), default=0)
    for number, (row, _) in enumerate(rows):
        taken = {column for each in cells if number in each.rows for column in each.columns}
        own = sorted(each.columns.start for each in cells if each.rows.start == number)
        for column in range(width):
            if column not in taken and getattr(row, "mark", None):
                add_cell(row.mark, sum(start < column for start in own))
                own.append(column)


def _id(header: _Cell) -> Any:
    return header.element["ID"]


def _names(header: _Cell, cell: _Cell) -> bool:
    """True if `header` stands above or beside the cell."""
    if header is cell or not header.scope:
        return False
    if header.scope == "/Column":
        return header.rows.stop <= cell.rows.start and _meet(header.columns, cell.columns)
    return not cell.scope and header.columns.stop <= cell.columns.start and _meet(header.rows, cell.rows)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _cells(rows: list[tuple[Any, bool]]) -> Iterator[_Cell]:
    """Yield the cells on this page; the part of a merged cell on another page is not included."""
    for number, (row, is_head) in enumerate(rows):
        for box in row.children:
            if getattr(box, "mark", None) is not None:
                across = range(box.grid_x, box.grid_x + box.colspan)
                down = range(number, min(number + box.rowspan, len(rows)))
                yield _Cell(box, down, across, _scope(box, row, is_head=is_head))


def _scope(box: Any, row: Any, *, is_head: bool) -> str:
    """Return the written scope, or /Column in a table head or header row, or /Row; "" for a cell that is no header."""
    if box.element is None or box.element_tag != "th":
        return ""
    written = _SCOPES.get(box.element.get("scope", "").lower())
    heads = is_head or all(cell.element_tag == "th" for cell in row.children)
    return written or ("/Column" if heads else "/Row")


def _rows(table: Any, *, is_head: bool = False) -> Iterator[tuple[Any, bool]]:
    for child in table.children:
        if child.element_tag == "tr":
            yield child, is_head
        elif hasattr(child, "children"):
            yield from _rows(child, is_head=is_head or child.element_tag == "thead")
