"""Survey (字形普查): the audit of all faces in a folder, minus the accepted findings."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.ttLib import TTFont

from gazette.copies.fonts import Face, coverage, read_faces
from gazette.fonts.audit import (
    BLANK,
    Audited,
    FaceComparison,
    FaceData,
    GlyphFinding,
    Reference,
    audit_face,
    describe_finding,
    open_reference,
    read_comparisons,
    read_variants,
)
from gazette.fonts.contact import draw_findings, draw_ideographs, draw_signs
from gazette.fonts.packages import fetch_package, package_rows, read_members
from gazette.fonts.shapes import is_ideograph, open_face

Accepted = Mapping[str, frozenset[int]]
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")
VARIANTS = "Unihan_Variants.txt.bz2"


def find_unaccepted(
    folder: Path, packages: Path, sheets: Path | None, say: Callable[[str], None]
) -> tuple[list[GlyphFinding], list[str]]:
    """Return findings of all faces that nobody has accepted, and entries of accepted.tsv that accept nothing.

    If `sheets` is given, pictures of every glyph are written there. Faces are audited in parallel on all processors.
    Raises RefusedPackageError.
    """
    accepted = read_accepted()
    named = [row for row in package_rows("accepted.tsv") if not _RANGE.match(row["characters"])]
    unused = {(row["finding"], ord(each)) for row in named for each in row["characters"]}
    found: list[GlyphFinding] = []
    for face, audited in _audit_all(read_faces(folder), packages, sheets):
        for finding in audited.findings:
            rows = _rows_of(finding, accepted)
            unused -= {(key, finding.point) for key in rows}
            found += [] if rows else [finding]
        say(f"      {face.name:24} {len(audited.apart):6,} glyphs, {len(audited.findings):5,} findings")
    return found, sorted(f"{key}: {chr(point)}" for key, point in unused)


def read_accepted() -> Accepted:
    """Return accepted.tsv as `face/kind/topic` → code points; the face may be `*`."""
    return {row["finding"]: _points(row["characters"]) for row in package_rows("accepted.tsv")}


def _points(written: str) -> frozenset[int]:
    """Parse a cell: characters as they are, or ranges such as `U+30000-323AF` if thousands share one reason."""
    ranges = [(int(first, 16), int(last or first, 16)) for first, last in _RANGE.findall(written)]
    if ranges:
        return frozenset(point for first, last in ranges for point in range(first, last + 1))
    return frozenset(map(ord, written))


def _rows_of(finding: GlyphFinding, accepted: Accepted) -> set[str]:
    """Return the keys of the rows that accept the finding."""
    mine = {f"{face}/{finding.kind}" for face in ("*", finding.face)}
    return {key for key, points in accepted.items() if finding.point in points and key.rsplit("/", 1)[0] in mine}


def _write_sheets(task: _Task, folder: Path, data: bytes, audited: Audited, references: Sequence[Reference]) -> None:
    """Write pictures of all glyphs by code point; the unaccepted findings, worst first, as pictures and text."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing, accepted = open_face(data), read_accepted()
    findings = sorted(
        (each for each in audited.findings if not _rows_of(each, accepted)), key=lambda each: each.apart - each.own
    )
    (folder / f"{task.face.name}.tsv").write_text(
        "".join(f"{describe_finding(each)}\n" for each in findings), encoding="utf-8"
    )
    drawn = sorted(coverage(task.face) - BLANK)
    ideographs = [point for point in drawn if is_ideograph(point)]
    pictures = {
        "findings": draw_findings(findings, drawing, references),
        "ideographs": draw_ideographs(ideographs, drawing, references, task.slope),
        "signs": draw_signs([point for point in drawn if not is_ideograph(point)], drawing, references),
    }
    for name, sheets in pictures.items():
        for number, sheet in enumerate(sheets):
            sheet.save(folder / f"{task.face.name}-{name}-{number:02}.png")


@dataclass(frozen=True)
class _Task:
    """The audit of one face: the face, and the unpacked files that the process reads."""

    face: Face
    references: tuple[tuple[Path, int], ...]
    slope: float
    variants: Path
    sheets: Path | None


def _audit_all(faces: Collection[Face], packages: Path, sheets: Path | None) -> Iterator[tuple[Face, Audited]]:
    comparisons = read_comparisons()
    with TemporaryDirectory() as folder, ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        files = _unpack_members([comparisons[face.name] for face in faces], packages, Path(folder))
        variants = files["unicode-data", VARIANTS]
        tasks = []
        # Largest first, so that it does not run alone at the end.
        for face in sorted(faces, key=lambda each: -len(coverage(each))):
            comparison = comparisons[face.name]
            references = tuple((files[package, member], index) for package, member, index in comparison.references)
            tasks.append(_Task(face, references, comparison.slope, variants, sheets))
        yield from zip((task.face for task in tasks), pool.map(_audit_one, tasks), strict=True)


def _unpack_members(
    comparisons: Collection[FaceComparison], packages: Path, folder: Path
) -> dict[tuple[str, str], Path]:
    """Write reference files and Unihan's variants to `folder`; return (package, name) → file.

    Each package is read once.
    """
    wanted: dict[str, set[str]] = {"unicode-data": {VARIANTS}}
    for comparison in comparisons:
        for package, member, _ in comparison.references:
            wanted.setdefault(package, set()).add(member)
    files = {}
    for package, names in wanted.items():
        for name, data in read_members(fetch_package(package, packages), frozenset(names)).items():
            files[package, name] = folder / f"{package}-{name}"
            files[package, name].write_bytes(data)
    return files


def _audit_one(task: _Task) -> Audited:
    """Audit one face, in a process of its own."""
    data = unpacked(task.face)
    compared = [open_reference(file.read_bytes(), index) for file, index in task.references]
    variants = read_variants(task.variants.read_text(encoding="utf-8"))
    audited = audit_face(FaceData(task.face.name, data, task.slope), compared, variants)
    if task.sheets:
        _write_sheets(task, task.sheets, data, audited, compared)
    return audited


def unpacked(face: Face) -> bytes:
    """Return the face as TrueType."""
    with TTFont(face.file, recalcTimestamp=False, recalcBBoxes=False) as font:
        font.flavor = None
        font.save(made := io.BytesIO())
    return made.getvalue()
