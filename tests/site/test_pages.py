"""What every built page must have: language, addresses, links that lead somewhere, one script per Chinese page."""

from __future__ import annotations

import csv
import subprocess
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import opencc
import pytest
from lxml import etree

from built_html import pages, parse, words_in

SITE_URL = "https://www.example.org/"
FOLDERS = {"": "zh-Hans", "zh-Hant/": "zh-Hant", "en/": "en"}
PUBLICATION = "interpretations/2022/ip-pilot-city/"
NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def tag_of(address: str) -> str:
    return next((FOLDERS[folder] for folder in ("zh-Hant/", "en/") if address.startswith(folder)), "zh-Hans")


def address_of(site: Path, page: Path) -> str:
    return page.relative_to(site).as_posix().removesuffix("index.html")


def test_every_page_states_its_language_and_there_are_as_many_in_each(built: Path) -> None:
    found = [(address_of(built, page), parse(page).get("lang")) for page in pages(built)]
    assert all(lang == tag_of(address) for address, lang in found)
    counts = {tag: sum(lang == tag for _, lang in found) for tag in FOLDERS.values()}
    assert len(set(counts.values())) == 1, counts


def test_canonical_and_hreflang_are_absolute_complete_and_mutual(built: Path) -> None:
    for page in pages(built):
        address = address_of(built, page)
        if address.endswith("404.html") or "search/" in address:
            continue
        tree = parse(page)
        assert tree.xpath("//link[@rel='canonical']/@href") == [SITE_URL + address]
        inner = address.removeprefix("zh-Hant/").removeprefix("en/")
        expected = {tag: SITE_URL + folder + inner for folder, tag in FOLDERS.items()}
        expected["x-default"] = SITE_URL + inner
        if "/with-" in address:  # two languages on one page: no other language's page answers to it
            expected = {}
        alternates = {link.get("hreflang"): link.get("href") for link in tree.xpath("//head/link[@rel='alternate']")}
        assert alternates == expected


def test_search_and_404_pages_are_kept_out_of_search_engines(built: Path) -> None:
    kept_out = {
        address_of(built, page)
        for page in pages(built)
        if parse(page).xpath("//meta[@name='robots'][@content='noindex']")
    }
    of_copies = {address_of(built, page) for page in pages(built) if "verify/" in address_of(built, page)}
    assert kept_out == {folder + name for folder in FOLDERS for name in ("404.html", "search/")} | of_copies
    assert len(of_copies) >= 12


def test_the_sitemap_lists_the_real_pages_with_their_own_dates(built: Path) -> None:
    tree = etree.parse(built / "sitemap.xml")
    listed = {url.findtext("s:loc", namespaces=NAMESPACES): url for url in tree.findall("s:url", NAMESPACES)}
    wanted = {SITE_URL + address_of(built, page) for page in pages(built)}
    unlisted = ("404.html", "search/", "verify/", "/with-")
    assert set(listed) == {address for address in wanted if not any(part in address for part in unlisted)}
    url = listed[SITE_URL + PUBLICATION]
    published = parse(built / PUBLICATION / "index.html").xpath("//table[@id='publication-facts']//time/@datetime")[-1]
    assert url.findtext("s:lastmod", namespaces=NAMESPACES) == date.fromisoformat(published).isoformat()
    assert {link.get("hreflang") for link in url.findall("x:link", NAMESPACES)} == {*FOLDERS.values(), "x-default"}


def test_every_link_and_source_inside_the_site_leads_to_a_file_and_an_id(built: Path) -> None:
    broken = []
    for page in pages(built):
        address = address_of(built, page)
        for target in parse(page).xpath("//@href | //@src | //@action | //@data-index"):
            if urlsplit(target).scheme in ("mailto", "tel"):
                continue
            full = urljoin(SITE_URL + address, target)
            if not full.startswith(SITE_URL):
                if not full.startswith(("https://", "http://")):
                    broken.append((address, target))
                continue
            parts = urlsplit(full.removeprefix(SITE_URL))
            file = built / unquote(parts.path) / ("index.html" if parts.path.endswith("/") or not parts.path else "")
            found = file.exists() or (built / unquote(parts.path)).is_dir()
            if not found or (
                parts.fragment and file.suffix == ".html" and parts.fragment not in parse(file).xpath("//@id")
            ):
                broken.append((address, target))
    assert broken == []


def test_a_page_asks_for_nothing_from_another_host(built: Path) -> None:
    for page in pages(built):
        loaded = parse(page).xpath(
            "//script/@src | //img/@src | //iframe/@src | //link[@rel!='canonical' and @rel!='alternate']/@href"
        )
        assert [target for target in loaded if urlsplit(target).netloc] == []
    for file in [*built.rglob("*.css"), *built.rglob("*.js")]:
        assert "//fonts." not in file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def only(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Characters of one script alone: OpenCC's own tables never keep them. By the language that must not have them."""
    folder = tmp_path_factory.mktemp("tables")
    package = Path(opencc.__file__).parent / "clib"

    def keys(name: str) -> set[str]:
        text = folder / f"{name}.txt"
        command = [
            package / "bin" / "opencc_dict",
            "-i",
            package / "share" / "opencc" / f"{name}.ocd2",
            "-o",
            text,
            "-f",
            "ocd2",
            "-t",
            "text",
        ]
        subprocess.run(command, check=True, capture_output=True)
        rows = csv.reader(text.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row[0] for row in rows if len(row) == 2 and row[0] not in row[1].split(" ")}

    def values(name: str) -> set[str]:
        keys(name)
        rows = csv.reader((folder / f"{name}.txt").open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
        return {each for row in rows for each in row[1].split(" ")}

    simplified, traditional = keys("STCharacters"), keys("TSCharacters")
    # 秘 is OpenCC's 祕 in its own standard, and 秘 again in Taiwan's.
    return {"zh-Hant": simplified - traditional - values("TWVariants"), "zh-Hans": traditional - simplified}


@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant"])
def test_no_character_of_the_other_script_stands_on_a_page(built: Path, only: dict[str, set[str]], tag: str) -> None:
    assert {"zh-Hant": "简", "zh-Hans": "體"}[tag] in only[tag]
    found = []
    for page in pages(built):
        tree = parse(page)
        if tree.get("lang") == tag:
            found += [
                (address_of(built, page), where, text.strip())
                for where, text in words_in(tree, tag)
                if set(text) & only[tag]
            ]
    assert found == []


@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant"])
def test_no_character_of_the_other_script_stands_in_the_themes_wording(only: dict[str, set[str]], tag: str) -> None:
    wording = Path(__file__).parents[2] / "overrides" / "partials" / "languages" / f"{tag}.html"
    assert set(wording.read_text(encoding="utf-8").split("#}", 1)[1]) & only[tag] == set()
