"""Search in Chromium: what is found, in which language, where it opens, and what is said when nothing is."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from browser.firefox import Firefox
from gazette.assemble import RenderedSite
from gazette.kept_index import SEARCH_FOLDER
from gazette.search.passages import block_words
from gazette.search.postings import hash_of
from gazette.search.stemming import stemmer
from gazette.search.terms import fold, index_terms
from gazette.source.body import defined_labels
from served import FOLDERS, MANY_PATH, Server

QUERIES = [
    ("zh-Hans", "质押融资", "质押融资"),
    ("zh-Hans", "質押融資", "质押融资"),
    ("zh-Hant", "質押融資", "質押融資"),
    ("zh-Hant", "质押融资", "質押融資"),
    ("zh-Hans", "知识产权质押融资工作如何开展？", "融资"),
    ("en", "pledge financing", "pledge financing"),
    ("en", "Pledge  FINANCING", "pledge financing"),
    ("en", "patent holders' losses", "patent holders’ losses"),
    ("zh-Hans", "18.02", "18.02"),
    ("en", "3,376", "3,376"),
]
# Asks the module itself, as a caller of search() would.
ASK = """async ([query, limit]) => {
  const module = await import(document.querySelector("script[type=module]").src);
  const found = await module.search(query, {lang: document.documentElement.lang, limit});
  return {total: found.total, exact: found.exact, isNearest: found.isNearest, also: found.also, corrected: found.corrected,
    results: found.results.map(({url, title, excerpt, marked}) => ({url, title, excerpt, marked}))};
}"""


def search(page: Page, server: Server, tag: str, query: str) -> None:
    page.goto(server.url(tag, "search/") + "?q=" + quote(query))
    settled(page)


def settled(page: Page) -> None:
    expect(page.locator(".gz-search__status")).not_to_have_text("")
    expect(page.locator(".gz-search__status")).not_to_contain_text("…")


def many(server: Server, path: str = "search/") -> str:
    return server.base + MANY_PATH + path


def titles(page: Page) -> list[str]:
    return page.locator(".gz-search__link").all_inner_texts()


@pytest.mark.parametrize(("tag", "query", "marked"), QUERIES)
def test_a_phrase_is_found_in_its_language_and_opens_at_the_passage(
    page: Page, server: Server, tag: str, query: str, marked: str
) -> None:
    search(page, server, tag, query)
    results = page.locator(".gz-search__result")
    assert results.count() > 0
    for address in results.locator("a").evaluate_all("links => links.map(link => link.href)"):
        inner = address.removeprefix(server.base)
        assert inner.startswith((FOLDERS[tag] + "interpretations/", FOLDERS[tag] + "about/"))
    excerpt = page.locator(".gz-search__excerpt", has=page.locator("mark", has_text=marked)).first
    anchor = str(excerpt.get_attribute("href")).split("#")[-1]
    excerpt.click()
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
    expect(page.locator(".gz-body mark", has_text=marked).first).to_be_visible()
    section = page.evaluate(
        "id => { let text = '', e = document.getElementById(id); do { text += e.textContent; e = e.nextElementSibling } while (e && !e.id); return text }",
        anchor,
    )
    assert marked in section


@pytest.mark.parametrize(
    "query",
    ["0533-3188608", "3188608", "11370300MB28612343/2022-5323960", "王斌", "局长解读", "2022-10-27", "2022年10月27日"],
)
def test_facts_and_titles_are_found(page: Page, server: Server, query: str) -> None:
    search(page, server, "zh-Hans", query)
    expect(page.locator(".gz-search__link").first).to_contain_text("局长解读")
    expect(page.locator(".gz-search__status")).to_have_text(re.compile(r"^找到 \d+ 篇。$"))


@pytest.mark.parametrize("query", ["量子纠缠", "<img src=x onerror=alert(1)>", "\\", "(((", "🙂", "？！", "z" * 10_000])
def test_what_is_not_there_gets_a_clear_answer_and_nothing_typed_is_run(page: Page, server: Server, query: str) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    page.goto(server.url("zh-Hans", "search/"))
    page.locator("#query").evaluate(
        "(field, query) => { field.removeAttribute('maxlength'); field.value = query }", query
    )
    page.locator("#query").press("Enter")
    settled(page)
    expect(page.locator(".gz-search__status")).to_contain_text("没有找到")
    assert page.locator(".gz-search__result").count() == 0 and problems == []


def test_results_follow_typing_pasting_and_the_input_method(page: Page, server: Server) -> None:
    page.goto(server.url("zh-Hans", "search/"))
    field = page.locator("#query")
    field.press_sequentially("质押融资")
    expect(page.locator(".gz-search__result")).to_have_count(1)
    expect(page).to_have_url(server.url("zh-Hans", "search/") + "?q=" + quote("质押融资"))
    field.fill("")
    expect(page.locator(".gz-search__result")).to_have_count(0)
    field.focus()
    page.keyboard.insert_text("专利")  # as from a clipboard or dictation: no key is pressed
    expect(page.locator(".gz-search__result").first).to_be_visible()
    # Letters that an input method still holds are no query; what it makes of them is.
    field.evaluate(
        "f => { f.value = 'zhi ya'; f.dispatchEvent(new InputEvent('input', {isComposing: true, bubbles: true})) }"
    )
    page.wait_for_timeout(300)
    assert quote("专利") in page.url
    field.evaluate(
        "f => { f.value = '质押'; f.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true})) }"
    )
    expect(page).to_have_url(re.compile(re.escape(quote("质押")) + "$"))


def test_an_answer_that_comes_late_does_not_replace_a_newer_one(page: Page, server: Server) -> None:
    held: list[Route] = []

    page.goto(server.url("zh-Hans", "search/"), wait_until="networkidle")
    page.route("**/texts/**", lambda route: held.append(route))
    page.locator("#query").fill("专利")
    page.wait_for_timeout(400)
    page.locator("#query").fill("量子纠缠")
    expect(page.locator(".gz-search__status")).to_contain_text("量子纠缠")
    assert held
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    expect(page.locator(".gz-search__status")).to_contain_text("量子纠缠")
    assert page.locator(".gz-search__result").count() == 0


def test_a_long_list_grows_and_is_as_long_as_before_when_the_reader_comes_back(page: Page, server: Server) -> None:
    page.goto(many(server) + "?q=" + quote("备案"))
    expect(page.locator(".gz-search__status")).to_have_text("找到 26 篇。")
    assert len(titles(page)) == 10
    page.locator(".gz-search__more").click()
    expect(page.locator(".gz-search__result")).to_have_count(20)
    assert page.evaluate(
        "document.activeElement === document.querySelectorAll('.gz-search__result a.gz-search__link')[10]"
    )
    page.locator(".gz-search__link").nth(15).click()
    expect(page.locator("h1")).to_contain_text("备案通知")
    page.go_back()
    expect(page.locator(".gz-search__result")).to_have_count(20)
    page.locator(".gz-search__more").click()
    expect(page.locator(".gz-search__result")).to_have_count(26)
    expect(page.locator(".gz-search__more")).to_be_hidden()


def test_filters_work_with_a_query_and_without_and_stand_in_the_address(page: Page, server: Server) -> None:
    page.goto(many(server))
    page.locator(".gz-search__filter summary").click()
    page.locator("select[name=years]").select_option("2023")
    expect(page.locator(".gz-search__status")).to_have_text("找到 13 篇。")
    page.get_by_label("发布机构").select_option("张店区市场监督管理局")
    expect(page.locator(".gz-search__status")).to_have_text("找到 3 篇。")
    assert titles(page) == ["第25号备案通知", "第15号备案通知", "第5号备案通知"]
    page.locator("#query").fill("555件")
    expect(page.locator(".gz-search__status")).to_have_text("找到 1 篇。")
    page.reload()
    expect(page.locator(".gz-search__status")).to_have_text("找到 1 篇。")
    assert titles(page) == ["第5号备案通知"] and "2023" in page.url
    page.locator("select[name=years]").select_option("2022")
    expect(page.locator(".gz-search__result")).to_have_count(0)


def test_a_publication_without_a_traditional_text_is_not_found_there(page: Page, server: Server) -> None:
    page.goto(many(server))
    assert page.evaluate(ASK, ["第26号", 10])["total"] == 1
    page.goto(many(server, "zh-Hant/search/"))
    assert page.evaluate(ASK, ["備案", 30])["total"] == 25
    assert page.evaluate(ASK, ["第26号备案通知", 10])["isNearest"] is True


def test_a_phrase_does_not_reach_from_one_paragraph_into_the_next_nor_stop_inside_a_number(
    page: Page, server: Server
) -> None:
    page.goto(many(server))
    assert page.evaluate(ASK, ["开始施行第二段", 10])["isNearest"] is True
    assert page.evaluate(ASK, ["行政部门", 10])["total"] == 1  # 行政和其他部门 stands in every notice
    assert page.evaluate(ASK, ["111件", 10])["total"] == 1
    assert page.evaluate(ASK, ["11件", 10])["isNearest"] is True


def test_a_single_character_is_found_in_titles_and_texts(page: Page, server: Server) -> None:
    page.goto(many(server))
    found = page.evaluate(ASK, ["隆", 30])
    assert [each["marked"] for each in found["results"]] == ["隆"]
    assert page.evaluate(ASK, ["备", 30])["total"] == 26
    assert page.evaluate(ASK, ["知", 30])["total"] == 26  # the last character of every title, and 通知，
    assert page.evaluate(ASK, ["龘", 30])["results"] == []


def test_the_simplified_text_of_a_result_is_the_pages_own(page: Page, server: Server) -> None:
    page.goto(many(server))
    found = page.evaluate(ASK, ["乾隆", 10])["results"]
    assert [each["excerpt"] for each in found] == ["乾隆年间的行政部门。"]
    assert "什么时候" in page.evaluate(ASK, ["第8号通知", 10])["results"][0]["excerpt"]


def test_short_names_and_slips_are_understood_and_said(page: Page, server: Server) -> None:
    search(page, server, "zh-Hans", "知产")
    expect(page.locator(".gz-search__status")).to_contain_text("同时搜索了“知识产权”")
    search(page, server, "en", "pledeg financing")
    expect(page.locator(".gz-search__status")).to_contain_text("“pledeg” was not found; searched for “pledge”")
    expect(page.locator(".gz-search__excerpt mark").first).to_have_text("pledge financing")
    search(page, server, "en", "infring")
    expect(page.locator(".gz-search__excerpt mark").first).to_contain_text("infring")


def test_what_nothing_holds_whole_gets_the_nearest_and_says_so(page: Page, server: Server) -> None:
    search(page, server, "zh-Hans", "知识产权质押融资银行排名")
    expect(page.locator(".gz-search__status")).to_contain_text("最为接近")
    expect(page.locator(".gz-search__link").first).to_contain_text("局长解读")


def test_titles_are_suggested_and_chosen_by_keyboard(page: Page, server: Server) -> None:
    page.goto(server.url("zh-Hans", ""))
    field = page.locator("#query")
    expect(field).to_have_attribute("role", "combobox")
    field.press_sequentially("试点城市")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    assert field.input_value() == "试点城市"
    page.keyboard.press("End")
    page.keyboard.type("建设")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("局长解读")
    page.goto(server.url("zh-Hans", ""))
    field.press_sequentially("试点城市")
    expect(options.first).to_be_visible()
    page.keyboard.press("Enter")  # nothing chosen: the words are searched for
    expect(page).to_have_url(re.compile(r"/search/\?q="))


@pytest.mark.parametrize(
    "damage",
    [
        {"status": 404},
        {"body": b""},
        {"body": b"\x78\xda\x00\x01\x02\x03"},
        {"body": b"<html>blocked</html>"},
        None,
    ],
)
@pytest.mark.parametrize("what", ["index.bin", "terms/**", "texts/**"])
def test_search_data_that_does_not_come_or_is_damaged_is_said_plainly_and_tried_again(
    page: Page, server: Server, what: str, damage: dict[str, Any] | None
) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    pattern = f"**/search-data/en/{what}*"
    page.route(pattern, lambda route: route.fulfill(**damage) if damage else route.abort())
    search(page, server, "en", "pledge financing")
    expect(page.locator(".gz-search__status")).to_contain_text("could not be loaded")
    assert page.locator(".gz-search__result").count() == 0 and problems == []
    page.unroute(pattern)
    page.locator("#query").press("Enter")
    expect(page.locator(".gz-search__result").first).to_be_visible()


def test_offline_after_the_first_query_there_is_an_answer_or_a_clear_message(page: Page, server: Server) -> None:
    search(page, server, "zh-Hans", "质押融资")
    page.context.set_offline(True)
    page.locator("#query").fill("質押融資")
    expect(page.locator(".gz-search__result")).to_have_count(1)
    page.locator("#query").fill("商标注册")
    settled(page)
    expect(page.locator(".gz-search__status")).to_have_text(re.compile("未能载入|最为接近"))
    page.context.set_offline(False)
    page.locator("#query").press("Enter")
    expect(page.locator(".gz-search__status")).to_contain_text("最为接近")


def test_a_page_opened_from_disk_says_why_it_cannot_search(browser: Browser, built: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((built / "search" / "index.html").as_uri() + "?q=" + quote("专利"))
    expect(page.locator(".gz-search__status")).to_contain_text("直接从磁盘打开")
    context.close()


def fuzzed(number: int) -> list[str]:
    """Queries as nobody types them, the same at every run."""
    chance = random.Random(4)
    pieces = [
        "知识产权", "質押融資", "什么", "a", "PCT", "18.02", "0533-3188608", "🙂", "\ud800", "\udc00", "\u202e", "مرحبا", "<b>",
        "(", "[", "\\", "*", "+", "?", "$", '"', "'", "“", "%", "&", "#", "\t", "\n", "\0", " ", "　", "\u200b", "e\u0301", "ﬁ", "㍿", "〔2022〕", "ｱ", "𠮷",
        "x" * 300,
    ]  # fmt: skip
    return ["".join(chance.choice(pieces) for _ in range(chance.randint(0, 8))) for _ in range(number)]


RUN_ALL = """async (queries) => {
  const module = await import(document.querySelector("script[type=module]").src), wrong = [];
  for (const query of queries) {
    try {
      const found = await module.search(query, {lang: document.documentElement.lang, limit: 10});
      if (!(found.total >= found.results.length || found.isNearest) || found.results.some((each) => !each.title || !each.url.startsWith(location.origin))) wrong.push([query, JSON.stringify(found)]);
    } catch (error) { wrong.push([query, String(error)]); }
  }
  return wrong;
}"""


@pytest.mark.parametrize("number", [300, pytest.param(10_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("tag", FOLDERS)
def test_whatever_is_typed_there_is_an_answer(page: Page, server: Server, tag: str, number: int) -> None:
    page.goto(server.url(tag, "search/"))
    assert page.evaluate(RUN_ALL, fuzzed(number)) == []


@pytest.mark.parametrize("number", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_whatever_is_typed_there_is_an_answer_in_firefox(firefox: Firefox, server: Server, number: int) -> None:
    firefox.navigate(server.url("zh-Hans", "search/"))
    queries = json.dumps(fuzzed(number))  # escapes lone surrogates
    assert firefox.evaluate(f"({RUN_ALL})({queries})", await_promise=True) == []
    assert firefox.errors == []


@pytest.mark.parametrize(("tag", "query", "marked"), QUERIES)
def test_firefox_finds_the_same(
    firefox: Firefox, page: Page, server: Server, tag: str, query: str, marked: str
) -> None:
    page.goto(server.url(tag, "search/"))
    firefox.navigate(server.url(tag, "search/"))
    wanted = page.evaluate(ASK, [query, 10])
    found = firefox.evaluate(f"({ASK})({json.dumps([query, 10])})", await_promise=True)
    assert found == wanted and marked in found["results"][0]["marked"]


def test_every_address_of_a_result_marks_words_that_stand_on_the_page(page: Page, server: Server) -> None:
    search(page, server, "zh-Hant", "专利")
    address = page.locator(".gz-search__excerpt").first.get_attribute("href")
    assert address and "專利" in unquote(address) and "专利" not in unquote(address)


SAMPLES = [
    "知識產權質押融資18.02件",
    "ＰＣＴ国际专利 0533-3188608",
    "A/B-c ﬁne É è",
    "𠮷野家は㍿",
    "问：？“严、大”",
    "2022-2025年〔2022〕12号",
    "Ünï_code x_y",
    "China’s “one-stop” hall",
    "什麼么，什么",
    "批覆、答复；瞭解了解",
    "e\u0301te\u0301 \u00e9t\u00e9 \u0439 が か\u3099 한글",
    "商\u00ad标\u2060乾\ufe00",
]


def test_the_browser_cuts_and_folds_text_as_the_index_does(page: Page, server: Server) -> None:
    page.goto(server.url("zh-Hans", "search/"))
    page.evaluate(
        "async () => { const m = await import(document.querySelector('script[type=module]').src); window.m = m; window.s = await m.openIndex('zh-Hans') }"
    )
    for sample in SAMPLES:
        assert page.evaluate("text => m.internals.foldWords(text, s.variants)", sample) == fold(sample)
        pairs, words = index_terms(fold(sample))
        characters = {each for pair in pairs for each in pair}
        runs = page.evaluate("text => Array.from(text.matchAll(m.internals.RUN), run => run[0])", fold(sample))
        assert {run for run in runs if not set(run) <= characters} <= words
        for run in runs:
            if set(run) <= characters:
                assert set(page.evaluate("run => m.internals.choosePairs(run)", run)) <= pairs
        for term in pairs | words:
            assert page.evaluate("term => m.internals.hashOf(term)", term) == hash_of(term)


@pytest.mark.parametrize("run", ["行政部门", "知识产权", "化妆品监督管理条例", "国" * 60, "第", "甲乙"])
def test_pairs_across_two_words_are_asked_for_first(page: Page, server: Server, run: str) -> None:
    page.goto(server.url("zh-Hans", "search/"))
    pairs = page.evaluate(
        "async run => (await import(document.querySelector('script[type=module]').src)).internals.choosePairs(run)", run
    )
    assert len(pairs) <= 6 and set(pairs) <= {run[at : at + 2] for at in range(len(run) - 1)}
    if len(run) > 2:
        assert pairs[0] == run[1:3]


def test_the_browser_stems_words_as_the_index_does(page: Page, server: Server) -> None:
    page.goto(server.url("en", "search/"))
    pages = (Path(__file__).resolve().parents[2] / "scripts" / "handbook").glob("*.md")
    text = "".join(each.read_text(encoding="utf-8") for each in pages).lower()
    listed = sorted(
        {
            *re.findall(r"[a-z]{2,}", text),
            "protects",
            "patents",
            "skies",
            "generously",
            "dying",
            "news",
            "o'clock",
            "18.02",
        }
    )
    stem = stemmer("en")
    stems = page.evaluate(
        "async words => { const s = await (await import(document.querySelector('script[type=module]').src)).openIndex('en'); return words.map(s.stem) }",
        listed,
    )
    assert dict(zip(listed, stems, strict=True)) == {word: stem(word) for word in listed}


@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant", "en"])
def test_every_text_of_the_index_reads_in_the_browser_as_it_was_converted(
    page: Page, server: Server, seed: RenderedSite, tag: str
) -> None:
    page.goto(server.url(tag, "search/"))
    read = page.evaluate(
        """async tag => {
          const store = await (await import(document.querySelector("script[type=module]").src)).openIndex(tag), texts = {};
          for (let entry = 0; entry < store.size; entry++) {
            for (let chunk = store.starts[entry]; chunk < store.starts[entry + 1]; chunk += store.head.slots) {
              const fragment = await store.fragment(chunk, tag), known = texts[fragment.path] || (texts[fragment.path] = [fragment.title]);
              for (const passage of fragment.passages) known.push(passage.heading, ...passage.text.split("\\n"));
            }
          }
          return texts;
        }""",
        tag,
    )
    for text in seed.texts:
        if tag in text.editions:
            edition, words = text.editions[tag], set(read[text.publication.path])
            labels = defined_labels(edition.blocks)
            wanted = {edition.title} | {block_words(each, labels) for each in edition.blocks}
            assert wanted - {""} <= words and words - wanted <= {""}
    assert read


def test_the_browser_unpacks_every_file_of_the_index(page: Page, server: Server, seed: RenderedSite) -> None:
    import zlib

    page.goto(server.url("zh-Hans", "search/"))
    packed = {
        name: content
        for name, content in seed.files.items()
        if name.startswith(SEARCH_FOLDER) and isinstance(content, bytes) and name.endswith(".bin")
    }
    stored = zlib.compress(bytes(range(256)) * 300, 0)
    fixed = zlib.compressobj(9, zlib.DEFLATED, 15, 9, zlib.Z_FIXED)
    samples = [*packed.values(), stored, fixed.compress("知识产权".encode() * 50) + fixed.flush()]
    unpacked = page.evaluate(
        "async files => { const m = await import(document.querySelector('script[type=module]').src); return files.map(file => Array.from(m.internals.inflate(new Uint8Array(file)))) }",
        [list(each) for each in samples],
    )
    assert [bytes(each) for each in unpacked] == [zlib.decompress(each) for each in samples]
    flipped = [bytes([*each[:-9], each[-9] ^ 16, *each[-8:]]) for each in samples if len(each) > 40]
    silent = page.evaluate(
        "async files => { const m = await import(document.querySelector('script[type=module]').src); return files.filter(file => { try { m.internals.inflate(new Uint8Array(file)); return true } catch (error) { return !error.message } }).length }",
        [list(each) for each in flipped],
    )
    assert flipped and silent == 0
