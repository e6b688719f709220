"""Fonts (印刷字体): the faces of official copies, by the language and role of the text that they set."""

from __future__ import annotations

import csv
import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

FACES_FILE, COVERAGE_FILE = "faces.tsv", "coverage.tsv"
FACES_HEAD = ("face", "family", "serves", "weight", "style", "file", "sha256", "package", "licence")
ROLES = ("body", "title", "level1", "level2", "strong", "emphasis", "strong-emphasis", "mono")
# Ranks in faces.tsv: 1 the Latin face, 2 the face of a role, 3 the body face, 4 the face for what the others lack,
# 5 and 6 the faces of the other script, 7 and 8 rare ideographs of names.
LATIN, BODY, RARE = 1, 3, 7
# Categories that need no glyph: controls, format characters, line and paragraph separators, combining marks.
UNDRAWN = frozenset({"Cc", "Cf", "Zl", "Zp", "Mn"})


@dataclass(frozen=True)
class Face:
    """One font file; `serves` holds (language tag, role, rank), the rank being its place in that font stack."""

    name: str
    family: str
    serves: frozenset[tuple[str, str, int]]
    weight: int
    style: str
    file: Path
    sha256: str
    package: str
    licence: str


class DamagedFontError(RuntimeError):
    """Raised if the digest of a font file differs from faces.tsv."""


def licence_file(face: str) -> str:
    """Return the name of a face's licence file, which all weights and slopes of its family share."""
    return f"LICENSE.{face.split('-')[0]}.txt"


def read_faces(folder: Path) -> tuple[Face, ...]:
    """Return the faces listed in faces.tsv of `folder`, in the order of the file."""
    with (folder / FACES_FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(_face(folder, row) for row in rows)


def _face(folder: Path, row: Mapping[str, str]) -> Face:
    serves: set[tuple[str, str, int]] = set()
    for entry in row["serves"].split():
        tag, roles, rank = entry.split(":")
        serves.update((tag, role, int(rank)) for role in (ROLES if roles == "*" else roles.split("+")))
    return Face(
        name=row["face"],
        family=row["family"],
        serves=frozenset(serves),
        weight=int(row["weight"]),
        style=row["style"],
        file=folder / row["file"],
        sha256=row["sha256"],
        package=row["package"],
        licence=row["licence"],
    )


def unpack_faces(faces: Iterable[Face], cache_folder: Path) -> Mapping[str, Path]:
    """Return TrueType versions of the woff2 files of `faces`, by the name of the woff2 file; raise DamagedFontError.

    The name of a TrueType file contains a digest of its source and of the fontTools version, and the file is renamed
    into place only when complete: two builds at once write the same file twice, and neither reads half of one.
    """
    cache_folder.mkdir(parents=True, exist_ok=True)
    return {face.file.name: _unpack(face, cache_folder) for face in faces}


def _unpack(face: Face, cache_folder: Path) -> Path:
    data = face.file.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != face.sha256:
        raise DamagedFontError(f"{face.file}: SHA-256 is {found}, {FACES_FILE} says {face.sha256}")
    made_by = hashlib.sha256(f"{found} {version('fonttools')}".encode()).hexdigest()
    twin = cache_folder / f"{face.name}-{made_by[:16]}.ttf"
    if not twin.is_file():
        from fontTools.ttLib import TTFont  # only a process that unpacks a font needs it

        with TTFont(face.file, recalcTimestamp=False, recalcBBoxes=False) as font:
            font.flavor = None
            handle, part = tempfile.mkstemp(dir=cache_folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    font.save(file)
                os.replace(part, twin)
            except BaseException:
                os.unlink(part)
                raise
    return twin


def coverage_files(faces: Iterable[Face]) -> list[Path]:
    """Return the files that coverage() reads: the tables that list faces, and the faces that none lists."""
    faces = list(faces)
    tables = sorted({face.file.parent / COVERAGE_FILE for face in faces})
    listed = {digest for table in tables for digest in _listed_coverages(table)}
    return [table for table in tables if table.is_file()] + [face.file for face in faces if face.sha256 not in listed]


def coverage(face: Face) -> frozenset[int]:
    """Return the code points that the face has."""
    return _coverage(face.file, face.sha256)


@cache
def _coverage(file: Path, digest: str) -> frozenset[int]:
    known = _listed_coverages(file.parent / COVERAGE_FILE).get(digest)
    return read_coverage(file) if known is None else frozenset(_points(known))


def read_coverage(file: Path) -> frozenset[int]:
    """Return the code points that a font file has; a face of 10,000 ideographs takes 0.1 s."""
    from fontTools.ttLib import TTFont  # only for a font that coverage.tsv does not list

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def coverage_table(faces: Iterable[Face]) -> str:
    """Return the text of coverage.tsv: the SHA-256 of each font file, and its code points: `20-7E A0 4E00-4E03`.

    Reading the table instead of the fonts saves half a second of each command.
    """
    rows = sorted(f"{face.sha256}\t{' '.join(_ranges(read_coverage(face.file)))}" for face in faces)
    return "\n".join(["sha256\tpoints", *rows]) + "\n"


def _ranges(points: Iterable[int]) -> Iterator[str]:
    """Return the runs of consecutive code points in hexadecimal."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return (f"{first:X}-{last:X}" if first < last else f"{first:X}" for first, last in runs)


@cache
def _listed_coverages(file: Path) -> Mapping[str, str]:
    """Return coverage.tsv: SHA-256 of a font file → its ranges; empty if there is no such table."""
    if not file.is_file():
        return {}
    return dict(line.split("\t", 1) for line in file.read_text(encoding="utf-8").splitlines()[1:])


def _points(ranges: str) -> Iterator[int]:
    for each in ranges.split(" "):
        first, _, last = each.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def font_stack(tag: str, role: str, faces: Iterable[Face]) -> tuple[Face, ...]:
    """Return the faces that set text of this language and role, in the order of preference."""
    return tuple(face for _, face in ranked_faces(tag, role, faces))


def needed_faces(text: str, tag: str, faces: Iterable[Face]) -> frozenset[Face]:
    """Return the faces that set some character of the text in any role.

    Faces of rare characters are opened only if the text contains a character that no earlier face has.
    """
    seen = frozenset(ord(each) for each in set(text) if unicodedata.category(each) not in UNDRAWN)
    needed: set[Face] = set()
    for role in ROLES:
        left = seen
        for face in font_stack(tag, role, faces):
            if not left:
                break
            needed |= {face} if left & coverage(face) else set()
            left -= coverage(face)
    return frozenset(needed)


def ranked_faces(tag: str, role: str, faces: Iterable[Face]) -> list[tuple[int, Face]]:
    """Return the faces of a font stack with their ranks, in order."""
    found = [(rank, face) for face in faces for each, use, rank in face.serves if (each, use) == (tag, role)]
    return sorted(found, key=lambda pair: (pair[0], pair[1].name))


def served_tags(faces: Iterable[Face]) -> frozenset[str]:
    """Return the languages with print fonts; a text in another language has a page but no official copy."""
    return frozenset(entry[0] for face in faces for entry in face.serves)
