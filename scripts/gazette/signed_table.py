"""Signed table (署名表): rows for which people answer, a line each; read by one reader, written by one writer that loses nobody's row."""

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
PATIENCE = 20.0  # seconds to wait for another process, which holds the lock for milliseconds
_CONFLICT = re.compile(r"<{7} |\|{7} |={7}$|>{7} ")
_DIGEST = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{8,}\b")


@dataclass(frozen=True)
class SignedTable(Generic[_Row]):
    """One kind of table. `parse` gets the text of a file and how problems name it, and gives the rows by key.

    Two rows with one key cannot both stand in a table. `cells` writes a row, `order` sorts the rows.
    """

    columns: tuple[str, ...]
    parse: Callable[[str, str], tuple[dict[Any, _Row], list[Problem]]]
    cells: Callable[[_Row], Sequence[str]]
    order: Callable[[_Row], Any]


class _NotReadBackError(Exception):
    """The new file does not hold what was written into it."""


def one_line(text: str) -> str:
    """Text as one cell of a table: every run of white space becomes one space."""
    return " ".join(text.split())


def read_table(table: SignedTable[_Row], file: Path, shown: str) -> tuple[dict[Any, _Row], list[Problem]]:
    """The rows by key; none where there is no file, and none beside a problem."""
    text, problems = read_table_text(file, shown)
    rows, found = table.parse(text, shown) if not problems else ({}, problems)
    return ({}, found) if found else (rows, [])


def read_table_text(file: Path, shown: str) -> tuple[str, list[Problem]]:
    """The text of a table, without a byte order mark; empty where there is no file."""
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
    """The lines that hold something, with their numbers from 1; only a line feed ends a line, whatever a cell holds."""
    lines = ((number, line.removesuffix("\r")) for number, line in enumerate(text.split("\n"), 1))
    return [(number, line) for number, line in lines if line.strip()]


def find_conflicts(lines: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines that git leaves where it could not merge what two people wrote."""
    return [(number, line) for number, line in lines if _CONFLICT.match(line)]


def format_table(table: SignedTable[_Row], rows: Mapping[Any, _Row]) -> str:
    """The file's text: a head, and the rows in their order, so that git merges what two people added."""
    written = (table.cells(each) for each in sorted(rows.values(), key=table.order))
    return "".join("\t".join(cells) + "\n" for cells in (table.columns, *written))


def write_table(
    table: SignedTable[_Row], file: Path, shown: str, before: Mapping[Any, _Row], mine: Mapping[Any, _Row]
) -> tuple[dict[Any, _Row], list[Problem]]:
    """What changed from `before` to `mine`, written over what the file holds by now: all the rows it holds afterwards.

    A row that someone else wrote since `before` was read stays; where it is one of those that changed here, nothing is written
    and the problem shows both. What the table's own reader would not give back is not written either.
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
    """`now` with the changes from `before` to `mine`; a problem for each row that was changed differently meanwhile."""
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
    """A row in a sentence: its cells, with fingerprints cut short."""
    return "∅" if row is None else _DIGEST.sub(r"\1…", " · ".join(filter(None, table.cells(row))))


def check_rows(table: SignedTable[_Row], shown: str, rows: Mapping[Any, _Row]) -> list[Problem]:
    """A problem for the first row that the reader of the table would refuse, or would read as something else."""
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
    """Hold `folder` alone among all processes that write its tables; nothing is left behind, not even by a killed one.

    The folder itself is locked (flock): it is there, everyone who may write into it may open it, and no file is added.
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
