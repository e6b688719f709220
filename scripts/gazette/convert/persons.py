"""Persons (人物): the persons that one publication names, in its facts or in its texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from gazette.convert.name_tables import surname_at


@dataclass(frozen=True)
class Persons:
    """Names of persons in a publication: `told` by its facts, `named` in its texts."""

    told: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()

    @cached_property
    def known(self) -> tuple[str, ...]:
        """All names, longest first."""
        return tuple(sorted(self.told | self.named, key=lambda each: (-len(each), each)))

    @cached_property
    def called(self) -> tuple[str, ...]:
        """Given names of two characters, by which a person may be mentioned again: 海波."""
        return tuple(sorted({each[-2:] for each in self.known if len(each) - surname_at(each, 0) == 2}))


NOBODY = Persons()


def split_persons(text: str) -> frozenset[str]:
    """Return the names in a fact: `于海波、范伟` → both."""
    pieces = re.split(r"[、，,;；/／\s]+|（[^）]*）|\([^)]*\)", text)
    return frozenset(each for each in pieces if 2 <= len(each) <= 4 and surname_at(each, 0))
