"""Font packages (字体来源): the Debian packages named in packages.tsv, each verified by its SHA-256."""

from __future__ import annotations

import csv
import hashlib
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")
# The snapshot archive keeps what the pool has dropped; on this date the named versions were current.
POOLS = ("https://deb.debian.org/debian/", "https://snapshot.debian.org/archive/debian/20250520T000000Z/")


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
