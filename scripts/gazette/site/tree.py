"""SiteTree (成品目录): what a finished folder holds of each part of the site, so that unchanged parts are taken over as they are."""

from __future__ import annotations

import os
import pickle
import shutil
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gazette.digests import code_digest, digest_of
from gazette.store import Store


@dataclass(frozen=True)
class Part:
    """One part of a site, e.g. the files of one publication.

    `key` is the digest of all that the files at `names` are made from, "" if it is not known: such a part is made anew.
    """

    owner: str
    key: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class FileStamp:
    """What tells that a file has not been touched since it was made."""

    size: int
    modified: int
    inode: int


@dataclass(frozen=True)
class SiteTree:
    """What a folder held when its site was finished: for each part its key, and the stamp of each of its files."""

    keys: Mapping[str, str]
    files: Mapping[str, Mapping[str, FileStamp]]

    def unchanged(self, parts: Iterable[Part], folder: Path) -> list[Part]:
        """Return the parts whose files stand in `folder` as they were made from the same."""
        return [
            part
            for part in parts
            if part.key
            and self.keys.get(part.owner) == part.key
            and set(files := self.files[part.owner]) == set(part.names)
            and all(stamp_of(f"{folder}/{name}") == stamp for name, stamp in files.items())
        ]

    def __bool__(self) -> bool:
        return bool(self.keys)


NO_TREE = SiteTree({}, {})


def stamp_of(file: str | Path) -> FileStamp | None:
    """Return the stamp of a regular file; None for anything else."""
    try:
        found = os.lstat(file)
    except OSError:
        return None
    return FileStamp(found.st_size, found.st_mtime_ns, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def grow_tree(parts: Iterable[Part], folder: Path) -> SiteTree:
    """Return the tree of a finished folder; a part that lacks a file is left out."""
    keys, files = {}, {}
    for part in parts:
        stamps = {name: stamp for name in part.names if (stamp := stamp_of(f"{folder}/{name}"))}
        if len(stamps) == len(part.names):
            keys[part.owner], files[part.owner] = part.key, stamps
    return SiteTree(keys, files)


def read_tree(store: Store, folder: Path) -> SiteTree:
    """Return the tree kept for a folder, empty without one."""
    kept = store.get(_key(folder))
    tree = pickle.loads(kept) if kept else None
    return tree if isinstance(tree, SiteTree) else NO_TREE


def keep_tree(store: Store, folder: Path, tree: SiteTree) -> None:
    store.put(_key(folder), pickle.dumps(tree, pickle.HIGHEST_PROTOCOL))


def _key(folder: Path) -> str:
    return f"tree {digest_of((str(folder), code_digest()))}"


class Linker:
    """Fills a new folder with files of others; on the same disk a file keeps its inode and its time stamp."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: set[str] = set()

    def take(self, source: Path, names: Iterable[str]) -> None:
        """Take over files of the folder `source` under their names."""
        for name in names:
            target = f"{self.folder}/{name}"
            self._make_room(target)
            try:
                os.link(f"{source}/{name}", target)
            except OSError:
                shutil.copy2(f"{source}/{name}", target)

    def move(self, source: Path, name: str) -> None:
        """Move a file of the folder `source`, which is on the same disk."""
        target = f"{self.folder}/{name}"
        self._make_room(target)
        os.rename(source / name, target)

    def write(self, name: str, content: bytes) -> None:
        target = f"{self.folder}/{name}"
        self._make_room(target)
        Path(target).write_bytes(content)

    def _make_room(self, target: str) -> None:
        folder = target.rpartition("/")[0]
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)
