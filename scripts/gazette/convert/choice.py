"""Choice (选择): the form chosen for one occurrence of an ambiguous character (一对多字), with reasons and certainty."""

from __future__ import annotations

from dataclasses import dataclass, field

Reason = tuple[str, str]  # code of reasons.tsv, value for its placeholder


@dataclass(slots=True)
class Choice:
    """One occurrence of an ambiguous character. `offset` counts from 0; `risk`: estimated probability of error.

    `entry`: the phrase that decided, "" for none. `kind`: "single"; "several" (the entry has several values);
    "phrase"; "house" (a table of ours); "name". `tier`: 1 is signed at each occurrence, 2 once per key, 3 once per
    phrase; 4 is settled by official usage and needs no signature.
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
