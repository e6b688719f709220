"""Real Chromium against a real nginx on 127.0.0.1, which serves the built site at / and, built for it, at /gov/policy/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from browser.firefox import Firefox
from browser.nginx import free_ports, serve
from gazette.project import Project
from gazette.site.build import build_site
from served import MANY_PATH, SUB_PATH, Server
from tiny_site import build_tiny, write_notice

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("nginx")
    port, secure = free_ports(2)
    project = Project(ROOT, ROOT / "docs")
    build_site(project, root / "site", f"http://127.0.0.1:{port}/")
    build_site(project, root / "sub", f"http://127.0.0.1:{port}/{SUB_PATH}", with_copies=False)
    write_many(root / "many-docs")
    build_tiny(root / "many-docs", root / "many", f"http://127.0.0.1:{port}/{MANY_PATH}")
    with serve(root, port, secure):
        yield Server(f"http://127.0.0.1:{port}/", f"localhost:{secure}", root)


def write_many(docs: Path) -> None:
    """Twenty-six notices of two years and two bodies; every one speaks of 备案, one of 乾隆, and one has no Traditional text."""
    for number in range(1, 27):
        year, languages = 2022 + number % 2, "zh-Hans" if number == 26 else "zh-Hans, zh-Hant"
        body = f"备案工作的第{number}号通知，什么时候开始施行。\n\n第二段说明行政和其他部门，另有{number * 111}件。"
        body += "\n\n乾隆年间的行政部门。" if number == 7 else ""
        file = write_notice(
            docs, f"n{number:02}", body, title=f"第{number}号备案通知", year=year, number=number, languages=languages
        )
        if number % 5 == 0:
            file.write_text(file.read_text(encoding="utf-8").replace("淄博市市场", "张店区市场"), encoding="utf-8")


@pytest.fixture(autouse=True)
def violations(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """What Chromium blocked because of the site's policy: nothing, in no test."""
    found: list[str] = []
    if "browser" not in request.fixturenames:
        yield found
        return
    browser: Browser = request.getfixturevalue("browser")

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            found.append(message.text)

    def watch(context: BrowserContext) -> None:
        context.on("console", note)

    browser.on("context", watch)
    yield found
    browser.remove_listener("context", watch)
    assert found == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    # A browser that asks for no language: the offer of another one has tests of its own.
    context.add_init_script("Object.defineProperty(navigator, 'languages', { get: () => [] })")
    yield context.new_page()
    context.close()


@pytest.fixture
def errors(page: Page) -> Iterator[list[str]]:
    """What scripts threw: nothing, in no test."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page in a browser without JavaScript, which scrolls at once: Playwright's own scrolling breaks off a smooth one."""
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Debian's Firefox with one window; each `navigate` begins anew."""
    firefox = Firefox(tmp_path_factory.mktemp("firefox"))
    yield firefox
    firefox.close()
