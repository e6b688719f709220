"""Publication text (文本): all language editions of one publication, the Traditional one converted from Simplified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path

from gazette.convert.ledger import Ledger
from gazette.convert.markup import attribute_texts, block_texts, convert_blocks, find_entities
from gazette.convert.review import Occurrence, ReviewState, check_open, state_of
from gazette.convert.scribe import Scribe, ScribeRules
from gazette.convert.simplified import find_strays
from gazette.convert.tables import read_protected_terms
from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.publication import Edition, Publication
from gazette.problems import Problem, problem
from gazette.settings import Settings
from gazette.source.body import Block
from gazette.source.doubles import meant_character


@dataclass(frozen=True)
class ConvertedText:
    """A publication with an edition for each of its languages, in the order of its `languages` field.

    `occurrences`: doubtful characters of the Traditional text; `review`: how many of them are signed. Empty and None
    if a person wrote the Traditional text.
    """

    publication: Publication
    editions: Mapping[str, Edition]
    occurrences: tuple[Occurrence, ...] = ()
    review: ReviewState | None = None


def convert_publication(
    publication: Publication, settings: Settings, ledger: Ledger
) -> tuple[ConvertedText, list[Problem]]:
    """Return all editions of a publication, and the problems of its source text and of its conversion.

    Source and translations are kept as they are; Traditional is converted unless a person wrote it.
    """
    scribe = scribe_for(publication, settings, ledger)
    source = publication.source
    problems = _check_entities(source) + _check_stray(source, scribe) + _check_round_trip(source, scribe)
    made = dict(publication.editions)
    made[SOURCE_TAG] = source
    occurrences: tuple[Occurrence, ...] = ()
    review = None
    if CONVERTED_TAG in publication.tags and CONVERTED_TAG not in made:
        made[CONVERTED_TAG] = convert_edition(made[SOURCE_TAG], CONVERTED_TAG, scribe.convert)
        occurrences = find_occurrences(made[SOURCE_TAG], scribe)
        review = state_of(scribe.profile, occurrences)
        problems += check_open(occurrences)
    editions = {tag: made[tag] for tag in publication.tags}
    return ConvertedText(publication, editions, occurrences, review), problems


def scribe_for(publication: Publication, settings: Settings, ledger: Ledger, folder: Path | None = None) -> Scribe:
    """Return the scribe of a publication; its own profile and protected terms take precedence over the site's.

    `folder` may hold the dictionaries of another OpenCC version.
    """
    facts, gazette = publication.document, settings.gazette
    profile = (facts.conversion_profile if facts else None) or gazette.conversion_profile
    terms = {**read_protected_terms(), **publication.facts.protected_terms}
    speaker = publication.source.speaker
    persons = [each for each in (publication.source.contact_person, speaker.name if speaker else "") if each]
    rules = ScribeRules(profile, terms, gazette.quotation_marks, folder)
    scribe = Scribe(rules, ledger, publication.path, persons)
    scribe.read_names(text for text, _ in find_texts(publication.source))
    return scribe


def find_occurrences(edition: Edition, scribe: Scribe) -> tuple[Occurrence, ...]:
    """Return every doubtful character of a Simplified edition with its line."""
    return tuple(
        Occurrence(edition.file, line_of(doubt.offset), doubt)
        for text, line_of in find_texts(edition)
        for doubt in scribe.doubts(text)
    )


def convert_edition(edition: Edition, tag: str, convert: Callable[[str], str]) -> Edition:
    """Return an edition with all its words converted: facts, headings, text, alternative texts.

    Ids and addresses are kept.
    """
    facts = {name: convert(words) for name, words in edition.facts.items()}
    ends = accumulate(map(len, edition.title_lines), initial=0)
    return replace(
        edition,
        tag=tag,
        facts=facts,
        title_lines=tuple(facts["title"][start:end] for start, end in pairwise(ends)),
        blocks=convert_blocks(edition.blocks, convert),
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


def _check_stray(edition: Edition, scribe: Scribe) -> list[Problem]:
    problems = []
    for text, line_of in find_texts(edition):
        for each in find_strays(text, scribe.protected):
            details = {"wanted": each.after, "context": _context(text, each.offset)}
            line = line_of(each.offset)
            problems.append(problem("conversion.stray-traditional", edition.file, line, found=each.before, **details))
    return problems


def _check_round_trip(edition: Edition, scribe: Scribe) -> list[Problem]:
    problems = []
    for text, line_of in find_texts(edition):
        # Stray characters are reported by _check_stray; those in protected terms stay as written.
        stray = {each.offset for each in find_strays(text, {})}
        for each in scribe.round_trip(text):
            if each.offset in stray:
                continue
            details = {"traditional": each.between, "back": each.after, "context": _context(text, each.offset)}
            line = line_of(each.offset)
            problems.append(problem("conversion.round-trip", edition.file, line, found=each.before, **details))
    return problems


def find_texts(edition: Edition) -> list[tuple[str, Callable[[int], int]]]:
    """Return each text of an edition with a function from an offset in it to the line in the file."""
    places = [(text, _fact_line(edition.lines.get(field, 1))) for field, text in edition.facts.items() if text]
    places += [(text, _line_counter(block, flow)) for block, flow, text in block_texts(edition.blocks)]
    return places + [(text, _fact_line(block.line)) for block, text in attribute_texts(edition.blocks)]


def _fact_line(line: int) -> Callable[[int], int]:
    return lambda offset: line


def _line_counter(block: Block, flow: list[int]) -> Callable[[int], int]:
    return lambda offset: block.line + block.text.count("\n", 0, flow[offset])


def _context(text: str, offset: int) -> str:
    return text[max(0, offset - 4) : offset + 5]
