"""Tables (表格): finds table rows with more cells than the header, which Markdown drops, or fewer, which it fills."""

from __future__ import annotations

from collections.abc import Sequence

from gazette.problems import Problem, problem
from gazette.source.body import Block
from gazette.source.extents import SEPARATOR, count_cells


def check_tables(file: str, blocks: Sequence[Block]) -> list[Problem]:
    """Report tables without a delimiter row below the header, and rows whose number of cells is not the header's."""
    problems = []
    for table in _tables(blocks):
        head = table[0]
        wanted = count_cells(head.text, head.text)
        below = table[1] if len(table) > 1 else None
        if not below or not SEPARATOR.match(below.text) or count_cells(below.text, head.text) != wanted:
            problems.append(problem("body.table", file, head.line, found=head.opening))
            continue
        for row in table[2:]:
            if (number := count_cells(row.text, head.text)) != wanted:
                details = {"number": str(number), "wanted": str(wanted)}
                problems.append(problem("body.table-cells", file, row.line, found=row.opening, **details))
    return problems


def _tables(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the tables: rows that follow each other without a blank line."""
    tables: list[list[Block]] = []
    goes_on = False
    for block in blocks:
        if block.kind == "row":
            tables = [*tables[:-1], [*tables[-1], block]] if goes_on else [*tables, [block]]
        goes_on = block.kind == "row" and block.suffix == "\n"
    return tables
