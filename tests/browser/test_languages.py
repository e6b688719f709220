"""Switching the language keeps the publication and the passage."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from served import Server

NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
MEASURE = {
    "zh-Hans": "三是促进知识产权服务业发展",
    "zh-Hant": "三是促進知識產權服務業發展",
    "en": "Third, promoting the development",
}


def switch(page: Page, tag: str) -> None:
    page.get_by_role("link", name=NAMES[tag], exact=True).click()


@pytest.mark.parametrize("start", NAMES)
def test_a_deep_link_survives_the_change_to_each_language(page: Page, server: Server, start: str) -> None:
    page.goto(server.url(start) + "#measure-3")
    for tag in [tag for tag in NAMES if tag != start]:
        switch(page, tag)
        expect(page).to_have_url(server.url(tag) + "#measure-3")
        passage = page.locator("#measure-3")
        expect(passage).to_contain_text(MEASURE[tag])
        expect(passage).to_be_in_viewport()
        switch(page, start)
        expect(page).to_have_url(server.url(start) + "#measure-3")


def test_a_passage_chosen_on_the_page_is_kept_too(page: Page, server: Server) -> None:
    page.goto(server.url())
    page.get_by_role("link", name=MEASURE["zh-Hans"]).click()
    switch(page, "en")
    expect(page).to_have_url(server.url("en") + "#measure-3")


@pytest.mark.parametrize("path", ["", "interpretations/", "interpretations/2022/", "about/", "search/"])
def test_every_kind_of_page_exists_in_every_language(page: Page, server: Server, path: str) -> None:
    page.goto(server.url("zh-Hans", path))
    for tag in ("zh-Hant", "en", "zh-Hans"):
        switch(page, tag)
        expect(page).to_have_url(server.url(tag, path))
        assert page.locator("html").get_attribute("lang") == tag


def test_the_passage_in_view_is_kept_after_scrolling(page: Page, server: Server) -> None:
    page.goto(server.url() + "#measure-1")
    page.locator("#measure-4").evaluate("block => scrollTo(0, block.getBoundingClientRect().top + scrollY - 40)")
    link = page.get_by_role("link", name=NAMES["en"], exact=True)
    expect(link).to_have_attribute("href", server.url("en") + "#measure-4")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(server.url("en") + "#measure-4")
    expect(page.locator("#measure-4")).to_be_in_viewport()


def test_back_at_the_top_the_link_is_that_of_the_page(page: Page, server: Server) -> None:
    page.goto(server.url())
    page.locator("#measure-4").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, 0)")
    expect(page.get_by_role("link", name=NAMES["en"], exact=True)).to_have_attribute("href", server.url("en"))


OFFERS = [("en-GB", "zh-Hans", "This page is available in English"), ("zh-TW", "zh-Hans", "本頁有繁體中文版")]
OFFERS += [("zh-CN", "en", "本页有简体中文版"), ("zh-HK", "en", "本頁有繁體中文版")]


@pytest.mark.parametrize(("asked", "start", "words"), OFFERS)
def test_a_first_visit_is_offered_the_language_of_the_browser_once(
    browser: Browser, server: Server, asked: str, start: str, words: str
) -> None:
    context = browser.new_context(locale=asked)
    page = context.new_page()
    page.goto(server.url(start))
    before = page.evaluate("scrollY")
    offer = page.get_by_role("link", name=words)
    expect(offer).to_be_visible()
    assert page.url == server.url(start) and page.evaluate("scrollY") == before
    page.goto(server.url(start, "search/"))
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_role("link", name=words)).to_have_count(0)
    context.close()


@pytest.mark.parametrize(
    ("asked", "start"), [("zh-CN", "zh-Hans"), ("fr-FR", "zh-Hans"), ("en-US", "en"), ("zh-TW", "zh-Hant")]
)
def test_nothing_is_offered_that_is_not_asked_for(browser: Browser, server: Server, asked: str, start: str) -> None:
    context = browser.new_context(locale=asked)
    page = context.new_page()
    page.goto(server.url(start))
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("[data-gz-offer]:visible").count() == 0
    context.close()


def test_the_offer_can_be_closed_by_keyboard(browser: Browser, server: Server) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(server.url())
    close = page.get_by_role("button", name="Close")
    close.focus()
    page.keyboard.press("Enter")
    expect(close).to_be_hidden()
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("[data-gz-offer]:visible").count() == 0
    context.close()


def test_without_javascript_the_language_can_be_switched(plain: Page, server: Server) -> None:
    plain.goto(server.url())
    switch(plain, "zh-Hant")
    expect(plain).to_have_url(server.url("zh-Hant"))
    expect(plain.locator("h1")).to_contain_text("局長解讀")


def test_a_search_is_taken_along(page: Page, server: Server) -> None:
    page.goto(server.url("zh-Hans", "search/") + "?q=质押融资")
    expect(page.locator(".gz-search__result")).not_to_have_count(0)
    switch(page, "zh-Hant")
    expect(page.locator(".gz-search__result")).not_to_have_count(0)
    assert page.locator("#query").input_value() == "质押融资"


@pytest.mark.parametrize(("width", "height"), [(320, 256), (640, 360), (1280, 800)])
def test_the_offer_covers_nothing_where_the_window_is_low(
    browser: Browser, server: Server, width: int, height: int
) -> None:
    """320 × 256 is a screen of 1280 × 1024 at 400 % zoom: there it goes away with the page."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    page = context.new_page()
    page.goto(server.url())
    offer = page.locator("[data-gz-offer=en]")
    expect(offer).to_be_visible()
    page.evaluate("scrollTo({ top: 600, behavior: 'instant' })")
    box = offer.bounding_box()
    assert box
    shown = max(0, min(box["y"] + box["height"], height) - max(box["y"], 0))
    assert shown == 0 if height < 400 else 0 < shown < 0.15 * height
    context.close()


def test_two_thousand_passages_cost_the_switcher_nothing(page: Page, server: Server) -> None:
    """Asked where a block stands: once for each halving, not once for each block."""
    page.add_init_script(
        """
        const asked = Element.prototype.getBoundingClientRect;
        window.boxes = 0;
        Element.prototype.getBoundingClientRect = function () { window.boxes++; return asked.call(this) };
        document.addEventListener("DOMContentLoaded", () => {}, { once: true });
        new MutationObserver((_, observer) => {
          const body = document.querySelector(".gz-body");
          if (!body || document.readyState === "loading" && !document.querySelector("footer")) return;
          observer.disconnect();
          for (let number = 0; number < 2008; number++) {
            const block = document.createElement("p");
            block.id = "extra-" + number;
            block.textContent = "文".repeat(60);
            if (number % 50 === 7) block.hidden = true;
            body.append(block);
          }
        }).observe(document, { childList: true, subtree: true });
        """
    )
    page.goto(server.url())
    for number in (3, 6, 1500, 1999):
        page.locator(f"#extra-{number}").evaluate(
            "block => scrollTo({ top: scrollY + block.getBoundingClientRect().top - innerHeight * .24, behavior: 'instant' })"
        )
        page.wait_for_timeout(200)
        page.evaluate("window.boxes = 0; dispatchEvent(new Event('scroll'))")
        page.wait_for_timeout(200)
        assert page.evaluate("window.boxes") <= 15
        link = page.get_by_role("link", name="English", exact=True)
        assert str(link.get_attribute("href")).endswith(f"#extra-{number}")
