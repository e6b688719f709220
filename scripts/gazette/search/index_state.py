"""Index state (索引状态): what is kept of an index besides its files, so that it can be renewed and need not be made again."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gazette.search.contribution import Contribution, Listing
from gazette.search.postings import Shards
from gazette.search.reading import DamagedIndexError

_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class IndexState:
    """The state of one index, small beside its files.

    `made_with`: digest of what it was made with besides the publications. `sizes`: size of the terms by first character. `words`, `seen`: the
    counts of a Tally. `files`: name → SHA-256.
    """

    made_with: str
    listings: tuple[Listing, ...]
    sizes: Mapping[str, int]
    shards: Shards
    words: Mapping[str, bytes]
    seen: Mapping[str, int]
    files: Mapping[str, bytes]


def _no_file(name: str) -> bytes:
    raise KeyError(name)


@dataclass(frozen=True)
class IndexSources:
    """What an index is made from.

    `load` returns the contribution of a publication by its path. `previous`: the state of the previous index, and `read`
    returns the bytes of one of its files by name; it raises OSError or KeyError if there is none. `code`: digest of the
    code, of its tables and of the packages; a state that was made with others is not used.
    """

    load: Callable[[str], Contribution]
    read: Callable[[str], bytes] = _no_file
    previous: bytes | None = None
    code: str = ""

    def load_sound(self, listing: Listing) -> Contribution:
        """Return the contribution that is listed; raise ValueError if another one was loaded."""
        contribution = self.load(listing.path)
        if contribution.listing != listing:
            raise ValueError(f"{listing.path}: the contribution is not the one that is listed")
        return contribution


class IndexFiles:
    """The files of an index that is being made: those that differ from the previous index are written."""

    def __init__(self, write: Callable[[str, bytes], None], previous: Mapping[str, bytes]) -> None:
        self._write, self._previous = write, previous
        self.digests: dict[str, bytes] = {}

    def keep_all(self) -> None:
        """Add all files of the previous index."""
        self.digests = dict(self._previous)

    def remove(self, name: str) -> None:
        """Remove a file that was added."""
        self.digests.pop(name, None)

    def put(self, name: str, content: bytes) -> None:
        """Add a file."""
        self.digests[name] = digest = hashlib.sha256(content).digest()
        if self._previous.get(name) != digest:
            self._write(name, content)


def read_sound(name: str, state: IndexState, read: Callable[[str], bytes]) -> bytes:
    """Return a file of the previous index; raise DamagedIndexError if it is not what was written."""
    try:
        content = read(name)
    except (OSError, KeyError) as error:
        raise DamagedIndexError(name) from error
    if hashlib.sha256(content).digest() != state.files.get(name):
        raise DamagedIndexError(name)
    return content


def pack_state(state: IndexState) -> bytes:
    """Return a state as bytes, which begin with their checksum."""
    content = pickle.dumps(state, pickle.HIGHEST_PROTOCOL)
    return hashlib.sha256(content).digest() + content


def unpack_state(packed: bytes | None) -> IndexState | None:
    """Return the state; None if there is none, it is damaged, or another version of the code packed it."""
    if packed is None or hashlib.sha256(packed[_DIGEST:]).digest() != packed[:_DIGEST]:
        return None
    try:
        state = pickle.loads(packed[_DIGEST:])
    except Exception:  # whatever unpickling raises for classes that have changed
        return None
    return state if isinstance(state, IndexState) else None
