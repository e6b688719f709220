"""Same glyph (同形): characters that a print face draws alike, so that a copy cannot say which of them was written.

A PDF keeps glyphs; where 〜 and ～ share one, its text says the same for both. data/same_glyph.tsv has them, by their codes.
"""

from __future__ import annotations

from pathlib import Path

from gazette.knowledge import kept, table_rows

_TABLE = Path(__file__).with_name("data") / "same_glyph.tsv"


def folded_glyphs(text: str) -> str:
    """The text with one character for each glyph, as long as before."""
    return text.translate(_glyphs())


@kept
def _glyphs() -> dict[int, int]:
    rows = [row["codes"].split() for row in table_rows(_TABLE)]
    return {int(code, 16): int(codes[0], 16) for codes in rows for code in codes[1:]}
