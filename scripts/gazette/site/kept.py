"""Kept assets (旧资源): assets of the previous site, kept for one more build because open pages still request them."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from gazette.site.swap import MARKER

MADE = "Made by scripts/publish build, which may replace this folder.\n"
_KEPT = "kept "
_FOLDERS = ("assets", "search-data")
# `gazette.1a2b3c4d.css`, or a folder named by a hash: such a name always means the same bytes.
_HASHED = re.compile(r"(?:^|[./])[0-9a-f]{8,64}[./]")


def kept_files(site: Path) -> frozenset[str]:
    """Return the files that a site kept from its predecessor, by its marker file; published lists do not name them."""
    try:
        lines = (site / MARKER).read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(line.removeprefix(_KEPT) for line in lines if line.startswith(_KEPT))


def keep_previous(site: Path, fresh: Path) -> None:
    """Give `fresh` the hashed assets of `site` that it lacks, and write its marker file.

    Assets that `site` had itself kept are dropped, unless `fresh` has all other assets of `site`: then an open page may
    still need them.
    """
    before, now = _hashed_files(site), _hashed_files(fresh)
    kept = kept_files(site) & before
    own = before - kept
    chosen = sorted((own if own - now else kept) - now)
    for name in chosen:
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        _link(site / name, fresh / name)
    mark = MADE + "".join(f"{_KEPT}{name}\n" for name in chosen)
    (fresh / MARKER).write_text(mark, encoding="utf-8")


def _hashed_files(site: Path) -> set[str]:
    files = (path for folder in _FOLDERS for path in (site / folder).rglob("*"))
    names = (path.relative_to(site).as_posix() for path in files if path.is_file() and not path.is_symlink())
    return {name for name in names if _HASHED.search(name)}


def _link(source: Path, target: Path) -> None:
    """Create a hard link, or a copy on file systems without hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
