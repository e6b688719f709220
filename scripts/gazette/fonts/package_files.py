"""Package files (包内文件): reads the files in a Debian package."""

from __future__ import annotations

import bz2
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from gazette.fonts.packages import RefusedPackageError

_MAGIC = b"!<arch>\n"
_HEADER = 60


def read_members(file: Path, names: frozenset[str]) -> dict[str, bytes]:
    """Return files of a package by name; .bz2 files are decompressed.

    A name is the last part of a path, or `doc:` and the end of a path under /usr/share/doc. Raises RefusedPackageError if
    one is missing.
    """
    found: dict[str, bytes] = {}
    for member, content in _data_archive(file):
        for name in names - found.keys():
            if member.endswith(f"/{name.removeprefix('doc:')}") and ("/share/doc/" in member) == name.startswith(
                "doc:"
            ):
                found[name] = content.read()
        if found.keys() == names:
            break
    if missing := names - found.keys():
        raise RefusedPackageError(f"{file.name} does not hold {', '.join(sorted(missing))}.")
    return {name: bz2.decompress(data) if name.endswith(".bz2") else data for name, data in found.items()}


def _data_archive(file: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield path and content of the regular files in data.tar of a .deb, which is an `ar` archive of three members."""
    data = file.read_bytes()
    if not data.startswith(_MAGIC):
        raise RefusedPackageError(f"{file.name} is not a Debian package.")
    place = len(_MAGIC)
    while place < len(data):
        name, size = data[place : place + 16].decode().strip(), int(data[place + 48 : place + 58])
        place += _HEADER
        if name.startswith("data.tar"):
            with tarfile.open(fileobj=io.BytesIO(data[place : place + size])) as archive:
                for member in archive:
                    if member.isfile() and (content := archive.extractfile(member)):
                        yield f"/{member.name.removeprefix('./')}", content
        place += size + size % 2
