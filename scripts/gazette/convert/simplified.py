"""Simplified text (简体正文): characters of Simplified source text that OpenCC would replace, reported as errors.

The text is published exactly as written. A name (乾县, 徐乾学) or term (二噁英) in which such a character is right is listed
in kept_in_simplified.tsv or kept.tsv, or in the publication's `protected_terms`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gazette.convert.chinese import Deviation, engine
from gazette.convert.matching import find_terms
from gazette.convert.tables import read_columns, read_rows
from gazette.knowledge import kept


@kept
def kept_words() -> frozenset[str]:
    """Return words of kept_in_simplified.tsv and kept.tsv: Simplified words with a character that t2s would replace."""
    listed = {word for word, _, _ in read_rows("kept_in_simplified.tsv")}
    return frozenset(listed | {row["word"] for row in read_columns("kept.tsv")})


@kept
def old_forms() -> dict[int, str]:
    """Return old_forms.tsv for str.translate: forms that OpenCC does not convert (衞, 靑, 県) → Simplified forms."""
    return str.maketrans({character: form for character, form, _ in read_rows("old_forms.tsv")})


def find_changed(texts: Iterable[str]) -> frozenset[str]:
    """Return the texts in which t2s or old_forms.tsv would change anything, kept words included.

    All texts are converted at once: each call of OpenCC costs more than a sentence. No phrase of a dictionary holds a
    line feed, so that the texts do not touch each other.
    """
    known = list(dict.fromkeys(texts))
    simplified, at, changed = engine("t2s")("\n".join(known)).translate(old_forms()), 0, set()
    for text in known:
        changed |= {text} if simplified[at : at + len(text)] != text else set()
        at += len(text) + 1
    return frozenset(changed)


def find_strays(text: str, protected: Mapping[str, str]) -> list[Deviation]:
    """Return the characters of a Simplified text that t2s or old_forms.tsv would change.

    Characters inside kept words and protected terms are left out.
    """
    simplified = engine("t2s")(text).translate(old_forms())
    if simplified == text:
        return []
    kept = {at for match in find_terms(text, kept_words() | set(protected)) for at in range(*match.span())}
    return [
        Deviation(at, one, one, other)
        for at, (one, other) in enumerate(zip(text, simplified, strict=True))
        if one != other and at not in kept
    ]
