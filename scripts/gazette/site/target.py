"""Target (输出位置): the check that a verb may write to a place, to protect the project, its parents and mount points."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from gazette.problems import Problem, problem
from gazette.project import Project
from gazette.site.swap import MARKER

_MOUNTS = Path("/proc/self/mountinfo")
# Folders of a project that people edit, and those inside build/ that builds need.
_OWN = ("docs", "overrides", "scripts", "tests")
_NEEDED = ("cache", "copies", "docs", "fonts", "node", "other", "spare")
# Suffixes of single files that verbs write; none of the project's own files has one.
_WRITTEN = (".html", ".tbx", ".tmx", ".xlf", ".xliff")


def check_site_target(out: Path, project: Project) -> list[Problem]:
    """Report why no site may be built at `out`, a resolved path: only an empty folder or a site of ours is replaced."""
    if problems := check_target(out, project):
        return problems
    if project.ledger_file.is_relative_to(out):
        return [problem("out.above", out.as_posix())]
    if _is_mount(out):
        return [problem("out.mount", out.as_posix(), inside=(out / "site").as_posix())]
    if not os.path.lexists(out):
        return []
    if not out.is_dir() or (any(out.iterdir()) and not (out / MARKER).is_file()):
        return [problem("out.foreign", out.as_posix())]
    return []


def check_target(out: Path, project: Project) -> list[Problem]:
    """Report why a verb may not write to `out`, so that a mistyped --out destroys nothing."""
    out = out.resolve()
    if out.is_relative_to(project.docs):
        return [problem("out.inside-docs", out.as_posix())]
    if any(each.is_relative_to(out) for each in _precious(project)):
        return [problem("out.above", out.as_posix())]
    is_signed = out in (project.ledger_file, project.versions_file, project.issued_file, project.translations_file)
    if is_signed or (out.is_relative_to(project.root) and not _is_free(out.relative_to(project.root), project.root)):
        return [problem("out.project", out.as_posix())]
    return []


def _is_free(place: Path, root: Path) -> bool:
    """True if a place in the project may be overwritten.

    That is site/, a new folder, whatever no build needs in build/, and a file like `plan.xlf`.
    """
    first, *rest = place.parts
    if first == "build":
        return bool(rest) and rest[0] not in _NEEDED
    if first.startswith(".") or first in _OWN:
        return False
    return bool(rest) or place.suffix.lower() in _WRITTEN or not (root / first).is_file()


def _precious(project: Project) -> Iterable[Path]:
    """Yield folders that no output may replace or contain."""
    yield from (project.root, project.docs)
    try:
        yield Path.home().resolve()
    except RuntimeError:  # the system does not know the user
        return


def _is_mount(out: Path) -> bool:
    """True for a mount point, which cannot be renamed; `os.path.ismount` misses a bind mount of the same disk."""
    if os.path.ismount(out):
        return True
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    return out.as_posix() in {_unescaped(line.split(" ")[4]) for line in lines}


def _unescaped(place: str) -> str:
    """Decode the octal escapes of the kernel, e.g. \\040 for a space (proc(5))."""
    for written, meant in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        place = place.replace(written, meant)
    return place
