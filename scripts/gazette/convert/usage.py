"""Usage (用字): what official text writes for an entry of OpenCC's phrases, where it corrects the entry outright."""

from __future__ import annotations

# An entry must have been seen so often before its most frequent form, with this share, corrects it.
_LEAST = 4
SHARE = 0.85
# It is given up as well where official text, with so many occurrences, hardly ever writes its form.
UNWRITTEN_LEAST = 10
UNWRITTEN = 0.02


def usual_form(used: dict[str, float], given: str) -> str | None:
    """The form that stands for the entry's own, `given` itself where usage confirms it; None where usage is divided."""
    total, form = sum(used.values()), max(used, key=used.__getitem__)
    unwritten = total >= UNWRITTEN_LEAST and used.get(given, 0.0) <= UNWRITTEN * total
    return form if unwritten or (total >= _LEAST and used[form] >= SHARE * total) else None
