"""The HTML of a share is rendered on another machine as here, byte for byte, and problems come back as they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crossing import Crossing
from gazette.problems import PublicationError
from gazette.project import Project
from gazette.shares import HERE, Workers
from gazette.site.build import build_site
from gazette.site.html_task import HTML
from tiny_site import ROOT, write_notice

PUBLICATIONS = 13  # more than one share


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Texts that link to each other across shares, and to an attachment."""
    for number in range(PUBLICATIONS):
        other = f"../n{(number + 7) % PUBLICATIONS}/index.md"
        file = write_notice(
            tmp_path / "docs", f"n{number}", f"## 一\n\n见[另一篇]({other})和[附件](plan.txt)。\n", number=number + 1
        )
        file.with_name("plan.txt").write_text("方案", encoding="utf-8")
    return tmp_path / "docs"


def built(root: Path, docs: Path, out: Path, workers: Workers = HERE) -> dict[str, bytes]:
    build_site(Project(root, docs), out, "https://www.example.org/", with_copies=False, workers=workers)
    return {each.relative_to(out).as_posix(): each.read_bytes() for each in out.rglob("*") if each.is_file()}


def test_what_another_machine_renders_is_what_is_rendered_here(docs: Path, tmp_path: Path) -> None:
    away = Crossing(tmp_path / "another machine")
    there = built(ROOT, docs, tmp_path / "there", away)
    here = built(ROOT, docs, tmp_path / "here")
    assert sorted(there) == sorted(here)
    assert [name for name, content in here.items() if there[name] != content] == []
    shares = [result for name, result in away.crossed if name == HTML]
    assert len(shares) == 2 and not any(b"another machine" in result for result in shares)


def test_an_error_in_a_template_is_the_same_problem(docs: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(ROOT / "overrides", root / "overrides")
    for name in ("mkdocs.yml", "scripts/mkdocs_hooks.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    template = root / "overrides" / "main.html"
    template.write_text(template.read_text(encoding="utf-8") + "{{ gz.no_such_name }}\n", encoding="utf-8")
    found = []
    for workers in (HERE, Crossing(tmp_path / "another machine")):
        with pytest.raises(PublicationError) as error:
            built(root, docs, tmp_path / "out", workers)
        found.append(error.value.problems)
    assert found[0] == found[1] and found[0][0].path.endswith("overrides/main.html")
