"""Inside (文件内部): where two PDFs hold something else besides what is drawn: titles, bookmarks, page labels, languages, tags, links.

Both are walked side by side from what a reader reaches, whatever their objects are numbered; so a file that was only saved
anew is the same. What is drawn is compared elsewhere: words, fonts, pictures, and the look of each page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pikepdf

from gazette.verify.parts import Finding

_MOST = 300_000  # pairs of objects that are looked at
_MOST_TOLD = 6
_EVEN = 0.02  # points, or whatever a number counts
_BOXES = ("mediabox", "cropbox", "bleedbox", "trimbox", "artbox")
# Compared elsewhere, or said of how the file is written and not of what it holds.
_WRITING = frozenset(["/Length", "/Filter", "/DecodeParms", "/DL", "/Length1", "/Length2", "/Length3"])
_ELSEWHERE = {
    "catalog": frozenset(["/Pages", "/Metadata", "/Version"]),
    "page": frozenset(["/Parent", "/Contents", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"]),
    "info": frozenset(["/ModDate", "/Producer"]),
    "other": frozenset(["/Font"]),
}
_LATER = ("}ModifyDate", "}MetadataDate", "}Producer", "}schemas")  # of the metadata: when and by what it was written
_DRAWN = (pikepdf.Name.Image, pikepdf.Name.Form)


def find_inside(found: pikepdf.Pdf, original: pikepdf.Pdf) -> tuple[Finding, ...]:
    """The first places that differ, by their keys; page from 1, 0 outside the pages."""
    walk = _Pairs(found, original)
    places = dict.fromkeys(walk.differing())
    told = [Finding("inside", page, path) for page, path in places]
    return tuple(told[:_MOST_TOLD] if len(told) <= _MOST_TOLD else [*told[:_MOST_TOLD], Finding("inside", 0, "…")])


def read_metadata(pdf: pikepdf.Pdf) -> dict[str, str]:
    """What the file says of itself, but for when and by what it was written."""
    metadata = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)  # entered, it would be written anew
    return {key: str(metadata[key]) for key in metadata if not str(key).endswith(_LATER)}


def read_info(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The document information, but for when and by what it was written."""
    info = pdf.trailer.get("/Info", pikepdf.Dictionary())
    return {str(key): str(info[key]) for key in info.keys() - _ELSEWHERE["info"]}


class _Pairs:
    """Breadth first, without recursion: a file may be nested as deep as it likes."""

    def __init__(self, found: pikepdf.Pdf, original: pikepdf.Pdf) -> None:
        self.found, self.original = found, original
        self.pages = [
            {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)} for pdf in (found, original)
        ]
        self.seen: set[tuple[tuple[int, int], tuple[int, int]]] = set()
        self.queue: list[tuple[Any, Any, int, str]] = []

    def differing(self) -> Iterator[tuple[int, str]]:
        yield from _differing_words("Info", read_info(self.found), read_info(self.original))
        yield from _differing_words("Metadata", read_metadata(self.found), read_metadata(self.original))
        yield from self._keys(self.found.Root, self.original.Root, "catalog", 0, "")
        for number, (one, other) in enumerate(zip(self.found.pages, self.original.pages, strict=False), 1):
            yield from ((number, box) for box in _BOXES if not _is_near(getattr(one, box), getattr(other, box)))
            yield from self._keys(one.obj, other.obj, "page", number, "")
        for steps, (one, other, page, path) in enumerate(self.queue):
            if steps > _MOST:
                raise ValueError("too many objects")
            yield from self._pair(one, other, page, path)

    def _pair(self, one: Any, other: Any, page: int, path: str) -> Iterator[tuple[int, str]]:
        if isinstance(one, pikepdf.Array) and isinstance(other, pikepdf.Array):
            if len(one) != len(other):
                yield page, path
            self.queue += [(a, b, page, path) for a, b in zip(one, other, strict=False)]
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream) and type(one) is type(other):
            if one.is_indirect and other.is_indirect:
                places = [known.get(value.objgen) for known, value in zip(self.pages, (one, other), strict=True)]
                if any(places):
                    yield from [(page, path)] if places[0] != places[1] else []
                    return
                if (one.objgen, other.objgen) in self.seen:
                    return
                self.seen.add((one.objgen, other.objgen))
            yield from self._keys(one, other, "other", page, path)
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") not in _DRAWN and _data(one) != _data(other):
                yield page, path
        elif not _is_equal(one, other):
            yield page, path

    def _keys(self, one: Any, other: Any, kind: str, page: int, path: str) -> Iterator[tuple[int, str]]:
        skipped = _ELSEWHERE[kind] | (_WRITING if isinstance(one, pikepdf.Stream) else frozenset())
        for key in sorted({*map(str, one.keys()), *map(str, other.keys())} - skipped):
            where = f"{path}/{key[1:]}".lstrip("/")
            if key in one and key in other:
                self.queue.append((one[key], other[key], page, where))
            else:
                yield page, where


def _differing_words(name: str, one: dict[str, str], other: dict[str, str]) -> Iterator[tuple[int, str]]:
    for key in sorted({*one, *other}):
        if one.get(key) != other.get(key):
            yield 0, f"{name}: {key.lstrip('/').rpartition('}')[2]}"


def _data(stream: Any) -> bytes:
    try:
        return hashlib.sha256(stream.read_bytes()).digest()
    except pikepdf.PdfError:
        return hashlib.sha256(stream.read_raw_bytes()).digest()


def _is_near(one: Any, other: Any) -> bool:
    return all(_is_equal(a, b) for a, b in zip_longest(one, other))


def _is_equal(one: Any, other: Any) -> bool:
    """Numbers within what a writer rounds; all else as it is."""
    if (
        isinstance(one, bool)
        or isinstance(other, bool)
        or isinstance(one, pikepdf.Object)
        or isinstance(other, pikepdf.Object)
    ):
        return type(one) is type(other) and bool(one == other)
    if one is None or other is None:
        return one is other
    return abs(float(one) - float(other)) <= _EVEN
