"""Source checks (源稿核查): reports what a Simplified source text holds that a conversion would get wrong."""

from __future__ import annotations

from gazette.convert.entities import find_entities
from gazette.convert.scribe import Scribe
from gazette.convert.simplified import find_changed, find_strays
from gazette.convert.texts import Texts
from gazette.model.publication import Edition
from gazette.problems import Problem, problem
from gazette.source.doubles import meant_character


def check_source(edition: Edition, texts: Texts, scribe: Scribe) -> list[Problem]:
    """Report entities, stray Traditional characters, and characters that do not come back as they were.

    `texts` are those of the edition.
    """
    changed = find_changed(text for text, _ in texts)
    return (
        _check_entities(edition)
        + _check_stray(edition.file, [each for each in texts if each[0] in changed], scribe)
        + _check_round_trip(edition.file, texts, scribe)
    )


def _check_entities(edition: Edition) -> list[Problem]:
    """Report ideographs written as HTML entities: a reader sees them, but conversion, search and comparison do not."""
    return [
        problem(
            "conversion.entity",
            edition.file,
            block.line + block.text.count("\n", 0, at),
            found=entity,
            wanted=character,
            context=_context(block.text, at),
        )
        for block, at, entity, character in find_entities(edition.blocks)
        if not meant_character(character)  # reported elsewhere, with the intended character
    ]


def _check_stray(file: str, texts: Texts, scribe: Scribe) -> list[Problem]:
    problems = []
    for text, line_of in texts:
        for each in find_strays(text, scribe.protected):
            details = {"wanted": each.after, "context": _context(text, each.offset)}
            line = line_of(each.offset)
            problems.append(problem("conversion.stray-traditional", file, line, found=each.before, **details))
    return problems


def _check_round_trip(file: str, texts: Texts, scribe: Scribe) -> list[Problem]:
    problems = []
    unreturned = scribe.find_unreturned(text for text, _ in texts)
    for text, line_of in texts:
        if text not in unreturned:
            continue
        # Stray characters are reported by _check_stray; those in protected terms stay as written.
        stray = {each.offset for each in find_strays(text, {})}
        for each in scribe.round_trip(text):
            if each.offset in stray:
                continue
            details = {"traditional": each.between, "back": each.after, "context": _context(text, each.offset)}
            line = line_of(each.offset)
            problems.append(problem("conversion.round-trip", file, line, found=each.before, **details))
    return problems


def _context(text: str, offset: int) -> str:
    return text[max(0, offset - 4) : offset + 5]
