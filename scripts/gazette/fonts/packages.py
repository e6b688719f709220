"""Font packages (字体来源): fetch the Debian packages named in packages.tsv and verify their SHA-256."""

from __future__ import annotations

import bz2
import csv
import hashlib
import io
import tarfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

DATA = Path(__file__).with_name("data")
# The snapshot archive keeps what the pool has dropped; on this date the named versions were current.
POOLS = ("https://deb.debian.org/debian/", "https://snapshot.debian.org/archive/debian/20250520T000000Z/")
_MAGIC = b"!<arch>\n"
_HEADER = 60


class RefusedPackageError(RuntimeError):
    """A package cannot be obtained, or is not the one named in packages.tsv."""


@dataclass(frozen=True)
class FontPackage:
    """A row of packages.tsv; `address`: path in Debian's pool."""

    package: str
    version: str
    sha256: str
    address: str
    reason: str


def package_rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table in data/, as column → cell."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def read_packages() -> Mapping[str, FontPackage]:
    """Return packages.tsv as package name → package."""
    return {row["package"]: FontPackage(**row) for row in package_rows("packages.tsv")}


def fetch_package(name: str, folder: Path) -> Path:
    """Return the package's file in `folder`, downloading it if it is not there. Raises RefusedPackageError."""
    package = read_packages()[name]
    file = folder / package.address.rsplit("/", 1)[1]
    data = file.read_bytes() if file.is_file() else _download(package)
    found = hashlib.sha256(data).hexdigest()
    if found != package.sha256:
        raise RefusedPackageError(
            f"{file.name}: SHA-256 is {found}, packages.tsv says {package.sha256}. Delete the file and try again; "
            "if it stays so, the package is not the one that the fonts were made from, and must not be used."
        )
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_bytes(data)
        part.replace(file)
    return file


def _download(package: FontPackage) -> bytes:
    failed = []
    for pool in POOLS:
        try:
            with urllib.request.urlopen(pool + package.address, timeout=60) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, TimeoutError) as error:
            failed.append(f"{pool}: {error}")
    raise RefusedPackageError(f"{package.package} {package.version} cannot be downloaded ({'; '.join(failed)}).")


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
