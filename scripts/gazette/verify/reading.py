"""Reading (读取): the results of examining one PDF in a confined process: words, shape, signatures, page pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pikepdf

from gazette.copies.signed import Signature, read_roots, read_signatures
from gazette.verify.confined import ExceededError, run_confined
from gazette.verify.content import read_content
from gazette.verify.extract import Extracted, UnreadableError, UnreadableReason, extract_words, opened
from gazette.verify.inside import find_inside
from gazette.verify.parts import Finding
from gazette.verify.pictures import Spot, compare_pictures
from gazette.verify.revision import check_revision
from gazette.verify.shape import FileShape, read_shape
from gazette.verify.shape_findings import check_shape

LARGEST = 64 << 20  # bytes; the largest copy among the statutes has two million
MOST_PAGES = 2000
_SECONDS, _PICTURE_SECONDS = 10, 7

Refusal = UnreadableReason | Literal["too-large", "too-much"]


@dataclass(frozen=True)
class Reading:
    """Contents of a PDF, or why there are none (`refusal`).

    `revision`: changes after an issued prefix of the file, apart from signatures.
    """

    words: Extracted | None = None
    shape: FileShape | None = None
    signatures: tuple[Signature, ...] = ()
    revision: tuple[Finding, ...] = ()
    refusal: Refusal | None = None

    @property
    def foreign(self) -> tuple[Finding, ...]:
        """What no official copy contains, as far as that can be told without the original."""
        return tuple(check_shape(self.shape, None)) if self.shape else ()


@dataclass(frozen=True)
class Comparison:
    """Differences from the original: findings about parts, spots that look different (None: rendering too slow)."""

    findings: tuple[Finding, ...]
    spots: tuple[Spot, ...] | None


def read_pdf(file: Path, size: int, roots: bytes = b"", issued_length: int = 0) -> Reading:
    """Return words, parts and signatures of a PDF of `size` bytes.

    `roots`: trusted certificates, b"" for none. `issued_length`: length in bytes of the prefix that is an issued file,
    or 0.
    """
    if size > LARGEST:
        return Reading(refusal="too-large")
    try:
        reading = run_confined(_read, file, roots, issued_length, seconds=_SECONDS)
    except ExceededError:
        return Reading(refusal="too-much")
    if not 0 < issued_length < size or reading.refusal:
        return reading
    return replace(reading, revision=(*reading.revision, *_other_look(file, issued_length)))


def _other_look(file: Path, issued_length: int) -> Iterator[Finding]:
    """Yield a finding for each page that looks different from the issued file that this file starts with.

    Another program may read the appended revision in another way than this one. If rendering takes too long, nothing
    is reported and the comparison of objects must suffice.
    """
    with file.open("rb") as stream:
        original = stream.read(issued_length)
    try:
        spots = run_confined(_compare_pictures, file, original, None, seconds=_PICTURE_SECONDS)
    except ExceededError:
        return
    for page in sorted({spot.page for spot in spots}):
        yield Finding("revision", page, next(str(spot) for spot in spots if spot.page == page))


def compare_with(file: Path, original: bytes, folder: Path | None) -> Comparison:
    """Compare a PDF with its original; pictures of differing pages go to `folder`.

    Raises ExceededError if not even the parts can be compared within the limits.
    """
    findings = run_confined(_compare_shapes, file, original, seconds=_PICTURE_SECONDS)
    try:
        spots = run_confined(_compare_pictures, file, original, folder, seconds=_PICTURE_SECONDS)
    except ExceededError:
        return Comparison(findings, None)
    return Comparison(findings, spots)


def _read(file: Path, roots: bytes, issued_length: int) -> Reading:
    content = file.read_bytes()
    try:
        with opened(content) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                return Reading(refusal="too-large")
            drawn = read_content(pdf)
            shape = read_shape(pdf, drawn)
            words = extract_words(pdf, drawn)
        revision = check_revision(content, issued_length) if 0 < issued_length < len(content) else ()
    except UnreadableError as error:
        return Reading(refusal=error.reason)
    return Reading(words, shape, _signatures(content, roots), revision)


def _signatures(content: bytes, roots: bytes) -> tuple[Signature, ...]:
    return read_signatures(content, read_roots(roots) if roots else ())


def _compare_shapes(file: Path, original: bytes) -> tuple[Finding, ...]:
    shapes: Sequence[FileShape] = []
    for content in (file.read_bytes(), original):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            shapes = [*shapes, read_shape(pdf, read_content(pdf))]
    with pikepdf.open(file) as found, pikepdf.open(io.BytesIO(original)) as genuine:
        return (*check_shape(shapes[0], shapes[1]), *find_inside(found, genuine))


def _compare_pictures(file: Path, original: bytes, folder: Path | None) -> tuple[Spot, ...]:
    return compare_pictures(file.read_bytes(), original, folder)
