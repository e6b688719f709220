"""Reading aloud (朗读) with real voices: Chromium speaks through Debian's speech-dispatcher and eSpeak NG into a null device."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.budgets import SHIFT
from browser.test_reading import squeezed
from browser.voices import CHROMIUM_FLAG, voices
from conftest import DESKTOP_CHROMIUM, QUIET
from served import FOLDERS, Server

LISTEN = {"zh-Hans": "朗读", "zh-Hant": "朗讀", "en": "Listen"}
# What is given to the voice, and what is marked then; the voice itself still speaks, but fast.
RECORD = """window.spoken = []; window.hooks = [];
const speak = SpeechSynthesis.prototype.speak;
SpeechSynthesis.prototype.speak = function (utterance) {
  const block = document.querySelector(".gz-read-aloud__passage");
  spoken.push({ text: utterance.text, lang: utterance.lang, block: block && block.textContent, marks: document.querySelectorAll(".gz-read-aloud__passage").length });
  utterance.rate = 10;
  if (!hooks.length || spoken.length < hooks[0]) return speak.call(this, utterance);
  hooks.shift();
  speak.call(this, utterance);
  document.querySelector("[data-gz-speech=pause]").click();
};"""
# Other systems' voices are not on this machine: their names and languages as those systems list them, and a voice that says nothing.
DEVICE = """languages => {
  const list = languages.map(([lang, localService, isDefault]) => ({ lang, localService: localService !== false, default: isDefault === true, name: lang }));
  Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => window.late ? [] : list, cancel() {}, speak(utterance) { window.chosen = utterance.voice.lang } } });
  window.SpeechSynthesisUtterance = function (text) { this.text = text };
}"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with voices(tmp_path_factory.mktemp("voices")) as environment, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=DESKTOP_CHROMIUM,
            args=[*QUIET, CHROMIUM_FLAG],
            env=dict(environment),  # type: ignore[arg-type]
        )
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def recorded(page: Page) -> None:
    page.add_init_script(RECORD)


def listen(page: Page, tag: str = "zh-Hans") -> None:
    page.get_by_role("button", name=LISTEN[tag], exact=True).click()


def pause_at(page: Page, utterance: int) -> None:
    """The voice needs no time here: the button is pressed by the page, as soon as this utterance was given to it."""
    page.evaluate("number => hooks.push(number)", utterance)


def spoken(page: Page) -> list[dict[str, Any]]:
    return list(page.evaluate("spoken"))


def status(page: Page, said: str) -> None:
    expect(page.locator(".gz-read-aloud [role=status]")).to_have_text(said, timeout=60_000)


@pytest.mark.accessibility("reading", "1.3.1", "2.1.1")
@pytest.mark.parametrize("tag", FOLDERS)
def test_the_whole_text_is_read_in_order_and_each_passage_is_marked(page: Page, server: Server, tag: str) -> None:
    page.goto(server.url(tag))
    listen(page, tag)
    status(page, {"zh-Hans": "朗读结束", "zh-Hant": "朗讀結束", "en": "Reading has ended"}[tag])
    said = spoken(page)
    assert {each["lang"] for each in said} == ({"en-US"} if tag == "en" else {"cmn"})
    assert {each["marks"] for each in said} == {1}
    assert [each for each in said if not squeezed(each["block"]).count(squeezed(each["text"]).split(",")[0])] == []
    passages = page.locator(
        ".gz-title, .gz-notice p, .gz-body h2, .gz-body p, #contact caption, #contact th, #contact td"
    )
    expected = squeezed("".join(passages.all_text_contents())).replace(",", "")
    assert squeezed("".join(each["text"] for each in said)).replace(",", "") == expected and len(said) > 20
    expect(page.locator(".gz-read-aloud__passage")).to_have_count(0)
    expect(page.locator(".gz-read-aloud__bar")).to_be_hidden()


def test_what_is_no_text_is_not_read(page: Page, server: Server) -> None:
    page.goto(server.url("en"))
    page.locator(".gz-body").evaluate(
        """body => { body.innerHTML = '<p>First<sup><a class="footnote-ref" href="#f">1</a></sup> text is 1.5 m. Second one! <a class="gz-stale" href="#x">Stale</a><button>Button</button><span hidden>Hidden</span><span class="gz-address">https://a.example</span></p>' +
        '<table><tbody><tr><td>Cell one</td><td>Cell two</td></tr></tbody></table><ul><li>Item <ul><li>Inner</li></ul></li></ul>' +
        '<p><span lang="zh-Hans">知识产权</span> is read in Chinese, <span lang="tlh-x-none">nuqneH</span> in no voice.</p><p lang="tlh-x-none">nuqneH</p><p>§</p>' +
        '<div class="footnote"><ol><li id="f"><p>The note.<a class="footnote-backref" href="#r">back</a></p></li></ol></div>' }"""
    )
    listen(page, "en")
    status(page, "Reading has ended")
    said = [each["text"] for each in spoken(page)]
    expected = ["First text is 1.5 m.", "Second one!", "Cell one, Cell two", "Item", "Inner"]
    expected += [
        "知识产权",
        "is read in Chinese, in no voice.",
        "§",
        "The note.",
        "Contact",
        "Contact person, Wang Bin",
    ]
    start = said.index(expected[0])
    assert said[start : start + len(expected)] == expected
    assert [each["lang"] for each in spoken(page) if each["text"] == "知识产权"] == ["cmn"]


def test_pause_goes_on_where_the_sentence_began(page: Page, server: Server) -> None:
    page.goto(server.url())
    pause_at(page, 5)
    listen(page)
    status(page, "朗读已暂停")
    assert page.evaluate("speechSynthesis.speaking") is False
    expect(page.locator(".gz-read-aloud__passage")).to_have_count(1)
    pause_at(page, 6)
    page.get_by_role("button", name="继续").click()
    status(page, "朗读已暂停")
    said = [each["text"] for each in spoken(page)]
    assert len(said) == 6 and said[5] == said[4]


def test_the_next_and_the_previous_passage(page: Page, server: Server) -> None:
    page.goto(server.url())
    pause_at(page, 1)
    listen(page)
    status(page, "朗读已暂停")
    marked = page.locator(".gz-read-aloud__passage")
    title = marked.text_content()
    page.get_by_role("button", name="上一段").click()
    expect(marked).to_have_text(title or "")
    for _ in range(3):
        page.get_by_role("button", name="下一段").click()
    expect(marked).to_contain_text("近年来，全市把实施知识产权战略")
    expect(marked).to_be_in_viewport()
    page.get_by_role("button", name="上一段").click()
    expect(marked).to_have_text("问：我市近年来知识产权工作在全国全省处于什么水平？")
    assert len(spoken(page)) == 1


def test_it_begins_with_the_passage_in_view(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(server.url())
    page.locator("#question-3").evaluate("heading => heading.scrollIntoView()")
    pause_at(page, 1)
    page.locator("[data-gz-speech=start]").evaluate("button => button.click()")
    status(page, "朗读已暂停")
    assert spoken(page)[0]["text"].startswith("问：随着全社会创新能力")


def test_what_is_in_view_stays_where_it_is_and_what_is_not_comes_without_motion(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(server.url())
    pause_at(page, 1)
    listen(page)
    status(page, "朗读已暂停")
    assert page.evaluate("scrollY") == 0
    page.locator(".gz-footer").scroll_into_view_if_needed()
    page.get_by_role("button", name="下一段").click()
    box = page.locator(".gz-read-aloud__passage").evaluate("p => p.getBoundingClientRect().top")
    assert 0 <= box < 100


@pytest.mark.accessibility("reading", "2.1.1", "4.1.3")
def test_everything_by_keyboard(page: Page, server: Server) -> None:
    page.goto(server.url("en"))
    start = page.get_by_role("button", name="Listen")
    pause_at(page, 2)
    start.press("Enter")
    status(page, "Reading is paused")
    names = []
    for _ in range(4):
        names.append(page.evaluate("document.activeElement.textContent"))
        page.keyboard.press("Tab")
    assert names == ["Continue", "Previous", "Next", "Stop"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".gz-read-aloud__passage")).to_have_count(0)
    expect(start).to_be_focused()
    pause_at(page, 2)
    start.press("Enter")
    page.get_by_role("button", name="Stop").press("Enter")
    expect(start).to_be_focused()
    expect(page.locator(".gz-read-aloud__bar")).to_be_hidden()


def test_leaving_the_page_ends_the_speech(page: Page, server: Server) -> None:
    page.add_init_script(
        "const cancel = SpeechSynthesis.prototype.cancel; SpeechSynthesis.prototype.cancel = function () { sessionStorage.silent = Number(sessionStorage.silent || 0) + 1; cancel.call(this) }"
    )
    page.goto(server.url())
    listen(page)
    expect(page.locator(".gz-read-aloud__place")).to_contain_text(re.compile(r"[3-9] /"))
    before = page.evaluate("Number(sessionStorage.silent)")
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("button", name="Listen")).to_be_visible()
    assert page.evaluate("Number(sessionStorage.silent)") == before + 1
    assert page.evaluate("speechSynthesis.speaking") is False


CHOICES = {
    "windows": ("zh-Hans", [["en-US"], ["zh-TW"], ["zh-HK"], ["zh-CN"]], "zh-CN"),
    "android": ("zh-Hant", [["en_US"], ["yue_HK"], ["zh_CN_#Hans"], ["zh_TW_#Hant"]], "zh_TW_#Hant"),
    "cmn": ("zh-Hant", [["yue-HK"], ["cmn-Hans-CN"], ["cmn-Hant-TW"]], "cmn-Hant-TW"),
    "plain": ("zh-Hant", [["zh-HK"], ["zh"]], "zh"),
    "other-script": ("zh-Hant", [["zh-HK"], ["zh-CN"]], "zh-CN"),
    "cantonese": ("zh-Hant", [["en-GB"], ["zh-HK"]], "zh-HK"),
    "dialect": ("zh-Hans", [["zh-CN-liaoning"], ["zh-CN"]], "zh-CN"),
    "remote": ("zh-Hans", [["zh-CN", False], ["zh-TW"]], "zh-TW"),
    "default": ("en", [["en-AU"], ["en-GB", True, True], ["en-US"]], "en-GB"),
}


@pytest.mark.parametrize("name", CHOICES)
def test_the_voice_fits_the_language_and_stays_on_the_device(page: Page, server: Server, name: str) -> None:
    tag, listed, chosen = CHOICES[name]
    page.add_init_script(f"({DEVICE})({listed!r})".replace("True", "true").replace("False", "false"))
    page.goto(server.url(tag))
    listen(page, tag)
    assert page.evaluate("chosen") == chosen


@pytest.mark.parametrize("listed", [[], [["en-US"], ["ja-JP"], ["wuu-CN"]], [["zh-CN", False]]])
def test_without_a_voice_of_the_device_nothing_is_offered(page: Page, server: Server, listed: list[Any]) -> None:
    page.add_init_script(f"({DEVICE})({listed!r})".replace("False", "false"))
    page.goto(server.url())
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    expect(page.locator(".gz-read-aloud")).to_be_hidden()


def test_voices_that_come_late_are_offered(page: Page, server: Server) -> None:
    page.add_init_script(f"window.late = true; ({DEVICE})([['zh-CN']])")
    page.goto(server.url())
    expect(page.locator(".gz-read-aloud")).to_be_hidden()
    page.evaluate("window.late = false; speechSynthesis.onvoiceschanged()")
    expect(page.get_by_role("button", name="朗读", exact=True)).to_be_visible()


def test_a_browser_that_cannot_speak_is_offered_nothing(page: Page, plain: Page, server: Server) -> None:
    page.add_init_script("delete window.speechSynthesis; delete window.SpeechSynthesisUtterance")
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    for each in (page, plain):
        each.goto(server.url())
        expect(each.locator(".gz-read-aloud")).to_be_hidden()
    assert problems == []


def test_other_pages_of_text_are_read_too(page: Page, server: Server) -> None:
    page.goto(server.url("zh-Hans", "about/"))
    pause_at(page, 2)
    listen(page)
    status(page, "朗读已暂停")
    assert spoken(page)[0]["text"] == "关于本站"


@pytest.mark.parametrize("easy", ["", "on"])
@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("height", [256, 640])
def test_the_bar_fits_the_narrowest_screen_and_hides_no_passage(
    page: Page, server: Server, tag: str, easy: str, height: int
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": height})
    page.goto(server.url(tag))
    page.evaluate("easy => gazettePreferences.set('easy', easy)", easy)
    pause_at(page, 8)
    listen(page, tag)
    status(page, {"zh-Hans": "朗读已暂停", "zh-Hant": "朗讀已暫停", "en": "Reading is paused"}[tag])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    bar, passage = (
        page.locator(name).evaluate("element => element.getBoundingClientRect().toJSON()")
        for name in (".gz-read-aloud__bar", ".gz-read-aloud__passage")
    )
    assert bar["right"] <= 320
    # At 400 % it stands in the text, where it covers none.
    assert page.locator(".gz-read-aloud__bar").evaluate("bar => getComputedStyle(bar).position") == (
        "static" if height == 256 else "fixed"
    )
    if height == 640:
        assert bar["height"] < 180 and passage["top"] < bar["top"] and bar["bottom"] == height


@pytest.mark.parametrize("kept", ["", '{"size": "large", "easy": "on"}'])
@pytest.mark.parametrize("tag", FOLDERS)
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_what_a_voice_brings_moves_nothing(page: Page, server: Server, width: int, tag: str, kept: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(f"localStorage.setItem('gazette', {kept!r})")
    page.goto(server.url(tag))
    expect(page.get_by_role("button", name=LISTEN[tag], exact=True)).to_be_visible()
    assert page.evaluate(f"({SHIFT})()") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_passage_is_marked_in_forced_colours_too(page: Page, server: Server, scheme: str) -> None:
    for forced in ("none", "active"):
        page.emulate_media(color_scheme=scheme, forced_colors=forced)  # type: ignore[arg-type]
        page.goto(server.url())
        pause_at(page, 1)
        listen(page)
        status(page, "朗读已暂停")
        outline = page.locator(".gz-read-aloud__passage").evaluate("p => getComputedStyle(p).outline")
        assert re.search(r"solid 3px", outline)
    assert page.locator(".gz-read-aloud__passage").evaluate("p => getComputedStyle(p).outlineColor") == page.evaluate(
        "(() => { const p = document.createElement('p'); p.style.color = 'Highlight'; document.body.append(p); return getComputedStyle(p).color })()"
    )
