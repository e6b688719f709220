"""Doubts (存疑): a line converted with every ambiguous character accounted for; protected terms are locked and no doubt."""

from __future__ import annotations

from collections.abc import Mapping

from gazette.convert.chooser import Choice, load_chooser
from gazette.convert.terms import find_terms
from gazette.settings import ConversionProfile


def convert_line(text: str, profile: ConversionProfile, protected: Mapping[str, str]) -> tuple[str, list[Choice]]:
    """Simplified → Traditional, of the same length, with the choice made for each ambiguous character in it."""
    converted, choices = load_chooser(profile).convert(text)
    locked = [match.span() for match in find_terms(text, protected)]
    characters = list(converted)
    for start, end in locked:
        characters[start:end] = protected[text[start:end]]
    return "".join(characters), [each for each in choices if not any(a <= each.offset < b for a, b in locked)]


def doubt_record(line: int, choice: Choice) -> dict[str, object]:
    """A choice as `convert --doubts` writes it; line and offset count from 0, tier 1 is signed at each occurrence."""
    return {
        "line": line,
        "offset": choice.offset,
        "source": choice.source,
        "chosen": choice.chosen,
        "candidates": list(choice.candidates),
        "entry": choice.entry,
        "tier": choice.tier,
        "reasons": choice.reasons,
    }
