"""Every glyph of every face was looked at by a person: the table says so of the very files that are here."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from fonts.test_fonts import FACES, NAMES
from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.profiles import mainland_forms
from gazette.copies.fonts import Face, coverage
from gazette.copies.missing import find_missing
from gazette.fonts.audit import BLANK
from gazette.fonts.characters import read_removed
from gazette.fonts.packages import package_rows

LOOKED = {row["face"]: row for row in package_rows("looked.tsv")}


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_a_face_was_looked_at_as_it_is(face: Face) -> None:
    """A face that is made anew with other bytes must be looked at anew, and its row written by the one who did."""
    row = LOOKED[face.name]
    assert row["sha256"] == face.sha256
    assert int(row["glyphs"]) == len(coverage(face) - BLANK)
    assert len(row["reason"]) > 40


def test_no_row_speaks_of_a_face_that_is_not_there() -> None:
    assert LOOKED.keys() == NAMES.keys()


def test_nothing_is_accepted_that_nobody_has_looked_at() -> None:
    assert [
        row["finding"] for row in package_rows("accepted.tsv") if not row["finding"].endswith(("/looked-at", "/alike"))
    ] == []


@pytest.mark.parametrize(
    ("name", "characters"),
    [
        ("GazetteKaiHant", "\u2011′〜㎬\u302a\u302b\u302c\u302d"),
        ("GazetteMono", "ᶥᶦẚ"),
        ("GazetteLatin-Regular", "ẚ"),
        ("GazetteRarestB", "\U00022053\U000269c6\U000233bb"),
    ],
)
def test_what_the_eye_found_is_gone(name: str, characters: str) -> None:
    """NB in a box, a mirrored wave, GPA for GPa, bars for letters, 布 and 舌 for other characters."""
    assert set(map(ord, characters)) <= read_removed(name)
    assert not set(map(ord, characters)) & coverage(NAMES[name])


def test_kai_prints_primes_waves_and_hyphens_of_the_body_face() -> None:
    for missing in find_missing("‑′〜㎬", "zh-Hant", "level2", FACES):
        assert missing.serving is not None and missing.serving.name in ("GazetteSongHant", "GazetteBorrowHant"), missing


@pytest.mark.parametrize("role", ["body", "title", "level1"])
def test_the_forms_of_the_mainland_norm_are_the_faces_own(role: str) -> None:
    forms = "".join(sorted(set(mainland_forms().values())))
    assert len(forms) > 300
    assert [missing.character for missing in find_missing(forms, "zh-Hant", role, FACES)] == []


def test_kai_has_the_forms_of_the_norm_for_usual_characters() -> None:
    """Those of rarer characters (暅 棁 榅 煴 緼 耇 蕰 輼 钂 鰛) come from the body face, as all rare ones in Kai."""
    forms = "".join(sorted(set(mainland_forms().values())))
    lacking = {missing.character for missing in find_missing(forms, "zh-Hant", "level2", FACES)}
    assert lacking == set("暅棁榅煴緼耇蕰輼钂鰛")


def test_what_the_cn_profile_writes_for_usual_words_needs_no_other_face() -> None:
    data = load_dictionaries("cn")
    text = "".join(
        data.characters.get(each, each) for each in "换证内册决况净减别删吕吴强术没温潜灾烟录绿绪缘产脚虚争录静韵颜鸡黄"
    )
    assert find_missing(text, "zh-Hant", "body", FACES) == []


def test_a_glyph_of_each_face_is_drawn() -> None:
    """Of a damaged file nothing would be seen on a sheet either."""
    for face in FACES:
        with TTFont(face.file, lazy=True) as font:
            cmap = font.getBestCmap()
            assert font["glyf"][cmap[max(cmap)]].numberOfContours, face.name
