"""Usage (用字): the form by which official usage corrects an entry of OpenCC's phrases."""

from __future__ import annotations

# Least occurrences of an entry, and least share of its most frequent form, for that form to correct it.
_LEAST = 4
SHARE = 0.85
# Also corrected if, with this many occurrences, official text writes the entry's own form at most this rarely.
UNWRITTEN_LEAST = 10
UNWRITTEN = 0.02


def usual_form(used: dict[str, float], given: str) -> str | None:
    """Return the form that usage prescribes for an entry, `given` if usage confirms it; None if usage is divided.

    `used`: form → occurrences. `given`: the entry's own form.
    """
    total, form = sum(used.values()), max(used, key=used.__getitem__)
    unwritten = total >= UNWRITTEN_LEAST and used.get(given, 0.0) <= UNWRITTEN * total
    return form if unwritten or (total >= _LEAST and used[form] >= SHARE * total) else None
