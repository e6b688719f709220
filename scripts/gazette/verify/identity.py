"""Identity (原件): whether a file, or what stands before its signature, is byte for byte one that was issued."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from gazette.model.issued import IssuedCopies, IssuedCopy

_CHUNK = 1 << 20
_END = b"%%EOF"
_MOST_ENDS = 64  # revisions that are looked at; a file may be made of nothing but ends
_LARGEST = 2 << 30  # bytes that are read to tell a file by its SHA-256


@dataclass(frozen=True)
class Identity:
    """`issued` is the file that this is, or that this begins with; `length` how many bytes that is, 0 without one.

    `is_whole` tells whether anything follows; without `is_complete` the file was too large to be read to its end.
    """

    sha256: str
    size: int
    issued: IssuedCopy | None = None
    length: int = 0
    is_complete: bool = True

    @property
    def is_whole(self) -> bool:
        return self.issued is not None and self.length == self.size


def identify(file: BinaryIO, issued: IssuedCopies) -> Identity:
    """Reads the file once, a piece at a time."""
    digest, size, ends = hashlib.sha256(), 0, 0
    found: tuple[IssuedCopy, int] | None = None
    rest = b""
    while chunk := file.read(_CHUNK):
        data, at = rest + chunk, 0
        while ends < _MOST_ENDS and (end := data.find(_END, at)) >= 0:
            # An end is followed by a line end, which belongs to the revision.
            end += len(_END)
            if len(data) < end + 2 and (more := file.read(_CHUNK)):
                data += more
            ends += 1
            for stop in (end, end + 1, end + 2):
                if stop > len(data) or data[end:stop].strip(b"\r\n"):
                    break
                digest.update(data[at:stop])
                at = stop
                if copy := issued.find(digest.hexdigest()):
                    found = copy, size + at
        keep = min(len(data) - at, len(_END) - 1)
        digest.update(data[at : len(data) - keep])
        size, rest = size + len(data) - keep, data[len(data) - keep :]
        if size > _LARGEST:
            return Identity("", size, is_complete=False)
    digest.update(rest)
    size += len(rest)
    whole = issued.find(digest.hexdigest())
    copy, length = (whole, size) if whole else found or (None, 0)
    return Identity(digest.hexdigest(), size, copy, length)
