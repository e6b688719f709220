"""Publication text (文本): one publication → its editions in all its languages, the Traditional one made from the Simplified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from gazette.convert.chinese import ScriptConverter
from gazette.convert.markup import block_texts, convert_blocks
from gazette.convert.terms import read_protected_terms
from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.facts import Facts, Speaker
from gazette.model.publication import Edition, Publication
from gazette.problems import Problem, problem
from gazette.settings import Settings
from gazette.source.body import Block


@dataclass(frozen=True)
class ConvertedText:
    """A publication with an edition for each of its languages, in the order of its `languages` field."""

    publication: Publication
    editions: Mapping[str, Edition]


def convert_publication(publication: Publication, settings: Settings) -> tuple[ConvertedText, list[Problem]]:
    """Simplified through t2s, Traditional through the profile unless a person wrote it, translations as they are."""
    converter = converter_for(publication, settings)
    source = publication.source
    problems = _check_stray(source, converter) + _check_round_trip(source, converter)
    made = dict(publication.editions)
    made[SOURCE_TAG] = convert_edition(source, SOURCE_TAG, converter.to_simplified)
    if CONVERTED_TAG in publication.tags and CONVERTED_TAG not in made:
        made[CONVERTED_TAG] = convert_edition(made[SOURCE_TAG], CONVERTED_TAG, converter.to_traditional)
    return ConvertedText(publication, {tag: made[tag] for tag in publication.tags}), problems


def converter_for(publication: Publication, settings: Settings) -> ScriptConverter:
    """The publication's own profile and terms overrule the site's."""
    facts = publication.facts
    profile = (facts.conversion_profile if isinstance(facts, Facts) else None) or settings.gazette.conversion_profile
    return ScriptConverter(profile, {**read_protected_terms(), **facts.protected_terms})


def convert_edition(edition: Edition, tag: str, convert: Callable[[str], str]) -> Edition:
    """Every word of an edition converted: facts, headings, text, alternative texts; ids and addresses stay."""
    speaker = edition.speaker
    return replace(
        edition,
        tag=tag,
        title=convert(edition.title),
        blocks=convert_blocks(edition.blocks, convert),
        issuing_body=convert(edition.issuing_body),
        contact_person=convert(edition.contact_person),
        speaker=Speaker(name=convert(speaker.name), title=convert(speaker.title)) if speaker else None,
        policy_title=convert(edition.policy_title),
        description=convert(edition.description),
    )


def _check_stray(edition: Edition, converter: ScriptConverter) -> list[Problem]:
    problems = []
    for text, line_of in _places(edition):
        for each in converter.stray_traditional(text):
            details = {"wanted": each.after, "context": _context(text, each.offset)}
            line = line_of(each.offset)
            problems.append(problem("conversion.stray-traditional", edition.file, line, found=each.before, **details))
    return problems


def _check_round_trip(edition: Edition, converter: ScriptConverter) -> list[Problem]:
    problems = []
    for text, line_of in _places(edition):
        # What t2s changes is reported once, as a stray character.
        simplified = converter.to_simplified(text)
        for each in converter.round_trip(simplified):
            details = {
                "traditional": each.between,
                "back": each.after,
                "context": _context(simplified, each.offset),
            }
            line = line_of(each.offset)
            problems.append(problem("conversion.round-trip", edition.file, line, found=each.before, **details))
    return problems


def _places(edition: Edition) -> list[tuple[str, Callable[[int], int]]]:
    """Each text of an edition: its characters, and the line on which the character at an offset stands."""
    speaker = edition.speaker
    facts = {
        "title": edition.title,
        "issuing_body": edition.issuing_body,
        "contact.person": edition.contact_person,
        "speaker.name": speaker.name if speaker else "",
        "speaker.title": speaker.title if speaker else "",
        "interprets.title": edition.policy_title,
        "description": edition.description,
    }
    places = [(text, _fact_line(edition.lines.get(field, 1))) for field, text in facts.items() if text]
    return places + [(text, _line_counter(block, flow)) for block, flow, text in block_texts(edition.blocks)]


def _fact_line(line: int) -> Callable[[int], int]:
    return lambda offset: line


def _line_counter(block: Block, flow: list[int]) -> Callable[[int], int]:
    return lambda offset: block.line + block.text.count("\n", 0, flow[offset])


def _context(text: str, offset: int) -> str:
    return text[max(0, offset - 4) : offset + 5]
