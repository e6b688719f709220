"""Regions (地区用字): tables in Taiwan's forms, translated to the forms of another profile."""

from __future__ import annotations

from collections.abc import Callable

from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.profiles import mainland_forms, spellings
from gazette.languages import ConversionProfile

Translate = Callable[[str, str], str]  # (Simplified character, form in Taiwan) → the profile's form


def translator(profile: ConversionProfile) -> Translate:
    """Return the function (Simplified character, form in Taiwan) → the profile's form of the same OpenCC character."""
    if profile == "tw":
        return lambda source, form: form
    taiwan, standard = load_dictionaries("tw").variants, load_dictionaries("t").candidates
    regional, norm = load_dictionaries(profile).variants, mainland_forms() if profile == "cn" else {}
    back = {value: key for key, value in taiwan.items()}

    def translate(source: str, form: str) -> str:
        same = (each for each in standard.get(source, ()) if taiwan.get(each, each) == form)
        character = next(same, back.get(form, form))
        return norm.get((source, character), regional.get(character, character))

    return translate


def witness(profile: ConversionProfile) -> Translate:
    """Return the function (Simplified character, form in Taiwan) → the profile's form that it is evidence for.

    The result is "" where Taiwan's texts are no evidence.
    """
    translate, spelt = translator(profile), spellings(profile)
    return lambda source, form: spelt[source, form] if (source, form) in spelt else translate(source, form)
