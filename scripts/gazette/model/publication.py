"""Publication (出版物): facts and text of one publication in the languages in which a person wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.facts import Facts, PageFacts, Policy, Speaker, TranslatedFacts, Translation
from gazette.model.shapes import SHAPES, answers, assign_parts
from gazette.problems import Problem, problem
from gazette.schema import parse_record
from gazette.settings import Settings
from gazette.source.body import Block
from gazette.source.files import SourcePage
from gazette.source.inline import plain_text

PATH = re.compile(r"(?P<column>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<year>\d{4})/(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")
PAGE_PATH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ATTRIBUTIONS = {True: "{title}{name}：", False: "{name}, {title}:"}  # by whether the language is Chinese


@dataclass(frozen=True)
class Edition:
    """The publication in one language (语种版本), as a person wrote it or as conversion made it.

    `file` is where its words stand, for problems; blocks carry ids and classes, the same in every edition.
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


def parse_publication(path: str, pages: Mapping[str, SourcePage], settings: Settings) -> tuple[Publication | None, list[Problem]]:
    """The pages of one folder, by language tag → Publication, with everything that is wrong in any of them."""
    source = pages[SOURCE_TAG]
    is_page = source.front.values.get("type") == "page"
    facts, problems = parse_record(PageFacts if is_page else Facts, source.front, source.path)
    problems += _check_path(path, is_page, source, settings)
    translations = {}
    for tag, page in pages.items():
        if tag != SOURCE_TAG:
            translations[tag], found = parse_record(TranslatedFacts, page.front, page.path)
            problems += found
    if facts is None or any(each is None for each in translations.values()):
        return None, problems
    problems += _check_facts(path, facts, source, settings)
    problems += _check_languages(facts, pages, settings)
    original = _source_edition(facts, source)
    editions = {SOURCE_TAG: original}
    for tag, translated in translations.items():
        assert translated is not None
        editions[tag], found = _translated_edition(tag, translated, pages[tag], original)
        problems += found
    for edition in editions.values():
        problems += _check_body(edition)
    return Publication(path, facts, editions), problems


def _source_edition(facts: Facts | PageFacts, page: SourcePage) -> Edition:
    blocks = assign_parts(SHAPES[facts.type], page.blocks)
    common = {"tag": SOURCE_TAG, "file": page.path, "title": facts.title, "description": facts.description or ""}
    if isinstance(facts, PageFacts):
        return Edition(blocks=blocks, **common)
    return Edition(
        blocks=blocks,
        issuing_body=facts.issuing_body,
        contact_person=facts.contact.person if facts.contact else "",
        speaker=facts.speaker,
        policy_title=facts.interprets.title if facts.interprets else "",
        **common,
    )


def _translated_edition(tag: str, facts: TranslatedFacts, page: SourcePage, original: Edition) -> tuple[Edition, list[Problem]]:
    """Facts that the translation leaves out are problems where the source has them; blocks take the source's ids."""
    problems = []
    for field, present, needed in (
        ("issuing_body", facts.issuing_body, original.issuing_body),
        ("contact.person", facts.contact, original.contact_person),
        ("speaker", facts.speaker, original.speaker),
        ("interprets.title", facts.interprets, original.policy_title),
        ("translation", facts.translation, original.issuing_body and tag != CONVERTED_TAG),
    ):
        if needed and not present:
            problems.append(problem("field.missing", page.path, page.front.line(()), field))
    blocks, found = _aligned(page, original)
    edition = Edition(
        tag,
        page.path,
        facts.title,
        blocks,
        facts.issuing_body or "",
        facts.contact.person if facts.contact else "",
        facts.speaker,
        facts.interprets.title if facts.interprets else "",
        facts.description or "",
        facts.translation,
    )
    return edition, problems + found


def _aligned(page: SourcePage, original: Edition) -> tuple[tuple[Block, ...], list[Problem]]:
    """The translation's blocks with the source's ids; the first place where the two structures part is a problem."""
    for mine, theirs in zip(page.blocks, original.blocks, strict=False):
        if (mine.kind, mine.level) != (theirs.kind, theirs.level):
            return page.blocks, [_misaligned(page, original, mine, theirs)]
        if mine.id and mine.id != theirs.id:
            return page.blocks, [problem("translation.id", page.path, mine.line, found=mine.id, wanted=theirs.id, source=f"{original.file}:{theirs.line}")]
    if len(page.blocks) != len(original.blocks):
        shorter = min(len(page.blocks), len(original.blocks))
        mine = page.blocks[shorter] if shorter < len(page.blocks) else None
        theirs = original.blocks[shorter] if shorter < len(original.blocks) else None
        return page.blocks, [_misaligned(page, original, mine, theirs)]
    pairs = zip(page.blocks, original.blocks, strict=True)
    return tuple(replace(mine, id=theirs.id, classes=tuple(dict.fromkeys((*mine.classes, *theirs.classes)))) for mine, theirs in pairs), []


def _misaligned(page: SourcePage, original: Edition, mine: Block | None, theirs: Block | None) -> Problem:
    last = page.blocks[-1].line if page.blocks else 1
    return problem(
        "translation.structure",
        page.path,
        mine.line if mine else last,
        found=f"{mine.kind}: {plain_text(mine.text)[:40]}" if mine else "",
        wanted=f"{theirs.kind}: {plain_text(theirs.text)[:30]}" if theirs else "∅",
        source=f"{original.file}:{theirs.line if theirs else original.blocks[-1].line if original.blocks else 1}",
    )


def _check_path(path: str, is_page: bool, source: SourcePage, settings: Settings) -> list[Problem]:
    if is_page:
        return [] if PAGE_PATH.fullmatch(path) and path not in settings.gazette.columns else [problem("publication.page-path", source.path, found=path)]
    match = PATH.fullmatch(path)
    if not match:
        return [problem("publication.path", source.path, found=path)]
    if match["column"] not in settings.gazette.columns:
        return [problem("publication.column", source.path, found=match["column"], known=", ".join(settings.gazette.columns))]
    return []


def _check_facts(path: str, facts: Facts | PageFacts, page: SourcePage, settings: Settings) -> list[Problem]:
    if isinstance(facts, PageFacts):
        return []
    problems = []
    for field in SHAPES[facts.type].required:
        if getattr(facts, field) is None:
            problems.append(problem("field.missing", page.path, page.front.line(()), field))
    match = PATH.fullmatch(path)
    if match and int(match["year"]) != facts.published.year:
        line = page.front.line(("published",))
        problems.append(problem("publication.year", page.path, line, "published", str(facts.published), year=match["year"]))
    if facts.published < facts.issued:
        problems.append(problem("publication.order", page.path, page.front.line(("published",)), "published", str(facts.published), issued=str(facts.issued)))
    for term, form in facts.protected_terms.items():
        if len(term) != len(form):
            problems.append(problem("term.length", page.path, page.front.line(("protected_terms", term)), f"protected_terms.{term}", form))
    return problems


def _check_languages(facts: Facts | PageFacts, pages: Mapping[str, SourcePage], settings: Settings) -> list[Problem]:
    page = pages[SOURCE_TAG]
    problems = []
    for index, tag in enumerate(facts.languages):
        line = page.front.line(("languages", index))
        if tag not in settings.tags:
            problems.append(problem("field.choice", page.path, line, f"languages.{index}", tag, known=", ".join(settings.tags)))
        elif tag not in (SOURCE_TAG, CONVERTED_TAG) and tag not in pages:
            problems.append(problem("translation.missing", page.path, line, "languages", tag, file=f"index.{tag}.md"))
    if SOURCE_TAG not in facts.languages:
        problems.append(problem("publication.source-language", page.path, page.front.line(("languages",)), "languages", ", ".join(facts.languages), tag=SOURCE_TAG))
    for tag, translated in pages.items():
        if tag not in facts.languages and tag != SOURCE_TAG:
            problems.append(problem("translation.undeclared", translated.path, 0, "languages", tag, source=page.path))
    return problems


def _check_body(edition: Edition) -> list[Problem]:
    """What Markdown would silently make something else of, and what the shape asks for."""
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for block in edition.blocks:
        if block.id:
            if block.id in seen:
                problems.append(problem("body.duplicate-id", edition.file, block.line, found=block.id, first=str(seen[block.id])))
            seen[block.id] = block.line
        if block.kind == "heading" and block.level == 1:
            problems.append(problem("body.heading-level", edition.file, block.line, found=f"# {block.text}"[:60]))
        if block.kind == "underlined":
            problems.append(problem("body.underlined-heading", edition.file, block.line, found=block.text.split("\n")[0][:40]))
        if block.kind == "indented":
            problems.append(problem("body.indented", edition.file, block.line, found=block.text[:40]))
    if not any(block.is_prose for block in edition.blocks):
        problems.append(problem("body.empty", edition.file))
    return problems + _check_answers(edition)


def _check_answers(edition: Edition) -> list[Problem]:
    problems = []
    for question, answer in answers(edition.blocks):
        if edition.speaker is None:
            problems.append(problem("field.missing", edition.file, question.line, "speaker"))
            break
        if answer is None or not plain_text(answer.text).startswith(edition.attribution):
            line, found = (answer.line, plain_text(answer.text)[:30]) if answer else (question.line, plain_text(question.text)[:30])
            problems.append(problem("body.answer", edition.file, line, found=found, attribution=edition.attribution))
    return problems


def policy_of(publication: Publication) -> Policy | None:
    return publication.facts.interprets if isinstance(publication.facts, Facts) else None
