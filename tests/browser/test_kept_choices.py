"""What the reader chose is kept: beside other tabs, whatever else lies in storage, and where storage refuses."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from served import Server

pytestmark = pytest.mark.usefixtures("errors")
KEPT = "JSON.parse(localStorage.getItem('gazette'))"
# What may lie under our key, from another program of the same host or a curious reader.
STRANGE = [
    '"x"',
    "null",
    "[]",
    '["large"]',
    "1e999",
    "99999999999999999999",
    "true",
    "{",
    "",
    "\\u0000",
    '{"size": ["large"]}',
    '{"size": {"length": 3}}',
    '{"size": "huge", "scheme": 7, "easy": true, "offered": "yes"}',
    '{"size": "large\\" onload=\\"x"}',
    '{"__proto__": {"size": "large"}, "constructor": "large", "toString": 1}',
    '{"size": "constructor", "easy": "__proto__"}',
    json.dumps({"size": "x" * 100_000}),
]


def asking(browser: Browser, languages: str) -> Page:
    """A page of a browser that asks for these languages."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(f"Object.defineProperty(navigator, 'languages', {{ get: () => {languages} }})")
    return context.new_page()


def second_tab(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    page.goto(server.url("zh-Hans", ""))
    return page


def test_a_second_tab_takes_over_what_is_chosen_and_keeps_the_rest(page: Page, server: Server) -> None:
    page.goto(server.url())
    other = second_tab(page.context, server)
    other.get_by_role("button", name="长者模式").click()
    expect(page.get_by_role("button", name="长者模式")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("html")).to_have_attribute("data-gz-easy", "on")
    page.get_by_role("button", name="大", exact=True).click()
    other.get_by_role("button", name="深色").click()
    assert page.evaluate(KEPT) == {"size": "large", "scheme": "dark", "easy": "on"}
    other.get_by_role("button", name="长者模式").click()
    expect(page.locator("html")).not_to_have_attribute("data-gz-easy", "on")
    page.evaluate("localStorage.clear()")
    expect(other.locator("html")).not_to_have_attribute("data-gz-scheme", "dark")


def test_leaving_a_page_takes_nothing_back(browser: Browser, server: Server) -> None:
    """The offer of a language notes that it was seen when the page is left: nothing else changes by that."""
    page = asking(browser, "['en']")
    page.goto(server.url())
    expect(page.locator("[data-gz-offer=en]")).to_be_visible()
    # Another tab writes, and this one has not heard of it yet.
    page.evaluate("addEventListener('storage', event => event.stopImmediatePropagation(), true)")
    page.evaluate("localStorage.setItem('gazette', JSON.stringify({ easy: 'on', size: 'large' }))")
    page.goto(server.url("zh-Hans", ""))
    assert page.evaluate(KEPT) == {"size": "large", "easy": "on", "offered": True}
    expect(page.locator("html")).to_have_attribute("data-gz-easy", "on")


@pytest.mark.parametrize("strange", STRANGE, ids=[each[:30] or "nothing" for each in STRANGE])
def test_buttons_work_whatever_lies_in_storage(page: Page, server: Server, strange: str) -> None:
    page.goto(server.url("zh-Hans", "about/"))
    page.evaluate("text => localStorage.setItem('gazette', text)", strange)
    page.goto(server.url())
    for name in ("size", "scheme", "easy"):
        assert page.locator("html").get_attribute(f"data-gz-{name}") is None
    expect(page.get_by_role("button", name="中", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="大", exact=True).click()
    page.get_by_role("button", name="长者模式").click()
    page.reload()
    expect(page.get_by_role("button", name="大", exact=True)).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(KEPT) == {"size": "large", "easy": "on"}


REFUSING = {
    "reading": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })",
    "writing": "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }",
    "absent": "Object.defineProperty(window, 'localStorage', { value: null })",
}


@pytest.mark.parametrize("refusal", REFUSING.values(), ids=list(REFUSING))
def test_where_storage_refuses_choices_hold_for_the_page(page: Page, server: Server, refusal: str) -> None:
    page.add_init_script(refusal)
    page.goto(server.url())
    page.get_by_role("button", name="大", exact=True).click()
    page.get_by_role("button", name="长者模式").click()
    page.get_by_role("button", name="深色").click()
    for name, value in (("size", "large"), ("easy", "on"), ("scheme", "dark")):
        expect(page.locator("html")).to_have_attribute(f"data-gz-{name}", value)
    page.get_by_role("button", name="长者模式").click()
    expect(page.get_by_role("button", name="长者模式")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("html")).to_have_attribute("data-gz-size", "large")


@pytest.mark.parametrize("way", ["click", "keyboard", "new tab"])
def test_who_chose_a_language_in_the_switcher_is_not_asked_again(browser: Browser, server: Server, way: str) -> None:
    page = asking(browser, "['zh-CN', 'en']")
    page.goto(server.url())
    link = page.get_by_role("link", name="English", exact=True)
    if way == "new tab":
        with page.context.expect_page() as opened:
            link.click(modifiers=["Control"])
        english = opened.value
        english.wait_for_load_state()
    else:
        link.focus()
        link.click() if way == "click" else page.keyboard.press("Enter")
        page.wait_for_url(server.url("en") + "*")
        english = page
    expect(english.get_by_role("link", name="English", exact=True)).to_have_count(0)
    assert english.locator("[data-gz-offer]:not([hidden])").count() == 0
    assert english.evaluate(KEPT) == {"offered": True}


@pytest.mark.parametrize("hash", ["#%E0%A4%A", "#%", "#%FF"])
@pytest.mark.parametrize(
    "path", ["", "interpretations/2022/ip-pilot-city/", "interpretations/2022/ip-pilot-city/with-en/", "search/?q=2022"]
)
def test_a_broken_fragment_breaks_nothing(page: Page, server: Server, path: str, hash: str) -> None:
    page.goto(server.url("zh-Hans", path) + hash)
    page.evaluate("scrollTo(0, 600)")
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url(lambda url: "/en/" in url)
    expect(page.locator("main")).to_be_visible()
