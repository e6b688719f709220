"""Chinese typography on the screen as CLREQ wants it, measured character by character in Chromium."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from browser.kinds import STATUTE
from served import PUBLICATION, Server

ROOT = Path(__file__).resolve().parents[2]
NEVER_FIRST = "，。、；：？！”’）》〉」』】〕…—%‰"
NEVER_LAST = "“‘（《〈「『【〔"
CHINESE = ["zh-Hans", "zh-Hant"]
WIDTHS = [360, 1280]
TEXTS = [PUBLICATION, STATUTE]

# [character, left, width], in em, of each block's visible characters, in its lines.
LINES = """() => Array.from(document.querySelectorAll(".gz-body p, .gz-body li, .gz-body td, .gz-body th, .gz-body h2"), block => {
  const lines = [], walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), range = document.createRange();
  let bottom = -1;
  for (let node; (node = walker.nextNode());) {
    const em = parseFloat(getComputedStyle(node.parentNode).fontSize);
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (/\\s/.test(node.data[at]) || !box.width) continue;
      if (box.top > bottom - 2) { lines.push([]); bottom = box.bottom; }
      lines[lines.length - 1].push([node.data[at], box.left / em, box.width / em]);
    }
  }
  return lines;
})"""
# Every number of the page and on how many lines it stands; web addresses may break anywhere.
NUMBERS = """() => {
  const found = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let node; (node = walker.nextNode());) {
    if (node.data.includes("://")) continue;
    for (const match of node.data.matchAll(/\\d[\\d,.\\-\\u2013]*\\d/g)) {
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const tops = Array.from(range.getClientRects(), box => Math.round(box.top));
      if (tops.length) found.push([match[0], new Set(tops).size]);
    }
  }
  return found;
}"""
INDENTS = """() => Array.from(document.querySelectorAll(".gz-body > p"), p => {
  const range = document.createRange(), text = document.createTreeWalker(p, NodeFilter.SHOW_TEXT).nextNode();
  range.setStart(text, 0);
  range.setEnd(text, 1);
  const box = p.getBoundingClientRect(), style = getComputedStyle(p);
  return (range.getBoundingClientRect().left - box.left - parseFloat(style.paddingLeft)) / parseFloat(style.fontSize);
})"""

Line = list[tuple[str, float, float]]


def open_text(page: Page, server: Server, tag: str, path: str, width: int, size: str = "medium") -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(server.url(tag, path))
    page.evaluate("size => gazettePreferences.set('size', size)", size)


def lines_of(page: Page) -> list[Line]:
    blocks: list[list[Line]] = page.evaluate(LINES)
    lines = [line for block in blocks for line in block]
    assert len(lines) > len(blocks) > 10
    return lines


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("tag", CHINESE)
def test_no_line_starts_with_a_closing_sign_or_ends_with_an_opening_one(
    page: Page, server: Server, tag: str, width: int
) -> None:
    for path in TEXTS:
        for size in ("medium", "large"):
            open_text(page, server, tag, path, width, size)
            lines = ["".join(each[0] for each in line) for line in lines_of(page)]
            assert [line for line in lines if line[0] in NEVER_FIRST or line[-1] in NEVER_LAST] == [], (path, size)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("tag", [*CHINESE, "en"])
def test_no_number_breaks_over_two_lines(page: Page, server: Server, tag: str, width: int) -> None:
    for path in TEXTS:
        for size in ("medium", "large"):
            open_text(page, server, tag, path, width, size)
            numbers: list[tuple[str, int]] = page.evaluate(NUMBERS)
            assert len(numbers) > 5
            assert [number for number, lines in numbers if lines > 1] == [], (path, size)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("tag", CHINESE)
def test_a_paragraph_begins_two_characters_in(page: Page, server: Server, tag: str, width: int) -> None:
    for path in TEXTS:
        open_text(page, server, tag, path, width)
        indents: list[float] = page.evaluate(INDENTS)
        assert indents and indents == pytest.approx([2] * len(indents), abs=0.05)


@pytest.mark.parametrize("path", TEXTS)
def test_the_text_is_the_written_one_without_spaces_of_ours(page: Page, server: Server, path: str) -> None:
    page.goto(server.url("zh-Hans", path))
    written = (ROOT / "docs" / path / "index.md").read_text(encoding="utf-8").replace("**", "")
    shown = page.locator(".gz-body p, .gz-body td, .gz-body h2").all_text_contents()
    assert len(shown) > 10
    assert [each for each in shown if each.strip() not in written] == []


@pytest.mark.parametrize("tag", CHINESE)
def test_signs_and_numbers_have_the_room_that_they_need(page: Page, server: Server, tag: str) -> None:
    """At 360 px lines are not justified, so a character's width is its own; a sign beside another is squeezed to half."""
    open_text(page, server, tag, PUBLICATION, 360)
    assert page.evaluate("CSS.supports('text-autospace: normal') && CSS.supports('text-spacing-trim: normal')")
    before_numbers, quotes, squeezed = [], [], []
    for line in lines_of(page):
        pairs = pairwise(line)
        for at, ((first, left, width), (second, next_left, _)) in enumerate(pairs):
            if is_han(first) and second.isdigit():
                before_numbers.append(next_left - left)
            if first in "“「" and is_han(second) and at and is_han(line[at - 1][0]):
                quotes.append(width)
            if first in "）》”」" and second in "》”，。」":
                squeezed.append(next_left - left)
    assert before_numbers and min(before_numbers) > 1.05
    assert quotes and quotes == pytest.approx([1] * len(quotes), abs=0.05)
    assert squeezed and max(squeezed) < 0.6


def test_english_quotation_marks_are_as_narrow_as_its_letters(page: Page, server: Server) -> None:
    open_text(page, server, "en", PUBLICATION, 360)
    widths = [width for line in lines_of(page) for sign, _, width in line if sign in "“”"]
    assert widths and max(widths) < 0.6


def test_each_script_has_its_fonts_inside_an_english_page_too(page: Page, server: Server) -> None:
    tokens = (ROOT / "overrides" / "css" / "tokens.css").read_text(encoding="utf-8")
    page.goto(server.url("en"))
    families: dict[str, Any] = {}
    for tag, token in (("zh-Hans", "hans"), ("zh-Hant", "hant")):
        link = page.locator(f".gz-language-switcher a[lang='{tag}']")
        families[tag] = link.evaluate("link => getComputedStyle(link).fontFamily")
        assert f"--gz-{token}: {families[tag]};" in tokens
    assert families["zh-Hans"] != families["zh-Hant"]
