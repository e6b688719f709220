"""Identity (原件): check if a file, or its part before a signature, is byte for byte an issued file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from gazette.model.issued import IssuedCopies, IssuedCopy

_CHUNK = 1 << 20
_END = b"%%EOF"
_MOST_ENDS = 64  # limit of revisions examined: a file may consist of nothing but %%EOF marks
_LARGEST = 2 << 30  # bytes; a larger file is not hashed to its end


@dataclass(frozen=True)
class Identity:
    """Result of hashing a file.

    `issued`: the issued file that this file is, or begins with; `length`: its bytes, 0 without one. `is_complete` is
    False if the file was too large to be read to its end; then `sha256` is "".
    """

    sha256: str
    size: int
    issued: IssuedCopy | None = None
    length: int = 0
    is_complete: bool = True

    @property
    def is_whole(self) -> bool:
        """True if the file is an issued file with nothing appended."""
        return self.issued is not None and self.length == self.size


def identify(file: BinaryIO, issued: IssuedCopies) -> Identity:
    """Hash a file in one pass; look up the whole, and prefixes that end with %%EOF, among the issued files.

    At most _MOST_ENDS prefixes are tried; the longest match wins.
    """
    digest, size, ends = hashlib.sha256(), 0, 0
    found: tuple[IssuedCopy, int] | None = None
    rest = b""
    while chunk := file.read(_CHUNK):
        data, at = rest + chunk, 0
        while ends < _MOST_ENDS and (end := data.find(_END, at)) >= 0:
            # The line break after %%EOF belongs to the revision.
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
