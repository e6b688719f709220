"""The words of a search result are marked on the page that it opens, and can be unmarked without a trace."""

from __future__ import annotations

import re
import time
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from browser.firefox import Firefox
from browser.highlighting import SAID, address, errors_of, marks, with_body
from served import FOLDERS, Server

WORDS = {
    "zh-Hans": ["知识产权", "IP", "2022"],
    "zh-Hant": ["知識產權", "中國專利獎"],
    "en": ["property", "Zibo", "PCT"],
}
REMOVE = {"zh-Hans": "清除标记", "zh-Hant": "清除標記", "en": "Remove highlights"}
TOP = "document.getElementById('measure-3').getBoundingClientRect().top"


def settled_top(page: Page) -> float:
    """Where the passage stands when the page has come to rest: it scrolls smoothly."""
    tops = [float(page.evaluate(TOP))]
    while len(set(tops[-4:])) > 1 or len(tops) < 4:
        page.wait_for_timeout(150)
        tops.append(float(page.evaluate(TOP)))
    return tops[-1]


@pytest.mark.parametrize("tag", FOLDERS)
def test_every_occurrence_in_the_title_and_the_text_is_marked_and_nothing_else(
    page: Page, server: Server, tag: str
) -> None:
    page.goto(server.url(tag))
    texts = [page.locator(place).text_content() or "" for place in (".gz-title", ".gz-body")]
    expected = [
        re.findall("|".join(rf"(?<![a-z\d]){word}(?![a-z\d])" for word in WORDS[tag]), text, re.I) for text in texts
    ]
    page.goto(address(server, "\t".join(WORDS[tag]), tag))
    assert [marks(page, ".gz-title"), marks(page)] == expected and len(expected[1]) > 3
    expect(page.locator("mark")).to_have_count(sum(map(len, expected)))
    found = [word for word in WORDS[tag] if re.search(word, " ".join(map(" ".join, expected)), re.I)]
    expect(page.locator(".gz-highlight-note__text")).to_have_text(SAID[tag] + " ".join(found))


@pytest.mark.parametrize("tag", FOLDERS)
def test_removing_the_marks_leaves_the_page_as_it_was(page: Page, server: Server, tag: str) -> None:
    state = """() => {
        const nodes = document.createTreeWalker(document.querySelector('.gz-article'), NodeFilter.SHOW_TEXT);
        const texts = [];
        while (nodes.nextNode()) if (!nodes.currentNode.parentNode.closest('.gz-highlight-note')) texts.push(nodes.currentNode.data);
        return [texts, document.querySelector('.gz-title').innerHTML, document.querySelector('.gz-body').innerHTML];
    }"""
    page.goto(server.url(tag) + "?a=%20b")
    before = page.evaluate(state)
    page.goto(server.url(tag) + f"?q={quote(chr(9).join(WORDS[tag]))}&a=%20b#measure-3")
    length = page.evaluate("history.length")
    assert page.evaluate(state) != before
    page.get_by_role("button", name=REMOVE[tag]).click()
    page.locator("#query").focus()  # the passage has its tabindex only while it has the focus
    assert page.evaluate(state) == before
    expect(page.locator(".gz-highlight-note")).to_be_hidden()
    assert page.url == server.url(tag) + "?a=+b#measure-3" and page.evaluate("history.length") == length
    page.reload()
    expect(page.locator("mark")).to_have_count(0)


def test_after_removing_the_focus_is_on_the_passage_or_on_the_title(page: Page, server: Server) -> None:
    page.goto(address(server, "知识产权", passage="#measure-3"))
    # The browser goes to the passage when it gets to it; only then does the reader move away.
    expect(page.locator("#measure-3")).to_be_in_viewport()
    page.locator("#query").focus()
    expect(page.locator("#measure-3")).not_to_be_in_viewport()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className").endswith("gz-highlight-note__remove"):
            break
    page.keyboard.press("Enter")
    assert page.url == server.url() + "#measure-3"
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("h1")).to_be_in_viewport()
    page.set_viewport_size({"width": 1280, "height": 3000})
    page.goto(address(server, "知识产权", passage="#measure-1"))
    page.get_by_role("button", name=REMOVE["zh-Hans"]).press("Enter")
    expect(page.locator("#measure-1")).to_be_focused()
    for broken in ("#%E0%A4%A", "#nothing", ""):
        page.goto("about:blank")
        page.goto(address(server, "知识产权", passage=broken))
        page.get_by_role("button", name=REMOVE["zh-Hans"]).click()
        expect(page.locator("h1")).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("delay", [0, 1.5])
def test_the_passage_stays_where_the_address_puts_it(
    browser: Browser, server: Server, width: int, delay: float
) -> None:
    """Also where the script comes late, when the passage is already being read."""
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()

    def late(route: Route) -> None:
        time.sleep(delay)
        route.continue_()

    page.route("**/assets/gazette.*.js", late)
    tops = []
    for url in (server.url() + "#measure-3", address(server, "知识产权\t服务", passage="#measure-3")):
        page.goto("about:blank")
        page.goto(url)
        tops.append(settled_top(page))
    assert len(marks(page)) > 50 and page.locator(".gz-highlight-note").is_visible()
    assert 0 <= tops[0] <= 100 and tops[1] == pytest.approx(tops[0], abs=1.5)
    context.close()


def test_a_reader_who_comes_back_finds_the_place_that_was_left(page: Page, server: Server) -> None:
    page.goto(address(server, "知识产权", passage="#measure-3"))
    first = settled_top(page)
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -700)
    left = settled_top(page)
    page.reload()
    assert settled_top(page) == pytest.approx(left, abs=1.5) and left > first + 300


@pytest.mark.parametrize("tag", FOLDERS)
def test_marks_do_not_move_the_text(page: Page, server: Server, tag: str) -> None:
    measure = (
        "[...document.querySelectorAll('.gz-title, .gz-body > *')].map(each => each.getBoundingClientRect().height)"
    )
    page.goto(server.url(tag))
    before = page.evaluate(measure)
    page.goto(address(server, "\t".join(WORDS[tag]), tag))
    assert page.evaluate(measure) == before


def test_it_works_under_a_strict_policy(page: Page, server: Server) -> None:
    errors = errors_of(page)

    def strict(route: Route) -> None:
        response = route.fetch()
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'"
        route.fulfill(response=response, headers={**response.headers, "content-security-policy": policy})

    page.route("**/ip-pilot-city/*", strict)
    page.goto(address(server, "知识产权", passage="#measure-3"))
    assert len(marks(page)) > 50
    page.get_by_role("button", name=REMOVE["zh-Hans"]).click()
    assert marks(page) == [] and page.url == server.url() + "#measure-3"
    assert errors == []


def test_the_note_is_a_status_that_changes_after_the_page_is_there(page: Page, server: Server) -> None:
    """A screen reader listens from then on; what stood there before is not announced."""
    page.add_init_script(
        "window.changes = []; addEventListener('load', () => new MutationObserver(() => changes.push(document.querySelector('.gz-highlight-note [role=status]').textContent))"
        ".observe(document.querySelector('.gz-highlight-note'), { childList: true, subtree: true }))"
    )
    page.goto(address(server, "质押融资"))
    # Playwright's own wait_for_function is an eval, which the policy forbids.
    page.evaluate("new Promise(done => setInterval(() => changes.length && done(), 20))")
    assert page.evaluate("changes") == [SAID["zh-Hans"] + "质押融资"]
    expect(page.locator(".gz-highlight-note__text")).to_have_attribute("aria-live", "polite")


@pytest.mark.parametrize("start", FOLDERS)
def test_the_marks_are_not_carried_to_another_language(page: Page, server: Server, start: str) -> None:
    page.goto(address(server, "IP", start, "#measure-3"))
    links = page.locator(".gz-language-switcher a[data-gz-language]").evaluate_all(
        "links => links.map(link => link.href)"
    )
    assert sorted(links) == sorted(server.url(tag) + "#measure-3" for tag in FOLDERS if tag != start)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_print_marks_are_plain_text_and_the_note_is_gone(page: Page, server: Server, scheme: str) -> None:
    looks = "each => { const s = getComputedStyle(each); return [s.backgroundColor, s.color, s.boxShadow, s.textDecorationLine] }"
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address(server, "知识产权\t苏凯"))
    expect(page.locator(".gz-highlight-note")).to_be_hidden()
    expected = ["rgba(0, 0, 0, 0)", "rgb(0, 0, 0)", "none", "none"]
    assert page.locator("mark").evaluate_all(f"all => all.map({looks})") == [expected] * page.locator("mark").count()


def ratio(first: str, second: str) -> float:
    """WCAG 2.2, contrast of two colours as rgb(…)."""

    def luminance(colour: str) -> float:
        channels = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marked_words_can_be_read_in_light_and_dark(page: Page, server: Server, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    with_body(
        page, "<p>专利<a href='/'>专利</a><strong class='gz-speaker'>专利</strong><code>专利</code></p><h2>专利</h2>"
    )
    page.goto(address(server, "专利"))
    expect(page.locator("mark, .gz-highlight-note__word")).to_have_count(6)
    looks = page.locator("mark, .gz-highlight-note__word").evaluate_all(
        "all => all.map(each => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor])"
    )
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert len(looks) == 6
    for ink, background in looks:
        assert ratio(ink, background) >= 7 and background != paper


@pytest.mark.parametrize("width", [320, 1280])
def test_a_long_note_stays_short_and_inside_the_page(browser: Browser, server: Server, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    words = ["x" * 300, *(f"word{number}" for number in range(30))]
    with_body(page, f"<p>{' '.join(words)}</p>")
    page.goto(address(server, "\t".join(words)))
    assert len(marks(page)) == 31
    note = page.locator(".gz-highlight-note__text").text_content() or ""
    assert note == SAID["zh-Hans"] + " ".join(["x" * 40 + "…", *words[1:12], "…"])
    page.evaluate("gazettePreferences.set('size', 'large')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_without_a_query_or_without_javascript_there_is_no_note(page: Page, plain: Page, server: Server) -> None:
    page.goto(server.url())
    expect(page.locator(".gz-highlight-note")).to_be_hidden()
    plain.goto(address(server, "知识产权"))
    expect(plain.locator(".gz-highlight-note")).to_be_hidden()


def test_a_page_that_is_no_publication_is_marked_too_and_the_search_page_is_not(page: Page, server: Server) -> None:
    page.goto(server.url("zh-Hans", "about/") + "?q=" + quote("简体"))
    assert set(marks(page)) == {"简体"}
    page.get_by_role("button", name=REMOVE["zh-Hans"]).click()
    expect(page).to_have_url(server.url("zh-Hans", "about/"))
    page.goto(server.url("zh-Hans", "search/") + "?q=" + quote("搜索"))
    expect(page.locator(".gz-highlight-note, .gz-highlight")).to_have_count(0)


def test_firefox_marks_keeps_the_passage_and_unmarks(firefox: Firefox, server: Server) -> None:
    firefox.navigate(server.url())
    before = firefox.evaluate("document.querySelector('.gz-body').innerHTML")
    firefox.navigate(address(server, "知识产权\t2022", passage="#measure-3"))
    assert firefox.evaluate("document.querySelectorAll('.gz-body mark.gz-highlight').length") > 50
    firefox.wait_for(f"0 <= {TOP} && {TOP} <= 100")
    firefox.evaluate("new Promise(done => setTimeout(done, 1000))", await_promise=True)
    assert 0 <= firefox.evaluate(TOP) <= 100
    firefox.evaluate("document.querySelector('.gz-highlight-note button').click()")
    assert firefox.evaluate("document.activeElement.id") == "measure-3"
    after = firefox.evaluate("document.querySelector('.gz-body').innerHTML")
    assert after.replace(' tabindex="-1"', "") == before
    assert firefox.evaluate("location.href") == server.url() + "#measure-3"
    assert firefox.errors == []
