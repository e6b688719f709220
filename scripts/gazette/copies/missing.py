"""Missing characters (缺字): finds the characters of a copy that the face of their role lacks."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from gazette.copies.fonts import LATIN, UNDRAWN, Face, coverage, ranked_faces
from gazette.copies.wording import Line
from gazette.problems import Problem, problem


@dataclass(frozen=True)
class Missing:
    """A character that the face of its role lacks; `serving` is the face that supplies it instead, or None.

    `offset` is counted from 0 in the text that was checked.
    """

    character: str
    code_point: str
    offset: int
    face: Face
    serving: Face | None


def find_missing(text: str, tag: str, role: str, faces: Iterable[Face]) -> list[Missing]:
    """Return each occurrence of a character that neither the Latin face nor the main face of this role has.

    Invisible characters and line ends are ignored.
    """
    ranked = ranked_faces(tag, role, faces)
    stack = tuple(face for _, face in ranked)
    # The Latin face and the next one; a character from a later face counts as borrowed.
    latin = sum(rank == LATIN for rank, _ in ranked)
    main = stack[: latin + 1]
    known = _held(main)
    return [
        Missing(each, f"U+{ord(each):04X}", offset, main[-1], _first(each, stack))
        for offset, each in enumerate(text)
        if ord(each) not in known and unicodedata.category(each) not in UNDRAWN
    ]


@lru_cache(maxsize=32)
def _held(faces: tuple[Face, ...]) -> frozenset[int]:
    """Return the code points that at least one of the faces has; asked for every line, so made once for each stack."""
    return frozenset[int]().union(*map(coverage, faces))


def _first(character: str, stack: Iterable[Face]) -> Face | None:
    return next((face for face in stack if ord(character) in coverage(face)), None)


def check_coverage(lines: Iterable[Line], accepted: Collection[str], faces: Collection[Face]) -> list[Problem]:
    """Report the characters that no face has (font.missing) and those borrowed without acceptance (font.borrowed).

    Each character is reported once per file; if it is missing on one line and borrowed on another, as missing.
    """
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
