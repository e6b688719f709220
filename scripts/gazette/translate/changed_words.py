"""Changed words (改动之处): shows in one line where two versions of a text differ."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from gazette.signed_table import one_line

_PIECES = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_AROUND = 8  # characters shown beside a change in a problem's sentence


def mark_change(old: str, new: str) -> list[tuple[str, str, str]]:
    """Return the differences of two texts in order: (`same`, text, text) or (`changed`, old, new)."""
    one, other = _PIECES.findall(one_line(old)), _PIECES.findall(one_line(new))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [
        ("same" if kind == "equal" else "changed", "".join(one[a:b]), "".join(other[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
    ]


def show_change(old: str, new: str) -> str:
    """Return the differences in one line, with a few characters around each: `…专利[-3376-]{+3377+}件…`."""
    pieces = mark_change(old, new)
    last = len(pieces) - 1
    return "".join(
        _shortened(one, is_first=number == 0, is_last=number == last)
        if kind == "same"
        else (f"[-{one}-]" if one else "") + (f"{{+{other}+}}" if other else "")
        for number, (kind, one, other) in enumerate(pieces)
    )


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    before, after = (0 if is_first else _AROUND), (0 if is_last else _AROUND)
    return text if len(text) <= before + after else f"{text[:before]}…{text[len(text) - after :]}"
