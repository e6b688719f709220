"""A publication opened from a search result, for the tests of what is marked there."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import Page, Route

from served import Server

SAID = {"zh-Hans": "已标记：", "zh-Hant": "已標記：", "en": "Highlighted: "}
BODY = '<div class="gz-body">'
AFTER_BODY = '<table class="gz-publication-facts" id="contact"'


def address(server: Server, query: str, tag: str = "zh-Hans", passage: str = "") -> str:
    return f"{server.url(tag)}?q={quote(query)}{passage}"


def with_body(page: Page, body: str) -> None:
    """The publication with another text between its own head and foot."""

    def answer(route: Route) -> None:
        response = route.fetch()
        before, rest = response.text().split(BODY)
        after = rest.split(AFTER_BODY)[1]
        route.fulfill(response=response, body=f"{before}{BODY}{body}</div>{AFTER_BODY}{after}")

    page.route("**/ip-pilot-city/*", answer)


def marks(page: Page, place: str = ".gz-body") -> list[str]:
    return page.locator(f"{place} mark.gz-highlight").all_text_contents()


def errors_of(page: Page) -> list[str]:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    return errors
