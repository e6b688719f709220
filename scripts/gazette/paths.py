"""Paths (路径): what is read is a file of its own folder, no link, device or pipe, with a name that every server can hold."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gazette.problems import Problem, problem

LARGEST_FILE = 512 * 2**20  # bytes of one file; an editor's judgement: ten times what a browser is patient with
_LONGEST = 255  # bytes of UTF-8 that Linux takes as a name, and units of UTF-16 that Windows takes
# What editors and systems leave beside a text; nothing reads it.
_LEFTOVERS = re.compile(r"^(\..*|~.*|.*~|Thumbs\.db|desktop\.ini|.*\.(tmp|bak|swp)|__pycache__)$", re.IGNORECASE)
# Microsoft, "Naming Files, Paths, and Namespaces": reserved with any ending, and what no name may hold.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$|clock\$)")
_FORBIDDEN = frozenset('<>:"/\\|?*')
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


class NotAFileError(OSError):
    """What stands at a path is no file to be read; `code` and `found` are those of the problem."""

    def __init__(self, code: str, file: Path, found: str) -> None:
        super().__init__(errno.EINVAL, found, str(file))
        self.code, self.found = code, found


@dataclass(frozen=True)
class Tree:
    """All folders and files below a folder, itself included, in order of their paths; leftovers are none of them."""

    folders: tuple[Path, ...]
    files: tuple[Path, ...]


def read_file(file: Path, root: Path | None = None) -> bytes:
    """The bytes of a regular file; raises OSError, of which NotAFileError says what stands there instead.

    Below `root` no part of the path may be a symbolic link. Without a root a person has named the file, and a link is
    theirs; a pipe or a device is not opened either way, so that nothing waits for it.
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
    """The first symbolic link among the parts of a path below `root`."""
    parts = file.relative_to(root).parts
    paths = (root.joinpath(*parts[:number]) for number in range(1, len(parts) + 1))
    return next((each for each in paths if each.is_symlink()), None)


def unreadable(error: OSError, shown: str) -> Problem:
    """The problem for a file that `read_file` does not read."""
    if isinstance(error, NotAFileError):
        return problem(error.code, shown, found=error.found, limit=str(LARGEST_FILE // 2**20))
    return problem("source.unreadable", shown, found=error.strerror or "")


def check_file(file: Path, shown: str) -> list[Problem]:
    """Whether what stands at a path, if anything does, is a file."""
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
    """Everything below a folder, and what of it is neither a folder nor a file or has a name that cannot be published.

    A symbolic link is never followed, wherever it leads: on Windows git makes a text file of it, and a folder that is
    reached by two names would be published twice.
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


def check_name(name: str, shown: str) -> list[Problem]:
    """Whether Windows, IIS, FTP and a browser's download can hold a file or a folder of this name."""
    try:
        length = max(len(name.encode("utf-8")), len(name.encode("utf-16-le")) // 2)
    except UnicodeEncodeError:  # bytes that are no UTF-8, as Python keeps them
        return [problem("path.encoding", shown)]
    if strange := [each for each in name if each in _FORBIDDEN or unicodedata.category(each) in _UNSEEN]:
        return [problem("path.character", shown, found=strange[0])]
    if name != name.strip() or name.endswith("."):
        return [problem("path.edge", shown, found=name)]
    if _RESERVED.fullmatch(unicodedata.normalize("NFKC", name.split(".")[0]).strip().casefold()):
        return [problem("path.reserved", shown, found=name.split(".")[0])]
    return [problem("path.long", shown, found=str(length), limit=str(_LONGEST))] if length > _LONGEST else []


def check_twins(names: Iterable[str], shown: str) -> list[Problem]:
    """Names of one folder that Windows or macOS take for the same: equal but for case, or for Unicode's form."""
    first: dict[str, str] = {}
    problems = []
    for name in names:
        other = first.setdefault(folded_name(name), name)
        if other != name:
            problems.append(problem("path.twins", f"{shown}/{name}", found=name, other=other))
    return problems


def folded_name(name: str) -> str:
    """What names have in common that some file system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
