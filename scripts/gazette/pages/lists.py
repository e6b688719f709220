"""Lists (列表): home, columns, years, search and 404, in every language, derived from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gazette.pages.catalogue import Record, newest_first
from gazette.pages.labels import Labels
from gazette.pages.page import Page

LATEST = 10
SEARCH_PATH = "search"
NOT_FOUND_PATH = "404"
CLOSED: dict[str, list[Any]] = {"entries": [], "elsewhere": []}


def compose_lists(records: Iterable[Record], labels: Mapping[str, Labels]) -> list[Page]:
    """All pages that are not a publication, for every language of the site."""
    ordered = newest_first(records)
    tags = list(labels)
    pages: list[Page] = []
    for words in labels.values():
        here = [record for record in ordered if words.language.tag in record.titles]
        pages += [_home(here, words, tags), _search(here, words, tags), _not_found(words, tags)]
        for folder in words.columns:
            own = [record for record in ordered if record.column == folder]
            pages += _column(folder, own, words, labels)
    return pages


def _entry(record: Record, words: Labels) -> dict[str, str]:
    assert record.published
    return {
        "path": record.path,
        "title": record.titles[words.language.tag],
        "date": words.date(record.published),
        "datetime": record.published.isoformat(),
    }


def _years_anywhere(folder: str, records: list[Record]) -> list[str]:
    """The years of a column in any language, the newest first: a year page exists in all languages or in none."""
    return sorted(
        {f"{record.published:%Y}" for record in records if record.column == folder and record.published}, reverse=True
    )


def _elsewhere(record: Record, labels: Mapping[str, Labels]) -> dict[str, Any]:
    """A publication that does not exist in this language: its title in the first one that it has, and where to read it."""
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


def _by_year(
    records: list[Record], words: Labels, years: list[str], labels: Mapping[str, Labels]
) -> list[dict[str, Any]]:
    groups = []
    for year in years:
        of_year = [record for record in records if record.published and f"{record.published:%Y}" == year]
        here = [record for record in of_year if words.language.tag in record.titles]
        entries = [_entry(record, words) for record in here]
        groups.append(
            {
                "year": year,
                "title": words.fill("year", year=year),
                "count": words.fill("count", count=len(entries)),
                "entries": entries,
                "elsewhere": [_elsewhere(record, labels) for record in of_year if record not in here],
            }
        )
    return groups


def _columns(records: list[Record], words: Labels) -> list[dict[str, str]]:
    counts = {folder: sum(record.column == folder for record in records) for folder in words.columns}
    return [
        {"path": folder, "title": title, "count": words.fill("count", count=counts[folder])}
        for folder, title in words.columns.items()
    ]


def _home(records: list[Record], words: Labels, tags: list[str]) -> Page:
    data = {
        "tags": tags,
        "entries": [_entry(record, words) for record in records[:LATEST]],
        "columns": _columns(records, words),
    }
    return Page("", words.language.tag, "home.html", words.site_title, data)


def _column(folder: str, records: list[Record], words: Labels, labels: Mapping[str, Labels]) -> list[Page]:
    """The column's page with every year, the newest year's entries open; one page for each year."""
    title, tags = words.columns[folder], list(labels)
    groups = _by_year(records, words, _years_anywhere(folder, records), labels)
    data = {
        "tags": tags,
        "column": folder,
        "years": [group if number == 0 else group | CLOSED for number, group in enumerate(groups)],
    }
    pages = [Page(folder, words.language.tag, "list.html", title, data)]
    for group in groups:
        year_title = words.fill("year_title", column=title, year=group["year"])
        year_data = {"tags": tags, "column": folder, "years": [group], "is_year": True}
        pages.append(Page(f"{folder}/{group['year']}", words.language.tag, "list.html", year_title, year_data))
    return pages


def _search(records: list[Record], words: Labels, tags: list[str]) -> Page:
    data = {"tags": tags, "columns": _columns(records, words)}
    return Page(SEARCH_PATH, words.language.tag, "search.html", words["search_title"], data)


def _not_found(words: Labels, tags: list[str]) -> Page:
    return Page(NOT_FOUND_PATH, words.language.tag, "not-found.html", words["not_found_title"], {"tags": tags})
