"""Versions (版本): which text of a publication was published when; one line each, signed, to be merged by git."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from gazette.problems import Problem, problem

COLUMNS = ("publication", "language", "number", "date", "fingerprint", "recorder", "note")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, order=True)
class Version:
    """`fingerprint` is the SHA-256 of the canonical text (规范文本); `number` counts from 1, by language."""

    publication: str
    language: str
    number: int
    date: date
    fingerprint: str
    recorder: str
    note: str = ""


# All versions of a publication in a language, the first one first.
Versions = Mapping[tuple[str, str], tuple[Version, ...]]


def read_versions(file: Path, shown: str) -> tuple[Versions, list[Problem]]:
    """versions.tsv; there are no versions where there is no file."""
    try:
        lines = file.read_bytes().decode("utf-8").splitlines()
    except FileNotFoundError:
        return {}, []
    except UnicodeDecodeError as error:
        return {}, [problem("source.encoding", shown, found=error.object[error.start : error.end].hex(" ").upper())]
    problems, found = [], []
    for number, line in enumerate(lines[1:], 2):
        version = _parse_row(line)
        if version is None:
            problems.append(problem("versions.row", shown, number, found=line, columns=", ".join(COLUMNS)))
        else:
            found.append(version)
    versions = arrange(found)
    for (publication, language), own in versions.items():
        if [each.number for each in own] != list(range(1, len(own) + 1)):
            numbers = ", ".join(str(each.number) for each in own)
            problems.append(problem("versions.order", shown, 0, f"{publication} {language}", numbers))
    return versions, problems


def _parse_row(line: str) -> Version | None:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS) or not all(cells[:-1]) or not cells[2].isdecimal():
        return None
    try:
        day = date.fromisoformat(cells[3])
    except ValueError:
        return None
    publication, language, number, _, fingerprint, recorder, note = cells
    if not _FINGERPRINT.fullmatch(fingerprint):
        return None
    return Version(publication, language, int(number), day, fingerprint, recorder, note)


def arrange(versions: Iterable[Version]) -> Versions:
    arranged: dict[tuple[str, str], tuple[Version, ...]] = {}
    for each in sorted(versions):
        key = (each.publication, each.language)
        arranged[key] = (*arranged.get(key, ()), each)
    return arranged


def current_version(versions: Versions, publication: str, language: str, fingerprint: str) -> Version | None:
    """The latest version, where the text is still that; None for a text that nobody has recorded yet."""
    latest = versions.get((publication, language), ())[-1:]
    return next((each for each in latest if each.fingerprint == fingerprint), None)


def write_versions(file: Path, versions: Versions) -> None:
    """Sorted; the old file stays whole until the new one is."""
    rows = [COLUMNS, *(astuple(each) for own in versions.values() for each in own)]
    content = "".join("\t".join(map(str, row)) + "\n" for row in [rows[0], *sorted(rows[1:])])
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}")
    with os.fdopen(handle, "w", encoding="utf-8") as fresh:
        fresh.write(content)
    os.chmod(name, 0o644)
    os.replace(name, file)
