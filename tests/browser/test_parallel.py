"""Two languages side by side: at an address of their own, block beside block or one under the other, on paper and without scripts."""

from __future__ import annotations

from itertools import permutations

import pytest
from playwright.sync_api import Page, expect

from served import Server

TAGS = ("zh-Hans", "zh-Hant", "en")
PATH = "interpretations/2022/ip-pilot-city/"


def address(server: Server, tag: str, other: str) -> str:
    return server.url(tag, f"{PATH}with-{other.lower()}/")


@pytest.mark.parametrize(("tag", "other"), list(permutations(TAGS, 2)))
def test_every_pair_shows_every_block_of_both(page: Page, server: Server, tag: str, other: str) -> None:
    bodies = {}
    for each in (tag, other):
        page.goto(server.url(each))
        bodies[each] = page.locator(".gz-body > *").all_text_contents()
    page.goto(address(server, tag, other))
    for each in (tag, other):
        sides = page.locator(f".gz-parallel__side.gz-body[lang={each}]")
        assert sides.all_text_contents() == bodies[each]
        expect(page.locator(f".gz-parallel .gz-title[lang={each}], h1.gz-title").first).to_be_visible()
    assert page.locator("html").get_attribute("lang") == tag


@pytest.mark.parametrize("width", [360, 1440])
def test_blocks_stand_side_by_side_where_there_is_room(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address(server, "en", "zh-Hans"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    row = page.locator(".gz-parallel__row", has=page.locator("#measure-3"))
    one, other = (side.bounding_box() for side in row.locator(".gz-parallel__side").all())
    assert one and other
    if width == 1440:
        assert one["y"] == other["y"] and one["x"] + one["width"] <= other["x"]
    else:
        assert one["y"] + one["height"] <= other["y"] and row.locator("#measure-3").is_visible()


def test_it_is_linked_from_the_page_and_leads_back(plain: Page, server: Server) -> None:
    plain.goto(server.url("en"))
    plain.get_by_role("link", name="Side by side with 简体中文").click()
    expect(plain).to_have_url(address(server, "en", "zh-Hans"))
    plain.get_by_role("link", name="Back to the text by itself").click()
    expect(plain).to_have_url(server.url("en"))


def test_the_language_switcher_leads_to_the_text_in_that_language(page: Page, server: Server) -> None:
    page.goto(address(server, "en", "zh-Hans") + "#measure-3")
    page.get_by_role("link", name="繁體中文", exact=True).click()
    expect(page).to_have_url(server.url("zh-Hant") + "#measure-3")


def test_no_id_stands_twice(page: Page, server: Server) -> None:
    page.goto(address(server, "zh-Hans", "en"))
    ids = page.locator("[id]").evaluate_all("all => all.map(each => each.id)")
    assert len(ids) == len(set(ids)) and "measure-3" in ids


def test_on_paper_both_are_complete(page: Page, server: Server) -> None:
    page.goto(address(server, "zh-Hans", "en"))
    page.emulate_media(media="print")
    sides = page.locator(".gz-parallel__side.gz-body")
    assert sides.count() > 20 and all(side.is_visible() for side in sides.all())


def test_english_beside_chinese_has_its_own_type(page: Page, server: Server) -> None:
    """In a Chinese face the apostrophe of “China’s” is as wide as an ideograph."""
    page.goto(server.url("zh-Hans", "interpretations/2022/ip-pilot-city/with-en/"))
    width = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector(".gz-body[lang=en]").closest("article"), NodeFilter.SHOW_TEXT), range = document.createRange();
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf("’");
            if (at < 0 || node.parentElement.closest("[lang]").lang !== "en") continue;
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            return range.getBoundingClientRect().width / parseFloat(getComputedStyle(node.parentElement).fontSize);
          }
        }"""
    )
    assert 0 < width < 0.5
