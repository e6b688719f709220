"""Whole file (整体写入): replaces a file atomically: readers see the old content or the new, never a part."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

PREFIX, SUFFIX = ".gazette-", ".tmp"


def replace_file(file: Path, content: bytes, check: Callable[[Path], None] = lambda fresh: None) -> None:
    """Replace `file` atomically by `content`; after any failure the old file is there and no temporary file is left.

    `check` gets the path of the new file before it is used, and raises if the file is wrong. The mode of the file is
    kept; a new file gets what the umask allows. A device or a pipe is written directly. Raises OSError that names
    `file`.
    """
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(content)
            return
        target = Path(os.path.realpath(file))
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        forget_leftovers(target.parent)
        while not _replace(target, content, check):
            pass
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error


def _replace(file: Path, content: bytes, check: Callable[[Path], None]) -> bool:
    """Write a temporary file and rename it; False if another process removed it as a leftover before it was locked."""
    fresh = file.with_name(f"{PREFIX}{secrets.token_hex(8)}{SUFFIX}")
    try:
        with fresh.open("xb") as stream:
            if not _claim(stream, fresh):
                return False
            if file.exists():
                os.fchmod(stream.fileno(), stat.S_IMODE(file.stat().st_mode))
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
            check(fresh)
            os.replace(fresh, file)
    finally:
        fresh.unlink(missing_ok=True)
    _settle(file.parent)
    return True


def _claim(stream: BinaryIO, fresh: Path) -> bool:
    """Lock the new file, so that others do not take it for a leftover; True if it still exists.

    Some file systems have no locks.
    """
    with contextlib.suppress(OSError):
        fcntl.flock(stream, fcntl.LOCK_EX)
    return fresh.exists()


def _settle(folder: Path) -> None:
    """Sync the folder, if the file system can, so that the new name survives a loss of power."""
    with contextlib.suppress(OSError), _opened(folder) as handle:
        os.fsync(handle)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        os.close(handle)


def forget_leftovers(folder: Path) -> None:
    """Remove temporary files of killed processes from `folder`; a living process holds a lock on its own."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{PREFIX}*{SUFFIX}"):
            with contextlib.suppress(OSError), left.open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()
