"""Tables (用表): reads the tables in data/; a row is a term, a decision, its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gazette.knowledge import table_cells, table_rows, table_text

DATA_FOLDER = Path(__file__).with_name("data")


def read_protected_terms() -> dict[str, str]:
    """Return protected_terms.tsv: Simplified term → its fixed Traditional form, of equal length."""
    return {row["zh-Hans"]: row["zh-Hant"] for row in read_columns("protected_terms.tsv")}


def read_data(name: str) -> str:
    """Return the text of a table."""
    return table_text(DATA_FOLDER / name)


def read_rows(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of a table with three columns, without its head."""
    return ((first, second, third) for first, second, third in table_cells(DATA_FOLDER / name)[1:])


def read_columns(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table, as column → cell."""
    return table_rows(DATA_FOLDER / name)
