"""Term base (术语库): the prescribed and forbidden English renderings of Chinese terms, read from terms.tsv."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from gazette.knowledge import kept, table_cells
from gazette.languages import SOURCE_TAG
from gazette.problems import Problem, problem

TERMS = Path(__file__).with_name("data") / "terms.tsv"
COLUMNS = [SOURCE_TAG, "en", "status", "source"]
Status = Literal["preferred", "admitted", "forbidden"]
TOKEN = re.compile(r"[^\W_]+")
APOSTROPHE = re.compile(r"[’'](?:s\b)?")


@dataclass(frozen=True)
class Form:
    """A rendering of a term that is preferred, admitted or forbidden, and the source that says so."""

    text: str
    status: Status
    source: str


# Chinese term → its forms, the preferred one first.
TermBase = Mapping[str, tuple[Form, ...]]


@kept
def read_term_base(file: Path = TERMS) -> TermBase:
    forms: dict[str, list[Form]] = {}
    for row in table_cells(file)[1:]:
        if len(row) == len(COLUMNS) and row[2] in get_args(Status):
            forms.setdefault(row[0], []).append(Form(row[1], cast(Status, row[2]), row[3]))
    order = get_args(Status)
    return {term: tuple(sorted(own, key=lambda form: order.index(form.status))) for term, own in forms.items()}


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def check_term_base(file: Path = TERMS, shown: str = "") -> list[Problem]:
    """Report invalid rows: an empty cell, the same form twice, two preferred forms of a term, or none."""
    path = shown or f"scripts/gazette/translate/data/{file.name}"
    head, *rows = _rows(file) or [[]]
    wanted = ", ".join(COLUMNS)
    if head != COLUMNS:
        return [problem("term-base.row", path, 1, found="\t".join(head), wanted=wanted)]
    problems, forms, preferred = [], dict[tuple[str, str], int](), dict[str, int]()
    for line, row in enumerate(rows, 2):
        if len(row) != len(COLUMNS) or not all(row) or row[2] not in get_args(Status):
            problems.append(problem("term-base.row", path, line, found="\t".join(row), wanted=wanted))
            continue
        key = (row[0], " ".join(term_tokens(row[1])))
        first = forms.get(key) or (preferred.get(row[0]) if row[2] == "preferred" else None)
        if first:
            problems.append(problem("term-base.conflict", path, line, found=f"{row[0]}: {row[1]}", first=str(first)))
        forms.setdefault(key, line)
        preferred |= {row[0]: preferred.get(row[0], line)} if row[2] == "preferred" else {}
    for line, row in enumerate(rows, 2):
        if row and row[0] not in preferred and not problems:
            problems.append(problem("term-base.preferred", path, line, found=row[0]))
            preferred[row[0]] = line
    return problems


def term_tokens(text: str) -> list[str]:
    return [token.lower() for token in TOKEN.findall(APOSTROPHE.sub(" ", text))]
