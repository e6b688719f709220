"""Digests (摘要): the SHA-256 of values and of the code, by which it is known that nothing has changed."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

CODE = Path(__file__).resolve().parent
Stamps = dict[Path, tuple[int, int]]
_PLAIN = (str, int, float, bytes, date, Path, type(None))


def digest_of(value: object) -> str:
    """Return the SHA-256 of a value's canonical form, the same in every process."""
    digest = hashlib.sha256()
    for each in _canonical(value):
        digest.update(each)
    return digest.hexdigest()


def _canonical(value: object) -> Iterator[bytes]:
    """Yield a value as bytes from which it could be told from any other; fields that no comparison sees are left out."""
    if isinstance(value, _PLAIN):
        text = value if isinstance(value, bytes) else repr(value).encode("utf-8", "surrogatepass")
        yield b"%d:" % len(text) + text
        return
    if dump := getattr(value, "model_dump", None):  # of pydantic, which this module need not load
        parts: Iterable[object] = dump().items()
    elif is_dataclass(value) and not isinstance(value, type):
        parts = [(each.name, getattr(value, each.name)) for each in fields(value) if each.compare]
    elif isinstance(value, Mapping):
        parts = value.items()
    elif isinstance(value, set | frozenset):
        parts = sorted(value)
    elif isinstance(value, tuple | list):
        parts = value
    else:
        raise TypeError(f"{type(value).__name__} has no canonical form")
    yield type(value).__name__.encode() + b"("
    for part in parts:
        yield from _canonical(part)
    yield b")"


def _code_files() -> list[Path]:
    return sorted(each for each in CODE.rglob("*") if each.is_file() and "__pycache__" not in each.parts)


def code_digest() -> str:
    """Return the digest of every file of the package: code, tables and templates."""
    return _digest_at(tuple(code_stamps().items()))


@lru_cache(maxsize=1)
def _digest_at(stamps: tuple[tuple[Path, tuple[int, int]], ...]) -> str:
    return digest_of([(each.relative_to(CODE).as_posix(), each.read_bytes()) for each, _ in stamps])


def packages_digest() -> str:
    """Return the digest of Python's version and of the names of all installed packages, which contain their versions."""
    folders = [Path(each) for each in sys.path if os.path.isdir(each)]
    names = sorted(found.name for folder in folders for found in folder.glob("*.dist-info"))
    return digest_of((sys.version, names))


def code_stamps() -> Stamps:
    """Return the time stamp and the length of every file of the package."""
    return file_stamps(_code_files())


def file_stamps(files: Iterable[Path]) -> Stamps:
    """Return (time of the last change in nanoseconds, length in bytes) of each file."""
    return {each: (stat.st_mtime_ns, stat.st_size) for each in files for stat in (each.stat(),)}


def is_current(stamps: Stamps) -> bool:
    """True if no module has been edited since this process loaded it, by the present stamps of the code."""
    return _LOADED.items() <= stamps.items()


# The modules as this process runs them, whatever stands in their files later.
_LOADED = file_stamps(each for each in _code_files() if each.suffix == ".py")
