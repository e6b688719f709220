"""Terms (词语): the tables of language knowledge in data/; a row is a term, what is decided about it, and why."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from gazette.knowledge import table_cells, table_rows, table_text

_DATA = Path(__file__).with_name("data")


def read_protected_terms() -> dict[str, str]:
    """protected_terms.tsv: Simplified term → the Traditional form it always takes, of the same length."""
    return {row["zh-Hans"]: row["zh-Hant"] for row in read_columns("protected_terms.tsv")}


def find_terms(text: str, terms: Collection[str]) -> list[re.Match[str]]:
    """Where the terms stand in a text, the longest first where several begin at one place."""
    return list(_pattern(frozenset(terms)).finditer(text)) if terms else []


@lru_cache(maxsize=64)
def _pattern(terms: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(terms, key=lambda term: (-len(term), term)))))


def read_data(name: str) -> str:
    """A table as it is written."""
    return table_text(_DATA / name)


def read_rows(name: str) -> Iterator[tuple[str, str, str]]:
    """The rows of a table of three columns, without its head."""
    return ((first, second, third) for first, second, third in table_cells(_DATA / name)[1:])


def read_columns(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table, each as its cells by the names in the head."""
    return table_rows(_DATA / name)


def write_rows(name: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A table made anew by one of the learning scripts."""
    lines = ["\t".join(row) for row in (head, *rows)]
    (_DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
