"""Survey (字形普查): the audit of all faces in a folder, minus the accepted findings."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.ttLib import TTFont

from gazette.copies.fonts import Face, coverage, read_faces
from gazette.fonts.accepted import accepted_by_name, read_accepted, rows_of
from gazette.fonts.audit import Audited, FaceData, GlyphFinding, audit_face, read_variants
from gazette.fonts.inspection import write_sheets
from gazette.fonts.package_files import read_members
from gazette.fonts.packages import fetch_package
from gazette.fonts.references import FaceComparison, open_reference, read_comparisons

VARIANTS = "Unihan_Variants.txt.bz2"


def find_unaccepted(
    folder: Path, packages: Path, sheets: Path | None, say: Callable[[str], None]
) -> tuple[list[GlyphFinding], list[str]]:
    """Return findings of all faces that nobody has accepted, and entries of accepted.tsv that accept nothing.

    If `sheets` is given, pictures of every glyph are written there. Faces are audited in parallel on all processors.
    Raises RefusedPackageError.
    """
    accepted = read_accepted()
    unused = accepted_by_name()
    found: list[GlyphFinding] = []
    for face, audited in _audit_all(read_faces(folder), packages, sheets):
        for finding in audited.findings:
            rows = rows_of(finding, accepted)
            unused -= {(key, finding.point) for key in rows}
            found += [] if rows else [finding]
        say(f"      {face.name:24} {len(audited.apart):6,} glyphs, {len(audited.findings):5,} findings")
    return found, sorted(f"{key}: {chr(point)}" for key, point in unused)


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
    made = FaceData(task.face.name, data, task.slope)
    audited = audit_face(made, compared, variants)
    if task.sheets:
        write_sheets(task.face, made, task.sheets, audited, compared)
    return audited


def unpacked(face: Face) -> bytes:
    """Return the face as TrueType."""
    with TTFont(face.file, recalcTimestamp=False, recalcBBoxes=False) as font:
        font.flavor = None
        font.save(made := io.BytesIO())
    return made.getvalue()
