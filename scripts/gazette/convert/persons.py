"""Persons (人物): whom one publication names, by its facts and in its texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from gazette.convert.name_tables import surname_at


@dataclass(frozen=True)
class Persons:
    """Whom a publication names: `told` by its facts, `named` somewhere in its texts."""

    told: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()

    @cached_property
    def known(self) -> tuple[str, ...]:
        """Every name, the longest first."""
        return tuple(sorted(self.told | self.named, key=lambda each: (-len(each), each)))

    @cached_property
    def called(self) -> tuple[str, ...]:
        """Given names of two characters, by which a person may be spoken of again: 海波."""
        return tuple(sorted({each[-2:] for each in self.known if len(each) - surname_at(each, 0) == 2}))


NOBODY = Persons()


def split_persons(text: str) -> frozenset[str]:
    """The persons in a fact that names them: `于海波、范伟` → both."""
    pieces = re.split(r"[、，,;；/／\s]+|（[^）]*）|\([^)]*\)", text)
    return frozenset(each for each in pieces if 2 <= len(each) <= 4 and surname_at(each, 0))
