"""Excuses (例外说明): matches what a check finds with the exceptions that a translator wrote down."""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

from gazette.model.publication import Edition
from gazette.problems import Problem, problem

# What an exception is for, and the problem of one that is not needed.
Excused = Literal["figure", "term"]
_UNUSED: dict[Excused, str] = {"figure": "parity.unused", "term": "term.unused"}


def is_excused(edition: Edition, block: str, what: Excused, stated: Container[str], used: set[int]) -> bool:
    """True if an exception for this passage names one of `stated`; its number is added to `used`.

    One exception excuses its figure or term each time it occurs in the passage.
    """
    for number, excuse in enumerate(edition.translation.exceptions if edition.translation else ()):
        if excuse.block == block and (named := getattr(excuse, what)) and named in stated:
            used.add(number)
            return True
    return False


def check_excuses(edition: Edition, what: Excused, used: Container[int]) -> list[Problem]:
    """Report exceptions that no passage needs: their figure or term does not differ, or does not occur."""
    problems = []
    for number, excuse in enumerate(edition.translation.exceptions if edition.translation else ()):
        if (named := getattr(excuse, what)) and number not in used and edition.is_aligned:
            line = edition.lines.get(f"translation.exceptions.{number}.{what}", 1)
            problems.append(problem(_UNUSED[what], edition.file, line, "translation", named, block=excuse.block))
    return problems
