"""Options and fixtures that all tests share."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from covered import Coverage
from judges import node_modules
from recorded import Recorder, tested

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from gazette.assemble import RenderedSite

__all__ = ["tested"]

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
# The engine without the desktop browser around it, which costs half the time; the desktop browser has voices.
CHROMIUM = "/usr/bin/chromium-headless-shell"
DESKTOP_CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also soaks and long fuzzing")
    parser.addoption("--record-accessibility", action="store_true", help="write what the accessibility tests showed")
    parser.addoption("--update-golden", action="store_true", help="write expected results anew")


def pytest_configure(config: pytest.Config) -> None:
    """The same examples at every run, so that a change is judged by itself; new ones are looked for with --long."""
    settings.register_profile("gazette", derandomize=not config.getoption("--long"), deadline=None, database=None)
    settings.load_profile("gazette")
    config.pluginmanager.register(Recorder(CHROMIUM, node_modules))
    config.pluginmanager.register(Coverage())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--long"):
        for item in items:
            if "long" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="takes minutes: run with --long"))


@pytest.fixture(scope="session", autouse=True)
def _plain_environment(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Messages and dates must not depend on the machine's language, nor signatures on who works at it."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        os.environ.pop(name, None)
    os.environ["LANG"] = "C.UTF-8"
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("config"))
    os.environ["NO_MKDOCS_2_WARNING"] = "1"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the test data in ../shared are not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built once for all workers, as if it were published at https://www.example.org/."""
    from gazette.project import Project
    from gazette.site.build import build_site

    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    out = shared / "built" / "site"
    with (shared / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            build_site(Project(ROOT, ROOT / "docs"), out, "https://www.example.org/")
    return out


@pytest.fixture(scope="session")
def seed() -> RenderedSite:
    """The project's own texts, checked once a worker."""
    from gazette.pipeline import compose_project
    from gazette.project import Project

    checked, problems = compose_project(Project(ROOT, ROOT / "docs"), None)
    assert checked and not problems
    return checked.site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one at a time: Playwright refuses a second, and keeps asyncio to itself while it runs."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()
