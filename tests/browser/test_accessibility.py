"""WCAG 2.2 where no tool can tell: focus, targets, reflow, spacing, motion, forced colours, languages, landmarks, what is announced."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.kinds import KINDS, open_kind
from browser.test_highlight import ratio
from served import FOLDERS, Server

Tested = Callable[[], None]
NARROW = {"width": 320, "height": 256}
# The focused element: how much of its outline is drawn, in which colour on which, and whether anything lies over it.
FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  if (element === document.body) return null;
  const middle = [Math.max(box.left, 0) + Math.min(box.width, innerWidth) / 2, box.top + Math.min(box.height, innerHeight) / 2];
  const over = document.elementFromPoint(...middle);
  let behind = element.parentElement;
  while (behind && getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
  return {
    name: element.outerHTML.slice(0, 120), outline: parseFloat(style.outlineWidth), drawn: style.outlineStyle !== "none", colour: style.outlineColor,
    behind: getComputedStyle(behind || document.body).backgroundColor,
    seen: !!over && (element.contains(over) || over.contains(element)), inside: box.bottom > 0 && box.top < innerHeight,
  };
}"""
# Links in a sentence may be as high as its line (2.5.8, "inline"): those have other words beside them in their block.
SMALL_TARGETS = """() => {
  const shown = element => element.checkVisibility() && !element.closest(".gz-hidden, [hidden]");
  const inSentence = element => {
    let block = element.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return block.textContent.trim().length > element.textContent.trim().length + 1 && getComputedStyle(element).display === "inline";
  };
  return Array.from(document.querySelectorAll("a[href], button, input, select, summary"))
    .filter(element => shown(element) && !inSentence(element) && !element.matches(".gz-skip"))
    .map(element => [element.outerHTML.slice(0, 120), element.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([name, box]) => [name, box.width, box.height]);
}"""
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
}"""
# Words that their box hides: it is smaller than they are, and lets nothing out.
CLIPPED = """() => Array.from(document.querySelectorAll("body *")).filter(element => {
  const style = getComputedStyle(element);
  return element.checkVisibility() && !element.closest(".gz-hidden, pre") && style.overflow !== "visible" && element.tagName !== "INPUT" && element.tagName !== "SELECT" &&
    (element.scrollWidth > element.clientWidth + 1 && style.overflowX === "hidden" || element.scrollHeight > element.clientHeight + 1 && style.overflowY === "hidden");
}).map(element => element.outerHTML.slice(0, 120))"""
# Texts whose nearest `lang` is not that of their script.
WRONG_LANGUAGE = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), wrong = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.data.trim(), language = node.parentElement.closest("[lang]").lang;
    const isHan = /\\p{Script=Han}/u.test(words), isWords = /[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}/.test(words);
    if (words && language && (isHan && !language.startsWith("zh") || isWords && language !== "en")) wrong.push([language, words.slice(0, 60)]);
  }
  return wrong;
}"""
OUTLINE = """() => ({
  main: document.querySelectorAll("main").length, banner: document.querySelectorAll("body > header").length, foot: document.querySelectorAll("body > footer").length,
  navigations: Array.from(document.querySelectorAll("nav"), nav => nav.getAttribute("aria-label") || document.getElementById(nav.getAttribute("aria-labelledby")).textContent),
  levels: Array.from(document.querySelectorAll("h1, h2, h3, h4, h5, h6")).filter(heading => heading.checkVisibility()).map(heading => Number(heading.tagName[1])),
})"""


@pytest.mark.accessibility("focus", "2.4.7", "2.4.11", "1.4.11", "2.1.2")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_focus_is_seen_on_every_stop(page: Page, server: Server, kind: str, scheme: str, tested: Tested) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": 360, "height": 500})
    open_kind(page, server, kind, "zh-Hans")
    if kind == "results":
        page.locator("#query").evaluate("field => field.blur()")
    stops = 0
    for _ in range(200):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        stops += 1
        assert focus["drawn"] and focus["outline"] >= 2, focus
        assert ratio(focus["colour"], focus["behind"]) >= 3, focus
        assert focus["inside"] and focus["seen"], focus
    assert stops > 5
    tested()


@pytest.mark.accessibility("focus", "2.4.11")
@pytest.mark.parametrize("kind", ["publication", "overview"])
def test_the_offer_of_a_language_covers_no_focus(browser: Browser, server: Server, kind: str) -> None:
    """It lies over the foot of the window until it is answered."""
    context = browser.new_context(viewport={"width": 360, "height": 500}, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    open_kind(page, server, kind, "zh-Hans")
    expect(page.locator(".gz-language-offer:not([hidden])")).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus is None or focus["seen"], focus
    context.close()


@pytest.mark.accessibility("targets", "2.5.8")
@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_tapped_is_24_pixels_wide_and_high(
    page: Page, server: Server, kind: str, tag: str, tested: Tested
) -> None:
    open_kind(page, server, kind, tag)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SMALL_TARGETS) == []
        tested()


@pytest.mark.accessibility("spacing", "1.4.12")
@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_wider_spacing_of_text_loses_nothing(page: Page, server: Server, kind: str, tag: str, tested: Tested) -> None:
    open_kind(page, server, kind, tag)
    page.evaluate(SPACING)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        tested()


@pytest.mark.accessibility("reflow", "1.4.10", "1.4.4")
@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_at_400_percent_zoom_nothing_is_lost(page: Page, server: Server, kind: str, tag: str) -> None:
    """A window of 1280 × 1024 at 400 %: 320 × 256."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    open_kind(page, server, kind, tag)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.evaluate(CLIPPED) == []


@pytest.mark.accessibility("motion", "2.3.3", "2.2.2")
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_moves_for_those_who_ask_for_less_motion(page: Page, server: Server, kind: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_kind(page, server, kind, "en")
    moving = page.evaluate(
        """() => Array.from(document.querySelectorAll("*")).filter(element => {
          const style = getComputedStyle(element);
          return style.scrollBehavior === "smooth" || parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
        }).map(element => element.tagName)"""
    )
    assert moving == []


SYSTEM_HIGHLIGHT = """() => {
  const sample = document.body.appendChild(document.createElement("i"));
  sample.style.cssText = "forced-color-adjust: none; background: Highlight";
  return getComputedStyle(sample).backgroundColor;
}"""


@pytest.mark.accessibility("forced", "1.4.1", "1.4.11")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_what_is_chosen_and_marked_still_shows(page: Page, server: Server, scheme: str) -> None:
    """Backgrounds are the system's then: whatever only they said has to be said otherwise."""
    page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(server.url("zh-Hans", KINDS["publication"] + "?q=质押融资#measure-2"))
    looks = "element => { const s = getComputedStyle(element); return [s.backgroundColor, s.borderColor, s.borderWidth].join() }"
    buttons = page.locator(".gz-text-size__button")
    pressed = buttons.and_(page.locator("[aria-pressed=true]")).evaluate(looks)
    assert pressed not in buttons.and_(page.locator("[aria-pressed=false]")).evaluate_all(f"all => all.map({looks})")
    ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    highlight = page.evaluate(SYSTEM_HIGHLIGHT)
    for each in page.locator("[aria-pressed=true]").all():
        assert each.evaluate("button => getComputedStyle(button).backgroundColor") == highlight
    mark = page.locator(".gz-highlight").first.evaluate("mark => getComputedStyle(mark).backgroundColor")
    assert mark != ground
    target = page.locator("#measure-2").evaluate(
        "p => { const s = getComputedStyle(p); return s.outlineStyle + s.borderInlineStartStyle }"
    )
    assert re.search("solid|dotted|dashed", target)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["drawn"]


@pytest.mark.accessibility("language", "3.1.1", "3.1.2")
@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_passage_says_its_language(page: Page, server: Server, kind: str, tag: str) -> None:
    open_kind(page, server, kind, tag)
    assert page.locator("html").get_attribute("lang") == ("zh-Hans" if kind == "not-found" and not tag else tag)
    assert page.evaluate(WRONG_LANGUAGE) == []
    names = page.locator(".gz-language-switcher__item").evaluate_all(
        "all => all.map(item => (item.closest('[lang]:not(html)') || item.querySelector('[lang]')).lang)"
    )
    assert names == list(FOLDERS)


@pytest.mark.accessibility("landmarks", "1.3.1", "2.4.6", "2.4.1")
@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_landmarks_and_headings_make_an_outline(page: Page, server: Server, kind: str, tag: str) -> None:
    open_kind(page, server, kind, tag)
    outline = page.evaluate(OUTLINE)
    assert (outline["main"], outline["banner"], outline["foot"]) == (1, 1, 1)
    assert len(set(outline["navigations"])) == len(outline["navigations"])
    levels = outline["levels"]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


@pytest.mark.accessibility("skip", "2.4.1")
@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_skip_link_is_the_first_stop_and_leads_to_the_text(page: Page, server: Server, kind: str, tag: str) -> None:
    open_kind(page, server, kind, tag)
    page.locator("#query").evaluate("field => field.blur()")
    page.keyboard.press("Tab")
    expect(page.locator(".gz-skip")).to_be_focused()
    expect(page.locator(".gz-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.gz-masthead, .gz-breadcrumb')")


@pytest.mark.accessibility("live", "4.1.3")
@pytest.mark.parametrize("tag", FOLDERS)
def test_what_a_search_found_is_announced(page: Page, server: Server, tag: str) -> None:
    open_kind(page, server, "search", tag)
    status = page.get_by_role("status")
    announced = page.evaluate_handle(
        """() => { const said = []; new MutationObserver(() => said.push(document.querySelector("[role=status]").textContent))
          .observe(document.querySelector("[role=status]"), { childList: true, characterData: true, subtree: true }); return said; }"""
    )
    page.locator("#query").fill("2022")
    expect(status).to_have_text(re.compile(r"\d"))
    assert re.search(r"\d", announced.json_value()[-1])
    page.locator("#query").fill("zzzzzzzz")
    expect(status).to_contain_text("zzzzzzzz")
