"""Search in Chromium: what is found, in which language, and where it opens."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from gazette.search.index import shard_of
from gazette.search.terms import find_terms, fold
from served import FOLDERS, Server

QUERIES = [
    ("zh-Hans", "质押融资", "质押融资"),
    ("zh-Hans", "質押融資", "质押融资"),
    ("zh-Hant", "質押融資", "質押融資"),
    ("zh-Hant", "质押融资", "質押融資"),
    ("en", "pledge financing", "pledge financing"),
    ("en", "Pledge  FINANCING", "pledge financing"),
    ("en", "patent holders' losses", "patent holders’ losses"),
    ("zh-Hans", "18.02", "18.02"),
    ("en", "3,376", "3,376"),
]


def search(page: Page, server: Server, tag: str, query: str) -> None:
    page.goto(server.url(tag, "search/") + "?q=" + quote(query))
    expect(page.locator(".gz-search__status")).not_to_have_text("")
    expect(page.locator(".gz-search__status")).not_to_contain_text("…")


@pytest.mark.parametrize(("tag", "query", "marked"), QUERIES)
def test_a_phrase_is_found_in_its_language_and_opens_at_the_passage(
    page: Page, server: Server, tag: str, query: str, marked: str
) -> None:
    search(page, server, tag, query)
    results = page.locator(".gz-search__result")
    assert results.count() > 0
    for address in results.locator("a").evaluate_all("links => links.map(link => link.href)"):
        inner = address.removeprefix(server.base)
        assert inner.startswith(FOLDERS[tag] + "interpretations/")
    expect(results.first.locator("mark").first).to_have_text(marked)
    anchor = results.first.locator("a").get_attribute("href").split("#")[-1]  # type: ignore[union-attr]
    results.first.locator("a").click()
    passage = page.locator(f"#{anchor}")
    expect(passage).to_be_in_viewport()
    section = page.evaluate(
        "id => { let text = '', e = document.getElementById(id); do { text += e.textContent; e = e.nextElementSibling } while (e && !e.id); return text }",
        anchor,
    )
    assert marked in section


@pytest.mark.parametrize("query", ["0533-3188608", "3188608", "11370300MB28612343/2022-5323960", "王斌", "局长解读"])
def test_facts_and_titles_are_found(page: Page, server: Server, query: str) -> None:
    search(page, server, "zh-Hans", query)
    expect(page.locator(".gz-search__result").first.locator("a")).to_contain_text("局长解读")


@pytest.mark.parametrize("query", ["量子纠缠", "<img src=x onerror=alert(1)>", "\\", "(((", "🙂", "？！", "a" * 200])
def test_what_is_not_there_gets_a_clear_answer_and_nothing_typed_is_run(page: Page, server: Server, query: str) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    search(page, server, "zh-Hans", query)
    expect(page.locator(".gz-search__status")).to_contain_text("没有找到")
    assert page.locator(".gz-search__result").count() == 0 and problems == []


def test_results_follow_the_typing_and_the_address_follows_the_query(page: Page, server: Server) -> None:
    page.goto(server.url("zh-Hans", "search/"))
    page.locator("#query").press_sequentially("质押融资")
    expect(page.locator(".gz-search__result")).not_to_have_count(0)
    expect(page).to_have_url(server.url("zh-Hans", "search/") + "?q=" + quote("质押融资"))
    page.locator("#query").fill("")
    expect(page.locator(".gz-search__result")).to_have_count(0)


def test_missing_search_data_is_said_plainly(page: Page, server: Server) -> None:
    page.route("**/search-data/**", lambda route: route.abort())
    search(page, server, "en", "pledge")
    expect(page.locator(".gz-search__status")).to_contain_text("could not be loaded")


def test_the_browser_cuts_and_folds_text_as_the_index_does(page: Page, server: Server) -> None:
    page.goto(server.url("zh-Hans", "search/"))
    samples = [
        "知識產權質押融資18.02件",
        "ＰＣＴ国际专利 0533-3188608",
        "A/B-c ﬁne É è",
        "𠮷野家は㍿",
        "问：？“严、大”",
        "2022-2025年〔2022〕12号",
        "Ünï_code x_y",
        "China’s “one-stop” hall",
    ]
    page.evaluate(
        "fetch(document.querySelector('[data-gz-search]').dataset.index + 'fold.json').then(r => r.json()).then(gazetteSearch.loadFold)"
    )
    page.wait_for_function("gazetteSearch.fold('體').text === '体'")
    for sample in samples:
        assert page.evaluate("text => gazetteSearch.fold(text).text", sample) == fold(sample)
        queried = page.evaluate("text => gazetteSearch.findTerms(text)", sample)
        indexed = set(find_terms(sample))
        assert queried and set(queried) <= indexed
        for term in queried:
            assert page.evaluate("([term, n]) => gazetteSearch.shardOf(term, n)", [term, 64]) == shard_of(term, 64)
