"""Publication (出版物): facts and text of one publication in the languages in which a person wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gazette.languages import SOURCE_TAG
from gazette.model.alignment import NOTHING_KNOWN, Known
from gazette.model.body_checks import check_answers, check_blocks
from gazette.model.counterparts import Counterpart, pair_blocks
from gazette.model.facts import FACTS, Facts, PageFacts, RecordFacts, Speaker, TranslatedFacts, Translation
from gazette.model.rules import (
    check_facts,
    check_languages,
    check_path,
    check_title_lines,
    check_topics,
    check_translated_facts,
)
from gazette.model.shapes import SHAPE_OF_TYPE, assign_parts
from gazette.model.translation_checks import align_blocks
from gazette.model.traps import check_traps
from gazette.problems import Problem
from gazette.schema import parse_record
from gazette.settings import Settings
from gazette.source.body import Block
from gazette.source.files import SourcePage

ATTRIBUTIONS = {True: "{title}{name}：", False: "{name}, {title}:"}  # by whether the language is Chinese
_NO_TRANSLATIONS: Mapping[str, Known] = {}
_UNSOUND = ("term.length", "publication.source-language", "publication.language-twice")


@dataclass(frozen=True)
class Edition:
    """The publication in one language (语种版本), as a person wrote it or as conversion made it.

    `file` is where its words stand, for problems, and `lines` on which line each fact of its front matter does
    (`title`, `interprets.title`); blocks carry ids and classes, the same in every edition.
    """

    tag: str
    file: str
    title: str
    blocks: tuple[Block, ...]
    issuing_body: str = ""
    contact_person: str = ""
    speaker: Speaker | None = None
    policy_title: str = ""
    description: str = ""
    translation: Translation | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    title_lines: tuple[str, ...] = ()
    is_aligned: bool = True  # whether its blocks answer to those of the source

    @property
    def facts(self) -> dict[str, str]:
        """The words of its front matter, by the name of the field."""
        speaker = self.speaker
        return {
            "title": self.title,
            "issuing_body": self.issuing_body,
            "contact.person": self.contact_person,
            "speaker.name": speaker.name if speaker else "",
            "speaker.title": speaker.title if speaker else "",
            "interprets.title": self.policy_title,
            "description": self.description,
        }

    @property
    def attribution(self) -> str:
        """The words with which an answer begins: `市市场监管局局长苏凯：`."""
        if self.speaker is None:
            return ""
        return ATTRIBUTIONS[self.tag.startswith("zh")].format(title=self.speaker.title, name=self.speaker.name)


@dataclass(frozen=True)
class Publication:
    """`path` is its folder in docs/: `interpretations/2022/ip-pilot-city`."""

    path: str
    facts: Facts | PageFacts
    editions: Mapping[str, Edition]

    @property
    def source(self) -> Edition:
        return self.editions[SOURCE_TAG]

    @property
    def tags(self) -> tuple[str, ...]:
        """The languages in which it is published."""
        return self.facts.languages


def find_counterparts(source: Edition, translated: Edition) -> list[Counterpart]:
    """Every passage that both texts have: facts, then blocks; no blocks where the translation parts from its source."""
    facts = [
        Counterpart(name, source.facts[name], text, source.lines.get(name, 1), translated.lines.get(name, 1))
        for name, text in translated.facts.items()
        if text and source.facts[name]
    ]
    return facts + (list(pair_blocks(source.blocks, translated.blocks)) if translated.is_aligned else [])


def parse_publication(
    path: str,
    pages: Mapping[str, SourcePage],
    settings: Settings,
    known: Mapping[str, Known] = _NO_TRANSLATIONS,
) -> tuple[Publication | None, list[Problem]]:
    """The pages of one folder, by language tag → Publication, with everything that is wrong in any of them.

    There is no Publication where a fact is wrong that later rooms build on. `known` says for each language which passages
    a translator has signed as renderings of which.
    """
    source = pages[SOURCE_TAG]
    facts, problems = _parse_facts(source)
    problems += check_path(path, source, settings, is_page=source.front.values.get("type") == "page")
    if facts:
        problems += check_facts(path, facts, source) + check_languages(facts.languages, pages, settings)
        problems += check_topics(facts, source, settings) if isinstance(facts, Facts) else []
    translations, found = _parse_translations(pages, facts)
    problems += found
    blocks, found, parted = _parse_blocks(pages, known)
    problems += found
    if facts is None or len(translations) < len(pages) - 1 or any(each.code in _UNSOUND for each in problems):
        return None, problems
    editions = {SOURCE_TAG: _source_edition(facts, source, blocks[SOURCE_TAG])}
    for tag, translated in translations.items():
        edition = _translated_edition(tag, translated, pages[tag], blocks[tag])
        editions[tag] = replace(edition, is_aligned=tag not in parted)
    for edition in editions.values():
        if edition.speaker or edition.tag == SOURCE_TAG:
            problems += check_answers(edition.file, edition.blocks, edition.attribution)
        problems += check_title_lines(edition.file, edition.title, edition.title_lines, edition.lines)
    return Publication(path, facts, editions), problems


def _parse_facts(page: SourcePage) -> tuple[Facts | PageFacts | None, list[Problem]]:
    form = FACTS.get(str(page.front.values.get("type")), RecordFacts)
    return parse_record(form, page.front, page.path)


def _parse_translations(
    pages: Mapping[str, SourcePage], facts: Facts | PageFacts | None
) -> tuple[dict[str, TranslatedFacts], list[Problem]]:
    translations: dict[str, TranslatedFacts] = {}
    problems: list[Problem] = []
    for tag, page in pages.items():
        if tag == SOURCE_TAG:
            continue
        translated, found = parse_record(TranslatedFacts, page.front, page.path)
        problems += found
        if translated:
            translations[tag] = translated
            problems += check_translated_facts(tag, translated, facts, page) if facts else []
    return translations, problems


def _parse_blocks(
    pages: Mapping[str, SourcePage], known: Mapping[str, Known]
) -> tuple[dict[str, tuple[Block, ...]], list[Problem], set[str]]:
    """The blocks of every language with the ids of the source's parts, and the languages that part from the source.

    Needs no facts but the type, right or wrong.
    """
    source = pages[SOURCE_TAG]
    shape = SHAPE_OF_TYPE.get(str(source.front.values.get("type")), SHAPE_OF_TYPE["page"])
    blocks = {SOURCE_TAG: assign_parts(shape, source.blocks)}
    problems: list[Problem] = []
    parted = set()
    for tag, page in pages.items():
        problems += check_blocks(page.path, page.blocks) + check_traps(page.path, page.blocks)
        if tag != SOURCE_TAG:
            blocks[tag], found = align_blocks(page, source.path, blocks[SOURCE_TAG], known.get(tag, NOTHING_KNOWN))
            problems += found
            parted |= {tag} if found else set()
    return blocks, problems, parted


def _lines(page: SourcePage) -> dict[str, int]:
    return {".".join(map(str, place)): line for place, line in page.front.lines.items() if place}


def _source_edition(facts: Facts | PageFacts, page: SourcePage, blocks: tuple[Block, ...]) -> Edition:
    description, lines = facts.description or "", _lines(page)
    if isinstance(facts, PageFacts):
        return Edition(SOURCE_TAG, page.path, facts.title, blocks, description=description, lines=lines)
    return Edition(
        SOURCE_TAG,
        page.path,
        facts.title,
        blocks,
        issuing_body=facts.issuing_body,
        contact_person=facts.contact.person if facts.contact else "",
        speaker=facts.speaker,
        policy_title=facts.interprets.title if facts.interprets else "",
        description=description,
        lines=lines,
        title_lines=facts.title_lines,
    )


def _translated_edition(tag: str, facts: TranslatedFacts, page: SourcePage, blocks: tuple[Block, ...]) -> Edition:
    return Edition(
        tag,
        page.path,
        facts.title,
        blocks,
        issuing_body=facts.issuing_body or "",
        contact_person=facts.contact.person if facts.contact else "",
        speaker=facts.speaker,
        policy_title=facts.interprets.title if facts.interprets else "",
        description=facts.description or "",
        translation=facts.translation,
        lines=_lines(page),
        title_lines=facts.title_lines,
    )
