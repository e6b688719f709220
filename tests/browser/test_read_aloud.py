"""Reading aloud: passage by passage with a voice of the device; shown only where there is one.

A stand-in for `speechSynthesis` notes what it is told to say and ends a sentence when the test lets it: where voices are
those of other systems, or time must stand still. What real voices do is in test_read_aloud_voices.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from served import FOLDERS, Server

VOICES = """(() => {
  const said = window.said = [];
  let waiting = null;
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => VOICES,
    speak: words => { said.push([words.lang, words.text]); waiting = words; },
    cancel: () => { waiting = null; },
  } });
  window.endSentence = () => { const words = waiting; waiting = null; if (words) words.onend(); };
})()"""
LOCAL = """[
  { name: "far", lang: "zh-CN", localService: false }, { name: "yue", lang: "zh-HK", localService: true },
  { name: "cn", lang: "zh_CN", localService: true }, { name: "tw", lang: "zh-TW", localService: true }, { name: "en", lang: "en-GB", localService: true },
]"""
FAR = '[{ name: "far", lang: "zh-CN", localService: false }, { name: "fr", lang: "fr-FR", localService: true }]'
START = {"zh-Hans": "朗读", "zh-Hant": "朗讀", "en": "Listen"}
SPOKEN = {"zh-Hans": "zh_CN", "zh-Hant": "zh-TW", "en": "en-GB"}


@pytest.fixture
def speaking(browser: Browser) -> Iterator[Callable[[str], Page]]:
    contexts = []

    def opened(voices: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        context.add_init_script("Object.defineProperty(navigator, 'languages', { get: () => [] })")
        context.add_init_script(VOICES.replace("VOICES", voices))
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.accessibility("reading", "1.3.1", "2.1.1")
@pytest.mark.parametrize("tag", FOLDERS)
def test_the_whole_text_is_read_in_order_with_the_passage_marked(
    speaking: Callable[[str], Page], server: Server, tag: str
) -> None:
    page = speaking(LOCAL)
    page.goto(server.url(tag))
    page.get_by_role("button", name=START[tag], exact=True).click()
    marked = []
    for _ in range(600):
        if page.locator(".gz-read-aloud__passage").count() == 0:
            break
        marked.append(page.locator(".gz-read-aloud__passage").evaluate("block => block.id || block.tagName"))
        page.evaluate("endSentence()")
    said = page.evaluate("said")
    assert {language for language, _ in said} >= {SPOKEN[tag]} and len(said) > 30
    assert marked[0] == "H1" and [each for each in dict.fromkeys(marked) if each.startswith("measure")] == [
        f"measure-{number}" for number in range(1, 6)
    ]
    heard = "".join(text for _, text in said)
    shown = page.locator("#measure-3").inner_text()
    squeeze = str.maketrans("", "", " \n\t")
    assert shown.translate(squeeze) in heard.translate(squeeze)
    expect(page.locator(".gz-read-aloud__bar")).to_be_hidden()


@pytest.mark.accessibility("reading", "2.1.1", "4.1.3")
def test_it_pauses_goes_on_steps_and_stops_by_keyboard(speaking: Callable[[str], Page], server: Server) -> None:
    page = speaking(LOCAL)
    page.goto(server.url())
    start = page.get_by_role("button", name="朗读", exact=True)
    start.focus()
    page.keyboard.press("Enter")
    status, pause = page.locator(".gz-read-aloud [role=status]"), page.locator("[data-gz-speech=pause]")
    expect(status).to_have_text("正在朗读")
    expect(pause).to_be_focused()
    page.keyboard.press("Enter")
    expect(status).to_have_text("朗读已暂停")
    before = page.evaluate("said.length")
    page.evaluate("endSentence()")
    assert page.evaluate("said.length") == before
    page.keyboard.press("Enter")
    assert page.evaluate("said[said.length - 1][1]") == page.evaluate("said[said.length - 2][1]")
    first = page.locator(".gz-read-aloud__passage").inner_text()
    page.locator("[data-gz-speech=next]").press("Enter")
    assert page.locator(".gz-read-aloud__passage").inner_text() != first
    page.locator("[data-gz-speech=previous]").press("Enter")
    assert page.locator(".gz-read-aloud__passage").inner_text() == first
    page.keyboard.press("Escape")
    expect(page.locator(".gz-read-aloud__passage")).to_have_count(0)
    expect(start).to_be_focused()


@pytest.mark.parametrize("voices", [FAR, "[]"])
def test_without_a_voice_of_the_device_it_is_not_offered(
    speaking: Callable[[str], Page], server: Server, voices: str
) -> None:
    """A voice of a server would send the text to it."""
    page = speaking(voices)
    page.goto(server.url())
    expect(page.locator(".gz-toolbar")).to_be_visible()
    expect(page.locator(".gz-read-aloud")).to_be_hidden()


def test_the_bar_covers_no_text_at_400_percent_and_the_page_can_be_left(
    speaking: Callable[[str], Page], server: Server
) -> None:
    page = speaking(LOCAL)
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(server.url())
    page.get_by_role("button", name="朗读", exact=True).click()
    assert page.locator(".gz-read-aloud__bar").evaluate("bar => getComputedStyle(bar).position") == "static"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    expect(page.locator(".gz-read-aloud__passage")).to_have_count(0)
