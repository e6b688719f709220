"""A copy that nobody has recorded, or of which characters are not reviewed, says on every page that it is a draft."""

from __future__ import annotations

import dataclasses
import io
from collections import Counter
from datetime import date
from pathlib import Path

import pikepdf
from playwright.sync_api import Browser

from copies.samples import converted, labels
from copies.specimens import copy_of, lines_of, page, print_in_chromium
from copies.stress import HEADS, TEXTS, table
from copies.verapdf import Verdict, judge
from gazette.copies.draft import Mark
from gazette.copies.typeset import CopyDocument, typeset
from gazette.model.versions import Version, arrange
from gazette.project import Project
from gazette.render import UNSIGNED, Signed, compose_pages
from gazette.site.bound import bind_year
from gazette.site.copy_jobs import Job, plan_copies
from gazette.site.stage_files import compose_stage
from gazette.verify.extract import extract_text
from tiny_site import ROOT, write_notice

FACES = {"zh-Hans": "GazetteTitleHans", "zh-Hant": "GazetteTitleHant", "en": "GazetteLatin-Bold"}
WORDS = {"zh-Hans": "草稿", "zh-Hant": "草稿", "en": "DRAFT"}


def plan(docs: Path) -> tuple[list[Job], object]:
    project = Project(ROOT, docs)
    stage, problems = compose_stage(project, "https://www.example.org/")
    assert stage, problems
    return plan_copies(stage.publications, stage.context, ROOT / "overrides", project.fonts), stage.context


def draft(tag: str, body: str, *, is_draft: bool = True) -> CopyDocument:
    content = page(tag, body, "样张")
    content = content.replace('class="gz-article', 'class="gz-article gz-article--draft', int(is_draft))
    copy = copy_of(tag, content)
    return dataclasses.replace(copy, mark=Mark(WORDS[tag], Path(str(copy.resources[f"{FACES[tag]}.woff2"]))))


def marked(content: bytes) -> list[bool]:
    """Of each page, whether the mark is drawn on it, as an artifact and before all else."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            each.Contents.read_bytes().startswith(b"/Artifact BMC q ") and b"/draft Do" in each.Contents.read_bytes()
            for each in pdf.pages
        ]


def test_a_text_that_is_not_recorded_is_a_draft_and_the_recorded_ones_are_none(tmp_path: Path) -> None:
    write_notice(tmp_path / "docs", "n", "正文。", languages="zh-Hans, zh-Hant")
    jobs, _ = plan(tmp_path / "docs")
    assert [job.document.mark.words for job in jobs if job.document.mark] == ["草稿", "草稿"]
    assert all(marked(typeset(job.document).content) == [True] for job in jobs)
    own, _ = plan(ROOT / "docs")
    assert [job.path for job in own if job.document.mark] == []


def test_the_mark_is_drawn_on_every_page_and_is_no_word_of_the_text(tmp_path: Path) -> None:
    files = {}
    for tag in WORDS:
        body = f"<p>前文。</p>{table(HEADS, [['1'] * 9])}<p>后文。</p>" if tag != "en" else TEXTS["English"][1]
        content = typeset(draft(tag, body)).content
        assert marked(content) == [True] * len(marked(content)) and marked(content)
        assert extract_text(content) == extract_text(typeset(dataclasses.replace(draft(tag, body), mark=None)).content)
        files[tag] = tmp_path / f"{tag}.pdf"
        files[tag].write_bytes(content)
    assert judge(files.values(), tmp_path) == dict.fromkeys(files.values(), Verdict((), ()))


def test_an_article_that_is_no_draft_is_not_marked() -> None:
    assert marked(typeset(draft("zh-Hans", "<p>正文。</p>", is_draft=False)).content) == [False]


def test_the_same_draft_is_the_same_file() -> None:
    assert typeset(draft("en", "<p>Text</p>")) == typeset(draft("en", "<p>Text</p>"))


def test_of_a_bound_year_only_the_drafts_are_marked(tmp_path: Path) -> None:
    write_notice(tmp_path / "docs", "a", "正文。", languages="zh-Hans", number=1)
    write_notice(tmp_path / "docs", "b", "正文。", languages="zh-Hans", number=2)
    jobs, context = plan(tmp_path / "docs")
    sound = dataclasses.replace(
        jobs[0].document, html=jobs[0].document.html.replace("gz-article--draft", ""), mark=None
    )
    bound = bind_year(
        (2023, "zh-Hans"), [dataclasses.replace(jobs[0], document=sound), jobs[1]], context, ROOT / "overrides"
    )  # type: ignore[arg-type]
    assert marked(typeset(bound.document).content) == [False, False, True]


def test_the_browsers_own_print_says_it_too(browser: Browser, tmp_path: Path) -> None:
    body = f'<div class="gz-draft-mark" aria-hidden="true">草稿</div><p>{"国" * 28 * 22 * 2}</p>'
    (tmp_path / "print.pdf").write_bytes(print_in_chromium(browser, "zh-Hans", page("zh-Hans", body), tmp_path))
    for number in (1, 2, 3):
        shown = Counter("".join(lines_of(tmp_path / "print.pdf", number)))
        assert shown["草"] == shown["稿"] == 1, number


def test_a_recorded_text_with_characters_that_nobody_reviewed_is_a_draft_in_traditional_only(tmp_path: Path) -> None:
    write_notice(tmp_path / "docs", "n", "头发和发展，干部。")
    text = converted(tmp_path / "docs")
    assert text.review and not text.review.is_complete
    first = compose_pages(text, labels(), UNSIGNED)
    versions = arrange(
        Version(each.path, each.tag, 1, date(2023, 3, 2), each.data["official"]["fingerprint"], "王斌")
        for each in first
        if "official" in each.data
    )
    again = compose_pages(text, labels(), Signed(versions))
    told = {each.tag: each.data["official"]["is_draft"] for each in again if "official" in each.data}
    assert told == {"zh-Hans": False, "zh-Hant": True}
