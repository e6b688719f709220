"""Shape (构成): reads what a PDF shows and does besides its words: page sizes, links, pictures, fonts."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pikepdf

from gazette.verify.content import PageContent
from gazette.verify.parts import Finding, find_foreign

_DEEPEST_FORM = 8
_OF_A_FONT = ("/Encoding", "/ToUnicode", "/CIDToGIDMap", "/W", "/DW", "/FirstChar", "/Widths")


@dataclass(frozen=True)
class PageShape:
    """One page.

    `box`: width, height, rotation, user unit. `links`: target and position. `pictures`: SHA-256 of each. `fonts`: see
    `_digest_of_font`.
    """

    box: tuple[float, ...]
    links: tuple[str, ...]
    pictures: tuple[str, ...]
    fonts: frozenset[str]


@dataclass(frozen=True)
class FileShape:
    """The shape of all pages.

    `hidden`: words that no reader can see. `replaced`: words drawn otherwise than they are read.
    """

    pages: tuple[PageShape, ...]
    foreign: tuple[Finding, ...]
    hidden: tuple[Finding, ...]
    replaced: tuple[Finding, ...]

    @property
    def links(self) -> int:
        return sum(len(page.links) for page in self.pages)

    @property
    def pictures(self) -> int:
        return sum(len(page.pictures) for page in self.pages)


def read_shape(pdf: pikepdf.Pdf, content: PageContent) -> FileShape:
    """Return the shape of an open PDF; `content` is that of its pages."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    known: dict[tuple[int, int], str] = {}
    pages = tuple(_page_shape(page, numbers, known) for page in pdf.pages)
    hidden = tuple(Finding("hidden", each.page + 1, each.text) for each in content.hidden)
    replaced = tuple(
        Finding("replaced", each.page + 1, f"{each.drawn} → {each.said}")
        for each in content.replaced
        if _bare(each.drawn) != _bare(each.said)
    )
    tree = pdf.Root.get("/StructTreeRoot")
    replaced += tuple(_replaced_elements(tree)) if tree is not None else ()
    return FileShape(pages, find_foreign(pdf), hidden, replaced)


def _page_shape(
    page: pikepdf.Page, numbers: dict[tuple[int, int], int], known: dict[tuple[int, int], str]
) -> PageShape:
    box = [float(each) for each in page.cropbox]
    turn = float(page.obj.get("/Rotate", 0)) % 360
    unit = float(page.obj.get("/UserUnit", 1))
    shown = (round(abs(box[2] - box[0]), 1), round(abs(box[3] - box[1]), 1), turn, unit)
    links = tuple(
        sorted(_link(note, numbers) for note in page.obj.get("/Annots", []) if note.get("/Subtype") == "/Link")
    )
    used = _Used(known)
    used.collect(page.obj.get("/Resources", pikepdf.Dictionary()))
    return PageShape(shown, links, tuple(sorted(used.pictures)), frozenset(used.fonts))


def _link(note: Any, numbers: dict[tuple[int, int], int]) -> str:
    """Return the target and the rectangle (rounded to a point) of a link annotation as text."""
    place = ",".join(f"{float(each):.0f}" for each in note.get("/Rect", []))
    action = note.get("/A", pikepdf.Dictionary())
    target = action.get("/URI", action.get("/D", note.get("/Dest", "")))
    if isinstance(target, pikepdf.Array) and len(target):
        where = [f"{float(each):.0f}" for each in list(target)[2:] if not isinstance(each, pikepdf.Name | type(None))]
        page = numbers.get(target[0].objgen, 0) if isinstance(target[0], pikepdf.Dictionary) else target[0]
        return f"{page} {','.join(where)} @ {place}"
    return f"{target!s} @ {place}"


class _Used:
    """Digests of a page's pictures and fonts; `known` holds those computed so far, by object."""

    def __init__(self, known: dict[tuple[int, int], str]) -> None:
        self.pictures: list[str] = []
        self.fonts: set[str] = set()
        self._known = known
        self._seen: set[tuple[int, int]] = set()

    def collect(self, resources: Any, depth: int = 0) -> None:
        """Add those of a resource dictionary, including those inside form XObjects."""
        for font in _values(resources, "/Font"):
            self.fonts.add(_digest_of_font(font, self._known))
        for each in _values(resources, "/XObject"):
            if each.objgen in self._seen:
                continue
            self._seen.add(each.objgen)
            if each.get("/Subtype") == pikepdf.Name.Image:
                self.pictures.append(_digest(each, self._known))
            elif depth < _DEEPEST_FORM:
                self.collect(each.get("/Resources", pikepdf.Dictionary()), depth + 1)


def _values(resources: Any, name: str) -> Iterator[Any]:
    held = resources.get(name, pikepdf.Dictionary())
    return (held[key] for key in held)


def _digest_of_font(font: Any, known: dict[tuple[int, int], str]) -> str:
    """Describe a font as text: name, encoding, widths, ToUnicode map and digest of the glyph program."""
    parts = [str(font.get("/BaseFont", ""))]
    for each in (font, *font.get("/DescendantFonts", [])):
        descriptor = each.get("/FontDescriptor", pikepdf.Dictionary())
        values = [each.get(key) for key in _OF_A_FONT] + [
            descriptor.get(f"/FontFile{number}") for number in ("", "2", "3")
        ]
        parts += [_told(value, known) for value in values]
    return " ".join(parts)


def _told(value: Any, known: dict[tuple[int, int], str], depth: int = 0) -> str:
    """Serialise a value without object numbers, which every writer assigns anew."""
    if isinstance(value, pikepdf.Stream):
        return _digest(value, known)
    if depth < _DEEPEST_FORM and isinstance(value, pikepdf.Array):
        return f"[{' '.join(_told(each, known, depth + 1) for each in value)}]"
    if depth < _DEEPEST_FORM and isinstance(value, pikepdf.Dictionary):
        return f"<{' '.join(f'{key} {_told(value[key], known, depth + 1)}' for key in sorted(value.keys()))}>"
    return f"{float(value):g}" if isinstance(value, int | Decimal) else str(value)


def _digest(stream: Any, known: dict[tuple[int, int], str]) -> str:
    if stream.objgen not in known:
        try:
            data = stream.read_bytes()
        except pikepdf.PdfError:
            data = stream.read_raw_bytes()
        known[stream.objgen] = hashlib.sha256(data).hexdigest()
    return known[stream.objgen]


def _replaced_elements(tree: Any) -> Iterator[Finding]:
    """Yield structure elements that give replacement text for what is drawn (ActualText, E)."""
    queue, seen = [tree], set()
    for each in queue:
        if isinstance(each, pikepdf.Array):
            queue += list(each)
        elif isinstance(each, pikepdf.Dictionary):
            if each.is_indirect and each.objgen in seen:
                continue
            seen.add(each.objgen)
            for key in ("/ActualText", "/E"):
                if key in each:
                    yield Finding("replaced", 0, str(each[key]))
            if "/K" in each:
                queue.append(each["/K"])


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("\u00ad", "").replace("\u2010", "")
