"""Carrying over (签名沿用): puts the present version of OpenCC on signatures whose result is the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gazette.convert.chinese import OPENCC_VERSION
from gazette.convert.decision_check import outdated_decisions
from gazette.convert.dictionaries import dictionaries_stamp
from gazette.convert.ledger import Ledger
from gazette.convert.review import Occurrence


def carry_signatures(ledger: Ledger, occurrences: Iterable[Occurrence]) -> tuple[Ledger, int]:
    """Put the present version on every decision whose output is still current; return the ledger and their number.

    Other decisions keep their version: they apply nowhere, or belong to texts no longer published.
    """
    used = {each.doubt.decision.key for each in occurrences if each.doubt.decision}
    stamp, old = dictionaries_stamp(), outdated_decisions(ledger, used)
    return ledger.adding(replace(each, opencc=OPENCC_VERSION, dictionaries=stamp) for each in old), len(old)
