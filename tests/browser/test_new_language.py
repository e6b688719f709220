"""A further language is configuration: one entry in mkdocs.yml, one file of labels, and the translations; right to left too."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from gazette.project import Project
from gazette.site.build import build_site
from tiny_site import ROOT, write_notice

LANGUAGES = {"ar": ("العربية", "rtl", "إشعار بشأن حماية البراءات"), "ja": ("日本語", "ltr", "特許の保護に関する通知")}
HEAD = "        - {locale: en, name: English}\n"
TEXTS = {"ar": "تم منح 3376 براءة.", "ja": "特許3376件が登録されました。"}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Nothing: pytest shows what a test needs."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("languages")
    shutil.copytree(ROOT / "overrides", root / "overrides", ignore=shutil.ignore_patterns("fonts"))
    shutil.copytree(ROOT / "overrides" / "fonts", root / "overrides" / "fonts")
    (root / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "mkdocs_hooks.py", root / "scripts")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    more = "".join(f"        - {{locale: {tag}, name: {name}}}\n" for tag, (name, _, _) in LANGUAGES.items())
    (root / "mkdocs.yml").write_text(settings.replace(HEAD, HEAD + more), encoding="utf-8")
    for tag, (name, _, _) in LANGUAGES.items():
        labels = (ROOT / "overrides" / "labels" / "en.yml").read_text(encoding="utf-8")
        labels = labels.replace("home: Home", f"home: {name}").replace("d MMMM yyyy", "d.M.yyyy")
        (root / "overrides" / "labels" / f"{tag}.yml").write_text(labels, encoding="utf-8")
    file = write_notice(root / "docs", "patents", "授权专利3376件。", languages="zh-Hans, zh-Hant, ar, ja")
    for tag, text in TEXTS.items():
        front = (
            f"title: {LANGUAGES[tag][2]}\nissuing_body: X\ncontact: {{person: X}}\ntranslation: {{status: unofficial}}"
        )
        (file.with_name(f"index.{tag}.md")).write_text(f"---\n{front}\n---\n\n{text}\n", encoding="utf-8")
    write_notice(root / "docs", "chinese-only", "只有中文。", title="只有中文的通知", number=2)
    build_site(Project(root, root / "docs"), root / "site", "http://127.0.0.1/", with_copies=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_has_its_direction_labels_and_figures(page: Page, address: str, tag: str) -> None:
    name, direction, title = LANGUAGES[tag]
    page.goto(f"{address}{tag}/interpretations/2023/patents/")
    assert page.locator("html").get_attribute("dir") == direction
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == direction
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".gz-breadcrumb a").first).to_have_text(name)
    expect(page.locator(".gz-body")).to_contain_text("3376")
    frame, breadcrumb = page.locator(".gz-frame").bounding_box(), page.locator(".gz-breadcrumb a").first.bounding_box()
    assert frame and breadcrumb
    is_right = breadcrumb["x"] + breadcrumb["width"] / 2 > frame["x"] + frame["width"] / 2
    assert is_right == (direction == "rtl")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_switcher_leads_there_and_back(page: Page, address: str, tag: str) -> None:
    page.goto(f"{address}interpretations/2023/patents/")
    page.get_by_role("link", name=LANGUAGES[tag][0], exact=True).click()
    expect(page).to_have_url(f"{address}{tag}/interpretations/2023/patents/")
    page.get_by_role("link", name="简体中文", exact=True).click()
    expect(page).to_have_url(f"{address}interpretations/2023/patents/")


@pytest.mark.parametrize(("tag", "query"), [("ar", "براءة"), ("ja", "特許")])
def test_search_finds_the_text_in_its_language_only(page: Page, address: str, tag: str, query: str) -> None:
    page.goto(f"{address}{tag}/search/?q={query}")
    expect(page.locator(".gz-search__result")).to_have_count(1)
    expect(page.locator(".gz-search__result")).to_contain_text(LANGUAGES[tag][2])


@pytest.mark.parametrize("tag", ["ar", "en"])
def test_what_is_not_translated_is_named_with_the_languages_in_which_it_exists(
    page: Page, address: str, tag: str
) -> None:
    assert page.goto(f"{address}{tag}/interpretations/2023/chinese-only/").status == 404  # type: ignore[union-attr]
    page.goto(f"{address}{tag}/interpretations/")
    item = page.locator(".gz-elsewhere__item", has_text="只有中文的通知")
    assert item.locator("[lang=zh-Hans]").first.text_content() == "只有中文的通知"
    item.get_by_role("link", name="繁體中文").click()
    expect(page).to_have_url(f"{address}zh-Hant/interpretations/2023/chinese-only/")
