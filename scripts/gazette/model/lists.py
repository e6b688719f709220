"""Lists (列表): finds list items that Markdown would give another number, mark or level than the author wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gazette.problems import Problem, problem
from gazette.source.body import Block

_NUMBER = re.compile(r"\s*(\d+)\.")
_LEVEL = 4  # spaces


def check_lists(file: str, blocks: Sequence[Block]) -> list[Problem]:
    """Report items that are not shown as they are written: texts are cited by the numbers of their items."""
    problems = _check_numbers(file, blocks)
    for before, block in pairwise(blocks):
        if block.kind != "item" or before.kind != "item":
            continue
        of_one_kind = bool(_NUMBER.match(before.prefix)) == bool(_NUMBER.match(block.prefix))
        if block.level == before.level and not of_one_kind:
            problems.append(problem("body.list-mixed", file, block.line, found=block.opening))
        elif before.level < block.level and block.level // _LEVEL == before.level // _LEVEL:
            problems.append(problem("body.list-indent", file, block.line, found=block.opening))
    return problems


def _check_numbers(file: str, blocks: Sequence[Block]) -> list[Problem]:
    """Report numbers that differ from Markdown's own count; a list whose numbers are all 1 is meant to be counted."""
    problems: list[Problem] = []
    open_lists: list[tuple[int, bool]] = []  # by level: the number shown last, 0 for bullets; whether all are written 1
    for block in blocks:
        depth = _depth(block)
        if block.kind != "item":
            del open_lists[0 if block.kind == "heading" else depth :]
            continue
        del open_lists[depth + 1 :]
        match = _NUMBER.match(block.prefix)
        number = int(match[1]) if match else 0
        if len(open_lists) <= depth or bool(open_lists[depth][0]) != bool(number):
            del open_lists[depth:]
            open_lists += [(0, False)] * (depth - len(open_lists)) + [(number, number == 1)]
            continue
        shown, by_ones = open_lists[depth]
        shown += 1 if number else 0
        if number not in (0, shown) and not (by_ones and number == 1):
            problems.append(problem("body.list-number", file, block.line, found=block.opening, shown=str(shown)))
        open_lists[depth] = (shown, by_ones and number == 1)
    return problems


def _depth(block: Block) -> int:
    written = block.raw.lstrip("\n").expandtabs(_LEVEL)
    return (len(written) - len(written.lstrip(" "))) // _LEVEL
