"""Publication text (文本): all language editions of one publication, the Traditional one converted from Simplified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path

from gazette.convert.ledger import Ledger
from gazette.convert.markup import convert_blocks
from gazette.convert.review import Occurrence, ReviewState, check_open, state_of
from gazette.convert.scribe import Scribe, ScribeRules
from gazette.convert.source_checks import check_source
from gazette.convert.tables import read_protected_terms
from gazette.convert.texts import Texts, find_texts
from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.publication import Edition, Publication
from gazette.problems import Problem
from gazette.settings import Settings


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
    source = publication.source
    texts = find_texts(source)
    scribe = _new_scribe(publication, settings, ledger)
    scribe.read_names(text for text, _ in texts)
    problems = check_source(source, texts, scribe)
    made = dict(publication.editions)
    made[SOURCE_TAG] = source
    occurrences: tuple[Occurrence, ...] = ()
    review = None
    if CONVERTED_TAG in publication.tags and CONVERTED_TAG not in made:
        made[CONVERTED_TAG] = convert_edition(made[SOURCE_TAG], CONVERTED_TAG, scribe.convert)
        occurrences = find_occurrences(source.file, texts, scribe)
        review = state_of(scribe.profile, occurrences)
        problems += check_open(occurrences)
    editions = {tag: made[tag] for tag in publication.tags}
    return ConvertedText(publication, editions, occurrences, review), problems


def scribe_for(publication: Publication, settings: Settings, ledger: Ledger, folder: Path | None = None) -> Scribe:
    """Return the scribe of a publication, with the names that its source text holds.

    `folder` may hold the dictionaries of another OpenCC version.
    """
    scribe = _new_scribe(publication, settings, ledger, folder)
    scribe.read_names(text for text, _ in find_texts(publication.source))
    return scribe


def _new_scribe(publication: Publication, settings: Settings, ledger: Ledger, folder: Path | None = None) -> Scribe:
    """Return a scribe; the publication's own profile and protected terms take precedence over the site's."""
    facts, gazette = publication.document, settings.gazette
    profile = (facts.conversion_profile if facts else None) or gazette.conversion_profile
    terms = {**read_protected_terms(), **publication.facts.protected_terms}
    speaker = publication.source.speaker
    persons = [each for each in (publication.source.contact_person, speaker.name if speaker else "") if each]
    rules = ScribeRules(profile, terms, gazette.quotation_marks, folder)
    return Scribe(rules, ledger, publication.path, persons)


def find_occurrences(file: str, texts: Texts, scribe: Scribe) -> tuple[Occurrence, ...]:
    """Return every doubtful character of a Simplified edition with its line."""
    return tuple(
        Occurrence(file, line_of(doubt.offset), doubt) for text, line_of in texts for doubt in scribe.doubts(text)
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
