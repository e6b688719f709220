"""Inside (文件内部): differences between two PDFs in undrawn data: titles, bookmarks, page labels, languages, tags, links.

Both object graphs are walked in parallel from the catalog, whatever their object numbers, so a file that was only
saved again is equal. What is drawn is compared elsewhere: words, fonts, pictures, and the rendering of each page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pikepdf

from gazette.verify.parts import Finding

_MOST = 300_000  # limit of object pairs visited
_MOST_TOLD = 6
_EVEN = 0.02  # tolerance for numbers, in points or their own unit
_BOXES = ("mediabox", "cropbox", "bleedbox", "trimbox", "artbox")
# Keys compared elsewhere, or that concern the encoding of the file and not its content.
_WRITING = frozenset(["/Length", "/Filter", "/DecodeParms", "/DL", "/Length1", "/Length2", "/Length3"])
_ELSEWHERE = {
    "catalog": frozenset(["/Pages", "/Metadata", "/Version"]),
    "page": frozenset(["/Parent", "/Contents", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"]),
    "info": frozenset(["/ModDate", "/Producer"]),
    "other": frozenset(["/Font"]),
}
_LATER = ("}ModifyDate", "}MetadataDate", "}Producer", "}schemas")  # metadata: date of writing, writing program
_DRAWN = (pikepdf.Name.Image, pikepdf.Name.Form)


def find_inside(found: pikepdf.Pdf, original: pikepdf.Pdf) -> tuple[Finding, ...]:
    """Return the first places that differ, as key paths; pages from 1, 0 outside the pages.

    At most _MOST_TOLD places are listed; one finding "…" stands for the rest. Raises ValueError above _MOST pairs.
    """
    walk = _Pairs(found, original)
    places = dict.fromkeys(walk.differing())
    told = [Finding("inside", page, path) for page, path in places]
    return tuple(told[:_MOST_TOLD] if len(told) <= _MOST_TOLD else [*told[:_MOST_TOLD], Finding("inside", 0, "…")])


def read_metadata(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Return the XMP metadata without the date of writing and the writing program."""
    # Not used as a context manager: leaving it would write the metadata back.
    metadata = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    return {key: str(metadata[key]) for key in metadata if not str(key).endswith(_LATER)}


def read_info(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Return the document information dictionary without the date of writing and the writing program."""
    info = pdf.trailer.get("/Info", pikepdf.Dictionary())
    return {str(key): str(info[key]) for key in info.keys() - _ELSEWHERE["info"]}


class _Pairs:
    """Breadth-first walk over pairs of objects, without recursion: a file may nest to any depth."""

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
    """True if both values are equal; numbers may differ by _EVEN, the rounding of writers."""
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
