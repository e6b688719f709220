"""Spare (备用目录): the site before the last, in build/spare, which becomes the next one, so that only changes are written.

Making and removing tens of thousands of folders costs more than all else in a build that changes one word. A site
outside the project has no spare: there nothing is to be left lying beside it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gazette.digests import digest_of
from gazette.project import Project
from gazette.site.swap import beside, rescue


@contextmanager
def next_site(project: Project, out: Path) -> Iterator[Path]:
    """Provide the folder that is to become the site: the spare, or a new folder beside `out`, removed however it ends."""
    holder = _holder(project, out)
    with _lock(holder) as is_ours:
        if holder and is_ours:
            rescue(holder, out)
            for each in holder.iterdir():  # what a killed run was rendering
                if each.name != "new":
                    shutil.rmtree(each, ignore_errors=True)
            (holder / "new").mkdir(exist_ok=True)
            try:
                yield holder / "new"
            except OSError:  # e.g. a full disk, on which nothing incomplete is to be left
                shutil.rmtree(holder / "new", ignore_errors=True)
                raise
            return
    with beside(out) as fresh:
        yield fresh


def prepare_spare(project: Project, out: Path) -> None:
    """After the first build, fill the spare from the site, so that the next build need not."""
    holder = _holder(project, out)
    with _lock(holder) as is_ours:
        if holder and is_ours and not (spare := holder / "new").exists():
            with contextlib.suppress(OSError):
                shutil.copytree(out, spare, symlinks=True, copy_function=os.link)


def is_spare(project: Project, folder: Path) -> bool:
    """True for a folder that next_site() provides again in the next run."""
    return folder.is_relative_to(project.root / "build" / "spare")


def remove_others(folder: Path, wanted: Iterable[str]) -> None:
    """Remove everything from `folder` but the files with these names, and the folders that this empties."""
    kept = set(wanted)
    start = len(str(folder)) + 1

    def clear(place: str) -> bool:
        is_empty = True
        for entry in os.scandir(place):
            if entry.is_dir(follow_symlinks=False):
                if clear(entry.path):
                    os.rmdir(entry.path)
                else:
                    is_empty = False
            elif entry.path[start:] in kept and entry.is_file(follow_symlinks=False):
                is_empty = False
            else:
                os.unlink(entry.path)
        return is_empty

    clear(str(folder))


def _holder(project: Project, out: Path) -> Path | None:
    """Return the folder of the spare, on the disk of `out`; None if the site is to have no spare."""
    build = project.root / "build"
    if project.store is None or not out.is_relative_to(project.root) or out.is_relative_to(build):
        return None
    holder = build / "spare" / digest_of(str(out))[:12]
    try:
        holder.mkdir(parents=True, exist_ok=True)
        return holder if os.stat(holder).st_dev == os.stat(out.parent).st_dev else None
    except OSError:
        return None


@contextmanager
def _lock(holder: Path | None) -> Iterator[bool]:
    """Lock a holder and yield True, or False if there is none or a living process holds it; a lock ends with its process."""
    if holder is None:
        yield False
        return
    lock = os.open(holder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_ours = True
    except BlockingIOError:
        is_ours = False
    try:
        yield is_ours
    finally:
        os.close(lock)
