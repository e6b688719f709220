"""Reading (读取): all that is to be known of one PDF, found in a process that cannot use up the machine."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pikepdf

from gazette.copies.sign import Signature, read_roots, read_signatures
from gazette.verify.confined import ExceededError, run_confined
from gazette.verify.content import read_content
from gazette.verify.extract import Extracted, UnreadableError, UnreadableReason, extract_words, opened
from gazette.verify.inside import find_inside
from gazette.verify.parts import Finding
from gazette.verify.pictures import Spot, compare_pictures
from gazette.verify.revision import check_revision
from gazette.verify.shape import FileShape, check_shape, read_shape

LARGEST = 64 << 20  # bytes; the largest copy of the statutes has two million
MOST_PAGES = 2000
_SECONDS, _PICTURE_SECONDS = 10, 7

Refusal = UnreadableReason | Literal["too-large", "too-much"]


@dataclass(frozen=True)
class Reading:
    """What a PDF holds. `refusal` says why there is nothing. `revision` is what follows an issued file besides signatures."""

    words: Extracted | None = None
    shape: FileShape | None = None
    signatures: tuple[Signature, ...] = ()
    revision: tuple[Finding, ...] = ()
    refusal: Refusal | None = None

    @property
    def foreign(self) -> tuple[Finding, ...]:
        """What no copy has, as far as that can be told without the original."""
        return tuple(check_shape(self.shape, None)) if self.shape else ()


@dataclass(frozen=True)
class Comparison:
    """Against the original: its parts, and the look of its pages; None where looking took too long."""

    findings: tuple[Finding, ...]
    spots: tuple[Spot, ...] | None


def read_pdf(file: Path, size: int, roots: bytes = b"", issued_length: int = 0) -> Reading:
    """Words, parts and signatures. `issued_length` is how many bytes at the start are a file that was issued."""
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
    """Where a file looks otherwise than the issued one that it begins with: another program may read what follows in another way
    than this one. Where looking takes too long, what its objects say has to be enough.
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
    """A PDF beside the original; raises ExceededError where not even its parts can be compared."""
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
