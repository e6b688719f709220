"""Knowledge (语言知识): the tables that come with the code, read once; read again when a render begins after an edit."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

_forgets: list[Callable[[], None]] = []
_stamps: dict[Path, tuple[int, int]] = {}


def kept(function: Function) -> Function:
    """The function, called once for each of its arguments until a table is edited.

    For whatever comes from a table, however indirectly; functools.cache is for what cannot change while a process runs.
    """
    return _kept(function, None)


def kept_few(most: int) -> Callable[[Function], Function]:
    """The same for a function of many arguments: only the `most` asked for last are kept."""
    return lambda function: _kept(function, most)


def _kept(function: Function, most: int | None) -> Function:
    wrapped = lru_cache(maxsize=most)(function)
    _forgets.append(wrapped.cache_clear)
    return cast(Function, wrapped)


@kept
def table_text(file: Path) -> str:
    """A table as it is written."""
    # Taken before the file is read: an edit in between is seen as one.
    _stamps[file] = _stamp(file)
    return file.read_text(encoding="utf-8")


@kept
def table_cells(file: Path) -> tuple[tuple[str, ...], ...]:
    """The rows of a table as cells, its head first."""
    rows = csv.reader(io.StringIO(table_text(file)), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(tuple(row) for row in rows)


@kept
def table_rows(file: Path) -> tuple[dict[str, str], ...]:
    """The rows of a table, each as its cells by the names in the head."""
    return tuple(csv.DictReader(io.StringIO(table_text(file)), delimiter="\t", quoting=csv.QUOTE_NONE))


def renew_knowledge() -> bool:
    """Forget all that comes from tables when one of them has another length or time stamp; whether one had.

    Called once when a render begins: within a render every table is what it was.
    """
    if all(_stamp(file) == stamp for file, stamp in _stamps.items()):
        return False
    _stamps.clear()
    for forget in _forgets:
        forget()
    return True


def _stamp(file: Path) -> tuple[int, int]:
    """Length and time of the last change in nanoseconds; (-1, 0) for a file that is not there."""
    try:
        found = file.stat()
    except OSError:
        return -1, 0
    return found.st_size, found.st_mtime_ns
