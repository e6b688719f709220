"""Tables (检索用表): word lists of search: question words, synonyms; data with a reason per row."""

from __future__ import annotations

from pathlib import Path

from gazette.knowledge import table_rows
from gazette.search.terms import fold

_DATA = Path(__file__).with_name("data")


def question_words(language: str) -> list[str]:
    """Return the folded words of a language that only form a question (interrogatives, conjunctions, demonstratives).

    Longest first. They are dropped from a query that finds nothing as a whole.
    """
    found = [fold(row["words"]) for row in table_rows(_DATA / "question_words.tsv") if row["language"] == language]
    return sorted(found, key=lambda each: (-len(each), each))


def synonyms(language: str) -> list[list[str]]:
    """Return pairs [word, what it also means], folded: 知产 → 知识产权."""
    return [
        [fold(row["words"]), fold(row["means"])]
        for row in table_rows(_DATA / "synonyms.tsv")
        if row["language"] == language
    ]
