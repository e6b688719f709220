"""Profiles (字形方案): reads the tables of forms that differ from profile to profile."""

from __future__ import annotations

from collections.abc import Iterator

from gazette.convert.tables import read_columns
from gazette.knowledge import kept
from gazette.languages import ConversionProfile

# In spellings.tsv: the forms are no evidence; OpenCC's dictionary decides between them.
NONE = "none"


@kept
def mainland_forms() -> dict[tuple[str, str], str]:
    """Return (Simplified character, s2t's form) → the norm's form (通用规范汉字表，附件1).

    The Simplified character matters: 昇 is a variant where 升 is meant, but a name's own character in 毕昇.
    """
    return {(row["character"], row["form"]): row["norm"] for row in read_columns("mainland.tsv")}


@kept
def spellings(profile: ConversionProfile) -> dict[tuple[str, str], str]:
    """Return (character, form in Taiwan) → the form for which it is evidence in this profile; "" for none.

    Taiwan's statutes show which word is meant (發 or 髮), but not how it is spelled elsewhere (占 or 佔).
    """
    found = {}
    for row in read_columns("spellings.tsv"):
        if profile in row["profiles"].split(","):
            counts = "" if row["counts"] == NONE else row["counts"]
            found.update({(row["character"], form): counts for form in row["forms"].split(" ")})
    return found


def regional_phrases(profile: ConversionProfile) -> Iterator[tuple[str, str]]:
    """Yield (phrase, form) that the profile writes in its own way; they take precedence over phrases.tsv."""
    for row in read_columns("regional.tsv"):
        if profile in row["profiles"].split(","):
            yield row["words"], row["form"]
