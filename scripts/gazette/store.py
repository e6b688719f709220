"""Store (存储): results of earlier builds in one SQLite file, each under a digest of everything that it was made from."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STORE_LAYOUT = 1  # of the layout of the file; a store of another version is emptied
MOST_KEPT = 2 * 1024**3  # bytes of content; beyond it the results unused for longest are removed
_PATIENCE = 10.0  # seconds to wait for another process that writes
_TABLE = "CREATE TABLE kept (key TEXT PRIMARY KEY, used INTEGER, digest BLOB, content BLOB) WITHOUT ROWID"


class Store:
    """Results by key. A store only saves time: whatever goes wrong with it, the result is made again.

    Several processes may use one file. Age is counted in runs, not in time: a clock may be set back.
    """

    def __init__(self, connection: sqlite3.Connection | None, largest: int = MOST_KEPT) -> None:
        self._connection, self._largest = connection, largest
        self._used = set[str]()
        self.is_damaged = False
        self._run = self._last_run() + 1

    def get(self, key: str) -> bytes | None:
        """Return the content kept under `key`; None if there is none or a byte of it has changed."""
        row = self._first("SELECT digest, content FROM kept WHERE key = ?", (key,))
        if row is None or hashlib.sha256(row[1]).digest() != row[0]:
            return None
        self._used.add(key)
        try:
            return zlib.decompress(row[1])
        except zlib.error:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keep `content` under `key`; without effect where nothing can be written."""
        packed = zlib.compress(content, 1)
        row = (key, self._run, hashlib.sha256(packed).digest(), packed)
        self._write("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", [row])

    def close(self) -> None:
        """Note what was used in this run, remove what is beyond the limit, and close the file."""
        self._write("UPDATE kept SET used = ? WHERE key = ?", [(self._run, key) for key in sorted(self._used)])
        self._write("DELETE FROM kept WHERE key = ?", [(key,) for key in self._beyond()])
        if self._connection:
            self._connection.close()

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

    def _all(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            self._note(error)
            return []

    def _write(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if self._connection is None or not rows:
            return
        try:
            with self._connection:
                self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            self._note(error)

    def _note(self, error: sqlite3.Error) -> None:
        """Note damage to the file; a full disk or another process's lock is none."""
        self.is_damaged |= isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)


@contextmanager
def open_store(file: Path, largest: int = MOST_KEPT) -> Iterator[Store]:
    """Open the store in `file`, which is made anew if it is damaged or of another version.

    Where no file can be written the store keeps nothing.
    """
    store = Store(_sound(file), largest)
    try:
        yield store
    finally:
        store.close()
        if store.is_damaged:
            _remove(file)


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
