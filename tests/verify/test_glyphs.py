"""Characters of one glyph: all that the print faces draw alike are known, and none is taken for another besides."""

from __future__ import annotations

import csv
from collections import defaultdict

from fontTools.ttLib import TTFont

from gazette.copies.fonts import read_faces
from gazette.verify.glyphs import folded_glyphs
from tiny_site import ROOT


def test_whatever_one_glyph_of_a_face_stands_for_is_compared_as_one() -> None:
    for face in read_faces(ROOT / "overrides" / "fonts"):
        same = defaultdict(list)
        for code, glyph in TTFont(face.file, lazy=True).getBestCmap().items():
            same[glyph].append(chr(code))
        for characters in same.values():
            assert len({folded_glyphs(each) for each in characters}) == 1, (face.name, characters)


def test_no_other_characters_are_compared_as_one() -> None:
    table = ROOT / "scripts" / "gazette" / "verify" / "data" / "same_glyph.tsv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row["codes"].split() for row in csv.DictReader(file, delimiter="\t")]
    listed = {chr(int(code, 16)) for row in rows for code in row}
    assert len(listed) == sum(map(len, rows)) < 120
    for each in map(chr, [*range(0x20, 0x7F), *range(0x3000, 0x3040), *range(0x4E00, 0x9FFF), *range(0xFF01, 0xFF60)]):
        assert folded_glyphs(each) == each or each in listed
    assert not listed & set("0123456789￥¥元年月日，。《》“”")
