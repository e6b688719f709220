"""Issued copies (已发文件): the signed table of the SHA-256 of every file in which a version was published.

A copy's bytes depend on more than its text: the site's address, the bureau's name, the typesetter. So one version may
have been issued as several files, and each of them stays genuine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from gazette.model.versions import Versions, read_versions
from gazette.problems import Problem, problem
from gazette.signed_table import SignedTable, read_table, read_table_text, split_lines, write_table

ISSUED_COLUMNS = ("publication", "language", "number", "sha256", "date", "recorder")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, order=True)
class IssuedCopy:
    """One issued file: the number of its version, and the SHA-256 of the whole file before any electronic signature."""

    publication: str
    language: str
    number: int
    sha256: str
    date: date
    recorder: str


@dataclass(frozen=True)
class IssuedCopies:
    """The rows of the table, sorted."""

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
        """Return all files of all versions of a publication, in every language."""
        return tuple(self._by_publication.get(publication, ()))

    def of(self, publication: str, language: str, number: int) -> tuple[IssuedCopy, ...]:
        """Return the files of one version, the oldest first."""
        own = (each for each in self.of_publication(publication) if (each.language, each.number) == (language, number))
        return tuple(sorted(own, key=lambda each: (each.date, each.sha256)))


def issued_copies(rows: Iterable[IssuedCopy]) -> IssuedCopies:
    """Return a table of these rows, sorted and without duplicates."""
    return IssuedCopies(tuple(sorted(set(rows))))


def read_issued(file: Path, shown: str, versions: Versions) -> tuple[IssuedCopies, list[Problem]]:
    """Read copies.tsv; no rows if the file is missing. A row whose version is not in `versions` is reported."""
    rows, problems = read_table(_table(lambda: versions), file, shown)
    return issued_copies(rows.values()), problems


def read_recorded(
    versions_file: Path, issued_file: Path, name: Callable[[Path], str]
) -> tuple[Versions, IssuedCopies, list[Problem]]:
    """Read the tables of versions and of issued files; `name` returns the name of a file for problems.

    The issued files are read first: a version is written before its files.
    """
    text, unread = read_table_text(issued_file, name(issued_file))
    versions, problems = read_versions(versions_file, name(versions_file))
    rows, found = _parse(text, name(issued_file), versions) if not unread and not problems else ({}, unread)
    return versions, issued_copies(rows.values()), problems + found


def write_issued(
    file: Path, shown: str, versions_file: Path, before: IssuedCopies, copies: IssuedCopies
) -> tuple[IssuedCopies, list[Problem]]:
    """Save the files added since `before` beside those that others added; return all of them (see write_table)."""

    def versions() -> Versions:
        return read_versions(versions_file, versions_file.name)[0]

    rows, problems = write_table(_table(versions), file, shown, _by_digest(before), _by_digest(copies))
    return issued_copies(rows.values()), problems


def _table(versions: Callable[[], Versions]) -> SignedTable[IssuedCopy]:
    """Return the description of the table; `versions` is called after a file was read: others may add some before."""
    return SignedTable(ISSUED_COLUMNS, lambda text, shown: _parse(text, shown, versions()), _cells, _cells)


def _by_digest(copies: IssuedCopies) -> dict[str, IssuedCopy]:
    return {each.sha256: each for each in copies.rows}


def _cells(copy: IssuedCopy) -> tuple[str, ...]:
    return tuple(map(str, astuple(copy)))


def _parse(text: str, shown: str, versions: Versions) -> tuple[dict[str, IssuedCopy], list[Problem]]:
    lines, columns = split_lines(text), ", ".join(ISSUED_COLUMNS)
    problems: list[Problem] = []
    if lines and tuple(lines[0][1].split("\t")) != ISSUED_COLUMNS:
        problems.append(problem("issued.row", shown, lines[0][0], found=lines[0][1], columns=columns))
    found: dict[str, IssuedCopy] = {}
    known = {(each.publication, each.language, each.number) for own in versions.values() for each in own}
    for number, line in lines[1:]:
        row = _parse_row(line)
        if row is None:
            problems.append(problem("issued.row", shown, number, found=line, columns=columns))
        elif (key := (row.publication, row.language, row.number)) not in known:
            problems.append(problem("issued.version", shown, number, found=" ".join(map(str, key))))
        elif row.sha256 in found and key != _version_of(found[row.sha256]):
            problems.append(problem("issued.twice", shown, number, found=row.sha256))
        else:
            found.setdefault(row.sha256, row)
    return found, problems


def _version_of(copy: IssuedCopy) -> tuple[str, str, int]:
    return copy.publication, copy.language, copy.number


def _parse_row(line: str) -> IssuedCopy | None:
    cells = line.split("\t")
    if len(cells) != len(ISSUED_COLUMNS) or not all(cells) or not re.fullmatch("[1-9][0-9]{0,5}", cells[2]):
        return None
    try:
        day = date.fromisoformat(cells[4])
    except ValueError:
        return None
    publication, language, number, sha256, _, recorder = cells
    if not _SHA256.fullmatch(sha256):
        return None
    return IssuedCopy(publication, language, int(number), sha256, day, recorder)
