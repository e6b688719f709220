"""Kept indexes (沿用索引): the search indexes of a site; what the last run made is renewed where publications have changed."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gazette.digests import code_digest, code_stamps, digest_of, is_current, packages_digest
from gazette.pages.labels import Labels
from gazette.problems import Problem
from gazette.rendered import Rendered
from gazette.search.index import IndexUpdate, merge_index
from gazette.search.index_check import check_lost
from gazette.search.index_state import IndexSources
from gazette.search.terms import index_of

SEARCH_FOLDER = "search-data"
_STATE = "state"


@dataclass(frozen=True)
class SearchFiles:
    """The files of search-data/: the SHA-256 of each by its path in the site; `read` returns the content of one."""

    digests: Mapping[str, str]
    read: Callable[[str], bytes]


def _nothing(name: str) -> bytes:
    raise KeyError(name)


def read_search(files: SearchFiles) -> dict[str, bytes]:
    """Return the content of all files."""
    return {name: files.read(name) for name in files.digests}


NO_SEARCH = SearchFiles({}, _nothing)


def index_publications(
    publications: Iterable[Rendered], labels: Mapping[str, Labels], folder: Path | None = None
) -> tuple[SearchFiles, list[Problem]]:
    """Return one index per language, one for both Chinese scripts together, and the words that they do not find.

    `folder` holds the indexes of the last run; without it they are made from nothing and held in memory.
    """
    known = {each.path: each for each in publications}
    room = _IndexRoom(folder)
    digests: dict[str, str] = {}
    problems: list[Problem] = []
    sources = {(path, tag): file for path, each in known.items() for tag, file in each.facts.files.items()}
    for group in dict.fromkeys(map(index_of, labels)):
        prefixes = {tag: labels[tag].language.prefix for tag in labels if index_of(tag) == group}
        made = room.merge(group, prefixes, known)
        digests |= {f"{SEARCH_FOLDER}/{group}/{name}": digest.hex() for name, digest in made.files.items()}
        problems += check_lost(made.lost, sources)
    return SearchFiles(digests, room.read), problems


class _IndexRoom:
    """The files of all indexes, in a folder that no other process uses at the same time, or else in memory."""

    def __init__(self, folder: Path | None) -> None:
        self._files: dict[str, bytes] = {}
        self._folder = folder if folder and is_current(code_stamps()) and self._lock(folder) else None
        self._code = digest_of((code_digest(), packages_digest())) if self._folder else ""

    def _lock(self, folder: Path) -> bool:
        """Lock the folder as long as this object lives; False if it cannot be had."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(self._opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError, OSError):
            os.close(self._opened)

    def read(self, name: str) -> bytes:
        """Return a file by its path in the site; raise OSError or KeyError if there is none."""
        place = name.removeprefix(f"{SEARCH_FOLDER}/")
        return (self._folder / place).read_bytes() if self._folder else self._files[place]

    def merge(self, group: str, prefixes: Mapping[str, str], known: Mapping[str, Rendered]) -> IndexUpdate:
        """Make or renew one index."""
        sources = IndexSources(
            lambda path: known[path].load_index()[group],
            lambda name: self.read(f"{group}/{name}"),
            self._state(group),
            self._code,
        )
        listings = [each.facts.listings[group] for each in known.values() if group in each.facts.listings]
        made = merge_index(prefixes, listings, sources, lambda name, content: self._write(f"{group}/{name}", content))
        if self._folder:
            self._write(f"{group}/{_STATE}", made.state)
            for name in made.gone:
                (self._folder / group / name).unlink(missing_ok=True)
        return made

    def _state(self, group: str) -> bytes | None:
        with contextlib.suppress(OSError):
            return (self._folder / group / _STATE).read_bytes() if self._folder else None
        return None

    def _write(self, name: str, content: bytes) -> None:
        if self._folder is None:
            self._files[name] = content
            return
        # A file that is cut off by a kill does not have the digest that the state names, or the state has no checksum.
        (self._folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self._folder / name).write_bytes(content)
