"""Figure words (数字用词): the words of figures.tsv, as the patterns of rules need them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from gazette.knowledge import kept, table_rows

_TABLE = Path(__file__).with_name("data") / "figures.tsv"


@kept
def figure_words(language: str, role: str) -> dict[str, str]:
    """Return form → value for one role in a language, from figures.tsv."""
    return {
        row["form"]: row["value"] for row in table_rows(_TABLE) if row["language"] == language and row["role"] == role
    }


def either(forms: Iterable[str]) -> str:
    """Return a pattern that matches any of the forms, the longest first."""
    return "|".join(
        re.escape(each).replace(r"\ ", r"\s+") for each in sorted(forms, key=lambda form: (-len(form), form))
    )


def first_words(*forms: Iterable[str]) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z]", form.lower())[0] for group in forms for form in group)
