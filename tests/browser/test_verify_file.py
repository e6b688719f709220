"""The page verify/ says of a PDF file whether it is one that was published: in the browser, from the public list."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FileChooser, Page, expect

from browser.nginx import free_ports, serve
from gazette.project import Project
from gazette.records.versions import Recording, record_versions
from gazette.site.build import build_site
from served import FOLDERS, PUBLICATION

ROOT = Path(__file__).resolve().parents[2]
NAME = "ip-pilot-city.pdf"
OTHER = "regulations/2018/vehicle-purchase-tax/vehicle-purchase-tax.pdf"
WORDS = {
    "zh-Hans": {"same": "这就是本站发布的原文件", "current": "，现行。", "old": "已被后来的版本取代", "begins": "后面另有添加的内容", "other": "这不是本站发布的文件。它自称是", "none": "也没有写明是本站哪一篇", "no_pdf": "也不是 PDF 文件"},
    "zh-Hant": {"same": "這就是本站發布的原文件", "current": "，現行。", "old": "已被後來的版本取代", "begins": "後面另有添加的內容", "other": "這不是本站發布的文件。它自稱是", "none": "也沒有寫明是本站哪一篇", "no_pdf": "也不是 PDF 文件"},
    "en": {"same": "the very file that was published here", "current": ", current.", "old": "superseded by a later version", "begins": "Something has been added behind it", "other": "not a file that was published here. It calls itself a copy of", "none": "does not say of which text", "no_pdf": "it is not a PDF file"},
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """`before` and `now` are the folders of the site as it was and as it is; `secure` is its address with https."""

    base: str
    secure: str
    before: Path
    now: Path

    def page(self, tag: str, *, secure: bool = False) -> str:
        return f"{self.secure if secure else self.base}{FOLDERS[tag]}verify/{PUBLICATION}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The project's own texts, recorded, published, corrected in the Chinese facts, recorded and published again."""
    root = tmp_path_factory.mktemp("verified")
    port, secure = free_ports(2)
    base = f"http://127.0.0.1:{port}/"
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copytree(ROOT / "scripts" / "review", root / "review")
    (root / "review" / "versions.tsv").unlink()
    (root / "review" / "copies.tsv").unlink(missing_ok=True)
    project = Project(ROOT, root / "docs", root / "review" / "ledger.tsv")
    for day, out in ((date(2026, 11, 1), "before"), (date(2026, 11, 2), "site")):
        _, problems = record_versions(project, (), Recording("项目组", day), base)
        assert not [each for each in problems if each.is_error]
        build_site(project, root / out, base)
        source = root / "docs" / PUBLICATION / "index.md"
        source.write_text(source.read_text(encoding="utf-8").replace("王斌", "王文斌"), encoding="utf-8")
    with serve(root, port, secure):
        yield Site(base, f"https://localhost:{secure}/", root / "before", root / "site")


def verdict(page: Page) -> str:
    return page.locator(".gz-verify-file__verdict").inner_text()


def bring(page: Page, *contents: bytes) -> None:
    files = [{"name": f"{n}.pdf", "mimeType": "application/pdf", "buffer": each} for n, each in enumerate(contents)]
    page.locator("#verify-file-field").set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator(".gz-verify-file__verdict")).to_have_count(len(contents))


def own_copy(site: Path, tag: str = "zh-Hans") -> bytes:
    return (site / FOLDERS[tag] / PUBLICATION / NAME).read_bytes()


@pytest.mark.parametrize("tag", FOLDERS)
def test_every_answer_in_every_language(page: Page, site: Site, errors: list[str], tag: str) -> None:
    page.goto(site.page(tag))
    now, before = own_copy(site.now), own_copy(site.before)
    altered = now.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert altered != now and before != now
    bring(
        page,
        now,
        before,
        now + b"\n% signed\n%%EOF\n",
        altered,
        b"%PDF-1.7 of nobody",
        b"hello",
        own_copy(site.now, "en"),
    )
    said = page.locator(".gz-verify-file__verdict").all_inner_texts()
    words = WORDS[tag]
    for text, keys in zip(said, ("same current", "same old", "begins current", "other", "none", "no_pdf", "same current"), strict=True):  # fmt: skip
        for key in keys.split():
            assert words[key] in text, (key, text)
    for text, name in ((said[0], "same"), (said[3], "other"), (said[4], "none")):
        assert [key for key in ("same", "begins", "other", "none") if words[key] in text] == [name]


def test_the_sum_is_shown_and_right(page: Page, site: Site, errors: list[str]) -> None:
    """Sizes around the pieces in which a file is read, and marks that lie across them."""
    page.goto(site.page("en"))
    piece = 1 << 20
    files = [
        b"",
        b"a",
        *(b"%PDF-" + b"x" * (size - 10) + b"%%EOF" for size in (piece - 1, piece, piece + 1, piece + 3)),
    ]
    files.append(b"%PDF-" + b"%%EOF\r\n" * 300_000)
    bring(page, *files)
    shown = page.locator(".gz-verify-file__digest").all_inner_texts()
    assert shown == [f"SHA-256: {hashlib.sha256(each).hexdigest()}" for each in files]


@pytest.mark.parametrize("added", [1, 5, 12, 1_000, 1 << 20])
def test_a_published_file_is_found_at_the_beginning_wherever_pieces_end(page: Page, site: Site, added: int) -> None:
    page.goto(site.page("en"))
    bring(page, own_copy(site.now, "en") + b"x" * added)
    assert WORDS["en"]["begins"] in verdict(page)


def test_a_copy_of_another_publication_is_found_in_the_list_of_the_site(
    page: Page, site: Site, errors: list[str]
) -> None:
    page.goto(site.page("en"))
    content = (site.now / "en" / OTHER).read_bytes()
    bring(page, content)
    assert WORDS["en"]["same"] in verdict(page) and "Vehicle" in verdict(page)
    bring(page, content.replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    assert WORDS["en"]["other"] in verdict(page)
    for link in page.locator(".gz-verify-file__links a").all():
        address = str(link.evaluate("link => link.href"))
        assert "vehicle-purchase-tax" in address and page.request.get(address).ok


def test_a_secure_page_and_a_plain_one_say_the_same(browser: Browser, site: Site) -> None:
    for secure in (False, True):
        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.goto(site.page("en", secure=secure))
        assert page.evaluate("isSecureContext")  # 127.0.0.1 counts as secure: the sum never asks for crypto.subtle
        page.evaluate("Object.defineProperty(window, 'crypto', { value: undefined })")
        bring(page, own_copy(site.now, "zh-Hant"))
        assert WORDS["en"]["same"] in verdict(page)
        context.close()


def test_once_loaded_it_works_without_a_connection_and_sends_nothing(page: Page, site: Site, errors: list[str]) -> None:
    page.goto(site.page("zh-Hant"), wait_until="networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.context.set_offline(True)
    bring(page, own_copy(site.now, "en"), own_copy(site.before), own_copy(site.now) + b"\n")
    said = page.locator(".gz-verify-file__verdict").all_inner_texts()
    assert [key for key, text in zip(("same", "old", "begins"), said, strict=True) if WORDS["zh-Hant"][key] not in text] == []  # fmt: skip
    assert requests == []
    bring(page, (site.now / "en" / OTHER).read_bytes())
    assert "請聯網後重試" in verdict(page)
    page.context.set_offline(False)
    bring(page, (site.now / "en" / OTHER).read_bytes())
    assert WORDS["zh-Hant"]["same"] in verdict(page)
    assert set(requests) == {f"{site.base}verify/copies.json"}


def test_files_are_dropped_on_the_page(page: Page, site: Site, errors: list[str]) -> None:
    """Beside the frame too: the browser would leave the page and open the file."""
    page.goto(site.page("en"))
    for target in (".gz-verify-file__zone", ".gz-title"):
        held = page.evaluate_handle(
            "bytes => { const held = new DataTransfer(); held.items.add(new File([new Uint8Array(bytes)], 'a.pdf')); return held; }",
            list(own_copy(site.now, "en")),
        )
        page.dispatch_event(target, "dragover", {"dataTransfer": held})
        expect(page.locator(".gz-verify-file__zone--over")).to_have_count(1)
        page.dispatch_event(target, "drop", {"dataTransfer": held})
        expect(page.locator(".gz-verify-file__verdict")).to_have_count(1)
        assert WORDS["en"]["same"] in verdict(page)
        expect(page.locator(".gz-verify-file__zone--over")).to_have_count(0)
        page.reload()


def test_by_the_keyboard_alone(page: Page, site: Site) -> None:
    opened: list[FileChooser] = []
    page.on("filechooser", lambda chooser: opened.append(chooser))
    page.goto(site.page("en"))
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.gz-verify-file__button')"):
            break
    else:
        pytest.fail("the button is never reached")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    (chooser,) = opened
    chooser.set_files(site.now / "en" / PUBLICATION / NAME)
    expect(page.locator(".gz-verify-file__answers")).to_have_attribute("aria-live", "polite")
    expect(page.locator(".gz-verify-file__verdict")).to_contain_text(WORDS["en"]["same"])


@pytest.mark.parametrize("tag", FOLDERS)
def test_without_javascript_it_says_how_to_compare_by_hand(plain: Page, site: Site, tag: str) -> None:
    plain.goto(site.page(tag))
    expect(plain.locator("[data-gz-verify]")).to_be_hidden()
    main = plain.locator("main").inner_text()
    assert hashlib.sha256(own_copy(site.now, tag)).hexdigest() in re.sub(r"\s", "", main)
    for command in ("certutil -hashfile", "shasum -a 256", "sha256sum"):
        assert command in main


@pytest.mark.parametrize("tag", FOLDERS)
def test_nothing_runs_out_of_the_narrowest_page(page: Page, site: Site, tag: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site.page(tag))
    bring(page, own_copy(site.now), b"hello", own_copy(site.now) + b"\n")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
