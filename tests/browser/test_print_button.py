"""The print button loads the few faces that the page is printed in, says what it does, and never gives up without a word."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, Route, expect

from served import FOLDERS, Server

pytestmark = pytest.mark.usefixtures("errors")
WORKING = {"zh-Hans": "正在下载打印字体", "zh-Hant": "正在下載打印字體", "en": "Loading the fonts for paper"}
LATE = {"zh-Hans": "再按一次", "zh-Hant": "再按一次", "en": "Press again"}
# Bytes of the seed's fonts, rounded up; before they were cut 12.1 MB, on the English page too.
MOST = {"zh-Hans": 500_000, "zh-Hant": 400_000, "en": 120_000}


def printed(page: Page) -> None:
    """Not by wait_for_function, which the policy of the site forbids."""
    for _ in range(100):
        if page.evaluate("window.printed"):
            return
        page.wait_for_timeout(100)
    raise TimeoutError("nothing was printed")


def size_of(request: Request) -> int:
    """Bytes of the answer; asked for here, since a handler that asks while the page loads may be answered too late."""
    response = request.response()
    assert response, request.url
    return len(response.body())


@pytest.fixture(autouse=True)
def _printer(page: Page) -> None:
    page.add_init_script("window.printed = 0; window.print = () => { window.printed++ }")


@pytest.mark.parametrize("tag", FOLDERS)
def test_only_the_faces_of_the_page_are_loaded(page: Page, server: Server, tag: str) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if request.url.endswith(".woff2") else None)
    page.goto(server.url(tag))
    assert asked == []
    page.locator("[data-gz-print]").click()
    printed(page)
    loaded = {request.url.rsplit("/", 1)[-1].split(".")[0]: size_of(request) for request in asked}
    other = {"zh-Hans": "Hant", "zh-Hant": "Hans", "en": "Hant"}[tag]
    assert {name for name in loaded if other in name and "Borrow" not in name} == set()
    assert 0 < sum(loaded.values()) <= MOST[tag], loaded
    assert page.evaluate("window.printed") == 1
    expect(page.locator(".gz-print__status")).to_have_text("")


@pytest.mark.parametrize("tag", FOLDERS)
def test_nothing_more_is_loaded_when_the_page_is_printed(page: Page, server: Server, tag: str) -> None:
    """What the button has asked for is all that the paper needs."""
    page.goto(server.url(tag))
    page.locator("[data-gz-print]").click()
    printed(page)
    late: list[str] = []
    page.on("request", lambda request: late.append(request.url) if request.url.endswith(".woff2") else None)
    page.pdf(prefer_css_page_size=True)
    assert late == []


@pytest.mark.parametrize("tag", FOLDERS)
def test_while_it_works_it_says_so_and_offers_the_copy(page: Page, server: Server, tag: str) -> None:
    held: list[Route] = []
    is_held = True
    page.route("**/*.woff2", lambda route: held.append(route) if is_held else route.continue_())
    page.goto(server.url(tag))
    status, copy = page.locator(".gz-print__status"), page.locator(".gz-print__copy")
    expect(copy).to_be_hidden()
    page.locator("[data-gz-print]").click()
    expect(status).to_contain_text(WORKING[tag])
    expect(status).to_have_attribute("aria-live", "polite")
    expect(page.locator("[data-gz-print]")).to_have_attribute("aria-busy", "true")
    expect(copy).to_be_visible()
    answer = page.request.get(str(copy.evaluate("link => link.href")))
    assert answer.body().startswith(b"%PDF-")
    assert page.evaluate("window.printed") == 0
    is_held = False
    for route in held:
        route.continue_()
    printed(page)
    expect(status).to_have_text("")
    expect(copy).to_be_hidden()


@pytest.mark.parametrize("trouble", ["hangs", "breaks", "is missing"])
@pytest.mark.parametrize("tag", FOLDERS)
def test_when_fonts_do_not_come_it_says_so_and_prints_on_demand(
    page: Page, server: Server, tag: str, trouble: str
) -> None:
    page.clock.install()
    answers = {
        "hangs": lambda route: None,
        "breaks": lambda route: route.abort(),
        "is missing": lambda route: route.fulfill(status=404, body="no"),
    }
    page.route("**/*.woff2", answers[trouble])
    page.goto(server.url(tag))
    button = page.locator("[data-gz-print]")
    button.click()
    page.clock.run_for(25_000)
    expect(page.locator(".gz-print__status")).to_contain_text(LATE[tag])
    expect(page.locator(".gz-print__copy")).to_be_visible()
    expect(button).not_to_have_attribute("aria-busy", "true")
    assert page.evaluate("window.printed") == 0
    button.click()
    assert page.evaluate("window.printed") == 1


def test_pressed_again_while_it_works_it_prints_at_once_and_only_once(page: Page, server: Server) -> None:
    held: list[Route] = []
    page.route("**/*.woff2", lambda route: held.append(route))
    page.goto(server.url())
    page.locator("[data-gz-print]").click()
    page.locator("[data-gz-print]").click()
    assert page.evaluate("window.printed") == 1
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.printed") == 1
