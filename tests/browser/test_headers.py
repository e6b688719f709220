"""The headers of headers.tsv come with every page, and what they forbid is noticed in every test of this folder."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from browser.nginx import add_headers
from served import FOLDERS, PUBLICATION, Server


@pytest.mark.parametrize("path", ["", PUBLICATION, "nowhere", "assets/favicon.svg"])
def test_every_answer_has_the_headers(page: Page, server: Server, path: str) -> None:
    for folder in FOLDERS.values() if "." not in path else [""]:
        answer = page.request.get(f"{server.base}{folder}{path}")
        for name, value in re.findall(r'add_header (\S+) "([^"]+)"', add_headers()):
            assert answer.headers[name.lower()] == value


def test_what_the_policy_forbids_is_noticed(page: Page, server: Server, violations: list[str]) -> None:
    page.goto(server.url())
    with page.expect_console_message():
        page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert len(violations) == 1
    violations.clear()
