"""Disk (磁盘): a disk without room is named, of the several on which a build writes."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gazette.problems import PublicationError, problem
from gazette.project import Project

FULL = (errno.ENOSPC, errno.EDQUOT)


@contextlib.contextmanager
def full_disk_named(out: Path, project: Project) -> Iterator[None]:
    """What a full disk stops becomes a problem that names its mount point; other errors go on as they are.

    A write says nothing of its file: it is that of the build's places whose disk has the least room.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        # A copy names its source as well, which may lie on another disk.
        named = [Path(os.fsdecode(each)) for each in (error.filename2, error.filename) if each]
        place = min([*named, out.parent, project.root / "build", Path(tempfile.gettempdir())], key=_room)
        found = mount_point(place).as_posix()
        raise PublicationError([problem("disk.full", found, file=place.as_posix())]) from None


def mount_point(place: Path) -> Path:
    """The folder under which the disk of a place is mounted."""
    folders = (place.absolute(), *place.absolute().parents)
    return next(each for each in folders if os.path.ismount(each))


def _room(place: Path) -> float:
    """Bytes or files that are left where `place` lies or will lie, whichever is scarcer as a part of the whole."""
    known = next(each for each in (place, *place.parents) if each.exists())
    state = os.statvfs(known)
    files = state.f_favail / state.f_files if state.f_files else 1.0
    return min(state.f_bavail / state.f_blocks if state.f_blocks else 1.0, files)
