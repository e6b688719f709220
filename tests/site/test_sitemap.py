"""The sitemap: every page in every language that it has, each naming all of them, and where a reader of no other is led."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from gazette.pages.catalogue import CatalogueRecord
from gazette.pipeline import compose_project
from gazette.project import Project
from gazette.settings import Settings
from gazette.site.sitemap import build_robots, build_sitemap
from tiny_site import ROOT, write_notice

URL = "https://www.example.org/"
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
Entry = tuple[str | None, dict[str, str]]


@pytest.fixture(scope="module")
def settings_and_entries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, dict[str, Entry]]:
    """By address: the date, and the alternates by language."""
    folder = tmp_path_factory.mktemp("texts")
    write_notice(folder / "docs", "both", "正文。", number=1, year=2022)
    write_notice(folder / "docs", "one", "正文。", number=2, title="另一通知", languages="zh-Hans")
    checked, _ = compose_project(Project(ROOT, folder / "docs", folder / "ledger.tsv"), URL)
    assert checked
    root = etree.fromstring(build_sitemap(checked.settings, checked.site.records, ["about"]).encode())
    found = {}
    for each in root.iterfind("s:url", SPACES):
        links = {link.get("hreflang"): link.get("href") for link in each.iterfind("x:link[@rel='alternate']", SPACES)}
        found[each.findtext("s:loc", None, SPACES)] = each.findtext("s:lastmod", None, SPACES), links
    return checked.settings, found


def test_a_page_names_its_languages_and_the_source_for_everyone_else(
    settings_and_entries: tuple[Settings, dict[str, Entry]],
) -> None:
    _, entries = settings_and_entries
    both = f"{URL}interpretations/2022/both/", f"{URL}zh-Hant/interpretations/2022/both/"
    links = {"zh-Hans": both[0], "zh-Hant": both[1], "x-default": both[0]}
    assert [entries[each] for each in both] == [("2022-03-02", links)] * 2
    one = f"{URL}interpretations/2023/one/"
    assert entries[one] == ("2023-03-02", {"zh-Hans": one, "x-default": one})
    assert not [each for each in entries if each.endswith("/one/") and each != one]


def test_lists_have_the_date_of_their_newest_publication_and_other_pages_none(
    settings_and_entries: tuple[Settings, dict[str, Entry]],
) -> None:
    settings, entries = settings_and_entries
    home = {tag: URL + settings.language(tag).prefix for tag in settings.tags} | {"x-default": URL}
    for address in set(home.values()):
        assert entries[address] == ("2023-03-02", home)
    names = ("interpretations", "interpretations/2022", "regulations", "about")
    dates = {name: entries[f"{URL}{name}/"][0] for name in names}
    assert dates == dict(zip(names, ("2023-03-02", "2022-03-02", None, None), strict=True))
    assert max(date.fromisoformat(each) for each, _ in entries.values() if each) == date(2023, 3, 2)


def test_a_list_has_the_date_of_the_newest_of_those_that_have_one(
    settings_and_entries: tuple[Settings, dict[str, Entry]],
) -> None:
    settings, _ = settings_and_entries
    days = {"a": date(2022, 1, 5), "b": date(2022, 6, 5), "c": None}
    records = [
        CatalogueRecord(f"regulations/2022/{name}", "index.md", {"zh-Hans": name}, frozenset(), published=day)
        for name, day in days.items()
    ]
    root = etree.fromstring(build_sitemap(settings, records).encode())
    dates = {each.findtext("s:loc", None, SPACES): each.findtext("s:lastmod", None, SPACES) for each in root}
    names = ("all/2022", "regulations", "regulations/2022", "regulations/2022/c")
    assert [dates[f"{URL}{name}/"] for name in names] == ["2022-06-05", "2022-06-05", "2022-06-05", None]


def test_a_preview_is_not_for_search_engines(settings_and_entries: tuple[Settings, dict[str, Entry]]) -> None:
    settings, _ = settings_and_entries
    assert build_robots(settings) == f"User-agent: *\nAllow: /\nSitemap: {URL}sitemap.xml\n"
    preview = replace(settings, site_url="https://not-configured.invalid/")
    assert preview.is_preview and build_robots(preview) == "User-agent: *\nDisallow: /\n"
