"""Accessibility statement (无障碍说明): what the tests of the pages showed, as they recorded it, in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gazette.pages.labels import Labels
from gazette.pages.page import Page
from gazette.problems import Problem, problem

STATEMENT_PATH = "accessibility"
COLUMNS = ("check", "criteria", "states", "result", "date", "tools")
RESULTS = ("passed", "failed")


@dataclass(frozen=True)
class Check:
    """One row of accessibility.tsv: `criteria` are success criteria of WCAG 2.2, `states` pages in a language and a setting."""

    name: str
    criteria: tuple[str, ...]
    states: int
    result: str
    day: date
    tools: str


def read_checks(file: Path, shown: str, labels: Mapping[str, Labels]) -> tuple[tuple[Check, ...], list[Problem]]:
    """There is no statement where there is no file. A check that the labels have no words for is a problem."""
    try:
        lines = file.read_bytes().decode("utf-8").splitlines()
    except FileNotFoundError:
        return (), []
    except UnicodeDecodeError as error:
        return (), [problem("source.encoding", shown, found=error.object[error.start : error.end].hex(" ").upper())]
    checks, problems = [], []
    for number, line in enumerate(lines[1:], 2):
        check = _parse_row(line)
        if check and all(f"check_{check.name}" in words.words for words in labels.values()):
            checks.append(check)
        else:
            problems.append(problem("accessibility.row", shown, number, found=line, columns=", ".join(COLUMNS)))
    return tuple(checks), problems


def _parse_row(line: str) -> Check | None:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS) or not all(cells) or not cells[2].isdecimal() or cells[3] not in RESULTS:
        return None
    name, criteria, states, result, day, tools = cells
    try:
        return Check(name, tuple(criteria.split()), int(states), result, date.fromisoformat(day), tools)
    except ValueError:
        return None


def compose_statement(checks: Iterable[Check], labels: Mapping[str, Labels], contact: str) -> list[Page]:
    """`contact` is where a reader reports a barrier; empty where the bureau has given none."""
    rows = list(checks)
    if not rows:
        return []
    return [
        Page(
            STATEMENT_PATH, tag, "accessibility.html", words["accessibility"], _data(rows, words, list(labels), contact)
        )
        for tag, words in labels.items()
    ]


def _data(checks: list[Check], words: Labels, tags: list[str], contact: str) -> dict[str, Any]:
    rows = [
        {
            "name": words[f"check_{check.name}"],
            "criteria": ", ".join(check.criteria),
            "states": f"{check.states:,}",
            "result": words[f"result_{check.result}"],
            "date": words.date(check.day),
            "datetime": check.day.isoformat(),
            "tools": check.tools,
        }
        for check in checks
    ]
    return {"tags": tags, "checks": rows, "contact": contact}
