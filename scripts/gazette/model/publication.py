"""Publication (出版物): one publication with its facts and the editions that people wrote."""

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

ATTRIBUTIONS = {True: "{title}{name}：", False: "{name}, {title}:"}  # whether the language is Chinese → form
_NO_TRANSLATIONS: Mapping[str, Known] = {}
_UNSOUND = ("term.length", "publication.source-language", "publication.language-twice")


# The facts that are words of a language, by the place of the field in the front matter; every other fact is the same in all.
FACT_WORDS = (
    "title",
    "issuing_body",
    "contact.person",
    "speaker.name",
    "speaker.title",
    "interprets.title",
    "description",
)


@dataclass(frozen=True)
class Edition:
    """The publication in one language (语种版本), written by a person or made by conversion.

    `file` is the source file, for problems. `facts` maps each name of FACT_WORDS to its words, "" where there are none, and
    `lines` the same names to lines of the file, from 1. Blocks carry ids and classes, the same in every edition.
    """

    tag: str
    file: str
    facts: Mapping[str, str]
    blocks: tuple[Block, ...]
    translation: Translation | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    title_lines: tuple[str, ...] = ()
    is_aligned: bool = True  # whether its blocks match those of the source

    @property
    def title(self) -> str:
        return self.facts["title"]

    @property
    def issuing_body(self) -> str:
        return self.facts["issuing_body"]

    @property
    def contact_person(self) -> str:
        return self.facts["contact.person"]

    @property
    def speaker(self) -> Speaker | None:
        """None where nobody is named as the speaker of the answers."""
        name, title = self.facts["speaker.name"], self.facts["speaker.title"]
        return Speaker(name=name, title=title) if name else None

    @property
    def policy_title(self) -> str:
        return self.facts["interprets.title"]

    @property
    def description(self) -> str:
        return self.facts["description"]

    @property
    def attribution(self) -> str:
        """Return the words with which an answer begins: `市市场监管局局长苏凯：`; empty without a speaker."""
        if self.speaker is None:
            return ""
        return ATTRIBUTIONS[self.tag.startswith("zh")].format(title=self.speaker.title, name=self.speaker.name)


@dataclass(frozen=True)
class Publication:
    """One publication; `path` is its folder in docs/ (`interpretations/2022/ip-pilot-city`), `editions` are by tag."""

    path: str
    facts: Facts | PageFacts
    editions: Mapping[str, Edition]

    @property
    def document(self) -> Facts | None:
        """The facts of an official document; None for a plain page, which has neither dates nor numbers."""
        return self.facts if isinstance(self.facts, Facts) else None

    @property
    def source(self) -> Edition:
        return self.editions[SOURCE_TAG]

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the tags of the languages in which it is published."""
        return self.facts.languages


def find_counterparts(source: Edition, translated: Edition) -> list[Counterpart]:
    """Return every passage that both texts have: facts, then blocks; no blocks if the translation is not aligned."""
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
    """Build a publication from the pages of one folder, by language tag; return it with the problems of all pages.

    It is None if a fact is wrong that later rooms build on. `known` holds for each language the passages that a
    translator has signed as renderings of others.
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
    editions = {SOURCE_TAG: _edition(SOURCE_TAG, facts, source, blocks[SOURCE_TAG])}
    for tag, translated in translations.items():
        edition = _edition(tag, translated, pages[tag], blocks[tag])
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
    """Return the blocks of every language with the ids of the source's parts, and the languages that are not aligned.

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


def _edition(
    tag: str, facts: Facts | PageFacts | TranslatedFacts, page: SourcePage, blocks: tuple[Block, ...]
) -> Edition:
    return Edition(
        tag,
        page.path,
        {name: _words(facts, name) for name in FACT_WORDS},
        blocks,
        translation=getattr(facts, "translation", None),
        lines=_lines(page),
        title_lines=getattr(facts, "title_lines", ()),
    )


def _words(facts: object, name: str) -> str:
    """The words at a dotted place; "" where the type has no such field or the field is left out."""
    for part in name.split("."):
        facts = getattr(facts, part, None)
    return facts if isinstance(facts, str) else ""
