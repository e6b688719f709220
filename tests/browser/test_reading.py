"""Reading: text size, colours, print, keyboard, no JavaScript, narrow screens, sub-paths, and no request to anyone else."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Response, expect

from browser.test_highlight import ratio
from served import FOLDERS, PUBLICATION, SUB_PATH, Server

PATHS = [
    "",
    "interpretations/",
    "interpretations/2022/",
    "all/",
    "all/2022/",
    PUBLICATION,
    "about/",
    "search/?q=IP",
    "nowhere/at/all",
]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_text_size_is_kept_over_a_change_of_language_and_a_reload(page: Page, server: Server) -> None:
    def size() -> float:
        return float(page.locator(".gz-body p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)"))

    page.goto(server.url())
    medium = size()
    page.get_by_role("button", name="大", exact=True).click()
    large = size()
    assert large > medium
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("button", name="Large")).to_have_attribute("aria-pressed", "true")
    assert size() == large
    page.reload()
    assert size() == large
    page.get_by_role("button", name="Small").click()
    assert size() < medium


def test_text_size_works_where_storage_is_blocked(page: Page, server: Server) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })"
    )
    page.goto(server.url())
    page.get_by_role("button", name="大", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-gz-size", "large")
    assert problems == []


def test_the_colours_follow_the_system_and_the_readers_choice(page: Page, server: Server) -> None:
    def background() -> str:
        return str(page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor"))

    page.emulate_media(color_scheme="light")
    page.goto(server.url())
    light = background()
    page.emulate_media(color_scheme="dark")
    dark = background()
    assert light != dark
    page.get_by_role("button", name="浅色").click()
    assert background() == light
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="深色").click()
    page.get_by_role("link", name="繁體中文", exact=True).click()
    assert background() == dark


@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_printed_copy_is_a4_black_on_white_and_complete(
    page: Page, server: Server, tag: str, scheme: str, tmp_path: Path
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(server.url(tag))
    page.evaluate("gazettePreferences.set('size', 'large'); gazettePreferences.set('scheme', 'dark')")
    body = page.locator(".gz-body").text_content() or ""
    facts = page.locator("#publication-facts td").all_text_contents()
    contact = page.locator("#contact td").all_text_contents()
    page.pdf(path=tmp_path / "copy.pdf", prefer_css_page_size=True)
    info = subprocess.run(["pdfinfo", tmp_path / "copy.pdf"], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in info
    printed = squeezed(
        subprocess.run(
            ["pdftotext", "-raw", tmp_path / "copy.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
    )
    # A paragraph goes on after the number of its page.
    printed = re.sub(r"—\d+—", "", printed)
    # Latin words that end a line with a hyphen are printed as they stand, so squeezing is enough.
    for passage in [*body.split("\n"), *facts, *contact, page.url]:
        assert squeezed(passage) in printed
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    for hidden in (".gz-masthead", ".gz-toolbar", ".gz-footer", ".gz-breadcrumb", ".gz-contents"):
        expect(page.locator(hidden)).to_be_hidden()
    colours = page.locator(".gz-body p").first.evaluate(
        "p => [getComputedStyle(p).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_the_print_button_prints(page: Page, server: Server) -> None:
    page.add_init_script("window.print = () => console.log('printed')")
    page.goto(server.url())
    with page.expect_console_message(lambda message: message.text == "printed"):
        page.get_by_role("button", name="打印").click()


@pytest.mark.accessibility("script", "4.1.2")
def test_without_javascript_everything_can_be_read_and_no_dead_control_is_shown(
    plain: Page, page: Page, server: Server
) -> None:
    for tag in FOLDERS:
        plain.goto(server.url(tag))
        page.goto(server.url(tag))
        assert plain.locator(".gz-body").inner_text() == page.locator(".gz-body").inner_text()
        expect(plain.locator(".gz-toolbar")).to_be_hidden()
        expect(plain.locator(".gz-color-scheme")).to_be_hidden()


def test_without_javascript_a_search_leads_to_the_list_of_publications(plain: Page, server: Server) -> None:
    plain.goto(server.url())
    plain.locator("#query").fill("质押融资")
    plain.locator("#query").press("Enter")
    expect(plain.get_by_text("搜索需要启用 JavaScript")).to_be_visible()
    plain.locator(".gz-columns a").first.click()
    plain.get_by_role("link", name="局长解读").click()
    expect(plain).to_have_url(server.url())


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))


@pytest.mark.accessibility("keyboard", "2.1.1", "2.1.2", "2.4.3")
def test_the_whole_task_by_keyboard(page: Page, server: Server) -> None:
    page.goto(server.url("zh-Hans", ""))
    page.keyboard.press("Tab")
    assert focused(page) == "跳到正文"
    expect(page.locator(".gz-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page).startswith("局长解读")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("/")
    assert focused(page) == "query"
    page.keyboard.type("质押融资")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    expect(page.locator(".gz-search__result")).not_to_have_count(0)
    page.locator("#query").focus()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "gz-search__link":
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"ip-pilot-city/\?q=[^#]+#measure-\d$"))
    page.locator(".gz-language-switcher a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/zh-Hant/[^?]*#measure-\d$"))
    page.evaluate("window.print = () => { window.printed = true }")
    page.locator("[data-gz-print]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-gz-print]")).not_to_have_attribute("aria-busy", "true")
    assert page.evaluate("window.printed") is True


@pytest.mark.parametrize("width", [320, 360, 720, 1440])
@pytest.mark.parametrize("tag", FOLDERS)
def test_nothing_runs_out_of_the_page_at_any_width_and_text_size(
    browser: Browser, server: Server, tag: str, width: int
) -> None:
    """720 px is a screen of 1440 px at 200 % zoom, 320 px one of 1280 px at 400 %."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in PATHS:
        page.goto(server.url(tag, path))
        for size in ("small", "large"):
            page.evaluate("size => gazettePreferences.set('size', size)", size)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


@pytest.mark.parametrize("width", [1440, 2200])
def test_a_line_holds_at_most_forty_characters(browser: Browser, server: Server, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(server.url())
    for size in ("small", "medium", "large"):
        page.evaluate("size => gazettePreferences.set('size', size)", size)
        ratio, leading = page.locator(".gz-body p").first.evaluate(
            "p => { const s = getComputedStyle(p); return [p.getBoundingClientRect().width / parseFloat(s.fontSize), parseFloat(s.lineHeight) / parseFloat(s.fontSize)] }"
        )
        assert ratio <= 40.01 and leading >= 1.7
    context.close()


@pytest.mark.parametrize("sub", ["", SUB_PATH])
def test_nothing_is_asked_of_another_host_nothing_is_missing_and_no_script_fails(
    page: Page, server: Server, sub: str
) -> None:
    foreign: list[str] = []
    missing: list[tuple[int, str]] = []
    errors: list[str] = []

    def on_request(request: Request) -> None:
        if not request.url.startswith(server.base + sub):
            foreign.append(request.url)

    def on_response(response: Response) -> None:
        if response.status >= 400 and "nowhere" not in response.url:
            missing.append((response.status, response.url))

    page.on("request", on_request)
    page.on("response", on_response)
    page.on("pageerror", lambda error: errors.append(str(error)))
    for tag in FOLDERS:
        for path in PATHS:
            page.goto(server.url(tag, path, sub), wait_until="networkidle")
    assert (foreign, missing, errors) == ([], [], [])


@pytest.mark.parametrize("sub", ["", SUB_PATH])
def test_the_404_page_speaks_the_readers_language_and_its_links_work_from_any_depth(
    page: Page, server: Server, sub: str
) -> None:
    titles = (
        {"zh-Hans": "页面不存在"} if sub else {"zh-Hans": "页面不存在", "zh-Hant": "頁面不存在", "en": "Page not found"}
    )
    for tag, title in titles.items():
        response = page.goto(server.url(tag, "a/b/c/nothing", sub))
        assert response is not None and response.status == 404
        expect(page.locator("h1")).to_have_text(title)
        assert page.locator("h1").evaluate("h1 => getComputedStyle(h1).fontWeight") == "700"
        page.locator(".gz-not-found a").first.click()
        expect(page).to_have_url(server.url(tag, "", sub))


SHOWN = """element => {
  let box = element;
  while (box && getComputedStyle(box).backgroundColor === "rgba(0, 0, 0, 0)") box = box.parentElement;
  return [getComputedStyle(element).color, getComputedStyle(box).backgroundColor];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("part", ["th", "td", "blockquote p"])
def test_tables_and_quotes_are_readable_in_light_and_dark(page: Page, server: Server, scheme: str, part: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(server.url("en", "regulations/2011/names-of-offences-5/"))
    ink, paper = page.locator(f".gz-body {part}").first.evaluate(SHOWN)
    assert ratio(ink, paper) >= 7, (ink, paper)
