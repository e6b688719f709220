"""A passage whose source has changed since it was translated says so to the reader, and is still what it was on paper."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import html

from gazette.pages.canonical import canonical_text
from gazette.pages.page import Page
from gazette.project import Project
from gazette.site.build import build_site
from gazette.site.stage_files import StageFiles, compose_stage
from tiny_site import ROOT

PATH = "interpretations/2022/ip-pilot-city"
OLD, NEW = "引导和培育知识产权服务业集聚发展", "引导知识产权服务业集聚发展"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copytree(ROOT / "scripts" / "review", tmp_path / "review")
    return Project(ROOT, tmp_path / "docs", tmp_path / "review" / "ledger.tsv")


def edit(project: Project) -> None:
    file = project.docs / PATH / "index.md"
    text = file.read_text(encoding="utf-8")
    assert text.count(OLD) == 1
    file.write_text(text.replace(OLD, NEW), encoding="utf-8")


def pages(project: Project) -> dict[str, Page]:
    stage, _ = compose_stage(project, None)
    assert isinstance(stage, StageFiles)
    [own] = [each for each in stage.publications if each.record.path == PATH]
    return {page.tag: page for page in own.pages if "official" in page.data}


def test_only_the_translation_of_the_changed_passage_is_marked(project: Project) -> None:
    before = pages(project)
    assert not [page for page in before.values() if "gz-stale" in page.body]
    edit(project)
    after = pages(project)
    assert after["en"].body.count("gz-stale") == 1 and "gz-stale" not in after["zh-Hant"].body + after["zh-Hans"].body
    assert after["en"].data["notice"] == [
        *before["en"].data["notice"],
        "Passages of this translation do not yet follow changes of the Chinese text; they are marked.",
    ]
    assert canonical_text(after["en"]) == canonical_text(before["en"])


def test_the_mark_leads_to_what_the_source_says_now(project: Project, tmp_path: Path) -> None:
    edit(project)
    out = tmp_path / "out"
    build_site(project, out, "https://www.example.org/", with_copies=False)
    folder = out / "en" / PATH
    [mark] = html.parse(folder / "index.html").findall(".//a[@class='gz-stale']")
    assert mark.text == "The Chinese text has changed since this was translated. See what it says now."
    address, _, fragment = mark.get("href").partition("#")
    target = html.parse((folder / address).resolve() / "index.html").getroot()
    assert target.get("lang") == "zh-Hans" and NEW in target.get_element_by_id(fragment).text_content()
    assert mark.getparent().get("id") == fragment
