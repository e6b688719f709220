"""Choice (选择): one occurrence of an ambiguous character (一对多字), with the form chosen, why, and how sure."""

from __future__ import annotations

from dataclasses import dataclass, field

Reason = tuple[str, str]  # a code of reasons.tsv, and what fills its wording


@dataclass(slots=True)
class Choice:
    """One occurrence of an ambiguous character: the form chosen, the reasons and the risk.

    `entry` is the phrase that decided, "" for a character by itself; `kind` is single, several (the entry has several
    values), phrase or house (a table of ours). Tier 1 is signed at each occurrence, 2 once per key, 3 once per phrase;
    4 is settled by official usage, and nobody is asked.
    """

    offset: int
    source: str
    chosen: str
    candidates: tuple[str, ...]
    entry: str
    kind: str
    tier: int
    risk: float
    reasons: list[Reason] = field(default_factory=list)
