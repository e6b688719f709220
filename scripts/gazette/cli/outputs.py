"""Outputs (输出文件): where a verb may write a file that a person names: never in the place of what the project is made of."""

from __future__ import annotations

import os
from pathlib import Path

from gazette.cli.report import ROOT
from gazette.problems import Problem, problem

SOURCES = ("docs", "overrides", "scripts", "tests", ".ci", ".git", ".venv")
# What verbs make: such a file may stand at the top of the project, and be made anew.
KINDS = (".htm", ".html", ".pdf", ".tbx", ".xlf", ".xliff", ".xml")


def check_output(out: Path, docs: Path) -> list[Problem]:
    """A problem where `out` lies, links followed, in a folder of sources or is a file of the project."""
    place, root = Path(os.path.realpath(out)), Path(os.path.realpath(ROOT))
    folders = [root / name for name in SOURCES] + [Path(os.path.realpath(docs))]
    is_kept = place.parent == root and place.exists() and place.suffix.lower() not in KINDS
    if is_kept or any(place.is_relative_to(folder) for folder in folders):
        return [problem("output.source", os.fsencode(out).decode("utf-8", "backslashreplace"))]
    return []
