"""Whatever goes wrong, a search ends with a sentence that says so, and with a way out; nothing searches for ever."""

from __future__ import annotations

import json
import zlib

import pytest
from playwright.sync_api import Page, Route, expect

from served import Server

FAILED = "could not be loaded"
# What a browser may lack, or do otherwise: each makes something in the search throw, or is done without.
SABOTAGE = {
    "replaceChildren": "delete Element.prototype.replaceChildren",
    "TextDecoder": "window.TextDecoder = function () { return { decode() { throw new TypeError('no') } } }",
    "fetch": "delete window.fetch",
    "fetch that throws": "window.fetch = () => { throw new TypeError('no') }",
    "fetch that rejects with nothing": "window.fetch = () => Promise.reject()",
    "append": "Element.prototype.append = () => { throw new TypeError('no') }",
    "matchAll": "delete String.prototype.matchAll",
    "normalize": "String.prototype.normalize = () => { throw new RangeError('no') }",
    "replaceState": "History.prototype.replaceState = () => { throw new DOMException('', 'SecurityError') }",
    "Map": "Map.prototype.get = () => { throw new TypeError('no') }",
}
DONE_WITHOUT = ("replaceChildren", "replaceState")


def pack(value: object) -> bytes:
    return zlib.compress(json.dumps(value).encode("utf-16-le"))


# Files that are whole, and hold something else than was agreed.
MALFORMED = {
    "nothing": pack(None),
    "a number": pack(7),
    "a list": pack([]),
    "an object": pack({}),
    "an object of nulls": pack(
        dict.fromkeys(["version", "counts", "slots", "common", "absent", "forms", "years", "columns", "bodies"])
    ),
    "a sum that is wrong": pack([1, 2, 3])[:-1] + b"\xff",
    "cut off": pack(["x" * 50])[:-9],
    "not compressed": b"[]",
    "html": b"<!doctype html><title>Sign in</title>",
    "endless run length": b"\xff" * 200,
}


def has_ended(page: Page) -> None:
    """With results, or with a sentence and links to everything."""
    status = page.locator(".gz-search__status")
    expect(status).not_to_have_text("Searching…")
    expect(status).not_to_have_text("")
    expect(page.get_by_role("link", name="All publications by year and by topic").first).to_be_visible()


@pytest.mark.usefixtures("errors")
@pytest.mark.parametrize(("name", "script"), SABOTAGE.items(), ids=list(SABOTAGE))
def test_what_throws_is_said(page: Page, server: Server, name: str, script: str) -> None:
    page.add_init_script(script)
    page.goto(server.url("en", "search/?q=pledge+financing"))
    has_ended(page)
    if name in DONE_WITHOUT:
        expect(page.locator(".gz-search__result").first).to_be_visible()
    else:
        expect(page.locator(".gz-search__status")).to_contain_text(FAILED)
        expect(page.locator(".gz-search__result")).to_have_count(0)


@pytest.mark.usefixtures("errors")
@pytest.mark.parametrize("what", ["index.bin", "terms/**", "texts/**", "facets.bin"])
@pytest.mark.parametrize("content", MALFORMED.values(), ids=list(MALFORMED))
def test_a_malformed_file_is_said(page: Page, server: Server, what: str, content: bytes) -> None:
    page.route(f"**/search-data/en/{what}*", lambda route: route.fulfill(body=content))
    query = "q=pledge+financing&years=2022" if what == "facets.bin" else "q=pledge+financing"
    page.goto(server.url("en", f"search/?{query}"))
    has_ended(page)
    expect(page.locator(".gz-search__status")).to_contain_text(FAILED)
    expect(page.locator(".gz-search__result")).to_have_count(0)


@pytest.mark.usefixtures("errors")
@pytest.mark.parametrize("what", ["search.*.js", "page.*.js", "search-data/en/facets.bin"])
def test_a_script_or_list_that_does_not_come_is_said(page: Page, server: Server, what: str) -> None:
    page.route(f"**/{what}*", lambda route: route.abort("connectionreset"))
    page.goto(server.url("en", "search/?q=pledge&years=2022"))
    if what == "page.*.js":
        expect(page.locator(".gz-search__no-script")).to_be_visible()
        return
    has_ended(page)
    expect(page.locator(".gz-search__status")).to_contain_text(FAILED)


@pytest.mark.usefixtures("errors")
@pytest.mark.parametrize("query", ["q=pledge", "q=pledge&years=2022"])
def test_a_connection_that_hangs_is_said_and_what_comes_late_is_shown(page: Page, server: Server, query: str) -> None:
    held: list[Route] = []
    is_held = True
    page.clock.install()
    page.route("**/search-data/**", lambda route: held.append(route) if is_held else route.continue_())
    page.goto(server.url("en", f"search/?{query}"))
    expect(page.locator(".gz-search__status")).to_have_text("Searching…")
    page.clock.run_for(20_000)
    expect(page.locator(".gz-search__status")).to_contain_text(FAILED)
    is_held = False
    for route in held:
        route.continue_()
    expect(page.locator(".gz-search__result").first).to_be_visible()
    expect(page.locator(".gz-search__status")).to_contain_text("Publications found")


@pytest.mark.usefixtures("errors")
def test_offline_the_search_says_so_and_answers_when_the_line_is_back(page: Page, server: Server) -> None:
    page.goto(server.url("en", "search/"))
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.locator("#query").fill("pledge financing")
    has_ended(page)
    expect(page.locator(".gz-search__status")).to_contain_text(FAILED)
    page.context.set_offline(False)
    page.locator("#query").press("Enter")
    expect(page.locator(".gz-search__result").first).to_be_visible()
