"""Files that were issued: `record` signs the very bytes that a build publishes, and the site tells everyone which they are."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from built_html import parse
from gazette.problems import PublicationError
from gazette.project import Project
from gazette.records.versions import Recorded, Recording, record_versions
from gazette.site.build import build_site
from tiny_site import ROOT, write_notice

URL = "https://www.example.org/"
FIRST = Recording("王斌", date(2026, 11, 24))
ONE = "interpretations/2023/one"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    write_notice(tmp_path / "docs", "one", "正文一。", languages="zh-Hans, zh-Hant")
    (tmp_path / "ledger.tsv").write_bytes((ROOT / "scripts" / "review" / "ledger.tsv").read_bytes())
    return Project(ROOT, tmp_path / "docs", tmp_path / "ledger.tsv")


def record(project: Project, entry: Recording = FIRST, url: str = URL) -> Recorded:
    done, problems = record_versions(project, (), entry, url)
    assert not [each for each in problems if each.is_error]
    return done


def built(project: Project, out: Path, url: str = URL) -> set[str]:
    """The SHA-256 of every PDF of the site; `issued.unrecorded` is told apart by the caller."""
    site = build_site(project, out, url)
    assert "issued.unrecorded" not in {each.code for each in site.warnings}
    return {hashlib.sha256(file.read_bytes()).hexdigest() for file in out.rglob("*.pdf")}


def listed(out: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((out / "verify" / "copies.json").read_text(encoding="utf-8"))
    return found


def test_the_files_of_a_build_are_those_that_were_recorded_before_it(project: Project, tmp_path: Path) -> None:
    done = record(project)
    assert [(each.language, each.number) for each in done.files] == [("zh-Hans", 1), ("zh-Hant", 1)]
    assert built(project, tmp_path / "out") == {each.sha256 for each in done.files}
    assert record(project) == Recorded(), "nothing is recorded twice"


def test_the_public_list_says_which_file_is_which(project: Project, tmp_path: Path) -> None:
    done = record(project)
    built(project, tmp_path / "out")
    simplified, traditional = listed(tmp_path / "out")
    assert simplified == {
        "sha256": done.files[0].sha256,
        "publication": ONE,
        "language": "zh-Hans",
        "number": 1,
        "date": "2026-11-24",
        "current": True,
        "title": "关于试点工作的通知",
        "url": f"{ONE}/",
    }
    assert (traditional["title"], traditional["url"]) == ("關於試點工作的通知", f"zh-Hant/{ONE}/")
    for entry in (simplified, traditional):
        assert (tmp_path / "out" / str(entry["url"]) / "index.html").exists()


def test_an_edit_makes_another_version_and_the_old_file_stays_known(project: Project, tmp_path: Path) -> None:
    old = record(project).files
    write_notice(project.docs, "one", "正文一，改。")
    with pytest.raises(PublicationError):
        build_site(project, tmp_path / "no", URL, release=True)
    new = record(project, Recording("王斌", date(2026, 11, 25), "更正")).files
    assert built(project, tmp_path / "out") == {each.sha256 for each in new}
    now = {str(each["sha256"]): (each["number"], each["current"]) for each in listed(tmp_path / "out")}
    assert now == {each.sha256: (1, False) for each in old} | {each.sha256: (2, True) for each in new}
    told = parse(tmp_path / "out" / "verify" / ONE / "index.html").text_content()
    assert told.index(new[0].sha256) < told.index(old[0].sha256)


def test_another_address_makes_another_file_of_the_same_version(project: Project, tmp_path: Path) -> None:
    first = record(project)
    other = "https://other.example.org/"
    site = build_site(project, tmp_path / "out", other)
    [warning] = [each for each in site.warnings if each.code == "issued.unrecorded"]
    assert (warning.found, warning.path.endswith(f"{ONE}/index.md")) == ("zh-Hans, zh-Hant", True)
    with pytest.raises(PublicationError) as stopped:
        build_site(project, tmp_path / "no", other, release=True)
    assert "issued.unrecorded" in {each.code for each in stopped.value.problems if each.is_error}
    added = record(project, url=other)
    assert added.versions == () and [each.number for each in added.files] == [1, 1]
    assert built(project, tmp_path / "out", other) == {each.sha256 for each in added.files}
    assert len(listed(tmp_path / "out")) == 4 and len(first.files) == 2


def test_a_publication_that_was_taken_away_leaves_its_files_known(project: Project, tmp_path: Path) -> None:
    record(project)
    write_notice(project.docs, "two", "正文二。", title="另一通知", number=2)
    (project.docs / ONE / "index.md").rename(tmp_path / "kept.md")
    (project.docs / ONE).rmdir()
    build_site(project, tmp_path / "out", URL)
    assert [(each["title"], each["url"], each["current"]) for each in listed(tmp_path / "out")] == [("", "", False)] * 2


def test_one_publication_can_be_recorded_by_itself(project: Project) -> None:
    write_notice(project.docs, "two", "正文二。", title="另一通知", number=2, languages="zh-Hans")
    done, _ = record_versions(project, ["interpretations/2023/two/"], FIRST, URL)
    assert (
        {each.publication for each in done.versions}
        == {each.publication for each in done.files}
        == {"interpretations/2023/two"}
    )
    refused, problems = record_versions(project, ["two"], FIRST, URL)
    assert refused == Recorded() and [each.code for each in problems] == ["publication.unknown"]
