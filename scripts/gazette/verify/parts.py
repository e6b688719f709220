"""Parts (组成): parts of a PDF that no official copy has: scripts, attachments, notes, form fields, layers, unknown keys.

An official copy has few parts, all listed in data/parts.tsv; anything else is reported, whether known to be harmful or
not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from gazette.knowledge import kept, table_rows

_TABLE = Path(__file__).with_name("data") / "parts.tsv"
_MOST = 300_000  # limit of objects visited
# Kind of finding for each foreign key or subtype; each kind is a problem code of its own (messages.tsv, copy.…).
_KINDS = {
    "AA": "script", "OpenAction": "script", "JavaScript": "script", "JS": "script", "Next": "script", "Launch": "script",
    "SubmitForm": "script", "ImportData": "script", "ResetForm": "script", "Hide": "script", "Named": "script",
    "Rendition": "script", "RichMedia": "script", "Movie": "script", "Sound": "script", "SetOCGState": "script",
    "GoToR": "script", "GoToE": "script", "Thread": "script", "Trans": "script", "GoTo3DView": "script",
    "EmbeddedFiles": "attachment", "AF": "attachment", "FileAttachment": "attachment", "Collection": "attachment",
    "AcroForm": "form", "Widget": "form", "XFA": "form", "NeedsRendering": "form",
    "OCProperties": "layer", "OC": "layer", "OCG": "layer", "OCMD": "layer", "Alternates": "layer", "OPI": "layer",
    "Encrypt": "locked", "CharProcs": "font", "FontMatrix": "font", "PS": "script",
}  # fmt: skip
_HARMLESS = re.compile("https?://|mailto:|tel:", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Finding:
    """Something that an official copy does not have.

    `kind`: last part of the problem code. `page`: from 1, 0 if on no page.
    """

    kind: str
    page: int
    found: str


def find_foreign(pdf: pikepdf.Pdf) -> tuple[Finding, ...]:
    """Return everything that does not belong in an official copy, without repeats.

    Raises ValueError above _MOST objects.
    """
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    found = set(_Walk(pages).walk(pdf.trailer))
    if pdf.is_encrypted:
        found.add(Finding("locked", 0, "Encrypt"))
    return tuple(sorted(found))


@kept
def known_parts() -> dict[str, dict[str, str]]:
    """Return part → key → part of the value; "" for a value that is not examined further. Key "*" matches any key."""
    return {
        row["part"]: {name: part for each in row["keys"].split() for name, _, part in [each.partition("=")]}
        for row in table_rows(_TABLE)
    }


class _Walk:
    """Breadth-first walk without recursion: a file may nest to any depth."""

    def __init__(self, pages: dict[tuple[int, int], int]) -> None:
        self.pages = pages
        self.seen: set[tuple[int, int, str]] = set()
        self.queue: list[tuple[Any, str, int]] = []

    def walk(self, trailer: Any) -> Iterator[Finding]:
        self.queue = [(trailer, "trailer", 0)]
        for steps, (value, part, page) in enumerate(self.queue):
            if steps > _MOST:
                raise ValueError("too many objects")
            if isinstance(value, pikepdf.Array):
                self.queue += [(each, part, page) for each in value]
            elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
                yield from self._look(value, part, page)

    def _look(self, value: Any, part: str, page: int) -> Iterator[Finding]:
        if value.is_indirect:
            page = self.pages.get(value.objgen, page)
            key = (*value.objgen, part)
            if key in self.seen:
                return
            self.seen.add(key)
        known = known_parts()[part]
        yield from _subtypes(value, part, page)
        for key in value:
            name = str(key)[1:]
            behind = known.get(name, known.get("*"))
            if behind is None and not _is_signature(value, name):
                yield Finding(_KINDS.get(name, "part"), page, f"{part}: {name}")
            elif behind:
                self.queue.append((value[key], behind, page))


def _subtypes(value: Any, part: str, page: int) -> Iterator[Finding]:
    """Yield findings that depend on a value, not its key: kinds of annotations, actions, objects, fonts, properties."""
    subtype, kind = str(value.get("/Subtype", ""))[1:], str(value.get("/S", ""))[1:]
    if part == "annotation" and subtype != "Link" and not is_signature_field(value):
        yield Finding(_KINDS.get(subtype, "note"), page, subtype or "?")
    if part == "action" and kind == "URI" and not _HARMLESS.match(str(value.get("/URI", ""))):
        yield Finding("script", page, str(value.get("/URI", "")))
    if part == "action" and kind not in ("URI", "GoTo"):
        yield Finding(_KINDS.get(kind, "script"), page, kind or "?")
    if part == "object" and subtype not in ("Image", "Form", ""):
        yield Finding(_KINDS.get(subtype, "part"), page, subtype)
    if part == "font" and subtype == "Type3":
        yield Finding("font", page, subtype)
    if part == "property" and str(value.get("/Type", "")) in ("/OCG", "/OCMD"):
        yield Finding("layer", page, str(value["/Type"])[1:])


def is_signature_field(value: Any) -> bool:
    """True for an invisible signature field without actions; the signature itself is judged elsewhere."""
    if value.get("/Subtype") != pikepdf.Name.Widget or value.get("/FT") != pikepdf.Name.Sig or "/Kids" in value:
        return False
    x, y, other_x, other_y = (float(each) for each in value.get("/Rect", [0, 0, 0, 0]))
    # Any two opposite corners may be given (ISO 32000-1, 7.9.5).
    is_seen = max(x, other_x) > 0 and max(y, other_y) > 0 and x != other_x and y != other_y
    return not is_seen and not {"/AA", "/A", "/MK"} & set(map(str, value.keys()))


# Keys that a signature adds to a document (ISO 32000-2, 12.7, 12.8), by the part that they are added to.
_SIGNED = {
    "catalog": ("AcroForm", "DSS", "Perms", "Extensions"),
    "annotation": ("FT", "T", "TU", "V", "Ff", "AP", "Lock", "SV", "DR", "DA"),
}


def _is_signature(value: Any, name: str) -> bool:
    if str(value.get("/Type", "")) == "/Catalog" and name in _SIGNED["catalog"]:
        fields = value["/AcroForm"].get("/Fields", []) if "/AcroForm" in value else []
        forms = set(map(str, value["/AcroForm"].keys())) if "/AcroForm" in value else set()
        return (
            bool(len(fields))
            and forms <= {"/Fields", "/SigFlags", "/DA", "/DR"}
            and all(map(is_signature_field, fields))
        )
    return name in _SIGNED["annotation"] and is_signature_field(value)
