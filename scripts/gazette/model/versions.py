"""Versions (版本): the signed table of which text of a publication was published when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from typing import NewType

from gazette.problems import Problem, problem
from gazette.signed_table import SignedTable, read_table, split_lines, write_table

_COLUMNS = ("publication", "language", "number", "date", "fingerprint", "recorder", "note")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
# SHA-256 of a canonical text (规范文本), 64 hexadecimal digits; readers know it as the fingerprint (指纹).
CanonicalDigest = NewType("CanonicalDigest", str)
NO_DIGEST = CanonicalDigest("")  # of a page without an official copy
# The key of a row: publication, language and number.
Numbered = tuple[str, str, int]


@dataclass(frozen=True, order=True)
class Version:
    """One published text; `number` counts from 1 for each publication and language."""

    publication: str
    language: str
    number: int
    date: date
    fingerprint: CanonicalDigest
    recorder: str
    note: str = ""

    @property
    def numbered(self) -> Numbered:
        return self.publication, self.language, self.number


# (publication, language) → all its versions, the oldest first.
Versions = Mapping[tuple[str, str], tuple[Version, ...]]


def read_versions(file: Path, shown: str) -> tuple[Versions, list[Problem]]:
    """Read versions.tsv; no versions if the file is missing or has any problem."""
    rows, problems = read_table(VERSIONS, file, shown)
    return arrange(rows.values()), problems


def _parse(text: str, shown: str) -> tuple[dict[Numbered, Version], list[Problem]]:
    lines, columns = split_lines(text), ", ".join(_COLUMNS)
    problems, found = [], []
    if lines and tuple(lines[0][1].split("\t")) != _COLUMNS:
        problems.append(problem("versions.row", shown, lines[0][0], found=lines[0][1], columns=columns))
    for number, line in lines[1:]:
        version = _parse_row(line)
        if version is None:
            problems.append(problem("versions.row", shown, number, found=line, columns=columns))
        else:
            found.append(version)
    for (publication, language), own in arrange(found).items():
        if [each.number for each in own] != list(range(1, len(own) + 1)):
            numbers = ", ".join(str(each.number) for each in own)
            problems.append(problem("versions.order", shown, 0, f"{publication} {language}", numbers))
    return {each.numbered: each for each in found}, problems


def _parse_row(line: str) -> Version | None:
    cells = line.split("\t")
    if len(cells) != len(_COLUMNS) or not all(cells[:-1]) or not _NUMBER.fullmatch(cells[2]):
        return None
    try:
        day = date.fromisoformat(cells[3])
    except ValueError:
        return None
    publication, language, number, _, fingerprint, recorder, note = cells
    if not _FINGERPRINT.fullmatch(fingerprint):
        return None
    return Version(publication, language, int(number), day, CanonicalDigest(fingerprint), recorder, note)


def arrange(versions: Iterable[Version]) -> Versions:
    arranged: dict[tuple[str, str], tuple[Version, ...]] = {}
    for each in sorted(versions):
        key = (each.publication, each.language)
        arranged[key] = (*arranged.get(key, ()), each)
    return arranged


def current_version(versions: Versions, publication: str, language: str, fingerprint: str) -> Version | None:
    """Return the latest version if its digest is `fingerprint`, otherwise None: the text is not recorded yet."""
    latest = versions.get((publication, language), ())[-1:]
    return next((each for each in latest if each.fingerprint == fingerprint), None)


def _cells(version: Version) -> tuple[str, ...]:
    return tuple(map(str, astuple(version)))


VERSIONS = SignedTable(_COLUMNS, _parse, _cells, _cells)


def write_versions(file: Path, shown: str, before: Versions, versions: Versions) -> tuple[Versions, list[Problem]]:
    """Save the versions added since `before` beside those that others added; return all of them (see write_table)."""
    rows, problems = write_table(VERSIONS, file, shown, _by_number(before), _by_number(versions))
    return arrange(rows.values()), problems


def _by_number(versions: Versions) -> dict[Numbered, Version]:
    return {each.numbered: each for own in versions.values() for each in own}
