"""Lines (单行): converts a single line in either direction, with a choice for each ambiguous character."""

from __future__ import annotations

from collections.abc import Mapping

from gazette.convert.choice import Choice
from gazette.convert.loading import load_chooser
from gazette.convert.matching import find_terms
from gazette.convert.protected import Locked, find_protected
from gazette.convert.returns import load_returner
from gazette.languages import ConversionProfile


def convert_line(text: str, profile: ConversionProfile, protected: Mapping[str, str]) -> tuple[str, list[Choice]]:
    """Convert Simplified to Traditional text of the same length; return it with a choice per ambiguous character.

    Protected places are locked and yield no choice.
    """
    locked = find_protected(text, profile, protected)
    converted, choices = load_chooser(profile).convert(text, [place for place, _ in locked])
    return _with_terms(converted, locked), choices


def convert_text(text: str, profile: ConversionProfile, protected: Mapping[str, str]) -> str:
    """Return the text of `convert_line` alone; cheaper, because no choice outside names is rated."""
    locked = find_protected(text, profile, protected)
    return _with_terms(load_chooser(profile).write(text, [place for place, _ in locked]), locked)


def _with_terms(converted: str, locked: Locked) -> str:
    characters = list(converted)
    for (start, end), form in locked:
        characters[start:end] = form
    return "".join(characters)


def return_line(text: str, profile: ConversionProfile, protected: Mapping[str, str]) -> tuple[str, list[Choice]]:
    """Convert Traditional to Simplified text of the same length; return it with a choice per ambiguous character.

    `protected`: Traditional form of a term → Simplified form.
    """
    locked = [(match.span(), protected[match[0]]) for match in find_terms(text, protected)]
    simplified, choices = load_returner(profile).convert(text, [place for place, _ in locked])
    return _with_terms(simplified, locked), choices
