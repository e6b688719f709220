"""Rules (规则): checks the facts of a publication against each other, its folder, and the site's settings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.facts import Facts, PageFacts, TranslatedFacts
from gazette.model.shapes import SHAPE_OF_TYPE
from gazette.problems import Problem, problem
from gazette.schema import missing_field
from gazette.settings import RESERVED_FOLDERS, Settings
from gazette.source.files import SourcePage

_NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PATH = re.compile(rf"(?P<column>{_NAME})/(?P<year>[0-9]{{4}})/(?P<slug>{_NAME})")
_PAGE_PATH = re.compile(_NAME)


def check_path(path: str, page: SourcePage, settings: Settings, *, is_page: bool) -> list[Problem]:
    """Report a folder that is not column/year/name (a publication) or one name not used otherwise (a plain page)."""
    columns = settings.gazette.columns
    found = "" if path == "." else path
    if is_page:
        reserved = {*columns, *RESERVED_FOLDERS, *(tag.lower() for tag in settings.tags)}
        if path in reserved:
            return [problem("publication.reserved-path", page.path, found=path, known=", ".join(sorted(reserved)))]
        return [] if _PAGE_PATH.fullmatch(path) else [problem("publication.page-path", page.path, found=found)]
    match = _PATH.fullmatch(path)
    if not match:
        return [problem("publication.path", page.path, found=found)]
    if match["column"] not in columns:
        return [problem("publication.column", page.path, found=match["column"], known=", ".join(columns))]
    return []


def check_facts(path: str, facts: Facts | PageFacts, page: SourcePage) -> list[Problem]:
    """Report facts that the type requires, dates out of order, and protected terms that change the length of a text."""
    problems = []
    for term, form in facts.protected_terms.items():
        if not term or len(term) != len(form):
            line = page.front.line(("protected_terms", term))
            problems.append(problem("term.length", page.path, line, f"protected_terms.{term}", form))
    if isinstance(facts, PageFacts):
        return problems
    for field in SHAPE_OF_TYPE[facts.type].required:
        if getattr(facts, field) is None:
            problems.append(missing_field(page.path, page.front.line(()), field))
    return problems + _check_dates(path, facts, page)


def check_title_lines(file: str, title: str, lines: tuple[str, ...], at: Mapping[str, int]) -> list[Problem]:
    """Report lines of the printed title that, put together, are not the title; white space is ignored."""
    said, wanted = ("".join("".join(words).split()) for words in (lines, [title]))
    if not lines or said == wanted:
        return []
    return [
        problem(
            "publication.title-lines", file, at.get("title_lines", 1), "title_lines", " / ".join(lines), title=title
        )
    ]


def _check_dates(path: str, facts: Facts, page: SourcePage) -> list[Problem]:
    problems = []
    line, published = page.front.line(("published",)), str(facts.published)
    match = _PATH.fullmatch(path)
    if match and int(match["year"]) != facts.published.year:
        problems.append(problem("publication.year", page.path, line, "published", published, year=match["year"]))
    if facts.published < facts.issued:
        details = {"issued": str(facts.issued)}
        problems.append(problem("publication.order", page.path, line, "published", published, **details))
    return problems


def check_languages(languages: tuple[str, ...], pages: Mapping[str, SourcePage], settings: Settings) -> list[Problem]:
    """Report differences between the declared languages, the files present, and the languages of the site."""
    page = pages[SOURCE_TAG]
    known = ", ".join(settings.tags)
    problems = []
    for index, tag in enumerate(languages):
        line = page.front.line(("languages", index))
        if tag in languages[:index]:
            problems.append(problem("publication.language-twice", page.path, line, "languages", tag))
        elif tag not in settings.tags:
            problems.append(problem("field.choice", page.path, line, "languages", tag, known=known))
        elif tag not in (SOURCE_TAG, CONVERTED_TAG) and tag not in pages:
            problems.append(problem("translation.missing", page.path, line, "languages", tag, file=f"index.{tag}.md"))
    if SOURCE_TAG not in languages:
        line, found = page.front.line(("languages",)), ", ".join(languages)
        problems.append(problem("publication.source-language", page.path, line, "languages", found, tag=SOURCE_TAG))
    for tag, translated in pages.items():
        if tag not in settings.tags:
            problems.append(problem("translation.language", translated.path, found=tag, known=known))
        elif tag not in languages and tag != SOURCE_TAG:
            problems.append(problem("translation.undeclared", translated.path, found=tag, source=page.path))
    return problems


def check_topics(facts: Facts, page: SourcePage, settings: Settings) -> list[Problem]:
    """Report topics that the settings do not name."""
    known = settings.gazette.topics
    wanted = ", ".join(known) or "∅"
    return [
        problem("field.choice", page.path, page.front.line(("topics", index)), "topics", topic, known=wanted)
        for index, topic in enumerate(facts.topics)
        if topic not in known
    ]


def check_translated_facts(
    tag: str, translated: TranslatedFacts, facts: Facts | PageFacts, page: SourcePage
) -> list[Problem]:
    """Report facts of the source that a translation leaves out."""
    if isinstance(facts, PageFacts):
        return []
    needed = (
        ("issuing_body", translated.issuing_body, True),
        ("contact.person", translated.contact, facts.contact is not None),
        ("speaker", translated.speaker, facts.speaker is not None),
        ("interprets.title", translated.interprets, facts.interprets is not None),
        ("translation", translated.translation, tag != CONVERTED_TAG),
    )
    line = page.front.line(())
    missing = [field for field, given, is_needed in needed if is_needed and not given]
    return [missing_field(page.path, line, field) for field in missing]
