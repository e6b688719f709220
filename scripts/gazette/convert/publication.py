"""Publication text (文本): one publication → its editions in all its languages, the Traditional one made from the Simplified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from gazette.convert.chinese import ScriptConverter
from gazette.convert.markup import block_texts, convert_inline, is_convertible
from gazette.convert.terms import read_protected_terms
from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.facts import Facts, Speaker
from gazette.model.publication import Edition, Publication
from gazette.problems import Problem, problem
from gazette.settings import Settings


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
        blocks=tuple(replace(block, text=convert_inline(block.text, convert)) if is_convertible(block) else block for block in edition.blocks),
        issuing_body=convert(edition.issuing_body),
        contact_person=convert(edition.contact_person),
        speaker=Speaker(name=convert(speaker.name), title=convert(speaker.title)) if speaker else None,
        policy_title=convert(edition.policy_title),
        description=convert(edition.description),
    )


def _check_stray(edition: Edition, converter: ScriptConverter) -> list[Problem]:
    problems = []
    for line, text, at in _places(edition):
        for each in converter.stray_traditional(text):
            problems.append(problem("conversion.stray-traditional", edition.file, line + at(each.offset), found=each.before, wanted=each.after, context=_context(text, each.offset)))
    return problems


def _check_round_trip(edition: Edition, converter: ScriptConverter) -> list[Problem]:
    problems = []
    for line, text, at in _places(edition):
        # What t2s changes is reported once, as a stray character.
        simplified = converter.to_simplified(text)
        for each in converter.round_trip(simplified):
            details = {"traditional": each.between, "back": each.after, "context": _context(simplified, each.offset)}
            problems.append(problem("conversion.round-trip", edition.file, line + at(each.offset), found=each.before, **details))
    return problems


def _places(edition: Edition) -> list[tuple[int, str, Callable[[int], int]]]:
    """Each text of an edition: its first line, its characters, and how many lines further down an offset is."""
    places: list[tuple[int, str, Callable[[int], int]]] = [(1, text, lambda offset: 0) for text in (edition.title, edition.issuing_body, edition.policy_title) if text]
    for block, flow, text in block_texts(edition.blocks):
        places.append((block.line, text, _line_counter(block.text, flow)))
    return places


def _line_counter(text: str, flow: list[int]) -> Callable[[int], int]:
    return lambda offset: text.count("\n", 0, flow[offset])


def _context(text: str, offset: int) -> str:
    return text[max(0, offset - 4) : offset + 5]
