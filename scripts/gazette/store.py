"""Store (存储): results of earlier builds in one SQLite file, each under a digest of everything that it was made from."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STORE_LAYOUT = 1  # of the layout of the file; a store of another version is emptied
MOST_KEPT = 2 * 1024**3  # bytes of content; beyond it the results unused for longest are removed
_PATIENCE = 10.0  # seconds to wait for another process that writes
_AT_ONCE = 500  # keys in one query; SQLite before 3.32 takes 999
_TABLE = "CREATE TABLE kept (key TEXT PRIMARY KEY, used INTEGER, digest BLOB, content BLOB) WITHOUT ROWID"


class Store:
    """Results by key. A store only saves time: whatever goes wrong with it, the result is made again.

    Several processes may use one file. Age is counted in runs, not in time: a clock may be set back.
    """

    def __init__(self, file: Path | None, largest: int = MOST_KEPT) -> None:
        """Open the store in `file`, which is made anew if it is damaged or of another version.

        Without a file, or where none can be written, the store keeps nothing.
        """
        self.file, self._largest = file, largest
        self._connection = _sound(file) if file else None
        self._process = os.getpid()
        self._used = set[str]()
        self.is_damaged = False
        self._run = self._last_run() + 1

    @property
    def can_keep(self) -> bool:
        """False if there is no file to keep anything in."""
        return self._connection is not None

    def get(self, key: str) -> bytes | None:
        """Return the content kept under `key`; None if there is none or a byte of it has changed."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Return the sound contents among `keys`."""
        found = {}
        wanted = list(keys)
        for some in (wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE)):
            marks = ", ".join("?" * len(some))
            for key, digest, packed in self._all(f"SELECT key, digest, content FROM kept WHERE key IN ({marks})", some):
                if (content := _unpacked(digest, packed)) is not None:
                    found[key] = content
        self._used.update(found)
        return found

    def put(self, key: str, content: bytes) -> None:
        """Keep `content` under `key`; without effect where nothing can be written."""
        self.put_many({key: content})

    def put_many(self, contents: Mapping[str, bytes]) -> None:
        """Keep each content under its key, all or none of them."""
        rows = []
        for key, content in contents.items():
            packed = zlib.compress(content, 1)
            rows.append((key, self._run, hashlib.sha256(packed).digest(), packed))
        self._write("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)

    def settle(self) -> None:
        """Note what was used in this run, and remove what is beyond the limit, or the file if it is damaged."""
        self._write("UPDATE kept SET used = ? WHERE key = ?", [(self._run, key) for key in sorted(self._used)])
        self._used.clear()
        self._write("DELETE FROM kept WHERE key = ?", [(key,) for key in self._beyond()])
        if self.is_damaged and self.file:
            self.close()
            _remove(self.file)

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _beyond(self) -> Iterator[str]:
        total = 0
        for key, size in self._all("SELECT key, length(content) FROM kept ORDER BY used DESC, key"):
            total += size
            if total > self._largest:
                yield key

    def _last_run(self) -> int:
        row = self._first("SELECT max(used) FROM kept")
        return int(row[0] or 0) if row else 0

    def _first(self, query: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        return next(iter(self._all(query, values)), None)

    def _all(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        if (connection := self._connected()) is None:
            return []
        try:
            return connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            self._note(error)
            return []

    def _write(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if not rows or (connection := self._connected()) is None:
            return
        try:
            with connection:
                connection.executemany(statement, rows)
        except sqlite3.Error as error:
            self._note(error)

    def _connected(self) -> sqlite3.Connection | None:
        """Return the connection; a forked process opens one of its own."""
        if self._connection and self._process != os.getpid():
            self._connection, self._process = _sound(self.file) if self.file else None, os.getpid()
        return self._connection

    def _note(self, error: sqlite3.Error) -> None:
        """Note damage to the file; a full disk or another process's lock is none."""
        self.is_damaged |= isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)


NO_STORE = Store(None)


@contextmanager
def open_store(file: Path, largest: int = MOST_KEPT) -> Iterator[Store]:
    """Open the store in `file` for the block, and settle and close it afterwards."""
    store = Store(file, largest)
    try:
        yield store
    finally:
        store.settle()
        store.close()


def _unpacked(digest: bytes, packed: bytes) -> bytes | None:
    """Return the content of a row; None if a byte of it has changed."""
    if not isinstance(packed, bytes) or hashlib.sha256(packed).digest() != digest:
        return None
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return None


def _sound(file: Path) -> sqlite3.Connection | None:
    """Return a connection to the store, which is removed and made anew if it is damaged; None without one."""
    for _ in range(2):
        try:
            return _connect(file)
        except sqlite3.DatabaseError:
            _remove(file)
    return None


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        for each in (file, file.with_name(f"{file.name}-journal")):
            each.unlink(missing_ok=True)


def _connect(file: Path) -> sqlite3.Connection | None:
    """Return a connection to the store; None if the file cannot be opened or another process holds it for too long.

    Raise sqlite3.DatabaseError if the file is no store of this version.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=_PATIENCE)
    except (OSError, sqlite3.OperationalError):
        return None
    try:
        # A killed process loses nothing; after a power failure the digests tell what is damaged.
        connection.execute("PRAGMA synchronous = OFF")
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            _prepare(connection)
        return connection
    except sqlite3.OperationalError:
        connection.close()
        return None
    except sqlite3.DatabaseError:
        connection.close()
        raise


def _prepare(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    if version == 0 and not tables:
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA user_version = {STORE_LAYOUT}")
    elif (version, tables) != (STORE_LAYOUT, ["kept"]):
        raise sqlite3.DatabaseError(f"layout {version}, tables {tables}")
