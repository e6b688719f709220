"""Profiles (字形方案): what each profile writes where the regions differ: the mainland norm, and spellings that Taiwan's texts cannot settle."""

from __future__ import annotations

from collections.abc import Iterator

from gazette.convert.tables import read_columns
from gazette.knowledge import kept
from gazette.languages import ConversionProfile

# In spellings.tsv: the forms count for nothing, OpenCC's dictionary says which of them stands where.
NONE = "none"


@kept
def mainland_forms() -> dict[tuple[str, str], str]:
    """The norm's form (通用规范汉字表，附件1) of a Simplified character that OpenCC's s2t writes in another one.

    The Simplified character counts: 昇 is a variant where 升 is meant, and a name's own character in 毕昇.
    """
    return {(row["character"], row["form"]): row["norm"] for row in read_columns("mainland.tsv")}


@kept
def spellings(profile: ConversionProfile) -> dict[tuple[str, str], str]:
    """What evidence from Taiwan's texts for a form counts for in another profile: a form, or "" for nothing.

    Taiwan's statutes say which word is meant (發 or 髮); how the word is spelled elsewhere (占 or 佔) they cannot say.
    """
    found = {}
    for row in read_columns("spellings.tsv"):
        if profile in row["profiles"].split(","):
            counts = "" if row["counts"] == NONE else row["counts"]
            found.update({(row["character"], form): counts for form in row["forms"].split(" ")})
    return found


def regional_phrases(profile: ConversionProfile) -> Iterator[tuple[str, str]]:
    """Phrases that a profile writes in its own way, in its own forms; they go before the phrases of all profiles."""
    for row in read_columns("regional.tsv"):
        if profile in row["profiles"].split(","):
            yield row["words"], row["form"]
