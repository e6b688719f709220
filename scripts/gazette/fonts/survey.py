"""Survey (字形普查): the audit of all faces in a folder, what of its findings is accepted, and the sheets to look at."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from gazette.copies.fonts import Face, read_faces
from gazette.fonts.audit import (
    Audited,
    Finding,
    Reference,
    audit_face,
    describe,
    open_reference,
    read_comparisons,
    read_variants,
)
from gazette.fonts.contact import draw_findings, draw_wall
from gazette.fonts.packages import fetch_package, read_members, read_rows
from gazette.fonts.shapes import open_face

Accepted = Mapping[str, frozenset[int]]
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")
VARIANTS = "Unihan_Variants.txt.bz2"


def find_unaccepted(
    folder: Path, packages: Path, sheets: Path | None, say: Callable[[str], None]
) -> tuple[list[Finding], list[str]]:
    """Findings of all faces that nobody has accepted, and rows of accepted.tsv that hold a character without need.

    Raises PackageRefused. Where `sheets` is given, every glyph is drawn there, the most doubtful first.
    """
    accepted = read_accepted()
    named = [row for row in read_rows("accepted.tsv") if not _RANGE.match(row["characters"])]
    unused = {(row["finding"], ord(each)) for row in named for each in row["characters"]}
    found: list[Finding] = []
    for face, audited in _audit_all(read_faces(folder), packages, sheets):
        for finding in audited.findings:
            rows = _rows_of(finding, accepted)
            unused -= {(key, finding.point) for key in rows}
            found += [] if rows else [finding]
        say(f"      {face.name:24} {len(audited.apart):6,} glyphs, {len(audited.findings):5,} findings")
    return found, sorted(f"{key}: {chr(point)}" for key, point in unused)


def read_accepted() -> Accepted:
    """The characters of each row of accepted.tsv, by `face/kind/topic`; the face may be *, the characters ranges of code points."""
    return {row["finding"]: _points(row["characters"]) for row in read_rows("accepted.tsv")}


def _points(written: str) -> frozenset[int]:
    """Characters as they are, or `U+30000-323AF` where thousands stand for one reason."""
    ranges = [(int(first, 16), int(last or first, 16)) for first, last in _RANGE.findall(written)]
    if ranges:
        return frozenset(point for first, last in ranges for point in range(first, last + 1))
    return frozenset(map(ord, written))


def _rows_of(finding: Finding, accepted: Accepted) -> set[str]:
    """The rows of the table that accept the finding."""
    mine = {f"{face}/{finding.kind}" for face in ("*", finding.face)}
    return {key for key, points in accepted.items() if finding.point in points and key.rsplit("/", 1)[0] in mine}


def _write_sheets(
    folder: Path, face: Face, data: bytes, audited: Audited, references: Sequence[Reference], accepted: Accepted
) -> None:
    """The findings and all glyphs as pictures, those farthest from their character first, and both as text."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing = open_face(data)
    new = [each for each in audited.findings if not _rows_of(each, accepted)]
    findings = sorted(new, key=lambda each: each.apart - each.own)
    glyphs = sorted(audited.apart, key=lambda point: -audited.apart[point])
    (folder / f"{face.name}.tsv").write_text("".join(f"{describe(each)}\n" for each in findings), encoding="utf-8")
    (folder / f"{face.name}.txt").write_text("".join(map(chr, glyphs)), encoding="utf-8")
    pictures = {"findings": draw_findings(findings, drawing, references), "all": draw_wall(glyphs, drawing, references)}
    for name, sheets in pictures.items():
        for number, sheet in enumerate(sheets):
            sheet.save(folder / f"{face.name}-{name}-{number:02}.png")


def _audit_all(faces: Iterable[Face], packages: Path, sheets: Path | None) -> Iterator[tuple[Face, Audited]]:
    @cache
    def members(package: str, wanted: frozenset[str]) -> dict[str, bytes]:
        return read_members(fetch_package(package, packages), wanted)

    unihan = members("unicode-data", frozenset({VARIANTS}))[VARIANTS]
    variants = read_variants(unihan.decode("utf-8"))
    comparisons = read_comparisons()
    reference = cache(
        lambda package, member, index: open_reference(members(package, frozenset({member}))[member], index)
    )
    for face in faces:
        data = unpacked(face)
        comparison = comparisons[face.name]
        compared = [reference(*each) for each in comparison.references]
        audited = audit_face(face.name, data, compared, variants, comparison.slope)
        if sheets:
            _write_sheets(sheets, face, data, audited, compared, read_accepted())
        yield face, audited


def unpacked(face: Face) -> bytes:
    """The face as TrueType."""
    with TTFont(face.file, recalcTimestamp=False, recalcBBoxes=False) as font:
        font.flavor = None
        font.save(made := io.BytesIO())
    return made.getvalue()
