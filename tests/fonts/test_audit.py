"""The audit of glyphs: it finds what is wrong, and nothing is wrong in the faces; all of them with --long."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from fonts.test_fonts import FACES, FONTS, NAMES, require_packages
from gazette.copies.fonts import coverage
from gazette.fonts.accepted import read_accepted
from gazette.fonts.audit import Audited, FaceData, audit_face
from gazette.fonts.characters import is_ideograph, read_removed
from gazette.fonts.make_fonts import PACKAGES
from gazette.fonts.packages import package_rows
from gazette.fonts.references import Reference, open_reference
from gazette.fonts.survey import find_unaccepted, unpacked

# Offline each face is held against our others; a glyph that is drawn for another character is much nearer to it.
OTHERS = {
    "GazetteFangSong": ("GazetteTitleHans", "GazetteBorrowHant"),
    "GazetteKaiHans": ("GazetteTitleHans", "GazetteBorrowHans"),
    "GazetteKaiHant": ("GazetteTitleHant", "GazetteSongHant"),
    "GazetteSongHant": ("GazetteTitleHant", "GazetteHeiHant"),
    "GazetteHeiHans": ("GazetteTitleHans",),
    "GazetteTitleHans": ("GazetteHeiHans",),
    "GazetteHeiHant": ("GazetteTitleHant",),
    "GazetteTitleHant": ("GazetteHeiHant",),
}
SIZE, CLEAR = 30, 0.1


@cache
def reference(name: str) -> Reference:
    return open_reference(unpacked(NAMES[name]), 0)


def audit(name: str, data: bytes, sample: Collection[int]) -> Audited:
    face = FaceData(name, data, 0.08 if "Kai" in name else 0.0)
    return audit_face(face, [reference(each) for each in OTHERS[name]], {}, sample)


def exchanged(name: str, pairs: str) -> bytes:
    """The face with the characters of each pair drawn for one another."""
    font = TTFont(io.BytesIO(unpacked(NAMES[name])))
    drawn = dict(font.getBestCmap())
    for table in font["cmap"].tables:
        for one, other in zip(map(ord, pairs[::2]), map(ord, pairs[1::2]), strict=True):
            table.cmap.update({one: drawn[other], other: drawn[one]})
    font.save(made := io.BytesIO())
    return made.getvalue()


@pytest.mark.parametrize(("name", "pairs"), [("GazetteFangSong", "干午土士￥＄"), ("GazetteTitleHant", "幹干捨舍余餘")])
def test_a_character_drawn_as_another_is_found(name: str, pairs: str) -> None:
    found = audit(name, exchanged(name, pairs), set(map(ord, pairs))).findings
    assert {each.character for each in found if each.kind == "nearer"} == set(pairs)


def test_what_is_empty_and_what_is_drawn_twice_is_found() -> None:
    font = TTFont(io.BytesIO(unpacked(NAMES["GazetteTitleHans"])))
    names: Any = font.getBestCmap()
    font["glyf"][names[ord("一")]] = font["glyf"][names[0x3000]]
    for table in font["cmap"].tables:
        table.cmap[ord("丁")] = names[ord("七")]
    font.save(made := io.BytesIO())
    found = audit("GazetteTitleHans", made.getvalue(), set(map(ord, "一丁七"))).findings
    assert {("一", "empty"), ("七", "same")} <= {(each.character, each.kind) for each in found}


@pytest.mark.parametrize("name", OTHERS)
def test_no_glyph_of_a_sample_is_clearly_another_character(name: str) -> None:
    ideographs = [point for point in sorted(coverage(NAMES[name])) if is_ideograph(point)]
    sample = {
        *random.Random(name).sample(ideographs, SIZE),
        *map(ord, "幹捨餘醜滷鬆鬱懲誠騁稱準臟干舍余丑卤松郁惩诚秤准髒￥＄"),
    }
    found = audit(name, unpacked(NAMES[name]), sample).findings
    assert [each for each in found if each.kind in ("nearer", "empty") and each.own - each.apart > CLEAR] == []


def test_what_was_drawn_wrongly_is_gone_or_put_right() -> None:
    for name in NAMES:
        assert not read_removed(name) & coverage(NAMES[name]), name
    assert set(map(ord, "幹捨餘醜滷")) <= read_removed("GazetteFangSong")


def test_every_accepted_glyph_stands_in_its_face() -> None:
    """Of a range both ends: a face may lack what lies between them, and no range is wider than its face."""
    assert read_accepted().keys() == {row["finding"] for row in package_rows("accepted.tsv")}
    for row in package_rows("accepted.tsv"):
        face, kind, _ = row["finding"].split("/")
        assert kind in ("same", "nearer", "far", "empty", "alone"), row
        ends = {int(end, 16) for end in re.findall(r"(?:U\+|(?<=[0-9A-F])-)([0-9A-F]+)", row["characters"])}
        faces = FACES if face == "*" else [NAMES[face]]
        standing = frozenset[int]().union(*map(coverage, faces))
        assert (ends or set(map(ord, row["characters"]))) <= standing, row["finding"]
        assert not ends or ends <= read_accepted()[row["finding"]], row["finding"]


def test_the_tables_name_faces_that_there_are() -> None:
    assert {row["face"] for row in package_rows("references.tsv")} == NAMES.keys()
    assert {row["glyph"].split("/")[0] for row in package_rows("removed.tsv")} <= NAMES.keys()


@pytest.mark.long
def test_every_glyph_of_every_face_is_its_own_character_or_accepted(tmp_path: Path) -> None:
    require_packages()
    found, unused = find_unaccepted(FONTS, PACKAGES, None, lambda line: None)
    assert (found, unused) == ([], [])
