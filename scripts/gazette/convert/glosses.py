"""Glosses (字义): when each form of an ambiguous character is the right one; for the person who decides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gazette.convert.chooser import translator
from gazette.convert.ledger import Key
from gazette.convert.terms import read_rows
from gazette.settings import ConversionProfile


@cache
def read_glosses(profile: ConversionProfile) -> Mapping[tuple[str, str], str]:
    """(character, form) → the form's meaning with example words, in Simplified; the forms are those of the profile."""
    translate = translator(profile)
    return {(source, translate(source, form)): meaning for source, form, meaning in read_rows("glosses.tsv")}


def gloss(key: Key, form: str) -> str:
    """The meaning of one form of a key's character, "" where the table has none."""
    return read_glosses(key.profile).get((key.character, form), "")
