"""Paths (路径): admits only regular files that stand inside their folder."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from gazette.file_names import check_name, check_twins
from gazette.problems import Problem, problem

LARGEST_FILE = 512 * 2**20  # bytes per file; our own judgement, no standard: ten times what a browser copes with
# Files that editors and operating systems leave beside a text; they are ignored.
_LEFTOVERS = re.compile(r"^(\..*|~.*|.*~|Thumbs\.db|desktop\.ini|.*\.(tmp|bak|swp)|__pycache__)$", re.IGNORECASE)


class NotAFileError(OSError):
    """Raised for a path that is not a regular file of allowed size; `code` and `found` are those of the problem."""

    def __init__(self, code: str, file: Path, found: str) -> None:
        super().__init__(errno.EINVAL, found, str(file))
        self.code, self.found = code, found


@dataclass(frozen=True)
class Tree:
    """All folders and files below a folder, itself included, sorted by path, without the leftovers of editors."""

    folders: tuple[Path, ...]
    files: tuple[Path, ...]


def read_file(file: Path, root: Path | None = None) -> bytes:
    """Return the bytes of a regular file of at most LARGEST_FILE bytes; raise OSError otherwise.

    NotAFileError, a subclass, says what stands there instead: `path.link`, `path.kind` or `path.large`. With `root`, no
    part of the path below it may be a symbolic link. Without it a person has named the file, and a link is allowed. A
    pipe or a device is never opened, so that nothing waits for it.
    """
    if root is not None and (link := _link_in(file, root)):
        raise NotAFileError("path.link", file, os.readlink(link))
    _check_kind(file, os.stat(file))
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY), "rb") as stream:
        _check_kind(file, os.fstat(stream.fileno()))
        content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise NotAFileError("path.large", file, f"{LARGEST_FILE // 2**20} MiB +")
    return content


def _check_kind(file: Path, state: os.stat_result) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise NotAFileError("path.kind", file, stat.filemode(state.st_mode))
    if state.st_size > LARGEST_FILE:
        raise NotAFileError("path.large", file, f"{state.st_size // 2**20} MiB")


def _link_in(file: Path, root: Path) -> Path | None:
    """Return the first symbolic link among the parts of the path below `root`, or None."""
    parts = file.relative_to(root).parts
    paths = (root.joinpath(*parts[:number]) for number in range(1, len(parts) + 1))
    return next((each for each in paths if each.is_symlink()), None)


def unreadable(error: OSError, shown: str) -> Problem:
    """Return the problem for an OSError raised by read_file()."""
    if isinstance(error, NotAFileError):
        return problem(error.code, shown, found=error.found, limit=str(LARGEST_FILE // 2**20))
    return problem("source.unreadable", shown, found=error.strerror or "")


def check_file(file: Path, shown: str) -> list[Problem]:
    """Report a path that exists and is not a regular file of allowed size; a missing path is no problem."""
    try:
        state = os.lstat(file)
    except OSError:
        return []
    if stat.S_ISREG(state.st_mode) and state.st_size <= LARGEST_FILE:
        return []
    if stat.S_ISLNK(state.st_mode):
        return [problem("path.link", shown, found=os.readlink(file))]
    try:
        _check_kind(file, state)
    except NotAFileError as error:
        return [unreadable(error, shown)]
    return []


def find_tree(root: Path, shown: str) -> tuple[Tree, list[Problem]]:
    """Return all folders and files below a folder; report entries of another kind or with unfit names.

    A symbolic link is reported and never followed: on Windows git makes a text file of it, and a folder that can be
    reached under two names would be published twice.
    """
    folders, files = [root], list[Path]()
    problems: list[Problem] = []
    for folder in folders:
        names: list[str] = []
        try:
            entries = sorted(os.scandir(folder), key=lambda each: each.name)
        except OSError as error:
            problems.append(unreadable(error, _shown(folder, root, shown)))
            continue
        for entry in (each for each in entries if not _LEFTOVERS.match(each.name)):
            path = folder / entry.name
            place = _shown(path, root, shown)
            wrong = check_name(entry.name, place)
            if not wrong and not entry.is_dir(follow_symlinks=False):
                wrong = check_file(path, place)
            problems += wrong
            if not wrong:
                names.append(entry.name)
                (folders if entry.is_dir(follow_symlinks=False) else files).append(path)
        problems += check_twins(names, _shown(folder, root, shown))
    return Tree(tuple(sorted(folders)), tuple(sorted(files))), problems


def _shown(path: Path, root: Path, shown: str) -> str:
    return shown if path == root else f"{shown}/{path.relative_to(root).as_posix()}"
