"""Tables (检索用表): words that only make a question, and short names with what they stand for; data, with a reason a row."""

from __future__ import annotations

from pathlib import Path

from gazette.knowledge import table_rows
from gazette.search.terms import fold

_DATA = Path(__file__).with_name("data")


def question_words(language: str) -> list[str]:
    """Words of one language that ask, join or point, and are left out where nothing holds a whole question; the longest first."""
    found = [fold(row["words"]) for row in table_rows(_DATA / "question_words.tsv") if row["language"] == language]
    return sorted(found, key=lambda each: (-len(each), each))


def synonyms(language: str) -> list[list[str]]:
    """Pairs of words and what they also mean, folded: 知产 → 知识产权."""
    return [
        [fold(row["words"]), fold(row["means"])]
        for row in table_rows(_DATA / "synonyms.tsv")
        if row["language"] == language
    ]
