"""Revision (签名修订): check that nothing but signatures was appended to an issued file.

A signature is appended as an incremental update (ISO 32000-1, 7.5.6), which could replace any page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from gazette.verify.inside import read_info, read_metadata
from gazette.verify.parts import Finding, find_foreign, is_signature_field

# Keys that signing may rewrite: those that lead to the signature, and the date of the last write.
_CATALOG = frozenset(["/AcroForm", "/DSS", "/Perms", "/Extensions", "/Version", "/Metadata"])
_INFO = frozenset(["/ModDate", "/Producer"])


def check_revision(content: bytes, length: int) -> tuple[Finding, ...]:
    """Return what the bytes from `length` on change in the file before them, other than adding signatures."""
    with pikepdf.open(io.BytesIO(content[:length])) as before, pikepdf.open(io.BytesIO(content)) as after:
        foreign = set(find_foreign(after)) - set(find_foreign(before))
        return tuple(sorted({*foreign, *_changed(before, after)}))


def _changed(before: pikepdf.Pdf, after: pikepdf.Pdf) -> Iterator[Finding]:
    """Compare every object of the issued file, by number, with its state after the update."""
    pages = {page.obj.objgen: number for number, page in enumerate(before.pages, 1)}
    if len(before.pages) != len(after.pages):
        yield Finding("pages", 0, f"{len(after.pages)} ≠ {len(before.pages)}")
    if before.Root.objgen != after.Root.objgen:
        yield Finding("revision", 0, "Root")
    if read_metadata(before) != read_metadata(after):
        yield Finding("revision", 0, "Metadata")
    if read_info(before) != read_info(after):
        yield Finding("revision", 0, "Info")
    info, metadata = before.trailer.get("/Info"), before.Root.get("/Metadata")
    for value in before.objects:
        is_kept = isinstance(value, pikepdf.Stream) and value.get("/Type") in ("/XRef", "/ObjStm")
        if is_kept or (metadata is not None and value.objgen == metadata.objgen):
            continue
        now = after.get_object(value.objgen)
        if value.objgen == before.Root.objgen:
            names = _differing(value, now) - _CATALOG
        elif info is not None and info.is_indirect and value.objgen == info.objgen:
            names = _differing(value, now) - _INFO
        elif value.objgen in pages:
            names = _differing(value, now)
            names -= {"/Annots"} if _adds_signatures(value, now) else set()
        else:
            names = set() if _is_same(value, now) else {"?"}
        if names and not _is_list_of_notes(value, now, before):
            found = " ".join(sorted(names))
            yield Finding("revision", pages.get(value.objgen, 0), f"{value.objgen[0]} {value.objgen[1]}: {found}")


def _differing(one: Any, other: Any) -> set[str]:
    if not isinstance(other, pikepdf.Dictionary):
        return {"?"}
    names = {*map(str, one.keys()), *map(str, other.keys())}
    return {name for name in names if not _is_same(one.get(name), other.get(name))}


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, pikepdf.Stream) or isinstance(other, pikepdf.Stream):
        if not (isinstance(one, pikepdf.Stream) and isinstance(other, pikepdf.Stream)):
            return False
        return one.read_raw_bytes() == other.read_raw_bytes() and _written(one.stream_dict) == _written(
            other.stream_dict
        )
    return _written(one) == _written(other)


def _written(value: Any) -> bytes:
    """Serialise a value; referenced objects stay references, since each object is compared by itself."""
    return value.unparse() if isinstance(value, pikepdf.Object) else repr(value).encode()


def _adds_signatures(before: Any, after: Any) -> bool:
    old, new = list(before.get("/Annots", [])), list(after.get("/Annots", []))
    return [each.objgen for each in new[: len(old)]] == [each.objgen for each in old] and all(
        map(is_signature_field, new[len(old) :])
    )


def _is_list_of_notes(before: Any, after: Any, pdf: pikepdf.Pdf) -> bool:
    """True if the object is a page's annotation array to which only signature fields were appended."""
    if not isinstance(before, pikepdf.Array) or not isinstance(after, pikepdf.Array):
        return False
    lists = [page.obj.get("/Annots") for page in pdf.pages]
    if not any(each is not None and each.is_indirect and each.objgen == before.objgen for each in lists):
        return False
    old, new = list(before), list(after)
    return [each.objgen for each in new[: len(old)]] == [each.objgen for each in old] and all(
        map(is_signature_field, new[len(old) :])
    )
