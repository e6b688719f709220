"""Glosses (字义): when each form of an ambiguous character is the right one; for the person who decides."""

from __future__ import annotations

from collections.abc import Mapping

from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.ledger import DecisionKey
from gazette.convert.regions import translator
from gazette.convert.tables import read_rows
from gazette.knowledge import kept
from gazette.settings import ConversionProfile


@kept
def read_glosses(profile: ConversionProfile) -> Mapping[tuple[str, str], str]:
    """(character, form) → the form's meaning with example words, in Simplified; the forms are those of the profile."""
    translate, taiwan = translator(profile), load_dictionaries("tw").variants
    written = {(source, form): meaning for source, form, meaning in read_rows("glosses.tsv")}
    known: dict[tuple[str, str], str] = {}
    for (source, form), meaning in written.items():
        known.setdefault((source, translate(source, form)), meaning)
    # Forms that Taiwan writes as one (才 and 纔) have its meaning.
    for source, forms in load_dictionaries(profile).candidates.items():
        for form in forms:
            known.setdefault((source, form), written.get((source, taiwan.get(form, form)), ""))
    return known


def gloss(key: DecisionKey, form: str) -> str:
    """The meaning of one form of a key's character, "" where the table has none."""
    return read_glosses(key.profile).get((key.character, form), "")
