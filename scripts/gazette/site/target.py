"""Target (输出位置): where a verb may write: no folder of the project, no folder that holds one, no mount point."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from gazette.problems import Problem, problem
from gazette.project import Project
from gazette.site.swap import MARKER

_MOUNTS = Path("/proc/self/mountinfo")
# Folders of a project that people write, and those inside build/ that builds need.
_OWN = ("docs", "overrides", "scripts", "tests")
_NEEDED = ("copies", "docs", "fonts", "node", "other")
# What verbs write as one file: none of the project's own has such a name.
_WRITTEN = (".html", ".tbx", ".tmx", ".xlf", ".xliff")


def check_site_target(out: Path, project: Project) -> list[Problem]:
    """Whether a site may stand at `out`, which no link leads to: only an empty folder or a site of ours is replaced."""
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
    """Whether a verb may write `out`: whoever mistypes --out loses nothing."""
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
    """What of a project is none of its own: site/, a new folder, what no build needs in build/, a file like `plan.xlf`."""
    first, *rest = place.parts
    if first == "build":
        return bool(rest) and rest[0] not in _NEEDED
    if first.startswith(".") or first in _OWN:
        return False
    return bool(rest) or place.suffix.lower() in _WRITTEN or not (root / first).is_file()


def _precious(project: Project) -> Iterable[Path]:
    """What no site may take the place of, nor the folders that hold it."""
    yield from (project.root, project.docs)
    try:
        yield Path.home().resolve()
    except RuntimeError:  # a user that the system does not know
        return


def _is_mount(out: Path) -> bool:
    """A folder that is mounted cannot be renamed; `os.path.ismount` does not know one that is bound to its own disk."""
    if os.path.ismount(out):
        return True
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    return out.as_posix() in {_unescaped(line.split(" ")[4]) for line in lines}


def _unescaped(place: str) -> str:
    """The kernel writes a space as \\040, and so on (proc(5))."""
    for written, meant in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        place = place.replace(written, meant)
    return place
