"""Structure (结构): what the blocks of a text must be, and how those of a translation answer to those of its source."""

from __future__ import annotations

from dataclasses import replace

from gazette.model.shapes import answers, written_ids
from gazette.problems import Problem, problem
from gazette.source.body import Block
from gazette.source.files import SourcePage
from gazette.source.inline import plain_text

_QUOTE_LENGTH = 40


def check_blocks(file: str, blocks: tuple[Block, ...]) -> list[Problem]:
    """What Markdown would silently make something else of."""
    problems = _check_ids(file, blocks)
    for block in blocks:
        if block.kind == "heading" and block.level == 1:
            problems.append(problem("body.heading-level", file, block.line, found=piece(block)))
        if block.kind == "underlined":
            problems.append(problem("body.underlined-heading", file, block.line, found=piece(block)))
        if block.kind == "indented":
            problems.append(problem("body.indented", file, block.line, found=piece(block)))
    if not any(block.is_prose for block in blocks):
        problems.append(problem("body.empty", file))
    return problems


def _check_ids(file: str, blocks: tuple[Block, ...]) -> list[Problem]:
    problems = []
    seen: dict[str, int] = {}
    for block in blocks:
        for name, line in written_ids(block):
            if name in seen:
                problems.append(problem("body.duplicate-id", file, line, found=name, first=str(seen[name])))
            seen.setdefault(name, line)
    return problems


def check_answers(file: str, blocks: tuple[Block, ...], attribution: str) -> list[Problem]:
    """Every question has an answer, and the answer begins with the name of the one who gives it."""
    problems = []
    for question, answer in answers(blocks):
        if not attribution:
            return [problem("body.speaker", file, question.line, found=piece(question))]
        if answer is None or not plain_text(answer.text).startswith(attribution):
            place = answer or question
            problems.append(problem("body.answer", file, place.line, found=piece(place), attribution=attribution))
    return problems


def align_blocks(page: SourcePage, file: str, originals: tuple[Block, ...]) -> tuple[tuple[Block, ...], list[Problem]]:
    """A translation's blocks with the ids and classes of the source's; the first place where the two part is a problem."""
    for mine, theirs in zip(page.blocks, originals, strict=False):
        there = f"{file}:{theirs.line}"
        if (mine.kind, mine.level) != (theirs.kind, theirs.level):
            details = {"wanted": piece(theirs), "source": there}
            return page.blocks, [problem("translation.structure", page.path, mine.line, found=piece(mine), **details)]
        if mine.id and mine.id != theirs.id:
            line = dict(written_ids(mine))[mine.id]
            if not theirs.id:
                return page.blocks, [problem("translation.id-none", page.path, line, found=mine.id, source=there)]
            details = {"wanted": theirs.id, "source": there}
            return page.blocks, [problem("translation.id", page.path, line, found=mine.id, **details)]
    if len(page.blocks) != len(originals):
        return page.blocks, [_unequal(page, file, originals)] if page.blocks and originals else []
    return tuple(_taking_after(mine, theirs) for mine, theirs in zip(page.blocks, originals, strict=True)), []


def _unequal(page: SourcePage, file: str, originals: tuple[Block, ...]) -> Problem:
    """One text goes on where the other has ended. A text without blocks is reported as empty, and not here."""
    shorter = min(len(page.blocks), len(originals))
    if shorter < len(page.blocks):
        surplus = page.blocks[shorter]
        last = f"{file}:{originals[-1].line}"
        return problem("translation.surplus", page.path, surplus.line, found=piece(surplus), source=last)
    missing = originals[shorter]
    return problem(
        "translation.rest", page.path, page.blocks[-1].line, wanted=piece(missing), source=f"{file}:{missing.line}"
    )


def _taking_after(mine: Block, theirs: Block) -> Block:
    return replace(mine, id=theirs.id, classes=tuple(dict.fromkeys((*mine.classes, *theirs.classes))))


def piece(block: Block) -> str:
    """The beginning of a block's first line as it stands in the file, with its marks: `## 问：…`, `- …`."""
    return block.raw.strip().split("\n", 1)[0][:_QUOTE_LENGTH].rstrip()
