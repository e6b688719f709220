"""Disk (磁盘): the report of a full disk, with the mount point of the one among several that a build writes to."""

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
    """Turn the error of a full disk into the problem disk.full with its mount point; other errors pass.

    A failed write does not name its file, so the disk reported is the one with the least space among the build's
    places.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        # An error of copying names the source too, which may lie on another disk.
        named = [Path(os.fsdecode(each)) for each in (error.filename2, error.filename) if each]
        place = min([*named, out.parent, project.root / "build", Path(tempfile.gettempdir())], key=_room)
        found = mount_point(place).as_posix()
        raise PublicationError([problem("disk.full", found, file=place.as_posix())]) from None


def mount_point(place: Path) -> Path:
    """Return the folder under which the disk of a place is mounted."""
    folders = (place.absolute(), *place.absolute().parents)
    return next(each for each in folders if os.path.ismount(each))


def _room(place: Path) -> float:
    """Return the free part of the disk of `place`, from 0 to 1: bytes or inodes, whichever is scarcer."""
    known = next(each for each in (place, *place.parents) if each.exists())
    state = os.statvfs(known)
    files = state.f_favail / state.f_files if state.f_files else 1.0
    return min(state.f_bavail / state.f_blocks if state.f_blocks else 1.0, files)
