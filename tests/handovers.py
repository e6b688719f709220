"""The first publication by itself, with its record, where a test may write: for passages that go out and come back."""

from __future__ import annotations

import shutil
from pathlib import Path

from gazette.problems import Problem
from gazette.project import Project
from gazette.records.desk import Desk, open_desk
from gazette.records.exchange import import_passages
from translations import PATH, ROOT

XLIFF = "{urn:oasis:names:tc:xliff:document:1.2}"


def first_publication(folder: Path) -> Project:
    shutil.copytree(ROOT / "docs" / PATH, folder / "docs" / PATH)
    (folder / "review").mkdir()
    shutil.copy(ROOT / "scripts" / "review" / "translations.tsv", folder / "review" / "translations.tsv")
    return Project(ROOT, folder / "docs", folder / "review" / "ledger.tsv")


def desk_of(project: Project) -> Desk:
    desk, _ = open_desk(project)
    assert desk
    return desk


def rewrite(project: Project, name: str, old: str, new: str) -> Path:
    """The first `old` of a file becomes `new`; all other bytes stay."""
    file = project.docs / PATH / name
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())
    return file


def imported(project: Project, data: bytes) -> tuple[int, list[Problem]]:
    _, number, problems = import_passages(desk_of(project), data, "back.xlf")
    return number, problems
