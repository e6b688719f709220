"""Body checks (正文检查): checks the blocks of a text one by one: headings, ids, indentation, answers."""

from __future__ import annotations

from gazette.model.shapes import answers, written_ids
from gazette.problems import Problem, problem
from gazette.source.body import Block
from gazette.source.inline import plain_text

_QUOTE_LENGTH = 40


def check_blocks(file: str, blocks: tuple[Block, ...]) -> list[Problem]:
    """Report blocks that Markdown would silently turn into something else, duplicate ids, and a text without words."""
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
    """Report questions without an answer, and answers that do not begin with the attribution (title and name).

    Without an attribution only the first question is reported, as `body.speaker`.
    """
    problems = []
    for question, answer in answers(blocks):
        if not attribution:
            return [problem("body.speaker", file, question.line, found=piece(question))]
        if answer is None or not plain_text(answer.text).startswith(attribution):
            place = answer or question
            problems.append(problem("body.answer", file, place.line, found=piece(place), attribution=attribution))
    return problems


def piece(block: Block) -> str:
    """Return the beginning of a block's first line as in the file, with its markup: `## 问：…`, `- …`."""
    return block.raw.strip().split("\n", 1)[0][:_QUOTE_LENGTH].rstrip()
