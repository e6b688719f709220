"""Same glyph (同形): characters that a print face draws alike, so that a copy cannot say which of them was written.

A PDF keeps glyphs; where 〜 and ～ share one, its text says the same for both. data/same_glyph.tsv has them, by their codes.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


def folded_glyphs(text: str) -> str:
    """The text with one character for each glyph, as long as before."""
    return text.translate(_glyphs())


@cache
def _glyphs() -> dict[int, int]:
    with Path(__file__).with_name("data").joinpath("same_glyph.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row["codes"].split() for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return {int(code, 16): int(codes[0], 16) for codes in rows for code in codes[1:]}
