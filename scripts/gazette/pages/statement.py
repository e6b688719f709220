"""Accessibility statement (无障碍说明): the page that lists the recorded results of the page tests, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gazette.pages.labels import Labels
from gazette.pages.page import Page
from gazette.problems import Problem, problem
from gazette.signed_table import SignedTable, read_table, split_lines

STATEMENT_PATH = "accessibility"
_COLUMNS = ("check", "criteria", "states", "result", "date", "tools")
RESULTS = ("passed", "failed")
_COUNT = re.compile("[0-9]{1,9}")


@dataclass(frozen=True)
class Check:
    """One row of accessibility.tsv.

    `criteria` are success criteria of WCAG 2.2; `states` is the number of states tested (a page in a language and a
    setting).
    """

    name: str
    criteria: tuple[str, ...]
    states: int
    result: str
    day: date
    tools: str


def read_checks(file: Path, shown: str, labels: Mapping[str, Labels]) -> tuple[tuple[Check, ...], list[Problem]]:
    """Return the checks recorded in accessibility.tsv and the problems; without a file there are no checks.

    A check for which some language has no label `check_<name>` is a problem.
    """
    rows, problems = read_table(CHECKS, file, shown)
    unknown = [
        problem("accessibility.row", shown, found=each.name, columns=", ".join(_COLUMNS))
        for each in rows.values()
        if not all(f"check_{each.name}" in words.words for words in labels.values())
    ]
    return (() if unknown else tuple(rows.values())), problems + unknown


def _parse(text: str, shown: str) -> tuple[dict[str, Check], list[Problem]]:
    lines, columns = split_lines(text), ", ".join(_COLUMNS)
    checks: dict[str, Check] = {}
    problems = []
    for number, line in lines[1:] if lines and tuple(lines[0][1].split("\t")) == _COLUMNS else lines:
        check = _parse_row(line)
        if check is None or check.name in checks:
            problems.append(problem("accessibility.row", shown, number, found=line, columns=columns))
        else:
            checks[check.name] = check
    return checks, problems


def _parse_row(line: str) -> Check | None:
    cells = line.split("\t")
    if len(cells) != len(_COLUMNS) or not all(cells) or not _COUNT.fullmatch(cells[2]) or cells[3] not in RESULTS:
        return None
    name, criteria, states, result, day, tools = cells
    try:
        return Check(name, tuple(criteria.split()), int(states), result, date.fromisoformat(day), tools)
    except ValueError:
        return None


def _cells(check: Check) -> tuple[str, ...]:
    return (check.name, " ".join(check.criteria), str(check.states), check.result, check.day.isoformat(), check.tools)


# Written by the page tests (--record-accessibility).
CHECKS = SignedTable(_COLUMNS, _parse, _cells, lambda check: check.name)


def compose_statement(checks: Iterable[Check], labels: Mapping[str, Labels], contact: str) -> list[Page]:
    """Return the statement in each language, or no page if there are no checks.

    `contact` is where a reader reports a barrier; "" if the bureau has given none.
    """
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
