"""Swap (换站): replaces the old site by the finished one in one step, after clearing away what killed runs left."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

MARKER = ".gazette-site"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # <fcntl.h>, <linux/fs.h>
# Errors of renameat2(2) if the kernel or the file system does not support exchange.
_NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)
_NEW, _OLD, _HOLDER = "new", "old", ".gazette-holder"


@contextlib.contextmanager
def beside(out: Path) -> Iterator[Path]:
    """Provide a new empty folder for the next site on the disk of `out`; it is removed however the block ends.

    It lies in a folder `.site-XXXXXXXX`, which stays locked while this process lives.
    """
    holder, lock = _make_holder(out)
    try:
        (holder / _NEW).mkdir()
        yield holder / _NEW
    finally:
        _settle(holder, out)
        os.close(lock)


def place(fresh: Path, out: Path) -> None:
    """Replace `out` by `fresh`, which comes from `beside(out)`, in one step if the system can exchange names.

    Otherwise two renames are needed; a kill between them leaves no site until `restore` puts the old one back.
    """
    if not out.exists():
        fresh.rename(out)
    elif not exchange(fresh, out):
        out.rename(fresh.with_name(_OLD))
        fresh.rename(out)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names atomically (renameat2, Linux 3.15, glibc 2.28); return False if the system cannot."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    if (number := ctypes.get_errno()) in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def restore(out: Path) -> None:
    """Remove what killed runs left beside `out`; if they left no site, put the old one back first."""
    if not out.parent.is_dir():
        return
    for holder in sorted(_left_behind(out)):
        with _locked(holder) as is_ours:
            if is_ours and _is_ours(holder):
                _settle(holder, out)


def rescue(holder: Path, out: Path) -> None:
    """Put the old site back that a killed run left in a holder, or remove it if there is a site."""
    old = holder / _OLD
    if old.is_dir() and not os.path.lexists(out):
        old.rename(out)
    elif old.is_dir():
        shutil.rmtree(old)


def _settle(holder: Path, out: Path) -> None:
    """Remove a holder after rescuing the old site from it; in the first builds the holder was itself the site."""
    old = holder if (holder / MARKER).is_file() else holder / _OLD
    if old.is_dir() and not os.path.lexists(out):
        old.rename(out)
    with contextlib.suppress(OSError):
        # The marker is removed last, so that after a kill the rest is still recognised as ours.
        for each in holder.iterdir():
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each, ignore_errors=True)
            elif each.name not in (_HOLDER, MARKER):
                each.unlink()
    shutil.rmtree(holder, ignore_errors=True)


def _make_holder(out: Path) -> tuple[Path, int]:
    """Return a new folder, locked and marked; if another start removes it before it is locked, try again."""
    while True:
        holder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        lock = os.open(holder, os.O_RDONLY | os.O_DIRECTORY)
        with contextlib.suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(lock), os.stat(holder)):
                (holder / _HOLDER).touch()
                return holder, lock
        os.close(lock)


def _left_behind(out: Path) -> Iterator[Path]:
    """Yield the folders beside `out` with a name from tempfile; the first builds added `.old` for the old site."""
    named = re.compile(rf"\.{re.escape(out.name)}-[a-z0-9_]{{8}}(\.old)?")
    for entry in os.scandir(out.parent):
        if named.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)


def _is_ours(holder: Path) -> bool:
    """True if the folder has our marker, or is still empty because its run was killed before marking it."""
    return (holder / _HOLDER).is_file() or (holder / MARKER).is_file() or not any(holder.iterdir())


@contextlib.contextmanager
def _locked(holder: Path) -> Iterator[bool]:
    """Lock a holder and yield True, or False if a living process holds it; a lock ends with its process."""
    try:
        lock = os.open(holder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield False
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(lock)
