"""Same glyph (同形): fold characters that a print face draws with one glyph, so that texts compare as they print.

A PDF keeps glyphs; if 〜 and ～ share one, the PDF reads the same for both. data/same_glyph.tsv lists such code points.
"""

from __future__ import annotations

from pathlib import Path

from gazette.knowledge import kept, table_rows

_TABLE = Path(__file__).with_name("data") / "same_glyph.tsv"


def folded_glyphs(text: str) -> str:
    """Return the text with one representative character per glyph; the length is unchanged."""
    return text.translate(_glyphs())


@kept
def _glyphs() -> dict[int, int]:
    rows = [row["codes"].split() for row in table_rows(_TABLE)]
    return {int(code, 16): int(codes[0], 16) for codes in rows for code in codes[1:]}
