"""Signed table (署名表): a TSV file of signed rows that several people may write without losing each other's rows."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from gazette.problems import Problem, problem
from gazette.whole_file import replace_file

_Row = TypeVar("_Row")
PATIENCE = 20.0  # seconds to wait for the lock, which other processes hold for milliseconds
_CONFLICT = re.compile(r"<{7} |\|{7} |={7}$|>{7} ")
_DIGEST = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{8,}\b")


@dataclass(frozen=True)
class SignedTable(Generic[_Row]):
    """The description of one kind of table.

    `parse` takes the text of a file and its name for problems, and returns the rows by key; no two rows may share a
    key. `cells` returns the cells of a row, `order` its sort key.
    """

    columns: tuple[str, ...]
    parse: Callable[[str, str], tuple[dict[Any, _Row], list[Problem]]]
    cells: Callable[[_Row], Sequence[str]]
    order: Callable[[_Row], Any]


class _NotReadBackError(Exception):
    """Raised when a new file does not read back as the rows written into it."""


def one_line(text: str) -> str:
    """Return text as one cell of a table: every run of white space becomes one space."""
    return " ".join(text.split())


def read_table(table: SignedTable[_Row], file: Path, shown: str) -> tuple[dict[Any, _Row], list[Problem]]:
    """Return the rows by key, and the problems; no rows if the file is missing or has any problem."""
    text, problems = read_table_text(file, shown)
    rows, found = table.parse(text, shown) if not problems else ({}, problems)
    return ({}, found) if found else (rows, [])


def read_table_text(file: Path, shown: str) -> tuple[str, list[Problem]]:
    """Return the text of a table without its byte order mark; empty if the file is missing."""
    try:
        return file.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8"), []
    except FileNotFoundError:
        return "", []
    except OSError as error:
        return "", [problem("source.unreadable", shown, found=error.strerror or "")]
    except UnicodeDecodeError as error:
        line, found = error.object[: error.start].count(b"\n") + 1, error.object[error.start : error.start + 4]
        return "", [problem("source.encoding", shown, line, found=found.hex(" ").upper())]


def split_lines(text: str) -> list[tuple[int, str]]:
    """Return (number from 1, line) of each non-blank line; only a line feed ends a line, whatever a cell holds."""
    lines = ((number, line.removesuffix("\r")) for number, line in enumerate(text.split("\n"), 1))
    return [(number, line) for number, line in lines if line.strip()]


def find_conflicts(lines: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the lines with conflict markers of git."""
    return [(number, line) for number, line in lines if _CONFLICT.match(line)]


def format_table(table: SignedTable[_Row], rows: Mapping[Any, _Row]) -> str:
    """Return the text of the file: a header and the sorted rows, so that git can merge the additions of two people."""
    written = (table.cells(each) for each in sorted(rows.values(), key=table.order))
    return "".join("\t".join(cells) + "\n" for cells in (table.columns, *written))


def write_table(
    table: SignedTable[_Row], file: Path, shown: str, before: Mapping[Any, _Row], mine: Mapping[Any, _Row]
) -> tuple[dict[Any, _Row], list[Problem]]:
    """Write the changes from `before` to `mine` into the file; return all the rows that it holds afterwards.

    Rows that others changed since `before` was read stay. If one of them was changed here in another way, nothing is
    written and `signed.changed` shows both. Rows that the table's own reader would not read back are refused
    (`signed.unfit`).
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with locked(file.parent):
        now, problems = read_table(table, file, shown)
        if problems:
            return dict(before), problems
        merged, problems = merge_rows(table, shown, before, mine, now)
        problems = problems or check_rows(table, shown, merged)
        if problems:
            return now, problems
        if merged != now:
            _write(table, file, shown, merged)
    return merged, []


def _write(table: SignedTable[_Row], file: Path, shown: str, rows: Mapping[Any, _Row]) -> None:
    def check(fresh: Path) -> None:
        again, problems = read_table(table, fresh, shown)
        if problems or again != rows:
            raise _NotReadBackError(file, problems)

    try:
        replace_file(file, format_table(table, rows).encode(), check)
    except _NotReadBackError:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(file)) from None


def merge_rows(
    table: SignedTable[_Row], shown: str, before: Mapping[Any, _Row], mine: Mapping[Any, _Row], now: Mapping[Any, _Row]
) -> tuple[dict[Any, _Row], list[Problem]]:
    """Merge three ways: return `now` with the changes from `before` to `mine`; a conflict is `signed.changed`."""
    merged, problems = dict(now), []
    for key in dict.fromkeys((*before, *mine)):
        old, new, there = before.get(key), mine.get(key), now.get(key)
        if new in (old, there):
            continue
        if there != old:
            theirs, own = _shown(table, there), _shown(table, new)
            problems.append(problem("signed.changed", shown, theirs=theirs, mine=own))
        elif new is None:
            del merged[key]
        else:
            merged[key] = new
    return merged, problems


def _shown(table: SignedTable[_Row], row: _Row | None) -> str:
    """Return a row for a sentence: its cells, with digests cut to eight digits."""
    return "∅" if row is None else _DIGEST.sub(r"\1…", " · ".join(filter(None, table.cells(row))))


def check_rows(table: SignedTable[_Row], shown: str, rows: Mapping[Any, _Row]) -> list[Problem]:
    """Report the first row that the table's reader would refuse or read as something else (`signed.unfit`)."""
    text = format_table(table, rows)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        line = text[: error.start].count("\n")
        return [problem("signed.unfit", shown, line + 1, found=text.split("\n")[line])]
    again, problems = table.parse(text, shown)
    if problems:
        return [problem("signed.unfit", shown, problems[0].line, found=problems[0].found)]
    lost = [row for key, row in rows.items() if again.get(key) != row]
    return [problem("signed.unfit", shown, found="\t".join(table.cells(row))) for row in lost[:1]]


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold an exclusive lock on `folder` among all processes that write its tables.

    The folder itself is locked (flock): it exists, everyone who may write into it may open it, and no lock file is
    left behind, not even by a killed process. Raises BlockingIOError after PATIENCE seconds.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _wait_for(handle, folder)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, folder: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > limit:
                raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(folder)) from None
            time.sleep(0.01)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(folder)) from error
