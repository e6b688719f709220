"""Lists (列表): home, columns, years, overview, search and 404 pages in every language, derived from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gazette.pages.catalogue import CatalogueRecord, newest_first
from gazette.pages.groups import by_year, compose_entry, compose_group
from gazette.pages.labels import Labels
from gazette.pages.overview import compose_overview, overview_jumps
from gazette.pages.page import Page

LATEST = 10
SEARCH_PATH = "search"
NOT_FOUND_PATH = "404"
CLOSED: dict[str, list[Any]] = {"entries": [], "elsewhere": []}


def compose_lists(records: Iterable[CatalogueRecord], labels: Mapping[str, Labels]) -> list[Page]:
    """Return all pages that are not a publication, for every language of the site."""
    ordered = newest_first(records)
    tags = list(labels)
    pages: list[Page] = []
    for words in labels.values():
        here = [record for record in ordered if words.language.tag in record.titles]
        jumps = overview_jumps(ordered, words, labels)
        pages += [_home(here, words, tags), _search(here, jumps, words, tags), _not_found(words, tags)]
        pages += compose_overview(ordered, words, labels)
        for folder in words.columns:
            own = [record for record in ordered if record.column == folder]
            pages += _column(folder, own, words, labels)
    return pages


def _columns(records: list[CatalogueRecord], words: Labels) -> list[dict[str, str]]:
    counts = {folder: sum(record.column == folder for record in records) for folder in words.columns}
    return [
        {"path": folder, "title": title, "count": words.fill("count", count=counts[folder])}
        for folder, title in words.columns.items()
    ]


def _home(records: list[CatalogueRecord], words: Labels, tags: list[str]) -> Page:
    data = {
        "tags": tags,
        "entries": [compose_entry(record, words) for record in records[:LATEST]],
        "columns": _columns(records, words),
    }
    return Page(
        "", words.language.tag, "home.html", words.site_title, data, description=words.describe(words.site_title)
    )


def _column(folder: str, records: list[CatalogueRecord], words: Labels, labels: Mapping[str, Labels]) -> list[Page]:
    """Return a column's page, with entries shown for the newest year only, then one page for each year."""
    title, tags = words.columns[folder], list(labels)
    groups = [_year(folder, year, own, words, labels) for year, own in by_year(records).items()]
    data = {
        "tags": tags,
        "column": folder,
        "groups": [group if number == 0 else group | CLOSED for number, group in enumerate(groups)],
    }
    pages = [Page(folder, words.language.tag, "list.html", title, data, description=words.describe(title))]
    for group in groups:
        year_title = words.fill("year_title", column=title, year=group["path"].rsplit("/", 1)[-1])
        year_data = {"tags": tags, "column": folder, "groups": [group | {"title": "", "path": ""}]}
        shown = words.describe(year_title)
        pages.append(Page(group["path"], words.language.tag, "list.html", year_title, year_data, description=shown))
    return pages


def _year(
    folder: str, year: str, records: list[CatalogueRecord], words: Labels, labels: Mapping[str, Labels]
) -> dict[str, Any]:
    title = words.fill("year", year=year)
    return compose_group(records, words, labels, id=f"year-{year}", title=title, path=f"{folder}/{year}")


def _search(records: list[CatalogueRecord], jumps: list[dict[str, Any]], words: Labels, tags: list[str]) -> Page:
    data = {"tags": tags, "columns": _columns(records, words), "jumps": jumps}
    return Page(
        SEARCH_PATH, words.language.tag, "search.html", words["search_title"], data, description=words["search_hint"]
    )


def _not_found(words: Labels, tags: list[str]) -> Page:
    return Page(NOT_FOUND_PATH, words.language.tag, "not-found.html", words["not_found_title"], {"tags": tags})
