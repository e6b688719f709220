"""The budgets of a first view hold: bytes, requests, and nothing on the page moves while it loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.budgets import MOST_BYTES, MOST_REQUESTS, MOST_SCRIPT, MOST_SHIFT, first_view
from browser.kinds import KINDS
from served import FOLDERS, Server

ROOT = Path(__file__).resolve().parents[2]
KEPT = '{"size": "large", "scheme": "dark", "easy": "on"}'


@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("kind", ["home", "column", "publication", "statute", "search"])
def test_a_first_view_keeps_to_its_budget(browser: Browser, server: Server, kind: str, tag: str) -> None:
    view = first_view(browser, server.url(tag, KINDS[kind]))
    assert view.critical <= MOST_BYTES
    assert view.shift <= MOST_SHIFT
    if kind != "search":
        # The icon, for which only a browser with tabs asks.
        assert view.requests + 1 <= MOST_REQUESTS
        assert 0 < view.sizes["script"] <= MOST_SCRIPT


@pytest.mark.parametrize("kept, locale", [(KEPT, "zh-CN"), ("", "en-GB")])
def test_what_is_remembered_or_offered_moves_nothing(browser: Browser, server: Server, kept: str, locale: str) -> None:
    view = first_view(browser, server.url("zh-Hans", KINDS["publication"]), kept, locale)
    assert view.shift <= MOST_SHIFT


@pytest.mark.long
def test_a_publication_costs_at_most_half_of_what_it_costs_with_plain_material() -> None:
    """Both built and opened in the same run."""
    done = subprocess.run(
        [sys.executable, "tests/bench/budgets.py"], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert (done.returncode, done.stdout.count("Material")) == (0, 3), done.stdout + done.stderr
