"""Learned tables (学习结果): writes the tables that the learning scripts make."""

from __future__ import annotations

from collections.abc import Sequence

from gazette.convert.tables import DATA_FOLDER


def write_rows(name: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Write a table made by one of the learning scripts."""
    lines = ["\t".join(row) for row in (head, *rows)]
    (DATA_FOLDER / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
