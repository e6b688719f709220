"""Fonts (印刷字体): the faces of official copies, what each one covers, and which character would be borrowed or missing."""

from __future__ import annotations

import csv
import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from fontTools.ttLib import TTFont

from gazette.problems import Problem, problem

FACES_FILE = "faces.tsv"
FACES_HEAD = ("face", "family", "serves", "weight", "style", "file", "sha256", "package", "licence")
ROLES = ("body", "title", "level1", "level2", "strong", "emphasis", "strong-emphasis", "mono")
# Ranks in faces.tsv: 1 the Latin face, 2 the face of a role, 3 the body face, 4 the face that only has what others lack,
# 5 and 6 those of the other script, 7 and 8 rare ideographs of names.
LATIN, BODY, RARE = 1, 3, 7
# What a reader cannot see needs no glyph: controls, format characters, separators of lines.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Mn"})


@dataclass(frozen=True)
class Face:
    """One font file. `serves` gives, for a language tag and a role, its place in their font stack."""

    name: str
    family: str
    serves: frozenset[tuple[str, str, int]]
    weight: int
    style: str
    file: Path
    sha256: str
    package: str
    licence: str


@dataclass(frozen=True)
class Missing:
    """A character that the face of its role lacks; `serving` is the face that is borrowed from, or None."""

    character: str
    code_point: str
    offset: int
    face: Face
    serving: Face | None


@dataclass(frozen=True)
class Line:
    """Text of an official copy, and where a person can change it; `tag` and `role` decide its faces."""

    text: str
    role: str
    tag: str
    file: str
    line: int


class FontDamaged(RuntimeError):
    """A font file is not the one that faces.tsv names."""


def licence_file(face: str) -> str:
    """Weights and slopes of a family share their licence."""
    return f"LICENSE.{face.split('-')[0]}.txt"


def read_faces(folder: Path) -> tuple[Face, ...]:
    """The faces of `folder`, by name."""
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
    """TrueType twins of the woff2 files of `faces`, by the woff2 file's name; raises FontDamaged.

    The twin's name holds the digest of what it was made from and with, and it appears under this name only when it is whole: two
    builds at once write the same file twice, and neither reads half of one.
    """
    cache_folder.mkdir(parents=True, exist_ok=True)
    return {face.file.name: _unpack(face, cache_folder) for face in faces}


def _unpack(face: Face, cache_folder: Path) -> Path:
    data = face.file.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != face.sha256:
        raise FontDamaged(f"{face.file}: SHA-256 is {found}, {FACES_FILE} says {face.sha256}")
    made_by = hashlib.sha256(f"{found} {version('fonttools')}".encode()).hexdigest()
    twin = cache_folder / f"{face.name}-{made_by[:16]}.ttf"
    if not twin.is_file():
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


def coverage(face: Face) -> frozenset[int]:
    """Code points that the face has."""
    return _coverage(face.file, face.sha256)


@cache
def _coverage(file: Path, _digest: str) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def font_stack(tag: str, role: str, faces: Iterable[Face]) -> tuple[Face, ...]:
    """The faces that set text of this language and role, the first one first."""
    return tuple(face for _, face in _ranked(tag, role, faces))


def needed_faces(text: str, tag: str, faces: Iterable[Face]) -> frozenset[Face]:
    """The faces that set this text in any role; those that only have rare characters are not even opened without one."""
    seen = frozenset(ord(each) for each in set(text) if unicodedata.category(each) not in _UNSEEN)
    needed: set[Face] = set()
    for role in ROLES:
        left = seen
        for face in font_stack(tag, role, faces):
            if not left:
                break
            needed |= {face} if left & coverage(face) else set()
            left -= coverage(face)
    return frozenset(needed)


def find_missing(text: str, tag: str, role: str, faces: Iterable[Face]) -> list[Missing]:
    """Characters that the faces of this role lack, wherever they stand; line ends and unseen characters need none."""
    ranked = _ranked(tag, role, faces)
    stack = tuple(face for _, face in ranked)
    # The Latin face and the one after it; whatever comes from a later face is borrowed.
    latin = sum(rank == LATIN for rank, _ in ranked)
    main = stack[: latin + 1]
    known = frozenset[int]().union(*map(coverage, main))
    return [
        Missing(each, f"U+{ord(each):04X}", offset, main[-1], _first(each, stack))
        for offset, each in enumerate(text)
        if ord(each) not in known and unicodedata.category(each) not in _UNSEEN
    ]


def _ranked(tag: str, role: str, faces: Iterable[Face]) -> list[tuple[int, Face]]:
    """The faces of a stack with their ranks."""
    found = [(rank, face) for face in faces for each, use, rank in face.serves if (each, use) == (tag, role)]
    return sorted(found, key=lambda pair: (pair[0], pair[1].name))


def _first(character: str, stack: Iterable[Face]) -> Face | None:
    return next((face for face in stack if ord(character) in coverage(face)), None)


def check_coverage(lines: Iterable[Line], accepted: Collection[str], faces: Collection[Face]) -> list[Problem]:
    """Each character once a file: those of no face, and those borrowed that nobody has accepted; the worst is told first."""
    found: dict[tuple[str, str], tuple[Line, Missing]] = {}
    for line in lines:
        for missing in find_missing(line.text, line.tag, line.role, faces):
            if missing.serving and missing.character in accepted:
                continue
            key = (line.file, missing.character)
            if key not in found or (found[key][1].serving and not missing.serving):
                found[key] = line, missing
    return [_problem(line, missing) for line, missing in found.values()]


def _problem(line: Line, missing: Missing) -> Problem:
    found = f"{missing.character} {missing.code_point}"
    if missing.serving is None:
        return problem("font.missing", line.file, line.line, found=found, face=missing.face.name)
    told = {"serving": missing.serving.name, "character": missing.character}
    return problem("font.borrowed", line.file, line.line, found=found, face=missing.face.name, **told)


def served_tags(faces: Iterable[Face]) -> frozenset[str]:
    """The languages for which there are print fonts; a text in another one has a page and no official copy."""
    return frozenset(entry[0] for face in faces for entry in face.serves)
