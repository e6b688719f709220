"""Lighthouse, as a phone: full marks for accessibility, best practices and search engines. Search is kept out of these on purpose."""

from __future__ import annotations

from itertools import product

import pytest

from conftest import CHROMIUM
from judges import lighthouse
from served import FOLDERS, PUBLICATION, Server

CATEGORIES = ("accessibility", "best-practices", "seo")
SEARCH = "search/?q=IP"
PAGES = [
    # About twenty seconds each.
    pytest.param(tag, path, marks=() if (tag, path) == ("zh-Hans", PUBLICATION) else pytest.mark.long)
    for tag, path in product(FOLDERS, ("", "interpretations/", PUBLICATION, SEARCH))
]


@pytest.mark.parametrize(("tag", "path"), PAGES)
def test_lighthouse_gives_full_marks(server: Server, tag: str, path: str) -> None:
    report = lighthouse(server.url(tag, path), CHROMIUM, CATEGORIES)
    assert "runtimeError" not in report and report["configSettings"]["formFactor"] == "mobile"
    lacking = {name for name, audit in report["audits"].items() if audit["score"] is not None and audit["score"] < 1}
    assert lacking == ({"is-crawlable"} if path == SEARCH else set())
    scores = {name: category["score"] for name, category in report["categories"].items()}
    assert set(scores) == set(CATEGORIES)
    assert all(score == 1 for name, score in scores.items() if not (path == SEARCH and name == "seo")), scores
