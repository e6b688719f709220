"""Swap (换站): the finished site takes the old one's place in one step; what a killed run left is put right at the next start."""

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
# What renameat2(2) says where the kernel or the file system knows no exchange.
_NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)
_NEW, _OLD, _HOLDER = "new", "old", ".gazette-holder"


@contextlib.contextmanager
def beside(out: Path) -> Iterator[Path]:
    """A new empty folder for the next site, on the disk of `out`; nothing of it is left however the block ends.

    It lies in a folder `.site-XXXXXXXX` of ours, which is locked as long as this process lives.
    """
    holder, lock = _make_holder(out)
    try:
        (holder / _NEW).mkdir()
        yield holder / _NEW
    finally:
        _settle(holder, out)
        os.close(lock)


def place(fresh: Path, out: Path) -> None:
    """`out` becomes what `fresh` is, in one step where the system can; `fresh` comes from `beside(out)`.

    Otherwise by two renames. A kill between them leaves no site until `restore` puts the old one back.
    """
    if not out.exists():
        fresh.rename(out)
    elif not exchange(fresh, out):
        out.rename(fresh.with_name(_OLD))
        fresh.rename(out)


def exchange(one: Path, other: Path) -> bool:
    """Both names change places at once (renameat2, Linux 3.15, glibc 2.28); False where the system cannot."""
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
    """What runs that were killed left beside `out` is removed; where they left no site, the old one comes back first."""
    if not out.parent.is_dir():
        return
    for holder in sorted(_left_behind(out)):
        with _locked(holder) as is_ours:
            if is_ours and _is_ours(holder):
                _settle(holder, out)


def _settle(holder: Path, out: Path) -> None:
    """Remove a holder; the first builds had the site to be, or the old one, in its place."""
    old = holder if (holder / MARKER).is_file() else holder / _OLD
    if old.is_dir() and not os.path.lexists(out):
        old.rename(out)
    with contextlib.suppress(OSError):
        # The mark goes last: what a kill leaves is still known to be ours.
        for each in holder.iterdir():
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each, ignore_errors=True)
            elif each.name not in (_HOLDER, MARKER):
                each.unlink()
    shutil.rmtree(holder, ignore_errors=True)


def _make_holder(out: Path) -> tuple[Path, int]:
    """A folder that is locked and marked; another start may remove it before it is, then there is a next."""
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
    """Folders beside `out` with a name that tempfile gives; the first builds added `.old` for the old site."""
    named = re.compile(rf"\.{re.escape(out.name)}-[a-z0-9_]{{8}}(\.old)?")
    for entry in os.scandir(out.parent):
        if named.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)


def _is_ours(holder: Path) -> bool:
    """It bears a mark of ours, or was left before it got one."""
    return (holder / _HOLDER).is_file() or (holder / MARKER).is_file() or not any(holder.iterdir())


@contextlib.contextmanager
def _locked(holder: Path) -> Iterator[bool]:
    """Whether no living process holds it: a lock ends with its process."""
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
