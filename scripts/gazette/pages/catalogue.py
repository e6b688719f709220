"""Catalogue (总目): the facts of each publication that lists, sitemap and checks need, without its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gazette.convert.editions import ConvertedText
from gazette.languages import SOURCE_TAG
from gazette.model.identifiers import parse_index_number
from gazette.model.shapes import written_ids
from gazette.problems import Problem, problem


@dataclass(frozen=True)
class CatalogueRecord:
    """One publication in the catalogue.

    `titles` maps each language in which it exists to its title. A plain page has no dates or numbers. `line` is the
    line of its index number, for problems; a statute has no index number, hence no line.
    """

    path: str
    file: str
    titles: Mapping[str, str]
    ids: frozenset[str]
    index_number: str = ""
    published: date | None = None
    line: int = 0
    topics: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        return self.path.split("/")[0]

    @property
    def slug(self) -> str:
        return self.path.rsplit("/", 1)[-1]


def catalogue_record(text: ConvertedText) -> CatalogueRecord:
    """Return the catalogue record of a converted publication."""
    facts, source = text.publication.document, text.editions[SOURCE_TAG]
    titles = {tag: edition.title for tag, edition in text.editions.items()}
    ids = frozenset(name for block in source.blocks for name, _ in written_ids(block))
    if facts is None:
        return CatalogueRecord(text.publication.path, source.file, titles, ids)
    number = str(parse_index_number(facts.index_number)) if facts.index_number else ""
    line = source.lines.get("index_number", 0)
    return CatalogueRecord(text.publication.path, source.file, titles, ids, number, facts.published, line, facts.topics)


def newest_first(records: Iterable[CatalogueRecord]) -> list[CatalogueRecord]:
    """Return the dated records, newest first; records of one day are sorted by path."""
    dated = [record for record in records if record.published]
    return sorted(
        sorted(dated, key=lambda record: record.path), key=lambda record: record.published or date.min, reverse=True
    )


def check_catalogue(records: Iterable[CatalogueRecord]) -> list[Problem]:
    """Report slugs used twice in one column, and index numbers used twice.

    Each problem is reported at the later file and names the first one. Codes: publication.duplicate-slug,
    publication.duplicate-index-number.
    """
    problems = []
    slugs: dict[tuple[str, str], list[CatalogueRecord]] = defaultdict(list)
    numbers: dict[str, list[CatalogueRecord]] = defaultdict(list)
    for record in records:
        if record.published:
            slugs[record.column, record.slug].append(record)
        if record.index_number:
            numbers[record.index_number].append(record)
    for (_, slug), same in slugs.items():
        for each in same[1:]:
            problems.append(problem("publication.duplicate-slug", each.file, found=slug, first=same[0].file))
    for number, same in numbers.items():
        code, field = "publication.duplicate-index-number", "index_number"
        problems += [problem(code, each.file, each.line, field, number, first=same[0].file) for each in same[1:]]
    return problems
