"""Building: the same bytes wherever and however it is done, any subset of publications, and never half a site."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gazette.problems import PublicationError
from gazette.project import Project
from gazette.site.build import build_site
from gazette.site.swap import MARKER
from tiny_site import ROOT, build_tiny, write_notice

ENVIRONMENTS = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LANG": "C.UTF-8"},
    {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LANG": "zh_CN.UTF-8"},
)


def digests(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), **environment}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=settings, capture_output=True, text=True, encoding="utf-8"
    )


def test_two_builds_in_other_folders_time_zones_languages_and_hash_seeds_are_the_same_bytes(tmp_path: Path) -> None:
    results = []
    for number, environment in enumerate(ENVIRONMENTS):
        docs, out = tmp_path / f"copy{number}" / "docs", tmp_path / f"copy{number}" / "site"
        shutil.copytree(ROOT / "docs", docs)
        done = run("-m", "gazette.cli", "build", "--docs", str(docs), "--out", str(out), **environment)
        assert done.returncode == 0, done.stderr
        results.append(digests(out))
    assert results[0] == results[1] and "index.html" in results[0]


def test_mkdocs_build_gives_the_same_pages_as_the_command(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    build_site(Project(ROOT, ROOT / "docs"), ours, None)
    done = run("-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(theirs))
    assert done.returncode == 0, done.stderr
    expected = digests(ours)
    assert expected.pop(MARKER)
    assert digests(theirs) == expected


def test_mkdocs_build_with_a_mistake_says_what_is_wrong_and_keeps_the_old_site(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name in ("docs", "overrides", "scripts"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "mkdocs.yml", project)
    page = project / "docs" / "interpretations" / "2022" / "ip-pilot-city" / "index.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("issued: 2022-10-27", "issued: 2022-13-27"), encoding="utf-8"
    )
    (project / "site").mkdir()
    (project / "site" / "old.html").write_text("old", encoding="utf-8")
    done = run("-m", "mkdocs", "build", "--config-file", str(project / "mkdocs.yml"), PYTHONPATH="")
    assert done.returncode == 1
    assert (
        'docs/interpretations/2022/ip-pilot-city/index.md:6 issued: found "2022-13-27", expected an existing date'
        in done.stdout
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert [path.name for path in (project / "site").iterdir()] == ["old.html"]


def test_a_publication_renders_the_same_alone_and_among_others(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write_notice(docs, "first", "正文一。", number=1)
    build_tiny(docs, tmp_path / "alone")
    write_notice(docs, "second", "正文二。", number=2, year=2024, title="关于发布结果的通知")
    build_tiny(docs, tmp_path / "together")
    for folder in ("", "zh-Hant/"):
        page = f"{folder}interpretations/2023/first/index.html"
        assert (tmp_path / "alone" / page).read_bytes() == (tmp_path / "together" / page).read_bytes()
    assert "2024" in (tmp_path / "together" / "interpretations" / "index.html").read_text(encoding="utf-8")


def test_a_publication_without_a_translation_is_absent_there_and_nowhere_offered(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write_notice(docs, "first", "正文一。")
    build_tiny(docs, tmp_path / "out")
    assert not (tmp_path / "out" / "en" / "interpretations" / "2023" / "first").exists()
    page = (tmp_path / "out" / "interpretations" / "2023" / "first" / "index.html").read_text(encoding="utf-8")
    assert 'hreflang="en"' not in page
    assert (
        "interpretations/2023/first"
        not in (tmp_path / "out" / "sitemap.xml").read_text(encoding="utf-8").split("/en/", 1)[1].split("</url>")[0]
    )


def test_a_removed_publication_is_gone_from_the_next_build(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    write_notice(docs, "first", "正文一。", number=1)
    write_notice(docs, "second", "正文二。", number=2)
    build_tiny(docs, out)
    shutil.rmtree(docs / "interpretations" / "2023" / "second")
    build_tiny(docs, out)
    assert [path.name for path in (out / "interpretations" / "2023").iterdir() if path.is_dir()] == ["first"]
    assert not any("second" in path.read_text(encoding="utf-8") for path in out.rglob("*.json"))


def test_a_folder_that_holds_something_else_is_never_replaced(tmp_path: Path) -> None:
    write_notice(tmp_path / "docs", "first", "正文一。")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.doc").write_text("precious", encoding="utf-8")
    with pytest.raises(PublicationError) as caught:
        build_tiny(tmp_path / "docs", tmp_path / "home")
    assert [each.code for each in caught.value.problems] == ["out.foreign"]
    assert (tmp_path / "home" / "thesis.doc").read_text(encoding="utf-8") == "precious"


def test_nothing_of_a_failed_build_is_left_beside_the_site(tmp_path: Path) -> None:
    write_notice(tmp_path / "docs", "first", "[坏链接](nowhere.pdf)")
    with pytest.raises(PublicationError):
        build_tiny(tmp_path / "docs", tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["docs"]


def test_an_image_and_an_attachment_are_published_once_and_an_unused_file_is_not(tmp_path: Path) -> None:
    file = write_notice(tmp_path / "docs", "first", "![图](images/chart.png)见[附件](plan.pdf)。")
    (file.parent / "images").mkdir()
    contents = {"images/chart.png": b"\x89PNG\r\n\x1a\n1", "plan.pdf": b"%PDF-2", "draft.docx": b"3"}
    for name, content in contents.items():
        (file.parent / name).write_bytes(content)
    warnings = build_tiny(tmp_path / "docs", tmp_path / "out").warnings
    assert [(each.code, each.path.rsplit("/", 1)[-1]) for each in warnings] == [("attachment.unused", "draft.docx")]
    names = {path.name for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert {"chart.png", "plan.pdf"} <= names and "draft.docx" not in names
    hant = tmp_path / "out" / "zh-Hant" / "interpretations" / "2023" / "first" / "index.html"
    for target in ("images/chart.png", "plan.pdf"):
        relative = next(part for part in hant.read_text(encoding="utf-8").split('"') if part.endswith(target))
        assert (hant.parent / relative).resolve().read_bytes() == contents[target]
