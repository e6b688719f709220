"""Catalogue (总目): the facts of each publication that lists, sitemap and checks need; never its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gazette.convert.publication import ConvertedText
from gazette.languages import SOURCE_TAG
from gazette.model.facts import Facts
from gazette.problems import Problem, problem


@dataclass(frozen=True)
class Record:
    """One publication in the catalogue. `titles` says in which languages it exists; `published` is None for a plain page."""

    path: str
    file: str
    titles: Mapping[str, str]
    ids: frozenset[str]
    index_number: str = ""
    published: date | None = None

    @property
    def column(self) -> str:
        return self.path.split("/")[0]

    @property
    def slug(self) -> str:
        return self.path.rsplit("/", 1)[-1]


def catalogue_record(text: ConvertedText) -> Record:
    facts, source = text.publication.facts, text.editions[SOURCE_TAG]
    titles = {tag: edition.title for tag, edition in text.editions.items()}
    ids = frozenset(block.id for block in source.blocks if block.id)
    if not isinstance(facts, Facts):
        return Record(text.publication.path, source.file, titles, ids)
    return Record(text.publication.path, source.file, titles, ids, facts.index_number, facts.published)


def newest_first(records: Iterable[Record]) -> list[Record]:
    """Publications by date, the newest first; those of one day by path."""
    dated = [record for record in records if record.published]
    return sorted(
        sorted(dated, key=lambda record: record.path), key=lambda record: record.published or date.min, reverse=True
    )


def check_catalogue(records: Iterable[Record]) -> list[Problem]:
    """A slug or an index number that stands twice; the later file is named, with the earlier one."""
    problems = []
    slugs: dict[tuple[str, str], list[Record]] = defaultdict(list)
    numbers: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.published:
            slugs[record.column, record.slug].append(record)
            numbers[record.index_number].append(record)
    for (_, slug), same in slugs.items():
        problems += [
            problem("publication.duplicate-slug", each.file, 0, "slug", slug, first=same[0].file) for each in same[1:]
        ]
    for number, same in numbers.items():
        problems += [
            problem("publication.duplicate-index-number", each.file, 0, "index_number", number, first=same[0].file)
            for each in same[1:]
        ]
    return problems
