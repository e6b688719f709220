"""The ageing-friendly mode (适老化): one switch, kept; all text at least 18 px in lines of 1.5, targets of 44 px."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.kinds import KINDS, open_kind
from served import FOLDERS, Server

SWITCH = {"zh-Hans": "长者模式", "zh-Hant": "長者模式", "en": "Easy reading"}
ON = "gazettePreferences.set('easy', 'on')"
BLOCKED = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })"
)
# Elements with words of their own that are smaller, or whose lines are closer, than the mode promises.
SMALL = """() => Array.from(document.querySelectorAll("body *")).filter(element => {
  const own = Array.from(element.childNodes).some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  if (!own || !element.checkVisibility() || element.closest(".gz-hidden, option")) return false;
  const style = getComputedStyle(element), size = parseFloat(style.fontSize), line = style.lineHeight === "normal" ? 1.5 * size : parseFloat(style.lineHeight);
  return size < 18 || !element.matches("sup, sub, button, sup *") && line < 1.5 * size - .01;
}).map(element => [element.outerHTML.slice(0, 100), getComputedStyle(element).fontSize, getComputedStyle(element).lineHeight])"""
LOW = """() => Array.from(document.querySelectorAll("a[href], button, input, select, summary"))
  .filter(element => element.checkVisibility() && !element.closest(".gz-hidden, .gz-body, .gz-renderings, .gz-skip") && element.getBoundingClientRect().height < 44)
  .map(element => [element.outerHTML.slice(0, 100), element.getBoundingClientRect().height])"""


def test_the_switch_is_kept_over_a_change_of_language_and_a_reload(page: Page, server: Server) -> None:
    def size() -> float:
        return float(page.locator(".gz-footer p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)"))

    page.goto(server.url("zh-Hans", ""))
    plain = size()
    page.get_by_role("button", name=SWITCH["zh-Hans"]).click()
    assert size() > plain
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("button", name=SWITCH["en"])).to_have_attribute("aria-pressed", "true")
    page.reload()
    assert size() > plain
    page.get_by_role("button", name=SWITCH["en"]).click()
    assert size() == plain
    assert page.evaluate("Object.keys(localStorage)") == ["gazette"]


@pytest.mark.accessibility("easy", "1.4.4", "1.4.12", "2.5.5")
@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_all_text_is_large_and_all_targets_are_high(
    page: Page, server: Server, kind: str, tag: str, tested: Callable[[], None]
) -> None:
    open_kind(page, server, kind, tag)
    page.evaluate("gazettePreferences.set('easy', 'on')")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for size in ("small", "large"):
            page.evaluate("size => gazettePreferences.set('size', size)", size)
            assert page.evaluate(SMALL) == []
            assert page.evaluate(LOW) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            tested()


def test_lines_hold_at_most_forty_characters_in_the_mode_too(page: Page, server: Server) -> None:
    page.goto(server.url())
    page.evaluate("gazettePreferences.set('easy', 'on')")
    for size in ("small", "medium", "large"):
        page.evaluate("size => gazettePreferences.set('size', size)", size)
        held = page.locator(".gz-body p").first.evaluate(
            "p => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)"
        )
        assert held <= 40.01


def test_without_javascript_there_is_no_switch(plain: Page, server: Server) -> None:
    plain.goto(server.url())
    expect(plain.locator(".gz-easy-reading")).to_be_hidden()


def test_rare_elements_are_large_too(page: Page, server: Server) -> None:
    """What no text of ours has today: a footnote, code, a small note."""
    page.goto(server.url("en"))
    page.evaluate(ON)
    page.locator(".gz-body").evaluate(
        """body => { body.innerHTML = '<p>Words<sup><a class="footnote-ref" href="#a">1</a></sup><sub>2</sub> <small>note</small> <code>code</code> <kbd>key</kbd></p>' +
        '<table><caption>Caption</caption><tbody><tr><td>cell <code>x</code></td></tr></tbody></table><p><a class="gz-stale" href="#b">Stale</a></p>' }"""
    )
    page.evaluate("gazettePreferences.set('size', 'small')")
    assert page.evaluate(SMALL) == []
    assert page.locator(".gz-stale").evaluate("link => link.getBoundingClientRect().height") >= 44


def test_it_works_where_storage_is_blocked_or_holds_something_else(page: Page, server: Server) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(server.url())
    page.evaluate("localStorage.gazette = JSON.stringify({ easy: { on: 1 } })")
    page.reload()
    assert page.locator("html").get_attribute("data-gz-easy") is None
    page.evaluate("gazettePreferences.set('easy', '')")
    assert page.locator("html").get_attribute("data-gz-easy") is None
    page.add_init_script(BLOCKED)
    page.goto(server.url("en"))
    page.get_by_role("button", name=SWITCH["en"]).click()
    expect(page.locator("html")).to_have_attribute("data-gz-easy", "on")
    page.get_by_role("link", name="繁體中文", exact=True).click()
    expect(page.locator(".gz-body p").first).to_be_visible()
    assert problems == []


@pytest.mark.parametrize("width", [360, 480, 720])
@pytest.mark.parametrize("tag", FOLDERS)
def test_nothing_runs_out_of_the_page(browser: Browser, server: Server, tag: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for kind in KINDS:
        open_kind(page, server, kind, tag)
        page.evaluate(ON)
        for size in ("small", "medium", "large"):
            page.evaluate("size => gazettePreferences.set('size', size)", size)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (kind, size)
    context.close()


def test_it_changes_nothing_in_print(page: Page, server: Server) -> None:
    page.goto(server.url())
    page.emulate_media(media="print")
    looks = """() => Array.from(document.querySelectorAll("html, body, main *"), element => {
      const style = getComputedStyle(element), box = element.getBoundingClientRect();
      return [style.fontSize, style.lineHeight, style.color, style.borderTopColor, style.paddingTop, box.width, box.height].join();
    })"""
    page.evaluate(looks)
    page.evaluate("document.fonts.ready.then(() => undefined)")  # those of paper load when it is laid out
    usual = page.evaluate(looks)
    page.evaluate(ON)
    assert page.evaluate(looks) == usual
