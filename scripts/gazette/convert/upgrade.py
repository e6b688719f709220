"""Upgrade (升级): which characters of the published Traditional text another version of OpenCC would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gazette.convert.chinese import OPENCC_VERSION
from gazette.convert.dictionaries import dictionaries_stamp
from gazette.convert.ledger import Decision, Ledger
from gazette.convert.review import Occurrence
from gazette.convert.scribe import Scribe, show_place

# Where a text stands: file, line from 1 (0: the whole file), and the line of each of its characters.
_Place = tuple[str, int]


@dataclass(frozen=True)
class UpgradedCharacter:
    """One published character that would change from `before` to `after`. `context` shows it in Simplified."""

    file: str
    line: int
    context: str
    before: str
    after: str
    decision: Decision | None


def find_upgrades(texts: Iterable[tuple[str, list[_Place]]], now: Scribe, then: Scribe) -> Iterator[UpgradedCharacter]:
    """Every character that two scribes write differently, with what was signed about it."""
    for text, places in texts:
        signed = {doubt.offset: doubt.decision for doubt in now.doubts(text)}
        pairs = zip(now.convert(text), then.convert(text), strict=True)
        for at, (before, after) in enumerate(pairs):
            if before != after:
                file, line = places[at]
                yield UpgradedCharacter(file, line, show_place(text, at, text[at]), before, after, signed.get(at))


def carry_signatures(ledger: Ledger, occurrences: Iterable[Occurrence]) -> tuple[Ledger, int]:
    """The ledger with the present version on every decision whose output is still what is written, and their number.

    The others keep their old version: they hold nowhere, or belong to texts that are no longer published.
    """
    stamp = dictionaries_stamp()
    used = {each.doubt.decision for each in occurrences if each.doubt.decision}
    old = [each for each in used if (each.opencc, each.dictionaries) != (OPENCC_VERSION, stamp)]
    return ledger.adding(replace(each, opencc=OPENCC_VERSION, dictionaries=stamp) for each in old), len(old)
