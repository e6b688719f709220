"""The site in Chromium 87 of 2020, as old as the browsers on many office machines.

Playwright starts it, but its way of finding elements needs a newer one: what is looked at and clicked is JavaScript here.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser.test_reading import squeezed
from conftest import QUIET
from judges import old_chromium
from served import FOLDERS, Server

WORDS = {"zh-Hans": "质押融资", "zh-Hant": "質押融資", "en": "pledge financing"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(old_chromium()), args=[*QUIET, "--no-zygote"], timeout=60_000
        )
        assert browser.version.split(".")[0] == "87"
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def errors(page: Page) -> Iterator[list[str]]:
    """What scripts threw or wrote as an error: nothing, in no test."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    yield found
    assert found == []


def until(page: Page, condition: str) -> None:
    page.evaluate(
        f"""new Promise((done, fail) => {{
          setTimeout(() => fail(Error("never true")), 20000);
          setInterval(() => ({condition}) && done(), 50);
        }})"""
    )


def click(page: Page, selector: str) -> None:
    until(page, f"document.querySelector('{selector}')")
    page.evaluate(f"document.querySelector('{selector}').click()")


def style(page: Page, selector: str, name: str) -> str:
    return str(
        page.evaluate(
            "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]", [selector, name]
        )
    )


def shows_its_passage(page: Page) -> None:
    """The passage that the address names is scrolled to, at the top of the window."""
    until(page, "Math.abs(document.querySelector(location.hash).getBoundingClientRect().top) < 200")


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", squeezed(text))


def is_printed(passage: str, printed: str) -> bool:
    """An old PDF may name a character by the radical of the same shape (⻓ for 长), for which there is no normal form."""
    return bool(re.search("".join(f"[{re.escape(each)}\u2e80-\u2eff]" for each in plain(passage)), printed))


@pytest.mark.parametrize("tag", FOLDERS)
def test_text_size_and_colours_can_be_chosen_and_show_what_is_chosen(page: Page, server: Server, tag: str) -> None:
    page.goto(server.url(tag))
    sizes, colours = [], []
    for size in ("large", "medium", "small"):
        click(page, f'button[data-gz-size="{size}"]')
        sizes.append(float(style(page, ".gz-body p", "fontSize").removesuffix("px")))
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes)) == 3
    for scheme in ("light", "dark"):
        click(page, f'button[data-gz-scheme="{scheme}"]')
        colours.append(style(page, "body", "backgroundColor"))
        pressed = style(page, '.gz-color-scheme__button[aria-pressed="true"]', "backgroundColor")
        assert pressed != style(page, '.gz-color-scheme__button[aria-pressed="false"]', "backgroundColor")
    assert len(set(colours)) == 2


@pytest.mark.parametrize("tag", FOLDERS)
def test_the_language_switch_keeps_the_passage_and_the_contents_lead_to_theirs(
    page: Page, server: Server, tag: str
) -> None:
    page.goto(server.url(tag))
    click(page, '.gz-contents a[href$="#measure-2"]')
    page.wait_for_url(f"{server.url(tag)}#measure-2")
    shows_its_passage(page)
    other = next(each for each in FOLDERS if each != tag)
    click(page, f'.gz-language-switcher a[hreflang="{other}"]')
    page.wait_for_url(f"{server.url(other)}#measure-2")
    shows_its_passage(page)


@pytest.mark.parametrize("tag", FOLDERS)
def test_search_answers_and_leads_to_the_passage(page: Page, server: Server, tag: str) -> None:
    page.goto(server.url(tag, f"search/?q={WORDS[tag]}"))
    click(page, ".gz-search__link")
    page.wait_for_url(re.compile(r"/ip-pilot-city/\?q=[^#]+#[a-z]+-\d$"))
    until(page, "document.querySelector('mark.gz-highlight')")
    shows_its_passage(page)


@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("by_button", [True, False], ids=["button", "menu"])
def test_paper_has_the_whole_text(page: Page, server: Server, tag: str, by_button: bool, tmp_path: Path) -> None:
    """From its menu it prints before the fonts of paper are there: then in others. The page's button waits for them."""
    page.add_init_script("window.print = () => { document.documentElement.id = 'printed' }")
    page.goto(server.url(tag))
    passages: list[str] = page.evaluate(
        "Array.from(document.querySelectorAll('.gz-body p, .gz-body h2'), each => each.innerText)"
    )
    if by_button:
        click(page, "[data-gz-print]")
        until(page, "document.querySelector('#printed')")
    page.pdf(path=tmp_path / "copy.pdf", prefer_css_page_size=True)
    said = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "copy.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert len(passages) > 10
    assert [passage for passage in passages if not is_printed(passage, plain(said))] == []
    fonts = subprocess.run(["pdffonts", tmp_path / "copy.pdf"], capture_output=True, text=True, check=True).stdout
    assert ("Gazette" in fonts) == by_button


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("tag", FOLDERS)
def test_nothing_runs_out_of_the_page_and_tables_have_their_lines(
    page: Page, server: Server, tag: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("", "interpretations/", "interpretations/2022/ip-pilot-city/", "search/?q=IP"):
        page.goto(server.url(tag, path))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(server.url(tag))
    assert style(page, "#publication-facts td", "borderTopStyle") == "solid"
    assert float(style(page, "#publication-facts td", "paddingLeft").removesuffix("px")) > 5


def test_no_rule_of_ours_is_lost_to_it(page: Page, server: Server) -> None:
    """A selector that it does not know costs the whole rule."""
    page.goto(server.url())
    address = page.evaluate("Array.from(document.querySelectorAll('link[rel=stylesheet]')).pop().href")
    sheet = re.sub(r"/\*.*?\*/", "", page.request.get(address).text(), flags=re.DOTALL)
    selectors = {each.strip() for each in re.findall(r"[{};]([^{};@]+)\{", sheet)}
    lost: list[str] = page.evaluate(
        """selectors => {
          const sheet = new CSSStyleSheet();
          return selectors.filter(each => { try { sheet.insertRule(each + " {}"); return false } catch (error) { return true } });
        }""",
        sorted(selectors - {"from", "to"}),
    )
    assert lost == []


def test_a_file_is_verified(page: Page, server: Server) -> None:
    page.goto(server.url("en", "verify/interpretations/2022/ip-pilot-city/"))
    page.evaluate(
        """() => {
          const held = new DataTransfer();
          held.items.add(new File(["%PDF-1.7 of nobody"], "a.pdf"));
          const field = document.getElementById("verify-file-field");
          field.files = held.files;
          field.dispatchEvent(new Event("change"));
        }"""
    )
    until(page, "document.querySelector('.gz-verify-file__verdict')")
    shown = page.evaluate("document.querySelector('.gz-verify-file__answers').textContent")
    assert "not a file that was published here" in shown
    assert hashlib.sha256(b"%PDF-1.7 of nobody").hexdigest() in shown
