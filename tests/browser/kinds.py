"""Every kind of page, for tests that hold for all of them."""

from __future__ import annotations

from playwright.sync_api import Page

from served import PUBLICATION, Server

STATUTE = "regulations/2011/names-of-offences-5/"
OTHER = {"zh-Hans": "en", "zh-Hant": "en", "en": "zh-hans"}
# Where a page of each template is; {other} is the language beside it.
KINDS = {
    "home": "",
    "column": "interpretations/",
    "year": "regulations/2011/",
    "overview": "all/",
    "publication": PUBLICATION,
    "statute": STATUTE,
    "parallel": PUBLICATION + "with-{other}/",
    "verify": "verify/" + PUBLICATION,
    "page": "about/",
    "accessibility": "accessibility/",
    "search": "search/",
    "results": "search/?q=2022",
    "not-found": "nowhere/at/all",
}


def open_kind(page: Page, server: Server, kind: str, tag: str) -> None:
    """The page as it is when its scripts have done their work."""
    page.goto(server.url(tag, KINDS[kind].format(other=OTHER[tag])))
    if kind == "results":
        page.locator(".gz-search__result").first.wait_for()
