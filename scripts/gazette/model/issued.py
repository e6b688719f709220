"""Issued copies (已发文件): the SHA-256 of every file in which a version was published; one line each, signed, to be merged by git.

A copy's bytes depend on more than its text: on the site's address, the bureau's name, the typesetter. So one version may have
been issued as several files, and each of them stays genuine.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from gazette.model.versions import Versions
from gazette.problems import Problem, problem

ISSUED_COLUMNS = ("publication", "language", "number", "sha256", "date", "recorder")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, order=True)
class IssuedCopy:
    """One file. `number` is that of the version; `sha256` is of the whole file, before anyone signs it electronically."""

    publication: str
    language: str
    number: int
    sha256: str
    date: date
    recorder: str


@dataclass(frozen=True)
class IssuedCopies:
    """The table, sorted."""

    rows: tuple[IssuedCopy, ...] = field(default=())

    @cached_property
    def _by_sha256(self) -> dict[str, IssuedCopy]:
        return {each.sha256: each for each in self.rows}

    def find(self, sha256: str) -> IssuedCopy | None:
        return self._by_sha256.get(sha256)

    @cached_property
    def _by_publication(self) -> dict[str, list[IssuedCopy]]:
        found: dict[str, list[IssuedCopy]] = {}
        for each in self.rows:
            found.setdefault(each.publication, []).append(each)
        return found

    def of_publication(self, publication: str) -> tuple[IssuedCopy, ...]:
        """All files of all its versions, in every language."""
        return tuple(self._by_publication.get(publication, ()))

    def of(self, publication: str, language: str, number: int) -> tuple[IssuedCopy, ...]:
        """The files of one version, the first one first."""
        own = (each for each in self.of_publication(publication) if (each.language, each.number) == (language, number))
        return tuple(sorted(own, key=lambda each: (each.date, each.sha256)))


def issued_copies(rows: Iterable[IssuedCopy]) -> IssuedCopies:
    """A table of these rows, each once."""
    return IssuedCopies(tuple(sorted(set(rows))))


def read_issued(file: Path, shown: str, versions: Versions) -> tuple[IssuedCopies, list[Problem]]:
    """copies.tsv; nothing has been issued where there is no file. Each row is of a version in `versions`."""
    try:
        lines = file.read_bytes().decode("utf-8").splitlines()
    except FileNotFoundError:
        return IssuedCopies(), []
    except UnicodeDecodeError as error:
        return IssuedCopies(), [
            problem("source.encoding", shown, found=error.object[error.start : error.end].hex(" ").upper())
        ]
    problems: list[Problem] = []
    found: dict[str, IssuedCopy] = {}
    known = {(each.publication, each.language, each.number) for own in versions.values() for each in own}
    for number, line in enumerate(lines[1:], 2):
        row = _parse_row(line)
        if row is None:
            problems.append(problem("issued.row", shown, number, found=line, columns=", ".join(ISSUED_COLUMNS)))
        elif (key := (row.publication, row.language, row.number)) not in known:
            problems.append(problem("issued.version", shown, number, found=" ".join(map(str, key))))
        elif row.sha256 in found and key != _version_of(found[row.sha256]):
            problems.append(problem("issued.twice", shown, number, found=row.sha256))
        else:
            found.setdefault(row.sha256, row)
    return issued_copies(found.values()), problems


def write_issued(file: Path, copies: IssuedCopies) -> None:
    """Sorted; the old file stays whole until the new one is."""
    rows = [ISSUED_COLUMNS, *(astuple(each) for each in copies.rows)]
    content = "".join("\t".join(map(str, row)) + "\n" for row in rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}")
    with os.fdopen(handle, "w", encoding="utf-8") as fresh:
        fresh.write(content)
    os.chmod(name, 0o644)
    os.replace(name, file)


def _version_of(copy: IssuedCopy) -> tuple[str, str, int]:
    return copy.publication, copy.language, copy.number


def _parse_row(line: str) -> IssuedCopy | None:
    cells = line.split("\t")
    if len(cells) != len(ISSUED_COLUMNS) or not all(cells) or not re.fullmatch("[0-9]+", cells[2]):
        return None
    try:
        day = date.fromisoformat(cells[4])
    except ValueError:
        return None
    publication, language, number, sha256, _, recorder = cells
    if not _SHA256.fullmatch(sha256):
        return None
    return IssuedCopy(publication, language, int(number), sha256, day, recorder)
