"""Doubts (存疑): conversion of a single line in either direction, with its choices and their wording."""

from __future__ import annotations

from collections.abc import Mapping

from gazette.convert.choice import Choice, Reason
from gazette.convert.loading import load_chooser
from gazette.convert.protected import find_protected
from gazette.convert.returns import load_returner
from gazette.convert.tables import find_terms, read_rows
from gazette.knowledge import kept
from gazette.languages import ConversionProfile


def convert_line(text: str, profile: ConversionProfile, protected: Mapping[str, str]) -> tuple[str, list[Choice]]:
    """Convert Simplified to Traditional text of the same length; return it with a choice per ambiguous character.

    Protected places are locked and yield no choice.
    """
    locked = find_protected(text, profile, protected)
    converted, choices = load_chooser(profile).convert(text, [place for place, _ in locked])
    characters = list(converted)
    for (start, end), form in locked:
        characters[start:end] = form
    return "".join(characters), choices


def return_line(text: str, profile: ConversionProfile, protected: Mapping[str, str]) -> tuple[str, list[Choice]]:
    """Convert Traditional to Simplified text of the same length; return it with a choice per ambiguous character.

    `protected`: Traditional form of a term → Simplified form.
    """
    locked = find_terms(text, protected)
    simplified, choices = load_returner(profile).convert(text, [match.span() for match in locked])
    characters = list(simplified)
    for match in locked:
        characters[match.start() : match.end()] = protected[match[0]]
    return "".join(characters), choices


def doubt_record(line: int, choice: Choice) -> dict[str, object]:
    """Return a choice as `convert --doubts` writes it; line and offset count from 0."""
    return {
        "line": line,
        "offset": choice.offset,
        "source": choice.source,
        "chosen": choice.chosen,
        "candidates": list(choice.candidates),
        "entry": choice.entry,
        "tier": choice.tier,
        "reasons": [word_reason(each, "en") for each in choice.reasons],
    }


def word_reason(reason: Reason, language: str) -> str:
    """Return the wording of a reason from reasons.tsv; `language` is "zh" or "en"."""
    code, value = reason
    return _wordings()[code][language].format(value)


@kept
def _wordings() -> dict[str, dict[str, str]]:
    return {code: {"zh": zh, "en": en} for code, zh, en in read_rows("reasons.tsv")}
