"""The site opened from disk, without a server: it looks, reads and leads on as it does on one; search says why it cannot."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from served import FOLDERS, PUBLICATION, Server

pytestmark = pytest.mark.usefixtures("errors")

PATHS = [
    "",
    "interpretations/",
    "all/",
    "all/topics/taxation/",
    PUBLICATION,
    f"verify/{PUBLICATION}",
    "search/",
    "about/",
]
SEARCH_SAYS = {
    "zh-Hans": "直接从磁盘打开的网页不能搜索",
    "zh-Hant": "直接從磁盤打開的網頁不能搜索",
    "en": "A page opened from disk cannot search",
}


def on_disk(server: Server, tag: str = "zh-Hans", path: str = PUBLICATION) -> str:
    return (server.root / "site" / FOLDERS[tag] / path / "index.html").as_uri()


@pytest.mark.parametrize("tag", FOLDERS)
def test_it_looks_and_reads_as_it_does_on_a_server(page: Page, server: Server, tag: str) -> None:
    looks = "[getComputedStyle(document.querySelector('.gz-body p')).font, getComputedStyle(document.body).color]"
    seen = []
    for address in (server.url(tag), on_disk(server, tag)):
        page.goto(address)
        expect(page.locator(".gz-toolbar")).to_be_visible()
        seen.append((page.locator("main").inner_text(), page.evaluate(looks)))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("tag", FOLDERS)
def test_every_link_leads_to_a_file(page: Page, server: Server, tag: str) -> None:
    for path in PATHS:
        page.goto(on_disk(server, tag, path))
        links: list[str] = page.evaluate("Array.from(document.links, link => link.href)")
        local = [unquote(urlsplit(link).path) for link in links if link.startswith("file:")]
        assert len(local) > 10
        assert [each for each in local if not Path(each).is_file()] == [], path


def test_a_reader_gets_from_the_list_to_the_publication_the_passage_its_other_language_and_back(
    page: Page, server: Server
) -> None:
    page.goto(on_disk(server, path=""))
    page.get_by_role("link", name="按年份和主题查看全部文件", exact=True).click()
    page.get_by_role("link", name="局长解读").first.click()
    expect(page).to_have_url(on_disk(server))
    page.get_by_role("button", name="大", exact=True).click()
    page.get_by_role("link", name="三是促进").click()
    expect(page.locator("#measure-3")).to_be_in_viewport()
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(on_disk(server, "en") + "#measure-3")
    expect(page.locator("#measure-3")).to_be_in_viewport()
    expect(page.locator("html")).to_have_attribute("data-gz-size", "large")
    page.locator(".gz-breadcrumb a").last.click()
    expect(page).to_have_url(on_disk(server, "en", "interpretations/"))


@pytest.mark.parametrize("tag", FOLDERS)
def test_the_official_copy_is_a_file_beside_the_page(page: Page, server: Server, tag: str) -> None:
    page.goto(on_disk(server, tag))
    address = page.locator(".gz-copy-link a[type='application/pdf']").evaluate("link => link.href")
    assert Path(unquote(urlsplit(address).path)).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("tag", FOLDERS)
def test_search_says_why_it_cannot_and_leads_to_the_lists(page: Page, server: Server, tag: str) -> None:
    page.goto(on_disk(server, tag))
    page.locator("#query").fill("IP")
    page.locator("#query").press("Enter")
    expect(page.locator(".gz-search__status")).to_contain_text(SEARCH_SAYS[tag])
    assert page.url == on_disk(server, tag, "search/") + "?q=IP"
    page.locator(".gz-columns a").first.click()
    expect(page.locator(".gz-publication-list").first).to_be_visible()
