"""The gate: an unreviewed text is published with a notice, never as a release; a broken ledger publishes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from built_html import parse
from gazette.convert.ledger import read_ledger, write_ledger
from gazette.convert.review import find_questions, sign_decisions
from gazette.pipeline import compose_project
from gazette.problems import PublicationError
from gazette.project import Project
from gazette.records.versions import Recording, record_versions
from gazette.site.build import build_site
from tiny_site import ROOT, write_notice

URL = "https://www.example.org/"
BODY = "机关回复由省级关系。\n\n促进面前，整理头发。"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    write_notice(tmp_path / "docs", "one", BODY)
    return Project(ROOT, tmp_path / "docs", tmp_path / "ledger.tsv")


def sign_everything(project: Project) -> int:
    checked, problems = compose_project(project, URL)
    assert checked is not None, problems
    questions = find_questions(checked.occurrences)
    decisions = [
        each for question in questions for each in sign_decisions(question, {}, "王斌", date(2026, 11, 24), "读过")
    ]
    write_ledger(project.ledger_file, checked.ledger.adding(decisions), checked.ledger)
    record_versions(project, (), Recording("王斌", date(2026, 11, 24)), URL)
    asked = [each for each in checked.occurrences if not each.is_settled]
    return sum(each.doubt.place.publication == "interpretations/2023/one" for each in asked)


def page(out: Path) -> str:
    return (out / "zh-Hant" / "interpretations" / "2023" / "one" / "index.html").read_text(encoding="utf-8")


def test_an_unreviewed_text_says_so_and_is_no_release(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built = build_site(project, out, URL, with_copies=False)
    assert {each.code for each in built.warnings} == {"review.open", "versions.unrecorded"}
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert "本頁繁體文字尚未校核完畢：存疑字 4 處，其中 4 處未經人工校核。" in page(out)
    assert "存疑字 4 處，已經人工校核 0 處。" in page(out)
    with pytest.raises(PublicationError) as stopped:
        build_site(project, out, URL, release=True, with_copies=False)
    assert {(each.code, each.level) for each in stopped.value.problems} == {
        ("review.open", "error"),
        ("versions.unrecorded", "error"),
    }
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_reviewed_text_is_a_release_with_its_colophon(project: Project, tmp_path: Path) -> None:
    total = sign_everything(project)
    out = tmp_path / "out"
    assert build_site(project, out, URL, release=True, with_copies=False).warnings == ()
    assert "尚未校核完畢" not in page(out)
    (colophon,) = parse(out / "zh-Hant/interpretations/2023/one/index.html").find_class("gz-colophon")
    assert " ".join(colophon.text_content().split()) == (
        f"繁體字形：臺灣用字，由 OpenCC 轉換。存疑字 {total} 處，已經人工校核 {total} 處。最近一次校核：2026-11-24。"
        "如與簡體原文有出入，以簡體原文為準。"
    )
    simplified = (out / "interpretations" / "2023" / "one" / "index.html").read_text(encoding="utf-8")
    assert "gz-colophon" not in simplified


def test_an_edit_opens_only_what_it_changes(project: Project, tmp_path: Path) -> None:
    sign_everything(project)
    write_notice(project.docs, "one", BODY + "落实集中制。")
    with pytest.raises(PublicationError) as stopped:
        build_site(project, tmp_path / "out", URL, release=True, with_copies=False)
    unrecorded, problem = stopped.value.problems
    assert unrecorded.code == "versions.unrecorded" and unrecorded.found == "zh-Hans, zh-Hant"
    assert problem.code == "review.open" and dict(problem.details)["open"] == "1"


def test_a_broken_ledger_publishes_nothing(project: Project, tmp_path: Path) -> None:
    project.ledger_file.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(PublicationError) as stopped:
        build_site(project, tmp_path / "out", URL, with_copies=False)
    assert [each.code for each in stopped.value.problems] == ["ledger.conflict"]
    assert not (tmp_path / "out").exists()


def test_the_project_itself_is_ready_for_release() -> None:
    checked, problems = compose_project(Project(ROOT, ROOT / "docs"), URL)
    assert problems == [] and checked is not None
    ledger, _ = read_ledger(Project(ROOT, ROOT / "docs").ledger_file, "l")
    assert ledger is not None and all(not each.is_open for each in checked.occurrences)
