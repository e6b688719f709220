"""Examining (逐件核验): the examination of one file that someone brings, within limits of time and memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gazette.cli.verdicts import Examined
from gazette.copies.signed import Signature
from gazette.model.issued import IssuedCopies
from gazette.pages.canonical import short_form
from gazette.pipeline import CheckedSite
from gazette.problems import Problem, problem
from gazette.project import Project
from gazette.site.originals import Original, find_kept, find_original
from gazette.verify.compare import Verdict, verify_text
from gazette.verify.confined import ExceededError
from gazette.verify.extract import lines_of_pieces
from gazette.verify.identity import Identity, identify
from gazette.verify.judgement import Judgement
from gazette.verify.parts import Finding
from gazette.verify.published import Published
from gazette.verify.reading import LARGEST, MOST_PAGES, Comparison, Reading, compare_with, read_pdf
from gazette.verify.recognition import find_by_identifier, find_by_words

LARGEST_TEXT = 4 << 20  # in bytes; the longest statute has a tenth of it
_DIFFERENCES = {
    "changed": "copy.changed",
    "missing": "copy.missing",
    "added": "copy.added",
    "moved": "copy.moved",
    "beside": "copy.beside",
}
_FINDINGS = {
    "attachment": "copy.attachment",
    "font": "copy.font",
    "form": "copy.form",
    "hidden": "copy.hidden",
    "inside": "copy.inside",
    "layer": "copy.layer",
    "link": "copy.link",
    "locked": "copy.locked",
    "note": "copy.note",
    "pages": "copy.pages",
    "part": "copy.part",
    "picture": "copy.picture",
    "replaced": "copy.replaced",
    "revision": "copy.revision",
    "script": "copy.script",
    "size": "copy.size",
}
_UNREADABLE = {
    "not-pdf": "copy.kind",
    "damaged": "copy.damaged",
    "encrypted": "copy.encrypted",
    "no-text": "copy.no-text",
    "too-large": "copy.too-large",
    "too-much": "copy.too-much",
}


@dataclass(frozen=True)
class Folders:
    """The folder for pictures of marked pages, and the folder of stored issued files."""

    pictures: Path | None = None
    originals: Path | None = None


@dataclass(frozen=True)
class Archive:
    """What a file is held against: the texts of a project as they are published, and what was kept of it."""

    project: Project
    checked: CheckedSite
    texts: Sequence[Published]
    folders: Folders = Folders()


@dataclass(frozen=True)
class Taken:
    """A file as read: a PDF has an identity and a reading, a text its words, anything else a problem."""

    path: str
    file: Path
    identity: Identity | None = None
    reading: Reading | None = None
    text: str | None = None
    problem: Problem | None = None

    @property
    def is_readable(self) -> bool:
        """True if the file can be compared; an issued file is recognised without being read."""
        return self.problem is None

    @property
    def identifier(self) -> str:
        return self.reading.words.identifier if self.reading and self.reading.words else ""

    @property
    def words(self) -> str:
        if self.text is not None:
            return self.text
        return lines_of_pieces(self.reading.words.pieces) if self.reading and self.reading.words else ""


@contextmanager
def regular(file: Path) -> Iterator[Path]:
    """Provide a file that can be read twice; input from a pipe is first stored, up to the limit of size."""
    if file.is_file() or file.is_dir():
        yield file
        return
    with tempfile.NamedTemporaryFile() as kept, file.open("rb") as stream:
        left = LARGEST + 1
        while left > 0 and (chunk := stream.read(min(left, 1 << 20))):
            kept.write(chunk)
            left -= len(chunk)
        kept.flush()
        yield Path(kept.name)


def take(path: str, file: Path, issued: IssuedCopies, roots: bytes) -> Taken:
    """Read one file of any kind."""
    if file.is_dir():
        return Taken(path, file, problem=problem("copy.kind", path))
    with file.open("rb") as stream:
        is_pdf = b"%PDF-" in stream.read(1024)
        stream.seek(0)
        identity = identify(stream, issued)
    if not identity.is_complete:
        return Taken(path, file, problem=_too_large(path))
    if not is_pdf:
        return _take_text(path, file, identity)
    if identity.is_whole:
        return Taken(path, file, identity, Reading())
    reading = read_pdf(file, identity.size, roots, identity.length)
    if reading.refusal == "too-large":
        return Taken(path, file, identity, reading, problem=_too_large(path))
    refused = problem(_UNREADABLE[reading.refusal], path) if reading.refusal else None
    return Taken(path, file, identity, reading, problem=refused)


def _too_large(path: str) -> Problem:
    megabytes, text = str(LARGEST >> 20), str(LARGEST_TEXT >> 20)
    return problem("copy.too-large", path, megabytes=megabytes, pages=str(MOST_PAGES), text=text)


def _take_text(path: str, file: Path, identity: Identity) -> Taken:
    """Read pasted text in UTF-8, UTF-16 or GB 18030."""
    with file.open("rb") as stream:
        content = stream.read(LARGEST_TEXT + 1)
    if file.suffix.lower() == ".pdf" or (b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return Taken(path, file, problem=problem("copy.kind", path))
    if identity.size > LARGEST_TEXT:
        return Taken(path, file, problem=_too_large(path))
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip():
            return Taken(path, file, text=text)
        return Taken(path, file, problem=problem("copy.empty", path))
    return Taken(path, file, problem=problem("copy.encoding", path))


def examine(taken: Taken, archive: Archive, tag: str | None) -> Examined:
    """Return the result for a file that could be read."""
    published = _find(taken, archive.texts, tag)
    judgement = Judgement(published, taken.identity, taken.reading)
    if judgement.is_original:
        return Examined(taken.path, tuple(_problems(judgement, taken.path)), judgement)
    if published is None:
        return Examined(taken.path, (problem("copy.publication", taken.path),), judgement)
    if taken.text is not None:
        judgement = Judgement(published, verdict=verify_text(taken.text, published))
    elif taken.reading and taken.reading.words:
        judgement = _judge_pdf(taken, taken.reading, published, archive)
    return Examined(taken.path, tuple(_problems(judgement, taken.path)), judgement)


def _judge_pdf(taken: Taken, reading: Reading, published: Published, archive: Archive) -> Judgement:
    """Judge a PDF that is not an issued file: its words, and everything else against the original of the same text."""
    assert reading.words
    verdict, checked, folders = verify_text(reading.words, published), archive.checked, archive.folders
    original = _original_inside(taken) or find_kept(
        folders.originals, checked.signed.issued, published.path, published.tag, verdict.version
    )
    if not original and not verdict.superseded:
        original = find_original(archive.project, checked, published.path, published.tag)
    comparison: Comparison | None = None
    if original:
        pictures = folders.pictures / Path(taken.path).stem if folders.pictures else None
        try:
            comparison = compare_with(taken.file, original.content, pictures)
        except ExceededError:
            comparison = Comparison(reading.foreign, None)
    return Judgement(published, taken.identity, reading, verdict, comparison, original.where if original else "")


def _original_inside(taken: Taken) -> Original | None:
    """Return the issued file with which this file begins, or None."""
    if not taken.identity or not taken.identity.issued:
        return None
    with taken.file.open("rb") as stream:
        content = stream.read(taken.identity.length)
    return Original(content, f"{taken.path}[:{taken.identity.length}]", is_issued=True)


def _find(taken: Taken, texts: Sequence[Published], tag: str | None) -> Published | None:
    """Return the edition that a file is a copy of; a single candidate is taken without comparison."""
    if taken.identity and (issued := taken.identity.issued):
        return next((each for each in texts if (each.path, each.tag) == (issued.publication, issued.language)), None)
    named = [each for each in texts if tag in (None, each.tag)]
    if len(named) == 1:
        return named[0]
    own = find_by_identifier(taken.identifier, named) if taken.identifier else None
    return own or find_by_words(taken.words, named)


def _problems(found: Judgement, path: str) -> Iterator[Problem]:
    yield from _signature_problems(found.signatures, path)
    if found.is_original:
        if found.published is None:
            yield problem("copy.withdrawn", path)
        elif not found.is_in_force:
            day = found.version.date.isoformat() if found.version else "—"
            yield problem("copy.superseded", path, number=str(found.number), date=day)
        return
    verdict = found.verdict
    if verdict:
        for each in verdict.differences:
            yield problem(_DIFFERENCES[each.kind], path, each.line, found=each.found, published=each.published)
        yield from _version_problems(verdict, path)
    yield from _part_problems(found.findings, path)
    comparison = found.comparison
    for spot in comparison.spots or () if comparison else ():
        yield problem("copy.look", path, 0, f"p. {spot.page}", str(spot))
    if comparison and comparison.spots is None:
        yield problem("copy.uncompared", path)
    if found.answer == "words" and not found.is_text:
        yield problem("copy.other-file", path)


def _version_problems(verdict: Verdict, path: str) -> Iterator[Problem]:
    if version := verdict.superseded or verdict.claimed_version:
        code = "copy.superseded" if verdict.superseded else "copy.claimed"
        yield problem(code, path, number=str(version.number), date=version.date.isoformat())
    elif verdict.is_other_version and not verdict.is_equal:
        now = verdict.published.short_form
        yield problem("copy.version", path, found=short_form(verdict.fingerprint), published=now)


def _part_problems(findings: Iterable[Finding], path: str) -> Iterator[Problem]:
    for each in findings:
        yield problem(_FINDINGS[each.kind], path, 0, f"p. {each.page}" if each.page else "", each.found)


def _signature_problems(signatures: Iterable[Signature], path: str) -> Iterator[Problem]:
    for signature in signatures:
        if not signature.is_intact:
            yield problem("copy.signature", path, found=signature.signer)
        elif not signature.is_whole:
            yield problem("copy.appended", path, found=signature.signer)
        elif signature.is_trusted is False:
            yield problem("copy.untrusted", path, found=signature.signer, issuer=signature.issuer)
