"""A publication is rendered on another machine as here: the same facts, texts and problems, and nothing of that machine."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from crossing import Crossing
from gazette.pipeline import compose_project
from gazette.project import Project
from gazette.render_task import RENDER
from gazette.shares import HERE, Workers
from tiny_site import ROOT, write_notice

ATTACHED = "见[附件](plan.txt)。\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """The project's own texts, one with an attachment, one with mistakes, and one that is a link."""
    folder = tmp_path / "docs"
    shutil.copytree(ROOT / "docs", folder)
    file = write_notice(folder, "attached", ATTACHED, number=2)
    file.with_name("plan.txt").write_text("方案", encoding="utf-8")
    write_notice(folder, "wrong", "见[附件](none.pdf)。\n", year=2022, number=3)
    linked = write_notice(folder, "linked", "内容。\n", number=4)
    linked.rename(tmp_path / "elsewhere.md")
    linked.symlink_to(tmp_path / "elsewhere.md")
    return folder


def composed(docs: Path, workers: Workers = HERE) -> tuple[Any, ...]:
    checked, problems = compose_project(Project(ROOT, docs), None, workers=workers)
    assert checked
    return dict(checked.site.files), checked.occurrences, [each.facts for each in checked.site.publications], problems


def test_what_another_machine_renders_is_what_is_rendered_here(docs: Path, tmp_path: Path) -> None:
    away = Crossing(tmp_path / "another machine")
    here = composed(docs)
    assert composed(docs, away) == here
    assert {"link.file", "path.link"} <= {each.code for each in here[-1]}
    assert away.crossed and {name for name, _ in away.crossed} == {RENDER}
    assert [name for name, result in away.crossed if b"another machine" in result] == []


def test_faces_that_no_table_lists_go_along(docs: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(ROOT / "overrides", root / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", root)
    table = root / "overrides" / "fonts" / "coverage.tsv"
    table.write_text(table.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    compose = [
        compose_project(Project(root, docs), None, workers=workers)[1]
        for workers in (HERE, Crossing(tmp_path / "another machine"))
    ]
    assert compose[0] == compose[1]
