"""Unchanged site (未变): recognises that a finished site is what a build would make, without loading any engine."""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from gazette.copies.libraries import LIBRARIES, library_version
from gazette.digests import CODE, code_stamps, digest_of, is_current, packages_digest
from gazette.problems import Problem
from gazette.project import Project
from gazette.site.build_options import BuildOptions
from gazette.site.kept import kept_files
from gazette.site.swap import MARKER
from gazette.site.tree import FileStamp, SiteTree, keep_tree, read_tree
from gazette.store import Store

_Stamp = tuple[int, ...]


@dataclass(frozen=True)
class ReadSources:
    """Everything that a build reads, as it was at one moment: its digest, and the stamp of each file and folder."""

    digest: str
    stamps: Mapping[str, _Stamp]


@dataclass(frozen=True)
class BuildRecord:
    """What a build said of the site that it made, and the digest of all that it had read."""

    sources: str
    pages: int
    warnings: tuple[Problem, ...]


def read_sources(project: Project, options: BuildOptions) -> ReadSources | None:
    """Return what a build with these options would read; None if something cannot be read."""
    if not is_current(code_stamps()):
        return None
    libraries = [library_version(name) for name in LIBRARIES] if options.with_copies else []
    digest = hashlib.sha256(digest_of((options, packages_digest(), libraries)).encode())
    stamps: dict[str, _Stamp] = {}
    try:
        for path, found in _places(project):
            stamps[path] = _stamp(found)
            digest.update(f"{path}\0{stat.S_IFMT(found.st_mode)}\0".encode("utf-8", "surrogateescape"))
            if stat.S_ISREG(found.st_mode):
                digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
    except OSError:
        return None
    return ReadSources(digest.hexdigest(), stamps)


def is_as_read(sources: ReadSources, project: Project) -> bool:
    """True if nothing has been touched since the sources were read."""
    try:
        return {path: _stamp(found) for path, found in _places(project)} == sources.stamps
    except OSError:
        return False


def find_unchanged(project: Project, out: Path, sources: ReadSources) -> BuildRecord | None:
    """Return what the last build said of the site at `out`, if a build would make the same now."""
    store = Store(project.store)
    try:
        kept = store.get(_key(out))
        record = pickle.loads(kept) if kept else None
        if not isinstance(record, BuildRecord) or record.sources != sources.digest:
            return None
        wanted = {name: each for files in read_tree(store, out).files.values() for name, each in files.items()}
        made = dict(_files_of(out))
        ours = {MARKER, *kept_files(out)}
        return record if wanted and {name: each for name, each in made.items() if name not in ours} == wanted else None
    except OSError:
        return None
    finally:
        store.settle()
        store.close()


def keep_record(project: Project, out: Path, record: BuildRecord, tree: SiteTree) -> None:
    """Keep what a build said of the site at `out`, and the tree of that site."""
    with closing(Store(project.store)) as store:
        keep_tree(store, out, tree)
        store.put(_key(out), pickle.dumps(record, pickle.HIGHEST_PROTOCOL))


def _key(out: Path) -> str:
    return f"built {digest_of(str(out))}"


def _places(project: Project) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file and folder that a build reads, or looks for, in a fixed order."""
    tables = (project.versions_file, project.issued_file, project.translations_file, project.checks_file)
    hooks = project.root / "scripts" / "mkdocs_hooks.py"
    for file in (project.root / "mkdocs.yml", hooks, project.ledger_file, *tables):
        if os.path.lexists(file):
            yield str(file), os.lstat(file)
    for folder in (project.docs, project.root / "overrides", CODE):
        yield from _walk(str(folder))


def _walk(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if entry.name == "__pycache__":
            continue
        found = entry.stat(follow_symlinks=False)
        yield entry.path, found
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)


def _stamp(found: os.stat_result) -> _Stamp:
    """Return what an edit changes; a folder has only its name, since its entries are listed themselves."""
    if stat.S_ISDIR(found.st_mode):
        return (found.st_mode,)
    return found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _files_of(out: Path) -> Iterator[tuple[str, FileStamp | None]]:
    """Yield every file of a finished site, or whatever stands in its place, with its stamp."""
    start = len(str(out)) + 1
    for path, found in _walk(str(out)):
        if not stat.S_ISDIR(found.st_mode):
            is_file = stat.S_ISREG(found.st_mode)
            yield path[start:], FileStamp(found.st_size, found.st_mtime_ns, found.st_ino) if is_file else None
