"""Terms (词语): reading, matching and writing the tables in data/; a row is a term, a decision and its reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from gazette.knowledge import table_cells, table_rows, table_text

_DATA = Path(__file__).with_name("data")


def read_protected_terms() -> dict[str, str]:
    """Return protected_terms.tsv: Simplified term → its fixed Traditional form, of equal length."""
    return {row["zh-Hans"]: row["zh-Hant"] for row in read_columns("protected_terms.tsv")}


def find_terms(text: str, terms: Collection[str]) -> list[re.Match[str]]:
    """Return the matches of the terms in a text, without overlaps; the longest wins at each place."""
    return list(_pattern(frozenset(terms)).finditer(text)) if terms else []


@lru_cache(maxsize=64)
def _pattern(terms: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(terms, key=lambda term: (-len(term), term)))))


def read_data(name: str) -> str:
    """Return the text of a table."""
    return table_text(_DATA / name)


def read_rows(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of a table with three columns, without its head."""
    return ((first, second, third) for first, second, third in table_cells(_DATA / name)[1:])


def read_columns(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table, as column → cell."""
    return table_rows(_DATA / name)


def write_rows(name: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Write a table made by one of the learning scripts."""
    lines = ["\t".join(row) for row in (head, *rows)]
    (_DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
