"""Terms (词语): the tables of language knowledge in data/; a row is a term, what is decided about it, and why."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")


def read_protected_terms() -> dict[str, str]:
    """protected_terms.tsv: Simplified term → the Traditional form it always takes, of the same length."""
    return {row["zh-Hans"]: row["zh-Hant"] for row in _rows("protected_terms.tsv", _stamp("protected_terms.tsv"))}


def _stamp(name: str) -> int:
    """Changes when the table is edited, so that a preview running for hours reads it again."""
    return (_DATA / name).stat().st_mtime_ns


@cache
def _rows(name: str, stamp: int) -> tuple[dict[str, str], ...]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
