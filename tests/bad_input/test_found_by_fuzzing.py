"""What fuzzing has found, each by itself."""

from __future__ import annotations

from pathlib import Path

from gazette.pipeline import compose_project
from gazette.project import Project
from tiny_site import ROOT, write_notice


def test_one_id_for_several_headings_is_a_problem_and_no_traceback_of_the_search(tmp_path: Path) -> None:
    body = "## 甲\n\n### 乙 {#a}\n### 乙 {#a}\n\n\n### 乙 {#a}\n\n    ### 乙 {#a}\n\n    "
    write_notice(tmp_path / "docs", "n", body)
    _, problems = compose_project(Project(ROOT, tmp_path / "docs", tmp_path / "ledger.tsv"), "https://www.example.org/")
    assert "body.duplicate-id" in {each.code for each in problems if each.level == "error"}
