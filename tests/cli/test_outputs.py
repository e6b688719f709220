"""Files that verbs write where a person says: whole or not at all, and never in the place of a source."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazette.cli.verbs import main
from gazette.project import Project
from gazette.site.target import check_target
from signing import ONE, TWO, edit, prepare
from tiny_site import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = prepare(tmp_path / "p")
    edit(project, 5)
    return project


def verb(project: Project, name: str, out: Path) -> list[str]:
    where = ["--docs", str(project.docs), "--ledger", str(project.ledger_file)]
    if name == "xliff":  # something is missing, so that there is something to write
        (project.docs / ONE / "index.en.md").write_text("---\ntitle: Rules\nissuing_body: X\n---\n", encoding="utf-8")
    return {
        "terms": ["terms", "--out", str(out)],
        "xliff": ["xliff", ONE, "en", "--out", str(out), *where],
        "sheet": ["review", TWO, "--html", str(out), *where],
    }[name]


def run(arguments: list[str]) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit | OSError), repr(result.exception)
    return result


BEGINNINGS = {"terms": b"<?xml", "xliff": b"<?xml", "sheet": b"<!doctype html>"}


@pytest.mark.parametrize("name", ["terms", "xliff"])
def test_a_disk_that_is_full_leaves_what_was_there(name: str, project: Project, tmp_path: Path) -> None:
    """A limit of the process stands for the disk."""
    out = tmp_path / "out" / "file.xlf"
    out.parent.mkdir()
    out.write_bytes(b"what the user had")
    program = (
        "import resource, signal, sys\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from gazette.cli.__main__ import run\nresource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))\nrun()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program, *verb(project, name, out)], capture_output=True, text=True, env=environment
    )
    assert (done.returncode, done.stderr) == (1, f"Cannot read or write {out}: File too large\n")
    assert out.read_bytes() == b"what the user had" and [each.name for each in out.parent.iterdir()] == ["file.xlf"]


@pytest.mark.parametrize("name", ["terms", "xliff", "sheet"])
def test_a_file_is_replaced_whole_and_keeps_its_mode(name: str, project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out" / "file.html"
    out.parent.mkdir()
    out.write_bytes(b"x" * 1_000_000)
    out.chmod(0o640)
    assert run(verb(project, name, out)).exit_code == 0
    assert out.read_bytes().lower().startswith(BEGINNINGS[name]) and b"xxxx" not in out.read_bytes()
    assert out.stat().st_mode & 0o777 == 0o640 and [each.name for each in out.parent.iterdir()] == ["file.html"]


@pytest.mark.parametrize("name", ["terms", "xliff", "sheet"])
def test_an_output_in_the_place_of_a_source_is_refused(name: str, project: Project, tmp_path: Path) -> None:
    source = project.docs / TWO / "index.md"
    link = tmp_path / "link.html"
    link.symlink_to(ROOT / "mkdocs.yml")
    before = [file.read_bytes() for file in (source, ROOT / "mkdocs.yml", ROOT / "README.md")]
    outs = [
        ROOT / "mkdocs.yml",
        ROOT / "README.md",
        ROOT / "overrides" / "x.html",
        ROOT / "scripts" / "review" / "x.html",
        link,
    ]
    for out in (*outs, *([] if name == "terms" else [source, project.docs / "new.html"])):
        done = run(verb(project, name, out))
        assert done.exit_code == 1 and f"{out.resolve()}: expected " in done.stdout
        assert "[out.project]" in done.stdout or "[out.inside-docs]" in done.stdout
    assert [file.read_bytes() for file in (source, ROOT / "mkdocs.yml", ROOT / "README.md")] == before
    assert not (ROOT / "overrides" / "x.html").exists() and not (project.docs / "new.html").exists()


@pytest.mark.parametrize("place", ["terms.tbx", "build/terms.tbx", "../terms.tbx", "site/x.html"])
def test_other_places_are_free(place: str) -> None:
    assert check_target(ROOT / place, Project(ROOT, ROOT / "docs")) == []


def test_a_name_that_is_no_text_is_written_and_told(tmp_path: Path) -> None:
    out = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.tbx")
    done = run(["terms", "--out", out])
    assert done.exit_code == 0 and "\\udcff.tbx" in done.stderr and Path(out).read_bytes().startswith(b"<?xml")
