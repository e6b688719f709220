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
    return _missing(text, _stack(tag, role, tuple(faces)))


@dataclass(frozen=True)
class _Stack:
    """The faces of one language and role; `main` is the face of the role, `held` what it or the Latin face has."""

    faces: tuple[Face, ...]
    main: Face
    held: frozenset[str]


@lru_cache(maxsize=64)
def _stack(tag: str, role: str, faces: tuple[Face, ...]) -> _Stack:
    ranked = ranked_faces(tag, role, faces)
    stack = tuple(face for _, face in ranked)
    # The Latin face and the next one; a character from a later face counts as borrowed.
    main = stack[: sum(rank == LATIN for rank, _ in ranked) + 1]
    return _Stack(stack, main[-1], _held(main))


def _missing(text: str, stack: _Stack) -> list[Missing]:
    if stack.held.issuperset(text):
        return []
    return [
        Missing(each, f"U+{ord(each):04X}", offset, stack.main, _first(each, stack.faces))
        for offset, each in enumerate(text)
        if each not in stack.held and unicodedata.category(each) not in UNDRAWN
    ]


@lru_cache(maxsize=32)
def _held(faces: tuple[Face, ...]) -> frozenset[str]:
    """Return the characters that at least one of the faces has."""
    return frozenset(map(chr, frozenset[int]().union(*map(coverage, faces))))


def _first(character: str, stack: Iterable[Face]) -> Face | None:
    return next((face for face in stack if ord(character) in coverage(face)), None)


def check_coverage(lines: Iterable[Line], accepted: Collection[str], faces: Collection[Face]) -> list[Problem]:
    """Report the characters that no face has (font.missing) and those borrowed without acceptance (font.borrowed).

    Each character is reported once per file; if it is missing on one line and borrowed on another, as missing.
    """
    found: dict[tuple[str, str], tuple[Line, Missing]] = {}
    stacks: dict[tuple[str, str], _Stack] = {}
    known = tuple(faces)
    for line in lines:
        use = (line.tag, line.role)
        if use not in stacks:
            stacks[use] = _stack(*use, known)
        for missing in _missing(line.text, stacks[use]):
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
