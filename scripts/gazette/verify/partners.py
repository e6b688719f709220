"""Partners (对应): the index of the counterpart that each item of a sequence has in another, nearly equal one."""

from __future__ import annotations

from collections.abc import Sequence

from gazette.verify.changes import Change, find_changes


def partners(one: Sequence[str], other: Sequence[str]) -> list[int | None]:
    """Return, for each index of `one`, the index of its counterpart in `other`, or None.

    Replaced runs of equal length are paired item by item; items of other replaced runs have no counterpart.
    """
    found: list[int | None] = []
    at = 0
    for change in [*find_changes(one, other), Change(len(one), len(one), len(other), len(other))]:
        found += range(at, at + change.start - len(found))
        is_even = change.end - change.start == change.other_end - change.other_start
        found += range(change.other_start, change.other_end) if is_even else [None] * (change.end - change.start)
        at = change.other_end
    return found
