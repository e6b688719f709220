"""Knowledge (语言知识): cached access to the tables that ship with the code, refreshed at a render after an edit."""

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
    """Cache the function's results until renew_knowledge() finds an edited table.

    For everything derived from a table, however indirectly; functools.cache is for what cannot change while a process
    runs.
    """
    return _kept(function, None)


def kept_few(most: int) -> Callable[[Function], Function]:
    """Like `kept`, but only the results for the `most` recently used arguments are cached."""
    return lambda function: _kept(function, most)


def _kept(function: Function, most: int | None) -> Function:
    wrapped = lru_cache(maxsize=most)(function)
    _forgets.append(wrapped.cache_clear)
    return cast(Function, wrapped)


@kept
def table_text(file: Path) -> str:
    """Return the text of a table."""
    # Stamped before the file is read, so that an edit in between is noticed.
    _stamps[file] = _stamp(file)
    return file.read_text(encoding="utf-8")


@kept
def table_cells(file: Path) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table as cells, the header row first."""
    rows = csv.reader(io.StringIO(table_text(file)), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(tuple(row) for row in rows)


@kept
def table_rows(file: Path) -> tuple[dict[str, str], ...]:
    """Return the rows of a table below its header, each as column name → cell."""
    return tuple(csv.DictReader(io.StringIO(table_text(file)), delimiter="\t", quoting=csv.QUOTE_NONE))


def renew_knowledge() -> bool:
    """Clear all `kept` caches if the length or time stamp of any table changed; return whether one did.

    Called once at the start of a render, so that no table changes within it.
    """
    if all(_stamp(file) == stamp for file, stamp in _stamps.items()):
        return False
    _stamps.clear()
    for forget in _forgets:
        forget()
    return True


def _stamp(file: Path) -> tuple[int, int]:
    """Return length in bytes and modification time in nanoseconds; (-1, 0) for a file that is not there."""
    try:
        found = file.stat()
    except OSError:
        return -1, 0
    return found.st_size, found.st_mtime_ns
