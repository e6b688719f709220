"""A browser that lacks a feature, one at a time, still reads, changes size and language, prints and searches."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from served import FOLDERS, Server

pytestmark = pytest.mark.usefixtures("errors")

# What is gone → how it is known to be. Used by us today, or likely to be the next time somebody makes a page faster.
GONE = {
    "window.localStorage": "delete window.localStorage",
    "window.IntersectionObserver": "delete window.IntersectionObserver",
    "window.ResizeObserver": "delete window.ResizeObserver",
    "window.DecompressionStream": "delete window.DecompressionStream",
    "window.Worker": "delete window.Worker",
    "window.fetch": "delete window.fetch",
    "window.matchMedia": "delete window.matchMedia",
    "window.speechSynthesis": "delete window.speechSynthesis",
    "window.CSS": "delete window.CSS",
    "document.fonts": "delete Document.prototype.fonts",
}
BLOCKED = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })"
)
LACKS = [pytest.param(name, script, id=name) for name, script in GONE.items()]
LACKS += [pytest.param("", BLOCKED, id="localStorage is blocked")]


def open_without(page: Page, name: str, script: str, address: str) -> None:
    page.add_init_script(script)
    page.goto(address)
    if name:
        assert page.evaluate(f"typeof {name}") == "undefined"


@pytest.mark.parametrize(("name", "script"), LACKS)
def test_the_page_reads_and_its_buttons_and_languages_work(
    page: Page, plain: Page, server: Server, name: str, script: str
) -> None:
    page.add_init_script("window.print = () => console.log('printed')")
    open_without(page, name, script, server.url())
    plain.goto(server.url())
    assert page.locator(".gz-body").inner_text() == plain.locator(".gz-body").inner_text()
    sizes = []
    for size in ("大", "中", "小"):
        page.get_by_role("button", name=size, exact=True).click()
        sizes.append(page.locator(".gz-body p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)"))
    assert sizes == sorted(set(sizes), reverse=True) and len(sizes) == 3
    with page.expect_console_message(lambda message: message.text == "printed"):
        page.get_by_role("button", name="打印").click()
    page.get_by_role("link", name="三是促进").click()
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(server.url("en") + "#measure-3")
    expect(page.locator("#measure-3")).to_be_in_viewport()


@pytest.mark.parametrize(("name", "script"), LACKS)
def test_search_answers_or_says_why_it_cannot(page: Page, server: Server, name: str, script: str) -> None:
    open_without(page, name, script, server.url())
    page.locator("#query").fill("质押融资")
    page.locator("#query").press("Enter")
    if name == "window.fetch":
        expect(page.locator(".gz-search__status")).to_contain_text("搜索数据未能载入")
        expect(page.get_by_role("link", name="按年份和主题查看全部文件").first).to_be_visible()
        return
    page.locator(".gz-search__link").first.click()
    expect(page.locator("mark.gz-highlight").first).to_be_visible()


def test_all_languages_read_where_scripts_can_keep_nothing_and_ask_for_nothing(
    page: Page, plain: Page, server: Server
) -> None:
    """All at once, as in a browser that is locked down."""
    for script in GONE.values():
        page.add_init_script(script)
    for tag in FOLDERS:
        page.goto(server.url(tag))
        plain.goto(server.url(tag))
        assert page.locator(".gz-body").inner_text() == plain.locator(".gz-body").inner_text()
        expect(page.locator(".gz-toolbar")).to_be_visible()
