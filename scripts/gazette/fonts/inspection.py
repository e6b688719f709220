"""Inspection (样张存盘): writes the contact sheets of one face into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gazette.copies.fonts import Face, coverage
from gazette.fonts.accepted import read_accepted, rows_of
from gazette.fonts.audit import BLANK, Audited, FaceData, describe_finding
from gazette.fonts.characters import is_ideograph
from gazette.fonts.contact import draw_findings, draw_ideographs, draw_signs
from gazette.fonts.drawing import open_face
from gazette.fonts.references import Reference


def write_sheets(face: Face, made: FaceData, folder: Path, audited: Audited, references: Sequence[Reference]) -> None:
    """Write pictures of all glyphs by code point; the unaccepted findings, worst first, as pictures and text."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing, accepted = open_face(made.data), read_accepted()
    findings = sorted(
        (each for each in audited.findings if not rows_of(each, accepted)), key=lambda each: each.apart - each.own
    )
    (folder / f"{face.name}.tsv").write_text(
        "".join(f"{describe_finding(each)}\n" for each in findings), encoding="utf-8"
    )
    drawn = sorted(coverage(face) - BLANK)
    ideographs = [point for point in drawn if is_ideograph(point)]
    pictures = {
        "findings": draw_findings(findings, drawing, references),
        "ideographs": draw_ideographs(ideographs, drawing, references, made.slope),
        "signs": draw_signs([point for point in drawn if not is_ideograph(point)], drawing, references),
    }
    for name, sheets in pictures.items():
        for number, sheet in enumerate(sheets):
            sheet.save(folder / f"{face.name}-{name}-{number:02}.png")
