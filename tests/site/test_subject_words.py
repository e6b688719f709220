"""主题词: on the page, on the official copy, and in the page's metadata, in three languages."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from gazette.project import Project
from gazette.site.build import build_site
from handovers import first_publication, rewrite
from translations import PATH

URL = "https://www.example.org/"
FOLDERS = {"zh-Hans": "", "zh-Hant": "zh-Hant", "en": "en"}
CHINESE = "主题词: [知识产权, 公共服务体系, 特色商铺]\n"
ENGLISH = "subject_words: [intellectual property, public service system, shops]\n"
SHOWN = {
    "zh-Hans": ("主题词", "知识产权、公共服务体系、特色商铺", "知识产权, 公共服务体系, 特色商铺"),
    "zh-Hant": ("主題詞", "知識產權、公共服務體系、特色商舖", "知識產權, 公共服務體系, 特色商舖"),
    "en": ("Subject words", *["intellectual property, public service system, shops"] * 2),
}


def with_words(folder: Path) -> Project:
    project = first_publication(folder)
    rewrite(project, "index.md", "topics:", CHINESE + "topics:")
    rewrite(project, "index.en.md", "translation:", ENGLISH + "translation:")
    return project


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("subject-words")
    yield build_site(with_words(folder), folder / "site", URL).folder


@pytest.mark.parametrize("tag", SHOWN)
def test_the_words_are_shown_in_each_language(site: Path, tag: str) -> None:
    label, shown, keywords = SHOWN[tag]
    folder = site / FOLDERS[tag] / PATH
    page = html.parse(folder / "index.html")
    assert page.xpath("//table[@id='publication-facts']//tr[last()]/*/text()") == [label, shown]
    assert page.xpath("//head/meta[@name='keywords']/@content") == [keywords]
    copy = subprocess.run(["pdftotext", "-raw", folder / "ip-pilot-city.pdf", "-"], capture_output=True, check=True)
    assert f"{label} {shown}" in copy.stdout.decode()


def test_a_page_without_them_has_no_metadata_for_them(site: Path) -> None:
    pages = {
        file.relative_to(site).as_posix() for file in site.rglob("*.html") if 'name="keywords"' in file.read_text()
    }
    assert pages == {(Path(folder) / PATH / "index.html").as_posix() for folder in FOLDERS.values()}
