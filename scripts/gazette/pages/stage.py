"""Stage (待排): writes the staged files into build/docs where they differ, so that the folder equals the given files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path


def write_stage(folder: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """Make `folder` hold exactly `files` (name → content), and return the names written or removed, sorted.

    Unchanged files keep their time stamps: otherwise a preview would rebuild for ever.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changed = set(_clear(folder, files))
    for name, content in files.items():
        wanted = content.encode("utf-8") if isinstance(content, str) else content
        target = folder / name
        if not target.is_file() or target.read_bytes() != wanted:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(wanted)
            changed.add(name)
    return sorted(changed)


def _clear(folder: Path, files: Mapping[str, str | bytes]) -> Iterator[str]:
    """Remove unwanted files and all that are not regular files: nothing is written through a link or into a pipe."""
    for path in sorted(folder.rglob("*"), reverse=True):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif name not in files or path.is_symlink() or not path.is_file():
            path.unlink()
            yield name
