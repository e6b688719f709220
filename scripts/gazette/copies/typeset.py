"""Typesetting (排版): the HTML of one publication, its style and its fonts → the bytes of its official copy."""

from __future__ import annotations

import logging
import mimetypes
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from weasyprint import CSS, HTML, Document
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from gazette.copies.archival import CopyMetadata, write_metadata
from gazette.copies.breaks import allow_breaks, free_long_numbers
from gazette.copies.draft import STYLE, Mark, mark_pages
from gazette.copies.kept_fonts import fonts_key, is_faces, kept_fonts, put_fonts
from gazette.copies.pictures import DamagedPictureError, archival_picture, mark_pictures
from gazette.copies.set_words import set_words
from gazette.copies.signature import mark_signature
from gazette.copies.tables import set_columns
from gazette.copies.type_area import Overflow, check_type_area
from gazette.copies.weasyprint_patches import own_fonts_only, prepare_engine
from gazette.copies.written import write_objects

_TYPES = mimetypes.MimeTypes(())
_TYPES.add_type("image/webp", ".webp")
_DRAWING = "image/svg+xml"
# What a style sheet may name beyond itself, or give to the document besides its rules.
_BEYOND = re.compile(r"url\s*\(|\\|@(?:import|font-face|counter-style|color-profile|layer)", re.IGNORECASE)


class CopyError(Exception):
    """Raised if a copy cannot be made, with all reasons at once, each a sentence, and all overflows."""

    def __init__(
        self, title: str, reasons: tuple[str, ...], identifier: str = "", overflows: tuple[Overflow, ...] = ()
    ) -> None:
        super().__init__(title, reasons, identifier, overflows)  # unchanged, so that it can be pickled by a worker
        self.title, self.reasons, self.identifier, self.overflows = title, reasons, identifier, overflows

    def __str__(self) -> str:
        outside = [f"page {each.page}: “{each.words}” stands {each.beyond} pt outside" for each in self.overflows]
        return f"official copy of {self.title}: {'; '.join([*self.reasons, *outside])}"


@dataclass(frozen=True)
class CopyDocument:
    """The input of one copy.

    `resources` holds every file that may be fetched, by its address in the HTML or the style, relative to `address`.
    `address` is the permanent address of the page: relative links become complete ones on paper. `mark` is drawn on the
    pages of articles marked as drafts.
    """

    html: str
    styles: tuple[str, ...]
    resources: Mapping[str, bytes | Path] = field(repr=False)
    address: str
    title: str
    language: str
    author: str
    created: date
    identifier: str
    mark: Mark | None = None
    left_out: tuple[str, ...] = ()  # classes inside the body that are not text of the publication


@dataclass(frozen=True)
class TypesetCopy:
    """The finished copy.

    `words` are those set in the body, to be compared with the source. `ragged` holds the lines left short because of a
    long word: the line's words, its block's words, and the width that it lacks, in type sizes.
    """

    content: bytes = field(repr=False)
    pages: int
    words: str = field(default="", repr=False)
    ragged: tuple[tuple[str, str, float], ...] = ()


def typeset(copy: CopyDocument) -> TypesetCopy:
    """Return the official copy as PDF/A-2a; raise CopyError."""
    prepare_engine()
    shelf = _Shelf(copy.address, copy.resources)
    metadata = CopyMetadata(copy.title, copy.language, copy.author, copy.created, copy.identifier)
    with _overheard() as errors:
        document = _lay_out(copy, shelf)
        content: bytes = document.write_pdf(
            finisher=partial(_finish, copy, metadata),
            pdf_variant="pdf/a-2a",
            pdf_identifier=copy.identifier.encode(),
        )
    measured = check_type_area(document.pages)
    reasons = (*shelf.reasons(), *errors, *_missing_characters(document))
    if reasons or measured.overflows:
        raise CopyError(copy.title, tuple(dict.fromkeys(reasons)), copy.identifier, measured.overflows)
    return TypesetCopy(content, len(document.pages), set_words(document, copy.left_out), measured.ragged)


def _finish(copy: CopyDocument, metadata: CopyMetadata, document: Document, pdf: Any) -> None:
    write_metadata(pdf, metadata)
    if copy.mark:
        mark_pages(pdf, document.pages, copy.mark)
    write_objects(pdf)


def _lay_out(copy: CopyDocument, shelf: _Shelf) -> Document:
    fonts = _fonts(copy, shelf)
    sheets = [
        CSS(string=style, base_url=copy.address, url_fetcher=shelf, font_config=fonts)
        if _BEYOND.search(style)
        else _rules(style)
        for style in _styles(copy)
        if not is_faces(style)
    ]
    # Without any font Pango ends the process, so refused fonts must be reported before layout.
    if shelf.refused or fonts._folder is None:
        raise CopyError(copy.title, shelf.reasons() or ("the styles name no font",), copy.identifier)
    html = HTML(string=copy.html, base_url=copy.address, url_fetcher=shelf)
    if copy.language.startswith("zh"):
        allow_breaks(html.etree_element)
        mark_signature(html.etree_element)
    free_long_numbers(html.etree_element)
    set_columns(html.etree_element)
    mark_pictures(html.etree_element)
    return html.render(font_config=fonts, stylesheets=sheets, pdf_variant="pdf/a-2a", presentational_hints=True)


def _styles(copy: CopyDocument) -> tuple[str, ...]:
    return (*copy.styles, *((STYLE,) if copy.mark else ()))


def _fonts(copy: CopyDocument, shelf: _Shelf) -> FontConfiguration:
    """Return the fonts of the copy's sheets of @font-face rules, those of an earlier copy if they are the same."""
    key = fonts_key(_styles(copy), lambda name: shelf.contents.get(urljoin(copy.address, name)))
    if kept := kept_fonts(key):
        return kept
    fonts = own_fonts_only()
    for style in _styles(copy):
        if is_faces(style):
            CSS(string=style, base_url=copy.address, url_fetcher=shelf, font_config=fonts)
    if not shelf.refused:
        put_fonts(key, fonts)
    return fonts


@lru_cache(maxsize=8)
def _rules(style: str) -> CSS:
    """Return a style sheet that names nothing beyond itself, parsed once for all copies."""
    return CSS(string=style)


def _missing_characters(document: Document) -> tuple[str, ...]:
    missing = sorted({chr(point) for font in document.fonts.values() for point in font.missing})
    told = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
    return (f"no font has {told}",) if missing else ()


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """Collect WeasyPrint's errors, e.g. an unreadable picture or one without a description, which it only logs."""
    errors: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            errors.append(record.getMessage())

    listener = Listener(logging.ERROR)
    LOGGER.addHandler(listener)
    try:
        yield errors
    finally:
        LOGGER.removeHandler(listener)


class _Shelf(URLFetcher):  # type: ignore[misc]
    """Fetcher that serves only the given resources, records other addresses as refused, and never uses the network."""

    def __init__(self, address: str, resources: Mapping[str, bytes | Path]) -> None:
        super().__init__()
        self.contents = {urljoin(address, name): content for name, content in resources.items()}
        self.refused: list[str] = []
        self.damaged: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            fetched = super().fetch(url, headers)
            return self._answer(url, fetched.read(), fetched.content_type)
        content = self.contents.get(url)
        if content is None or (isinstance(content, Path) and not content.is_file()):
            self.refused.append(url)
            raise ValueError(f"not among the resources: {url}")
        kind, _ = _TYPES.guess_type(url)
        body = content.read_bytes() if isinstance(content, Path) else content
        return self._answer(url, body, kind or "application/octet-stream")

    def _answer(self, url: str, body: bytes, kind: str) -> URLFetcherResponse:
        if kind.startswith("image/") and kind != _DRAWING:
            try:
                body = archival_picture(body)
            except DamagedPictureError:
                self.damaged.append(url)
                raise
            kind = "application/octet-stream"
        return URLFetcherResponse(url, body, {"Content-Type": kind})

    def reasons(self) -> tuple[str, ...]:
        missing = [f"{url} is not among the resources" for url in self.refused]
        return (*missing, *(f"{url} is no picture, or only part of one" for url in self.damaged))
