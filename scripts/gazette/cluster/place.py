"""Shared place (共享位置): files that all machines of a cluster reach, in a folder or an object store, by its URL."""

from __future__ import annotations

import hashlib
import uuid
import zlib
from collections.abc import Callable
from typing import Any, TypedDict, TypeVar

_Result = TypeVar("_Result")


class Deposit(TypedDict):
    """A file in a shared place: its name, and the SHA-256 of what stands there."""

    name: str
    sha256: str


class PlaceError(OSError):
    """Raised if the place cannot be used, or if a file there is not what was put there."""


class SharedPlace:
    """The files of one build, compressed. A file is written once, under a name of its own, and whoever reads it knows its digest."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._files, self._root = _tried(lambda: _opened(url))

    def put(self, content: bytes) -> Deposit:
        """Write a file; raise PlaceError."""
        name, packed = uuid.uuid4().hex, zlib.compress(content, 1)
        _tried(lambda: self._files.makedirs(self._root, exist_ok=True))
        _tried(lambda: self._files.pipe_file(f"{self._root}/{name}", packed))
        return Deposit(name=name, sha256=hashlib.sha256(packed).hexdigest())

    def get(self, deposit: Deposit) -> bytes:
        """Return the content of a file; raise PlaceError."""
        packed: bytes = _tried(lambda: self._files.cat_file(f"{self._root}/{deposit['name']}"))
        if hashlib.sha256(packed).hexdigest() != deposit["sha256"]:
            raise PlaceError(f"{self.url}/{deposit['name']}: SHA-256 ≠ {deposit['sha256']}")
        return zlib.decompress(packed)

    def take(self, deposit: Deposit) -> bytes:
        """Return the content of a file and remove it; raise PlaceError."""
        content = self.get(deposit)
        _tried(lambda: self._files.rm_file(f"{self._root}/{deposit['name']}"))
        return content

    def remove(self) -> None:
        """Remove everything; raise PlaceError."""
        if _tried(lambda: self._files.exists(self._root)):
            _tried(lambda: self._files.rm(self._root, recursive=True))


def _opened(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs  # pyright: ignore[reportMissingImports]  # an extra

    files, root = url_to_fs(url)
    return files, root


def _tried(step: Callable[[], _Result]) -> _Result:
    """Return the result of `step`; whatever an implementation raises becomes a PlaceError with its words."""
    try:
        return step()
    except PlaceError:
        raise
    except Exception as error:
        raise PlaceError(str(error) or type(error).__name__) from error
