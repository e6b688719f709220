"""Without JavaScript: from the home page every publication, language, copy and verification is reached by links alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from served import FOLDERS, PUBLICATION, Server

ALL = {
    "zh-Hans": "按年份和主题查看全部文件",
    "zh-Hant": "按年份和主題查看全部文件",
    "en": "All publications by year and by topic",
}
SOURCES = 4  # of the project's own; a list that lost them all would pass otherwise


def addresses(links: Locator) -> list[str]:
    return list(dict.fromkeys(links.evaluate_all("links => links.map(link => link.href)")))


@pytest.mark.parametrize("tag", FOLDERS)
def test_every_publication_is_reached_from_the_home_page_with_its_languages_and_copies(
    plain: Page, server: Server, tag: str
) -> None:
    plain.goto(server.url(tag, ""))
    plain.get_by_role("link", name=ALL[tag], exact=True).click()
    expect(plain).to_have_url(server.url(tag, "all/"))
    listed = addresses(plain.locator(".gz-publication-list a"))
    assert len(listed) >= SOURCES and server.url(tag) in listed
    for address in listed:
        plain.goto(address)
        languages = addresses(plain.locator(".gz-language-switcher a"))
        assert len(languages) == len(FOLDERS) - 1
        for link in languages:
            assert plain.request.get(link).ok
        copy = plain.request.get(*addresses(plain.locator(".gz-copy-link a[type='application/pdf']")))
        assert copy.ok and copy.body().startswith(b"%PDF")
        plain.locator(".gz-copy-link a").last.click()
        expect(plain.locator(".gz-verify__version")).not_to_have_count(0)
        plain.go_back()
        plain.locator(".gz-topics a").first.click()
        assert address in addresses(plain.locator(".gz-publication-list a"))


@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("kind", [0, 1], ids=["by year", "by topic"])
def test_a_search_leads_to_the_lists_by_year_and_by_topic(plain: Page, server: Server, tag: str, kind: int) -> None:
    plain.goto(server.url(tag, ""))
    plain.locator("#query").fill("IP")
    plain.locator("#query").press("Enter")
    expect(plain.locator(".gz-search__no-script")).to_be_visible()
    plain.locator(".gz-overview-links__list").nth(kind).get_by_role("link").first.click()
    plain.locator(f".gz-publication-list a[href$='{PUBLICATION}']").click()
    expect(plain).to_have_url(server.url(tag))


def test_the_lists_speak_every_language_and_jump_to_each_year_and_topic(plain: Page, server: Server) -> None:
    plain.goto(server.url("zh-Hans", "all/"))
    jumps = plain.locator(".gz-overview-links a")
    assert jumps.count() == plain.locator("h3.gz-section__title").count() >= SOURCES
    for link in jumps.all():
        target = link.get_attribute("href") or ""
        link.click()
        expect(plain).to_have_url(server.url("zh-Hans", f"all/{target}"))
        expect(plain.locator(f"h3{target}")).to_be_in_viewport()
        assert plain.locator(f"h3{target} a").text_content() == link.text_content()
    plain.locator("h3#topic-taxation a").click()
    expect(plain.locator(".gz-breadcrumb a").last).to_have_text("全部文件")
    plain.get_by_role("link", name="English", exact=True).click()
    expect(plain).to_have_url(server.url("en", "all/topics/taxation/"))
    expect(plain.locator("h1")).to_have_text("All publications: Taxation")


def test_the_404_page_and_the_foot_of_every_page_lead_to_the_list(plain: Page, server: Server) -> None:
    for tag in FOLDERS:
        plain.goto(server.url(tag, "nowhere/at/all"))
        plain.get_by_role("link", name=ALL[tag], exact=True).click()
        expect(plain).to_have_url(server.url(tag, "all/"))
        for path in (PUBLICATION, "all/2022/", f"{PUBLICATION}with-{'en' if tag != 'en' else 'zh-hans'}/"):
            plain.goto(server.url(tag, path))
            assert server.url(tag, "all/") in addresses(plain.locator(".gz-footer a"))
