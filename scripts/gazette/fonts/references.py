"""References (对照字体): the faces with which the audit compares a face, by references.tsv."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from fontTools.ttLib import TTFont

from gazette.fonts.drawing import open_face
from gazette.fonts.packages import package_rows


@dataclass(frozen=True)
class Reference:
    """A face to compare with, as FreeType draws it, and its code points."""

    drawing: Any
    points: frozenset[int]


@dataclass(frozen=True)
class FaceComparison:
    """The reference faces of a face (package, file, index in the file), and the slope of its horizontal strokes."""

    references: tuple[tuple[str, str, int], ...]
    slope: float


def read_comparisons() -> dict[str, FaceComparison]:
    """Read references.tsv: face name → its references and slope."""
    found = {}
    for row in package_rows("references.tsv"):
        parts = (each.split(":") for each in row["references"].split())
        references = tuple((package, member, int(index)) for package, member, index in parts)
        found[row["face"]] = FaceComparison(references, float(row["slope"]))
    return found


def open_reference(data: bytes, index: int) -> Reference:
    """Open a face of a font file or collection for comparison."""
    with TTFont(io.BytesIO(data), fontNumber=index, lazy=True) as font:
        return Reference(open_face(data, index), frozenset(font.getBestCmap()))
