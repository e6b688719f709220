"""Overview (总览): plain links to all publications by year and by topic, so that nobody depends on the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gazette.pages.catalogue import CatalogueRecord, newest_first
from gazette.pages.groups import by_year, compose_group, year_of
from gazette.pages.labels import Labels
from gazette.pages.page import Page
from gazette.settings import OTHER_TOPIC

ALL_PATH = "all"
TOPICS_PATH = f"{ALL_PATH}/topics"
# Above this number a page lists years and topics instead of publications; the page of one year always lists all.
LONGEST_LIST = 100


def overview_places(records: Iterable[CatalogueRecord]) -> dict[str, list[CatalogueRecord]]:
    """Return the paths of the pages below all/ with the publications on each, in whatever language.

    Topics have pages only if some publication has a topic.
    """
    ordered = newest_first(records)
    has_topics = any(record.topics for record in ordered)
    places: dict[str, list[CatalogueRecord]] = {}
    for record in ordered:
        topics = record.topics or (OTHER_TOPIC,)
        paths = [f"{TOPICS_PATH}/{topic}" for topic in topics] if has_topics else []
        for path in (f"{ALL_PATH}/{year_of(record)}", *paths):
            places.setdefault(path, []).append(record)
    return places


def compose_overview(records: Iterable[CatalogueRecord], words: Labels, labels: Mapping[str, Labels]) -> list[Page]:
    """Return the overview page, a page for each year, and one for each topic in use."""
    ordered, tags = newest_first(records), list(labels)
    places = overview_places(ordered)
    name = words["all_publications"]
    parts = [_years(ordered, words, labels), _topics(places, ordered, words, labels)]
    pages = [_page(ALL_PATH, name, _data(parts, tags, is_open=len(ordered) <= LONGEST_LIST), words)]
    for year in by_year(ordered):
        path = f"{ALL_PATH}/{year}"
        by_topic = _topics(places, places[path], words, labels)
        if not by_topic["groups"]:
            by_topic["groups"] = [compose_group(places[path], words, labels, id=f"year-{year}", title="", path="")]
        title = words.fill("year_title", column=name, year=year)
        pages.append(_page(path, title, _data([by_topic | {"title": ""}], tags, is_open=True), words))
    for topic, path in _topic_paths(places, words).items():
        years = _years(places[path], words, labels, f"topic-{topic}")
        title = words.fill("topic_title", list=name, topic=words.topics[topic])
        is_open = len(places[path]) <= LONGEST_LIST
        pages.append(_page(path, title, _data([years | {"title": ""}], tags, is_open=is_open), words))
    return pages


def overview_jumps(
    records: Iterable[CatalogueRecord], words: Labels, labels: Mapping[str, Labels]
) -> list[dict[str, Any]]:
    """Return the links to the pages of all years and topics, for use on other pages."""
    ordered = newest_first(records)
    parts = [_years(ordered, words, labels), _topics(overview_places(ordered), ordered, words, labels)]
    return [_jumps(part, is_open=False) for part in parts if part["groups"]]


def _page(path: str, title: str, data: dict[str, Any], words: Labels) -> Page:
    return Page(path, words.language.tag, "overview.html", title, data, description=words.describe(title))


def _data(parts: list[dict[str, Any]], tags: list[str], *, is_open: bool) -> dict[str, Any]:
    """Where a page `is_open`, its publications stand on it; otherwise only links to the pages that have them."""
    shown = [part for part in parts if part["groups"]]
    return {
        "tags": tags,
        "jumps": [
            _jumps(part, is_open=is_open) for part in shown if len(part["groups"]) > 1 or len(shown) > 1 or not is_open
        ],
        "parts": shown if is_open else [],
        "is_empty": not shown,
    }


def _jumps(part: Mapping[str, Any], *, is_open: bool) -> dict[str, Any]:
    """Return links to the groups: on this page if they are shown here, otherwise to each group's own page."""
    links = [
        {"title": group["title"], "number": len(group["entries"])}
        | ({"path": "", "id": group["id"]} if is_open else {"path": group["path"], "id": group["anchor"]})
        for group in part["groups"]
    ]
    return {"label": part["label"], "links": links}


def _years(
    records: list[CatalogueRecord], words: Labels, labels: Mapping[str, Labels], anchor: str = ""
) -> dict[str, Any]:
    """Return the records grouped by year; `anchor` is the id under which they stand on the page of a year."""
    groups = [
        compose_group(
            own,
            words,
            labels,
            id=f"year-{year}",
            title=words.fill("year", year=year),
            path=f"{ALL_PATH}/{year}",
            anchor=anchor,
        )
        for year, own in by_year(records).items()
    ]
    return {"id": "by-year", "label": words["by_year"], "title": words["by_year"], "groups": groups}


def _topics(
    places: Mapping[str, list[CatalogueRecord]],
    records: list[CatalogueRecord],
    words: Labels,
    labels: Mapping[str, Labels],
) -> dict[str, Any]:
    """Return the records grouped by topic in the order of the settings, each under every topic that it has."""
    groups = []
    for topic, path in _topic_paths(places, words).items():
        own = [record for record in records if topic in (record.topics or (OTHER_TOPIC,))]
        if own:
            title = words.topics[topic]
            groups.append(compose_group(own, words, labels, id=f"topic-{topic}", title=title, path=path, anchor=""))
    return {"id": "by-topic", "label": words["by_topic"], "title": words["by_topic"], "groups": groups}


def _topic_paths(places: Mapping[str, list[CatalogueRecord]], words: Labels) -> dict[str, str]:
    return {topic: path for topic in words.topics if (path := f"{TOPICS_PATH}/{topic}") in places}
