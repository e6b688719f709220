"""Overlay (用字选定): the bureau's spellings where OpenCC writes another, each row with reason and source."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

from gazette.knowledge import kept, table_cells
from gazette.languages import ConversionProfile
from gazette.problems import Problem, problem

OVERLAY = Path(__file__).with_name("data") / "overlay.tsv"
OVERLAY_HEAD = ["converted", "form", "profiles", "reason", "source"]


@kept
def read_overlay(profile: ConversionProfile, file: Path = OVERLAY) -> dict[str, str]:
    """Return OpenCC's text → the bureau's text, of equal length; rows of several characters apply to whole words."""
    return {row[0]: row[1] for row in table_cells(file)[1:] if profile in row[2].split(",")}


def check_overlay(file: Path = OVERLAY, shown: str = "") -> list[Problem]:
    """Report invalid rows of overlay.tsv.

    Problems: overlay.row (empty cell, unknown profile), overlay.length, overlay.twice, overlay.cycle.
    """
    path = shown or f"scripts/gazette/convert/data/{file.name}"
    head, *rows = _rows(file) or [[]]
    if head != OVERLAY_HEAD:
        return [problem("overlay.row", path, 1, found="\t".join(head), wanted=", ".join(OVERLAY_HEAD))]
    problems = []
    for line, row in enumerate(rows, 2):
        profiles = row[2].split(",") if len(row) == len(OVERLAY_HEAD) else []
        if not all(row) or not profiles or not set(profiles) <= set(get_args(ConversionProfile)):
            problems.append(problem("overlay.row", path, line, found="\t".join(row), wanted=", ".join(OVERLAY_HEAD)))
        elif len(row[0]) != len(row[1]):
            problems.append(problem("overlay.length", path, line, found=f"{row[0]} → {row[1]}"))
    if problems:
        return problems
    return _check_twice(rows, path) + _check_cycles(rows, path)


def _check_twice(rows: list[list[str]], path: str) -> list[Problem]:
    problems, first = [], dict[str, int]()
    for line, row in enumerate(rows, 2):
        if row[0] in first:
            problems.append(problem("overlay.twice", path, line, found=row[0], first=str(first[row[0]])))
        first.setdefault(row[0], line)
    return problems


def _check_cycles(rows: list[list[str]], path: str) -> list[Problem]:
    """Report rows whose form another row changes back."""
    forms = {row[0]: row[1] for row in rows}
    problems = []
    for line, row in enumerate(rows, 2):
        trail = [row[0]]
        while trail[-1] in forms and forms[trail[-1]] not in trail:
            trail.append(forms[trail[-1]])
        if len(trail) > 1 and forms.get(trail[-1]) == trail[0]:
            problems.append(problem("overlay.cycle", path, line, found=" → ".join([*trail, trail[0]])))
    return problems


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
