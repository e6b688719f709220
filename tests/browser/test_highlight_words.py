"""Which words of a text are marked, whatever the text and the query are."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.highlighting import SAID, address, errors_of, marks, with_body
from served import Server

# The text, the query, and the marks: a word that runs through markup has a mark in each piece.
PLACES = {
    "case": ("<p>IP ip Ip</p>", "iP", ["IP", "ip", "Ip"]),
    "inside a word": ("<p>ship IPs equip 1IP IP1 éIP IPe\u0301</p>", "ip", []),
    "beside Chinese": ("<p>加强IP保护，IP2</p>", "ip", ["IP"]),
    "beside punctuation": ("<p>(IP), IP-based “IP” IP’s</p>", "ip", ["IP"] * 4),
    "Chinese inside Chinese": ("<p>哈哈哈</p><p>知识产权</p>", "哈哈\t识产", ["哈哈哈", "识产"]),
    "inside a number": ("<p>12022 20221 2022.5 3,2022 2022, 2022-2025 2022年。2022.</p>", "2022", ["2022"] * 4),
    "a number with its parts": ("<p>3,376 and 18.02</p>", "3,376\t18.02", ["3,376", "18.02"]),
    "Chinese and digits": ("<p>第12条、第1条</p>", "第1", ["第1"]),
    "white space": (
        "<p>good\n  \u3000faith good&nbsp;faith goodfaith</p>",
        " good  faith ",
        ["good\n  \u3000faith", "good\xa0faith"],
    ),
    "through markup": (
        "<p>知<strong>识<em>产</em></strong>权 in<a href='/'>tell</a>ect</p>",
        "知识产权\tintellect",
        ["知", "识", "产", "权", "in", "tell", "ect"],
    ),
    "a Latin word in two pieces": ("<p>patents, patent<em>s</em></p>", "patent", []),
    "not across blocks": (
        "<p>知识</p><p>产权</p><ul><li>知识</li><li>产权</li></ul><p>知识<img>产权</p>",
        "知识产权",
        [],
    ),
    "not across cells": ("<table><tr><td>知识</td><td>产权</td></tr></table>", "知识产权", []),
    "a loose item": ("<ul><li>知识<p>产权知识</p>产权，知识产权</li></ul>", "知识产权", ["知识产权"]),
    "over a line break": ("<p>good<br>faith 知识<br>产权</p>", "good faith\t知识产权", ["good", "faith"]),
    "over a footnote": (
        "<p>CNIPA<sup id='fnref:1'><a class='footnote-ref' href='#fn:1'>1</a></sup> 知识<sup><a class='footnote-ref'>2</a></sup>产权</p>",
        "cnipa\t知识产权\t1",
        ["CNIPA", "知识", "产权"],
    ),
    "overlapping words": ("<p>质押融资服务</p>", "质押融资\t融资服务\t融资", ["质押融资服务"]),
    "words that touch": ("<p>质押融资</p>", "融资\t质押", ["质押", "融资"]),
    "letters that grow in lower case": ("<p>İİİ IP ẞ</p>", "ip\tẞ", ["IP", "ẞ"]),
    "beyond the first plane": ("<p>𠀀𠀁 𝐀IP IP𝐀</p>", "𠀁\tip", ["𠀁"]),
    "signs of a pattern": ("<p>a.c abc (IP) [x] a*</p>", "a.c\t(IP)\t[x]\ta*", ["a.c", "(IP)", "[x]", "a*"]),
    "not in what is not text": (
        "<p hidden>IP</p><script type='text/plain'>IP</script><svg><text>IP</text></svg><p>IP</p>",
        "IP",
        ["IP"],
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_words_are_marked_where_a_reader_sees_them(page: Page, server: Server, name: str) -> None:
    body, query, expected = PLACES[name]
    with_body(page, body)
    page.goto(address(server, query))
    assert marks(page) == expected
    shown = page.locator(".gz-body").inner_html()
    plain = page.evaluate(
        "html => { const box = document.createElement('div'); box.innerHTML = html; return box.innerHTML }", body
    )
    assert shown.replace('<mark class="gz-highlight">', "").replace("</mark>", "") == plain


STRANGE = {
    "10,000 characters": "知识产权" * 2500,
    "10,000 letters": "a" * 10_000,
    "many": "\t".join(f"w{number}" for number in range(2000)),
    "pattern": "(((\t[a-\t\\\t*+?\t^$\t{2,}\t(?<!",
    "spaces": " \t\n \u3000\t ",
    "tabs": "\t" * 10_000,
    "lone surrogate": "\ufffd",
    "zero": "\0",
    "markup": "<img src=x onerror=alert(1)>\t<script>alert(1)</script>\t&lt;b&gt;",
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_query_marks_nothing_and_breaks_nothing(page: Page, server: Server, name: str) -> None:
    errors = errors_of(page)
    # nginx refuses an address of more than 8 kB.
    page.route("**/ip-pilot-city/*", lambda route: route.fulfill(response=route.fetch(url=server.url())))
    page.goto("about:blank")
    page.goto(address(server, STRANGE[name]))
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator(".gz-highlight-note")).to_be_hidden()
    page.get_by_role("button", name="大", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-gz-size", "large")
    assert errors == []


@pytest.mark.parametrize("raw", ["%ED%A0%80", "%", "%ZZ", "%09", "", "%FF%FE", "a&q=b"])
def test_a_broken_address_breaks_nothing(page: Page, server: Server, raw: str) -> None:
    errors = errors_of(page)
    page.goto(f"{server.url()}?q={raw}#measure-3")
    expect(page.locator(".gz-highlight-note")).to_be_hidden()
    assert errors == []


def test_the_query_is_shown_as_text_and_never_read_as_markup(page: Page, server: Server) -> None:
    errors = errors_of(page)
    word = '<img src=x onerror="window.broken=1">'
    with_body(page, "<p>" + word.replace("<", "&lt;") + " {words} </p>")
    page.goto(address(server, word + "\t{words}"))
    assert marks(page) == [word, "{words}"]
    expect(page.locator(".gz-highlight-note__text")).to_have_text(SAID["zh-Hans"] + word + " {words}")
    page.wait_for_timeout(500)
    assert page.evaluate("window.broken") is None and page.locator("main img").count() == 0
    assert errors == []


def test_of_very_many_words_the_first_hundred_are_marked(page: Page, server: Server) -> None:
    words = [f"w{number}" for number in range(120)]
    with_body(page, f"<p>{' '.join(words)}</p>")
    page.goto(address(server, "\t".join([*words[:50], *words[:50], *words[50:]])))
    assert marks(page) == words[:100]
