"""One maker for each address: a file of an author's that would take another's place is an error that names both."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gazette.cli.verbs import main
from gazette.pipeline import compose_project
from gazette.problems import PublicationError
from gazette.project import Project
from gazette.site import html_task
from gazette.site.outputs import Output, check_outputs
from gazette.site.stage_files import complete_stage
from tiny_site import ROOT, build_tiny, write_notice

PDF = b"%PDF-1.7\n"
PNG = bytes.fromhex("89504E470D0A1A0A")


def check(docs: Path, *more: str) -> list[str]:
    result = CliRunner().invoke(main, ["check", "--lang", "en", "--docs", str(docs), *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return [each for each in result.stdout.replace(f"{docs}/", "docs/").splitlines() if each.startswith("error")]


def test_an_attachment_named_like_the_official_copy(tmp_path: Path) -> None:
    file = write_notice(tmp_path, "trial", "见[附件](trial.pdf)。")
    (file.parent / "trial.pdf").write_bytes(PDF)
    folder = "interpretations/2023/trial"
    assert check(tmp_path) == [
        f'error  docs/{folder}/trial.pdf: found "{folder}/trial.pdf", expected one file at each address of the site;'
        f" an attachment and the official copy (docs/{folder}/index.md) would both be written here"
        " — hint: rename the attachment or the folder, and update the links to it. [output.clash]"
    ]


@pytest.mark.parametrize("name", ["TRIAL.PDF", "Trial.pdf", "with-zh-hant", "index.html"])
def test_names_that_are_the_same_for_windows_or_would_be_a_folder(name: str, tmp_path: Path) -> None:
    outputs = [
        Output("a/trial/index.html", "page", "docs/a/trial/index.md"),
        Output("a/trial/trial.pdf", "copy", "docs/a/trial/index.md"),
        Output("a/trial/with-zh-hant/index.html", "parallel", "docs/a/trial/index.md"),
        Output(f"a/trial/{name}", "attachment", f"docs/a/trial/{name}"),
    ]
    assert [(each.code, each.path) for each in check_outputs(outputs)] == [("output.clash", f"docs/a/trial/{name}")]


@pytest.mark.parametrize("name", ["with-zh-hant/index.html/a.pdf", "trial.pdf/a.pdf"])
def test_a_folder_in_place_of_a_file(name: str) -> None:
    outputs = [
        Output("trial.pdf", "copy", "docs/a"),
        Output("with-zh-hant/index.html", "parallel", "docs/a"),
        Output(name, "attachment", "docs/b"),
    ]
    assert [each.path for each in check_outputs(outputs)] == ["docs/b"]


def test_a_folder_of_attachments_named_like_a_file_of_the_site(tmp_path: Path) -> None:
    file = write_notice(tmp_path, "trial", "见[附件](trial.pdf/a.pdf)。")
    (file.parent / "trial.pdf").mkdir()
    (file.parent / "trial.pdf" / "a.pdf").write_bytes(PDF)
    (said,) = check(tmp_path)
    assert said.startswith("error  docs/interpretations/2023/trial/trial.pdf/a.pdf: ") and said.endswith(
        "[output.clash]"
    )


def test_two_texts_whose_folders_and_files_meet(tmp_path: Path) -> None:
    """A publication inside another one's folder, named like its page of two languages."""
    write_notice(tmp_path, "trial", "正文。")
    inner = tmp_path / "interpretations" / "2023" / "trial" / "with-zh-hant"
    inner.mkdir()
    text = (tmp_path / "interpretations" / "2023" / "trial" / "index.md").read_text(encoding="utf-8")
    (inner / "index.md").write_text(text.replace("2023-1\n", "2023-2\n"), encoding="utf-8")
    assert check(tmp_path) != []


def test_a_name_that_becomes_too_long_on_the_way(tmp_path: Path) -> None:
    write_notice(tmp_path, "a" * 252, "正文。")
    assert [each.rsplit("[", 1)[1] for each in check(tmp_path)] == ["path.long]"]


@pytest.mark.parametrize("slug", ["con", "aux", "lpt1"])
def test_a_folder_that_windows_cannot_hold(slug: str, tmp_path: Path) -> None:
    write_notice(tmp_path, slug, "正文。")
    assert {each.rsplit("[", 1)[1] for each in check(tmp_path)} == {"path.reserved]"}


def test_the_register_of_our_own_site_is_what_was_built(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    file = write_notice(docs, "trial", "见[附件](form.pdf)和![图](image.png)。")
    (file.parent / "form.pdf").write_bytes(PDF)
    (file.parent / "image.png").write_bytes(PNG)
    site = build_tiny(docs, tmp_path / "site").folder
    checked, _ = compose_project(Project(ROOT, docs), None)
    assert checked
    stage, problems = complete_stage(Project(ROOT, docs), checked)
    assert problems == []
    registered = {each.address for each in stage.outputs if each.maker != "copy"}
    assert {each.relative_to(site).as_posix() for each in site.rglob("*") if each.is_file()} == {
        *registered,
        ".gazette-site",
    }


@pytest.mark.parametrize(("code", "name"), [("output.unknown", "other.html"), ("output.missing", "")])
def test_a_page_that_nobody_asked_for_or_that_is_lost_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, name: str
) -> None:
    """A template or a plugin that goes its own way, as if MkDocs had rendered something else."""
    write_notice(tmp_path / "docs", "trial", "正文。")
    render = html_task.render_pages

    def other(*given: Any) -> Path:
        site = render(*given)
        page = site / "search" / "index.html"
        page.rename(site / name) if name else page.unlink()
        return site

    monkeypatch.setattr(html_task, "render_pages", other)
    with pytest.raises(PublicationError) as raised:
        build_tiny(tmp_path / "docs", tmp_path / "site")
    assert [each.code for each in raised.value.problems] == [code]
    assert not (tmp_path / "site").exists()


def test_every_maker_of_the_table_makes_something(tmp_path: Path) -> None:
    with (ROOT / "scripts/gazette/site/data/makers.tsv").open(encoding="utf-8", newline="") as file:
        named = [row["maker"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    file_of = write_notice(tmp_path, "trial", "见[附件](form.pdf)。")
    (file_of.parent / "form.pdf").write_bytes(PDF)
    project = Project(ROOT, tmp_path)
    checked, _ = compose_project(project, None)
    assert checked
    assert sorted({each.maker for each in complete_stage(project, checked)[0].outputs}) == named
