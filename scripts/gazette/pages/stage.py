"""Stage (待排): pages and files written into build/docs, only where they differ; what is no longer wanted is removed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_stage(folder: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """Make `folder` hold exactly `files` (name → content); the names written or removed, sorted.

    Unchanged files keep their time stamps: a preview rebuilds once for one edit, not for ever.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, content in files.items():
        wanted = content.encode("utf-8") if isinstance(content, str) else content
        target = folder / name
        if not target.is_file() or target.read_bytes() != wanted:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(wanted)
            changed.append(name)
    for path in sorted(folder.rglob("*"), reverse=True):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in files:
            path.unlink()
            changed.append(name)
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return sorted(changed)
