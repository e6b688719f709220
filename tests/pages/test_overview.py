"""The overview: every publication by year and by topic in each language, no dead link, and long lists parted into pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from converted import EMPTY
from gazette.pages.catalogue import CatalogueRecord
from gazette.pages.labels import Labels, label_scribe, read_labels
from gazette.pages.lists import compose_lists
from gazette.pages.overview import LONGEST_LIST, compose_overview, overview_jumps, overview_places
from gazette.pages.page import Page
from gazette.settings import read_settings

ROOT = Path(__file__).resolve().parents[2]
TAX, OTHER = "taxation", "other"


@pytest.fixture(scope="module")
def labels() -> Mapping[str, Labels]:
    settings, _ = read_settings(ROOT / "mkdocs.yml")
    assert settings
    return read_labels(ROOT / "overrides" / "labels", settings, label_scribe(settings, EMPTY))[0]


def record(
    year: int, slug: str, *topics: str, tags: str = "zh-Hans zh-Hant en", column: str = "regulations"
) -> CatalogueRecord:
    titles = {tag: f"{slug} {tag}" for tag in tags.split()}
    path = f"{column}/{year}/{slug}"
    return CatalogueRecord(
        path, f"docs/{path}/index.md", titles, frozenset(), published=date(year, 3, 2), topics=topics
    )


def overview(records: list[CatalogueRecord], labels: Mapping[str, Labels], tag: str = "zh-Hans") -> dict[str, Page]:
    return {page.path: page for page in compose_overview(records, labels[tag], labels)}


def shown(page: Page) -> dict[str, list[str]]:
    """The heading of each group → the publications below it."""
    return {
        group["id"]: [entry["path"].rsplit("/", 1)[-1] for entry in [*group["entries"], *group["elsewhere"]]]
        for part in page.data["parts"]
        for group in part["groups"]
    }


SOME = [
    record(2021, "a", TAX),
    record(2022, "b", TAX, "criminal-law"),
    record(2022, "c", column="interpretations"),
    record(2020, "d", TAX, tags="zh-Hans"),
]


def test_every_publication_stands_under_its_year_and_under_each_of_its_topics(labels: Mapping[str, Labels]) -> None:
    pages = overview(SOME, labels)
    assert shown(pages["all"]) == {
        "year-2022": ["c", "b"],
        "year-2021": ["a"],
        "year-2020": ["d"],
        "topic-taxation": ["b", "a", "d"],
        "topic-criminal-law": ["b"],
        "topic-other": ["c"],
    }
    assert shown(pages["all/2022"]) == {"topic-taxation": ["b"], "topic-criminal-law": ["b"], "topic-other": ["c"]}
    assert shown(pages["all/topics/taxation"]) == {"year-2022": ["b"], "year-2021": ["a"], "year-2020": ["d"]}


def test_the_pages_are_the_same_in_every_language_and_those_of_the_sitemap(labels: Mapping[str, Labels]) -> None:
    expected = {"all", *overview_places(SOME)}
    assert len(expected) == 7
    for tag in labels:
        assert set(overview(SOME, labels, tag)) == expected


def test_what_does_not_exist_in_the_language_is_named_where_it_would_stand(labels: Mapping[str, Labels]) -> None:
    pages = overview(SOME, labels, "en")
    (group,) = pages["all/2020"].data["parts"][0]["groups"]
    assert (group["id"], group["entries"], group["count"]) == ("topic-taxation", [], "Publications: 0")
    assert [(each["title"], [one["tag"] for one in each["languages"]]) for each in group["elsewhere"]] == [
        ("d zh-Hans", ["zh-Hans"])
    ]
    assert shown(pages["all"])["topic-taxation"] == ["b", "a", "d"]


def test_without_any_topic_there_are_years_only(labels: Mapping[str, Labels]) -> None:
    pages = overview([record(2021, "a"), record(2022, "b")], labels)
    assert set(pages) == {"all", "all/2021", "all/2022"}
    assert shown(pages["all"]) == {"year-2022": ["b"], "year-2021": ["a"]}
    assert shown(pages["all/2021"]) == {"year-2021": ["a"]}
    assert pages["all/2021"].data["jumps"] == []
    assert len(overview_jumps([record(2021, "a")], labels["en"], labels)) == 1


def test_without_any_publication_the_page_says_so(labels: Mapping[str, Labels]) -> None:
    about = CatalogueRecord("about", "docs/about/index.md", {"zh-Hans": "关于本站"}, frozenset())
    pages = overview([about], labels)
    assert list(pages) == ["all"]
    assert pages["all"].data == {"tags": list(labels), "jumps": [], "parts": [], "is_empty": True}
    assert overview_jumps([about], labels["en"], labels) == []


def many(count: int) -> list[CatalogueRecord]:
    return [record(2020 + number % 3, f"n{number}", *[TAX][: number % 2]) for number in range(count)]


def test_a_list_of_more_than_the_limit_is_parted_into_pages_that_together_have_everything(
    labels: Mapping[str, Labels],
) -> None:
    assert shown(overview(many(LONGEST_LIST), labels)["all"])
    records = many(3 * LONGEST_LIST)
    pages = overview(records, labels)
    assert pages["all"].data["parts"] == pages["all/topics/taxation"].data["parts"] == []
    of_years = [name for year in (2020, 2021, 2022) for names in shown(pages[f"all/{year}"]).values() for name in names]
    assert sorted(of_years) == sorted(each.slug for each in records)
    (jump,) = pages["all/topics/taxation"].data["jumps"]
    assert [(link["path"], link["id"], link["number"]) for link in jump["links"]] == [
        (f"all/{year}", "topic-taxation", LONGEST_LIST // 2) for year in (2022, 2021, 2020)
    ]


@pytest.mark.parametrize("records", [SOME, many(3 * LONGEST_LIST), many(1), []], ids=["some", "many", "one", "none"])
@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant", "en"])
def test_every_link_of_every_list_leads_somewhere(
    records: list[CatalogueRecord], tag: str, labels: Mapping[str, Labels]
) -> None:
    pages = {page.path: page for page in compose_lists(records, labels) if page.tag == tag}
    assert len(pages) >= 6
    known = {*pages, *(each.path for each in records if tag in each.titles)}
    for page in pages.values():
        assert {*_targets(page.data)} - known == set(), page.path
        for link in (link for jump in page.data.get("jumps", []) for link in jump["links"]):
            if link["id"]:
                assert link["id"] in shown(pages[link["path"] or page.path]), (page.path, link)


def _targets(data: Any) -> list[str]:
    """Every address in the data of a page but those of other languages."""
    if isinstance(data, Mapping):
        own = [data["path"]] if data.get("path") else []
        return own + [each for key, value in data.items() if key != "elsewhere" for each in _targets(value)]
    return [each for value in data for each in _targets(value)] if isinstance(data, list) else []
