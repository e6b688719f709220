"""Translation checks (译文检查): compares the blocks of a translation with those of its source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gazette.model.alignment import NOTHING_KNOWN, Known, Step, align, same_kind
from gazette.model.body_checks import piece
from gazette.model.counterparts import CONTINUES, RenderingUnit, find_units, mark_of
from gazette.model.shapes import written_ids
from gazette.problems import Problem, problem
from gazette.source.body import Block
from gazette.source.files import SourcePage

# Read as a list item by Markdown, though a numbered paragraph was meant: `1. General requirements`.
_LIST_NUMBER = re.compile(r"(\d+)([.)])")
_NEAR = 4  # steps within which a passage counts as moved; farther away it is surplus here and missing there


def align_blocks(
    page: SourcePage, file: str, originals: tuple[Block, ...], known: Known = NOTHING_KNOWN
) -> tuple[tuple[Block, ...], list[Problem]]:
    """Return a translation's blocks with the ids and classes of the source's, and a problem for each mismatch.

    With problems the blocks are returned as written. A text without blocks is reported elsewhere, as empty.
    """
    if not page.blocks or not originals:
        return page.blocks, []
    if problems := _check_marks(page):
        return page.blocks, problems
    steps = align(originals, find_units(page.blocks), known)
    problems = _check_steps(page, file, steps)
    if problems:
        return page.blocks, problems
    return tuple(each for step in steps if step.unit for each in _taking_after(step)), []


def _check_marks(page: SourcePage) -> list[Problem]:
    first = page.blocks[0]
    if mark_of(first)[0] != CONTINUES:
        return []
    return [problem("translation.first-part", page.path, first.line, found=piece(first))]


def _check_steps(page: SourcePage, file: str, steps: Sequence[Step]) -> list[Problem]:
    """Report each place once where a passage is missing, surplus, moved, or of another kind."""
    problems = []
    moved = _find_moved(steps)
    for number, step in enumerate(steps):
        if step.unit and step.source:
            problems += _check_pair(page.path, file, step.unit, step.source)
        elif number in moved and step.unit:
            source = steps[moved[number]].source[0]
            details = {"wanted": piece(source), "source": f"{file}:{source.line}"}
            place = step.unit.first
            problems.append(problem("translation.order", page.path, place.line, found=piece(place), **details))
        elif step.unit:
            before = next((each.source[-1] for each in reversed(steps[:number]) if each.source), None)
            around = before or next(each.source[0] for each in steps if each.source)
            details = {"source": f"{file}:{around.line}"}
            place = step.unit.first
            problems.append(problem("translation.surplus", page.path, place.line, found=piece(place), **details))
        elif number not in moved.values() and (not number or steps[number - 1].unit or number - 1 in moved.values()):
            problems.append(_missing(page, file, steps, number, moved))
    return problems


def _missing(page: SourcePage, file: str, steps: Sequence[Step], number: int, moved: Mapping[int, int]) -> Problem:
    """Return one problem for all the passages that are missing at one place."""
    run = number
    while run < len(steps) and not steps[run].unit and run not in moved.values():
        run += 1
    source = steps[number].source[0]
    before = next((each.unit.blocks[-1] for each in reversed(steps[:number]) if each.unit), None)
    details = {"wanted": piece(source), "source": f"{file}:{source.line}", "number": str(run - number)}
    code = "translation.gap" if before else "translation.gap-first"
    place = before or page.blocks[0]
    return problem(code, page.path, place.line, found=piece(place), **details)


def _find_moved(steps: Sequence[Step]) -> dict[int, int]:
    """Return index of the step of a surplus unit → index of a missing passage nearby that it could render."""
    missing = [number for number, step in enumerate(steps) if not step.unit]
    moved: dict[int, int] = {}
    for number, step in enumerate(steps):
        if step.unit and not step.source:
            unit = step.unit
            alike = [each for each in missing if each not in moved.values() and same_kind(unit, steps[each].source)]
            if alike and abs(alike[0] - number) <= _NEAR:
                moved[number] = alike[0]
    return moved


def _check_pair(path: str, file: str, unit: RenderingUnit, source: tuple[Block, ...]) -> list[Problem]:
    mine, theirs = unit.first, source[0]
    there = f"{file}:{theirs.line}"
    if not same_kind(unit, source):
        details = {"wanted": piece(theirs), "source": there}
        counted = _LIST_NUMBER.match(piece(mine)) if mine.kind == "item" and theirs.kind == "paragraph" else None
        if counted:
            written = f"{counted[1]}\\{counted[2]}"
            return [problem("translation.list-number", path, mine.line, found=counted[0], written=written, **details)]
        return [problem("translation.structure", path, mine.line, found=piece(mine), **details)]
    if addressed := next((each for each in source[1:] if each.id), None):
        details = {"wanted": piece(addressed), "source": f"{file}:{addressed.line}"}
        return [problem("translation.merged-id", path, mine.line, found=piece(mine), **details)]
    problems = []
    for number, block in enumerate(unit.blocks):
        wanted = "" if number else theirs.id
        if block.id and block.id != wanted:
            code = "translation.id" if wanted else "translation.id-none"
            details = {"source": there, **({"wanted": wanted} if wanted else {})}
            problems.append(problem(code, path, dict(written_ids(block))[block.id], found=block.id, **details))
    return problems


def _taking_after(step: Step) -> list[Block]:
    assert step.unit
    theirs, (mine, *more) = step.source[0], step.unit.blocks
    return [replace(mine, id=theirs.id, classes=tuple(dict.fromkeys((*mine.classes, *theirs.classes)))), *more]
