"""The store of earlier results: it returns what was put, or nothing; whatever happens to its file."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from pathlib import Path

import pytest

from gazette.store import STORE_LAYOUT, Store, open_store

ROWS = {f"key {number}": f"正文{number}".encode() * 1000 for number in range(20)}


def fill(file: Path) -> None:
    with open_store(file) as store:
        for key, content in ROWS.items():
            store.put(key, content)


def found(file: Path) -> dict[str, bytes]:
    with open_store(file) as store:
        return {key: content for key in ROWS if (content := store.get(key)) is not None}


def test_what_was_put_is_found_by_the_next_run(tmp_path: Path) -> None:
    fill(tmp_path / "a" / "store")
    assert found(tmp_path / "a" / "store") == ROWS


def test_without_a_file_nothing_is_kept() -> None:
    store = Store(None)
    store.put("key", b"content")
    assert store.get("key") is None


@pytest.mark.parametrize("damage", ["cut", "another file", "empty", "other version", "no table", "a page inside"])
def test_a_damaged_store_is_made_anew(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "store"
    fill(file)
    if damage == "cut":
        os.truncate(file, file.stat().st_size // 2)
    elif damage == "another file":
        file.write_bytes(b"not a database" * 1000)
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "a page inside":
        content = bytearray(file.read_bytes())
        content[4096:] = bytes(len(content) - 4096)
        file.write_bytes(content)
    else:
        with sqlite3.connect(file) as connection:
            connection.execute(
                f"PRAGMA user_version = {STORE_LAYOUT + 1}" if damage == "other version" else "DROP TABLE kept"
            )
    known = found(file)
    assert all(ROWS[key] == content for key, content in known.items())
    fill(file)
    assert found(file) == ROWS


@pytest.mark.parametrize("what", ["a file", "a folder"])
def test_damage_that_cannot_be_removed_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    file = tmp_path / "store"
    file.write_bytes(b"not a database" * 1000) if what == "a file" else file.mkdir()
    monkeypatch.setattr(Path, "unlink", refused)
    fill(file)
    assert found(file) == {}


def refused(*_: object, **__: object) -> None:
    raise PermissionError


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "store"
    fill(file)
    with sqlite3.connect(file) as connection:
        [content] = connection.execute("SELECT content FROM kept WHERE key = 'key 3'").fetchone()
        changed = content[:-1] + bytes([content[-1] ^ 1])
        connection.execute("UPDATE kept SET content = ? WHERE key = 'key 3'", (changed,))
    assert set(ROWS) - set(found(file)) == {"key 3"}


def test_beyond_the_limit_the_longest_unused_go(tmp_path: Path) -> None:
    file = tmp_path / "store"
    contents = {name: os.urandom(10_000) for name in "abcd"}
    for name in "abc":
        with open_store(file, largest=35_000) as store:
            store.put(name, contents[name])
    with open_store(file, largest=35_000) as store:
        assert store.get("a") == contents["a"]
        store.put("d", contents["d"])
    with open_store(file, largest=35_000) as store:
        assert {name for name in "abcd" if store.get(name)} == {"a", "c", "d"}


def _write(file: Path, start: int) -> None:
    with open_store(file) as store:
        for number in range(start, start + 50):
            store.put(f"{number}", str(number).encode())


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    file = tmp_path / "store"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(file, start)) for start in (0, 50)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    with open_store(file) as store:
        assert [store.get(str(number)) for number in range(100)] == [str(number).encode() for number in range(100)]


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with open_store(blocked / "store") as store:
        store.put("key", b"content")
        assert store.get("key") is None
