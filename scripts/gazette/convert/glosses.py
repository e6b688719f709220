"""Glosses (字义): the meaning of each form of an ambiguous character, for the reviewer."""

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
    """Return (character, form of the profile) → meaning with example words, in Simplified."""
    translate, taiwan = translator(profile), load_dictionaries("tw").variants
    written = {(source, form): meaning for source, form, meaning in read_rows("glosses.tsv")}
    known: dict[tuple[str, str], str] = {}
    for (source, form), meaning in written.items():
        known.setdefault((source, translate(source, form)), meaning)
    # Forms that are one character in Taiwan (才 and 纔) share its meaning.
    for source, forms in load_dictionaries(profile).candidates.items():
        for form in forms:
            known.setdefault((source, form), written.get((source, taiwan.get(form, form)), ""))
    return known


def gloss(key: DecisionKey, form: str) -> str:
    """Return the meaning of one form of the key's character, "" if the table has none."""
    return read_glosses(key.profile).get((key.character, form), "")
