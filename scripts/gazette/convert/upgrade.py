"""Upgrade (升级): finds the characters of published Traditional text that another version of OpenCC would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gazette.convert.ledger import Decision
from gazette.convert.scribe import Scribe, show_place

# File and line (from 1; 0: the whole file) of a character.
_Place = tuple[str, int]


@dataclass(frozen=True)
class UpgradedCharacter:
    """One published character that would change from `before` to `after`. `context`: its Simplified surroundings."""

    file: str
    line: int
    context: str
    before: str
    after: str
    decision: Decision | None


def find_upgrades(texts: Iterable[tuple[str, list[_Place]]], now: Scribe, then: Scribe) -> Iterator[UpgradedCharacter]:
    """Yield every character that two scribes convert differently, with the decision signed about it.

    `texts`: Simplified texts, each with the place of every character. `now`, `then`: scribes of both OpenCC versions.
    """
    for text, places in texts:
        signed = {doubt.offset: doubt.decision for doubt in now.doubts(text)}
        pairs = zip(now.convert(text), then.convert(text), strict=True)
        for at, (before, after) in enumerate(pairs):
            if before != after:
                file, line = places[at]
                yield UpgradedCharacter(file, line, show_place(text, at, text[at]), before, after, signed.get(at))
