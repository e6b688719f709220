"""Simplified text (简体正文): published exactly as it was written; where OpenCC would write another character, that is an error.

A name (乾县, 徐乾学) or a term (二噁英) that is right with such a character stands in kept_in_simplified.tsv or kept.tsv, or
under the publication's own `protected_terms`.
"""

from __future__ import annotations

from collections.abc import Mapping

from gazette.convert.chinese import Deviation, engine
from gazette.convert.tables import find_terms, read_columns, read_rows
from gazette.knowledge import kept


@kept
def kept_words() -> frozenset[str]:
    """Words that keep a character in Simplified text which t2s would replace: what is listed for it, and for the way back."""
    listed = {word for word, _, _ in read_rows("kept_in_simplified.tsv")}
    return frozenset(listed | {row["word"] for row in read_columns("kept.tsv")})


@kept
def old_forms() -> dict[int, str]:
    """old_forms.tsv: forms that OpenCC leaves as they are (衞, 靑, 県) → those of Simplified text."""
    return str.maketrans({character: form for character, form, _ in read_rows("old_forms.tsv")})


def find_strays(text: str, protected: Mapping[str, str]) -> list[Deviation]:
    """Every character of a Simplified text that t2s, or the table of old forms, would write otherwise, but for kept words and protected terms."""
    simplified = engine("t2s")(text).translate(old_forms())
    if simplified == text:
        return []
    kept = {at for match in find_terms(text, kept_words() | set(protected)) for at in range(*match.span())}
    return [
        Deviation(at, one, one, other)
        for at, (one, other) in enumerate(zip(text, simplified, strict=True))
        if one != other and at not in kept
    ]
