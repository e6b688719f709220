"""axe-core finds nothing: every kind of page, language, colour scheme, text size and width, on screen and in print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser.kinds import KINDS, open_kind
from judges import axe_source
from served import FOLDERS, Server

WIDTHS = (360, 1440)
SCHEMES = ("light", "dark")
MODES = ({"size": "small"}, {"size": "large"}, {"size": "medium", "easy": "on"})
# Colours alone differ between the schemes: in the dark only the rules about them run.
CONTRAST = ["color-contrast", "color-contrast-enhanced"]
RUN = """async ([type, values]) => {
  const found = await axe.run(document, { runOnly: { type, values }, rules: { "color-contrast-enhanced": { enabled: true }, "identical-links-same-purpose": { enabled: true } }, resultTypes: ["violations"] });
  return found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.join(" "), node.failureSummary]));
}"""
LOOK = """() => {
  const root = getComputedStyle(document.documentElement);
  return [innerWidth, root.fontSize, root.getPropertyValue("--gz-text"), getComputedStyle(document.body).color].join();
}"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]


@pytest.fixture(scope="module")
def judged(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(navigator, 'languages', { get: () => [] })")
    yield context.new_page()
    context.close()


def violations(page: Page, scheme: str = "light") -> list[Any]:
    chosen = ["tag", TAGS] if scheme == "light" else ["rule", CONTRAST]
    return list(page.evaluate(RUN, chosen))


@pytest.mark.accessibility("axe", "1.1.1", "1.3.1", "1.4.3", "1.4.6", "2.4.2", "2.5.8", "3.1.1", "4.1.2")
@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(judged: Page, server: Server, kind: str, tag: str, tested: Callable[[], None]) -> None:
    open_kind(judged, server, kind, tag)
    judged.evaluate(axe_source())
    found, looks = [], set()
    for width in WIDTHS:
        judged.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            judged.emulate_media(color_scheme=scheme, media="screen")  # type: ignore[arg-type]
            for mode in MODES:
                judged.evaluate(
                    "mode => Object.keys(mode).forEach(name => gazettePreferences.set(name, mode[name]))", mode
                )
                looks.add(judged.evaluate(LOOK))
                found += [(width, scheme, mode, *each) for each in violations(judged, scheme)]
                tested()
            judged.evaluate("localStorage.clear(); gazettePreferences.set('easy', '')")
    # Each state was the one that it was meant to be, not the one before it again.
    assert len(looks) == len(WIDTHS) * len(SCHEMES) * len(MODES)
    judged.emulate_media(media="print")
    found += [("print", *each) for each in violations(judged)]
    tested()
    assert found == []


def test_axe_would_find_something(judged: Page, server: Server) -> None:
    """The judge itself is awake: a picture without words and grey letters."""
    open_kind(judged, server, "home", "en")
    judged.evaluate(axe_source())
    judged.evaluate("document.querySelector('main').innerHTML += '<img src=x.png><p id=grey>grey</p>'")
    judged.evaluate("document.getElementById('grey').style.color = '#666'")
    assert {each[0] for each in violations(judged)} >= {"image-alt", "color-contrast-enhanced"}
