"""Groups (分组): publications under one heading, with those that exist only in other languages listed apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gazette.pages.catalogue import CatalogueRecord
from gazette.pages.labels import Labels


def year_of(record: CatalogueRecord) -> str:
    assert record.published
    return f"{record.published.year:04d}"


def by_year(records: Iterable[CatalogueRecord]) -> dict[str, list[CatalogueRecord]]:
    """Return the records of each year, newest year first: a year has a page in all languages or in none."""
    found: dict[str, list[CatalogueRecord]] = {}
    for record in records:
        found.setdefault(year_of(record), []).append(record)
    return dict(sorted(found.items(), reverse=True))


def compose_entry(record: CatalogueRecord, words: Labels) -> dict[str, str]:
    assert record.published
    return {
        "path": record.path,
        "title": record.titles[words.language.tag],
        "date": words.date(record.published),
        "datetime": record.published.isoformat(),
    }


def compose_group(
    records: Iterable[CatalogueRecord], words: Labels, labels: Mapping[str, Labels], **heading: str
) -> dict[str, Any]:
    """Return the template data of one group: the `heading` plus `count`, `entries` and `elsewhere`.

    `heading` holds the group's `id`, its `title`, and the `path` of its own page.
    """
    known = list(records)
    here = [record for record in known if words.language.tag in record.titles]
    return {
        **heading,
        "count": words.fill("count", count=len(here)),
        "entries": [compose_entry(record, words) for record in here],
        "elsewhere": [_elsewhere(record, labels) for record in known if words.language.tag not in record.titles],
    }


def _elsewhere(record: CatalogueRecord, labels: Mapping[str, Labels]) -> dict[str, Any]:
    """Return a publication that lacks this language: its title in the first language it has, and all that it has."""
    assert record.published
    first = labels[next(iter(record.titles))]
    return {
        "path": record.path,
        "title": record.titles[first.language.tag],
        "tag": first.language.tag,
        "direction": first.language.direction,
        "languages": [{"tag": tag, "name": labels[tag].language.name} for tag in record.titles],
        "datetime": record.published.isoformat(),
    }
