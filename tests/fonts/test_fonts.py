"""The print faces: what is promised of them, what they cover, and what is said of a character that they lack."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from gazette.convert.chinese import engine
from gazette.copies.fonts import (
    ROLES,
    DamagedFontError,
    Face,
    coverage,
    coverage_table,
    font_stack,
    licence_file,
    read_coverage,
    read_faces,
    unpack_faces,
)
from gazette.copies.missing import check_coverage, find_missing
from gazette.copies.wording import Line
from gazette.fonts.characters import read_removed
from gazette.fonts.grafts import read_grafts
from gazette.fonts.packages import POOLS, RefusedPackageError, fetch_package, read_packages
from gazette.fonts.recipes import read_recipes
from gazette.fonts.sheet import print_fonts_css

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "overrides" / "fonts"
SEED = ROOT / "docs" / "interpretations" / "2022" / "ip-pilot-city"
FACES = read_faces(FONTS)
NAMES = {face.name: face for face in FACES}


@cache
def opened(face: Face) -> Any:
    return TTFont(face.file)


def outline(face: Face, character: str) -> list[tuple[int, int]]:
    font = opened(face)
    return list(font["glyf"][font.getBestCmap()[ord(character)]].coordinates)


def covered(tag: str, role: str) -> frozenset[int]:
    return frozenset[int]().union(*map(coverage, font_stack(tag, role, FACES)))


# Signs of Big5 that Noto Serif does not have; each has a usual double (＿ ￣ ～ ≈).
BIG5_SIGNS = frozenset("ˍ‾∼≒")


def encodable(codec: str) -> set[int]:
    pairs = (bytes((lead, trail)) for lead in range(0xA1, 0xFA) for trail in range(0x40, 0xFF))
    return {ord(text) for pair in pairs if len(text := pair.decode(codec, errors="ignore")) == 1 and ord(text) > 0x7F}


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_a_face_is_the_file_that_the_table_names_with_its_licence(face: Face) -> None:
    assert hashlib.sha256(face.file.read_bytes()).hexdigest() == face.sha256
    licence = (FONTS / licence_file(face.name)).read_text(encoding="utf-8")
    assert face.name in licence.splitlines()[0] and face.licence in licence and len(licence) > 3000


def test_the_folder_holds_nothing_else() -> None:
    files = {face.file.name for face in FACES} | {licence_file(face.name) for face in FACES}
    assert {file.name for file in FONTS.iterdir()} == files | {"faces.tsv", "coverage.tsv", "print-fonts.css"}
    assert {recipe.face for recipe in read_recipes()} == NAMES.keys()
    assert (FONTS / "print-fonts.css").read_text(encoding="utf-8") == print_fonts_css(FACES)


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_what_a_face_covers_is_listed_under_the_digest_of_its_file(face: Face) -> None:
    assert coverage(face) == read_coverage(face.file)
    assert hashlib.sha256(face.file.read_bytes()).hexdigest() in (FONTS / "coverage.tsv").read_text(encoding="utf-8")


def test_the_table_of_coverages_is_written_from_the_fonts() -> None:
    assert (FONTS / "coverage.tsv").read_text(encoding="utf-8") == coverage_table(FACES)


def test_a_font_that_the_table_does_not_list_is_opened(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    (folder / "coverage.tsv").write_text("sha256\tpoints\n" + "0" * 64 + "\t20\n", encoding="utf-8")
    (face,) = read_faces(folder)
    assert coverage(face) == coverage(NAMES["GazetteMono"])


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_a_face_has_truetype_outlines_and_the_metrics_of_all_the_others(face: Face) -> None:
    font = opened(face)
    hhea, os2 = font["hhea"], font["OS/2"]
    assert "glyf" in font and not {"CFF ", "CFF2", "fvar", "fpgm"} & set(font.keys())
    assert font["head"].unitsPerEm == 1000
    assert (hhea.ascent, hhea.descent, hhea.lineGap) == (880, -120, 0)
    assert (os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap) == (880, -120, 0)
    assert (os2.usWinAscent, os2.usWinDescent) == (1250, 450)
    assert font["head"].yMin >= -450 and font["head"].yMax <= 1250
    assert os2.fsType == 0
    assert font["name"].getDebugName(1).startswith("Gazette ")


def test_simplified_body_has_gb2312_but_for_what_its_source_draws_wrongly() -> None:
    """Three signs that no official text needs are borrowed; Greek and Russian letters stand in the Latin face, as wide as they are."""
    own = coverage(NAMES["GazetteFangSong"]) | coverage(NAMES["GazetteLatinHan"])
    assert {chr(each) for each in encodable("gb2312") - own} == set("―￣ヵヶ")
    assert encodable("gb2312") <= covered("zh-Hans", "body")
    assert {chr(each) for each in encodable("gbk") - covered("zh-Hans", "body")} == {"≒"}


@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_every_ideograph_of_gb_18030_2022_can_be_printed(tag: str, role: str) -> None:
    """Its level 2 in the forms of the mainland, by Noto; its level 3 by the faces of rare characters, but for what two faces draw differently."""
    level_2 = {*range(0x4E00, 0x9FA6), *range(0x3400, 0x4DB6)}
    level_3 = {*range(0x9FA6, 0x9FF0), *range(0x20000, 0x2A6D7), *range(0x2A700, 0x2B735), *range(0x2B740, 0x2B81E)}
    level_3 |= {*range(0x2B820, 0x2CEA2), *range(0x2CEB0, 0x2EBE1)}
    level_3 -= read_removed("GazetteRarestB")
    noto = coverage(NAMES["GazetteFangSong"]) | coverage(NAMES["GazetteBorrowHans"])
    assert level_2 <= noto
    assert level_3 | set(map(ord, "㐂𠮷鿫𱁬")) <= covered(tag, role)


@pytest.mark.parametrize(("tag", "role"), [(tag, role) for tag in ("zh-Hans", "zh-Hant", "en") for role in ROLES])
def test_superscripts_and_subscripts_are_of_the_face_itself(tag: str, role: str) -> None:
    text = "CO₂、PM₂.₅、H₃O⁺、10⁻³、m²、5ᵗʰ、xⁿ、log₁₀、⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉⁺⁻⁼⁽⁾₊₋₌₍₎ⁱ™"
    assert find_missing(text, tag, role, FACES) == []


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_every_character_has_a_glyph_of_its_own(face: Face) -> None:
    """Out of a PDF a shared glyph comes back as one of its characters: 〜 as ～, Α as A."""
    names = list(opened(face).getBestCmap().values())
    assert len(names) == len(set(names))


def test_characters_of_personal_names_are_borrowed() -> None:
    assert set(map(ord, "喆堃玥")) <= coverage(NAMES["GazetteBorrowHans"]) - coverage(NAMES["GazetteFangSong"])
    assert len(coverage(NAMES["GazetteTitleHans"]) & set(range(0x4E00, 0xA000))) > 7900


def test_traditional_body_has_big5_and_the_other_roles_what_conversion_writes() -> None:
    signs_only = {chr(each) for each in encodable("big5") - coverage(NAMES["GazetteSongHant"])}
    assert signs_only == BIG5_SIGNS
    common = {each for each in encodable("big5") if chr(each).encode("big5") < b"\xc6\xa1"} - set(map(ord, BIG5_SIGNS))
    for name in ("GazetteTitleHant", "GazetteHeiHant", "GazetteKaiHant"):
        assert {chr(each) for each in common - coverage(NAMES[name]) if each > 0x3400} == set(), name


@pytest.mark.parametrize(
    "name", ["GazetteLatin-Regular", "GazetteLatin-Bold", "GazetteLatin-Italic", "GazetteLatinHan"]
)
def test_latin_has_ascii_and_european_letters(name: str) -> None:
    assert set(range(0x20, 0x7F)) | set(map(ord, "éüñßÆœǎǚ")) <= coverage(NAMES[name])


def test_quotation_marks_come_from_the_chinese_face_in_chinese_and_from_the_latin_face_in_english() -> None:
    marks = set(map(ord, "“”‘’—…·"))
    assert not marks & coverage(NAMES["GazetteLatinHan"])
    assert marks <= coverage(NAMES["GazetteLatin-Regular"])
    for name in ("GazetteFangSong", "GazetteSongHant", "GazetteTitleHans", "GazetteHeiHant"):
        font = opened(NAMES[name])
        assert {font["hmtx"][font.getBestCmap()[ord(each)]][0] for each in "“”‘’—"} == {1000}, name


def test_a_city_is_not_a_knee_cover() -> None:
    """A free FangSong draws 市 (U+5E02) as 巿 (U+5DFF): every name of a city would be wrong."""
    both = [face for face in FACES if {0x5E02, 0x5DFF} <= coverage(face)]
    assert "GazetteSongHant" in {face.name for face in both}
    assert [face.name for face in both if outline(face, "市") == outline(face, "巿")] == []
    for tag in ("zh-Hans", "zh-Hant"):
        assert all(find_missing("市", tag, role, FACES) == [] for role in ROLES)
    [missing] = find_missing("巿", "zh-Hans", "body", FACES)
    assert missing.serving == NAMES["GazetteBorrowHans"]


def test_a_grafted_character_is_drawn_and_as_wide_as_the_others() -> None:
    for name in ("GazetteFangSong", "GazetteKaiHans"):
        font = opened(NAMES[name])
        assert {"槃", "￥", "～", "〜"} <= read_grafts(name).keys()
        for character in "￥～〜":
            assert font["hmtx"][font.getBestCmap()[ord(character)]][0] == 1000
        assert outline(NAMES[name], "￥") != outline(NAMES[name], "＄")
        assert len(outline(NAMES[name], "槃")) > 100
        assert font["hmtx"][font.getBestCmap()[ord("槃")]][0] == 1000


@pytest.mark.parametrize("role", ROLES)
def test_the_first_text_needs_no_borrowed_character_in_any_language(role: str) -> None:
    source = (SEED / "index.md").read_text(encoding="utf-8")
    english = (SEED / "index.en.md").read_text(encoding="utf-8")
    for tag, text in (("zh-Hans", source), ("en", english.split("---\n")[2])):
        assert find_missing(text, tag, role, FACES) == [], tag
    for profile in ("s2tw", "s2hk", "s2t"):
        assert find_missing(engine(profile)(source), "zh-Hant", role, FACES) == [], profile


def test_a_missing_character_is_named_with_its_code_point_its_place_and_the_face_that_serves() -> None:
    borrowed, absent = find_missing("王喆\n和\u200b🙂", "zh-Hans", "body", FACES)
    assert (borrowed.character, borrowed.code_point, borrowed.offset) == ("喆", "U+5586", 1)
    assert (borrowed.face.name, borrowed.serving) == ("GazetteFangSong", NAMES["GazetteBorrowHans"])
    assert (absent.character, absent.code_point, absent.offset, absent.serving) == ("🙂", "U+1F642", 5, None)


def test_a_problem_says_which_character_once_a_text_and_not_what_is_accepted() -> None:
    places = [("body", "zh-Hans", 7), ("title", "zh-Hans", 2), ("body", "zh-Hant", 7), ("body", "zh-Hans", 9)]
    lines = [Line("喆喆堃🙂🙂", role, tag, "docs/a/index.md", line) for role, tag, line in places]
    found = check_coverage(lines, frozenset("堃🙂"), FACES)
    assert [(each.code, each.found, each.line) for each in found] == [
        ("font.borrowed", "喆 U+5586", 7),
        ("font.missing", "🙂 U+1F642", 7),
    ]
    assert found[0].sentence("en") == (
        'docs/a/index.md:7: found "喆 U+5586", expected a character of the print face (GazetteFangSong); this one is '
        "borrowed from another face (GazetteBorrowHans) and looks slightly different — hint: check that it is the right "
        "character; if it is, look at a print and add to the facts of this text: borrowed_characters: 喆. [font.borrowed]"
    )
    assert [each.is_error for each in found] == [False, True]


def small_folder(folder: Path) -> Path:
    """A folder with one face, so that unpacking takes no time."""
    head, *rows = (FONTS / "faces.tsv").read_text(encoding="utf-8").splitlines()
    row = next(row for row in rows if row.startswith("GazetteMono\t"))
    (folder / "faces.tsv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    (folder / "GazetteMono.woff2").write_bytes((FONTS / "GazetteMono.woff2").read_bytes())
    return folder


def test_unpacking_gives_truetype_once(tmp_path: Path) -> None:
    folder, cache_folder = small_folder(tmp_path), tmp_path / "cache"
    [(name, twin)] = unpack_faces(read_faces(folder), cache_folder).items()
    assert name == "GazetteMono.woff2" and twin.read_bytes().startswith(b"\x00\x01\x00\x00")
    before = twin.stat()
    assert unpack_faces(read_faces(folder), cache_folder) == {name: twin}
    assert twin.stat().st_mtime_ns == before.st_mtime_ns and twin.stat().st_ino == before.st_ino
    assert [file.name for file in cache_folder.iterdir()] == [twin.name]


def test_builds_at_once_never_read_half_a_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache_folder = small_folder(tmp_path), tmp_path / "cache"
    whole, read = TTFont.save, []

    def save_slowly(font: Any, file: Any) -> None:
        whole(font, made := io.BytesIO())
        file.write(made.getvalue()[:1000])
        file.flush()
        time.sleep(0.2)
        file.write(made.getvalue()[1000:])

    def build() -> None:
        read.extend(twin.read_bytes() for twin in unpack_faces(read_faces(folder), cache_folder).values())

    monkeypatch.setattr(TTFont, "save", save_slowly)
    threads = [threading.Thread(target=build) for _ in range(3)]
    for thread in threads:
        thread.start()
        time.sleep(0.08)
    for thread in threads:
        thread.join()
    assert len(read) == 3 and len(set(read)) == 1 and len(list(cache_folder.iterdir())) == 1


def test_what_breaks_off_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    folder, cache_folder = small_folder(tmp_path), tmp_path / "cache"
    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        unpack_faces(read_faces(folder), cache_folder)
    assert list(cache_folder.iterdir()) == []


def test_a_damaged_font_is_refused(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    (folder / "GazetteMono.woff2").write_bytes(b"wOF2")
    with pytest.raises(DamagedFontError, match=r"GazetteMono\.woff2: SHA-256 is .* faces\.tsv says"):
        unpack_faces(read_faces(folder), tmp_path / "cache")


def test_a_package_with_another_checksum_is_refused(tmp_path: Path) -> None:
    package = read_packages()["fonts-liberation2"]
    (tmp_path / package.address.rsplit("/", 1)[1]).write_bytes(b"!<arch>\n")
    with pytest.raises(RefusedPackageError, match=f"SHA-256 is .*, packages.tsv says {package.sha256}"):
        fetch_package("fonts-liberation2", tmp_path)


def require_packages() -> None:
    """Debian's packages, kept or to be had."""
    kept = {file.name for file in (ROOT / "build" / "font-packages").glob("*.deb")}
    if not {package.address.rsplit("/", 1)[1] for package in read_packages().values()} <= kept:
        try:
            urllib.request.urlopen(POOLS[0], timeout=20).close()
        except (urllib.error.URLError, TimeoutError) as error:
            pytest.skip(f"Debian's packages cannot be had: {error}")


@pytest.mark.long
def test_the_same_packages_give_the_same_bytes() -> None:
    require_packages()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-m", "gazette.fonts.make_fonts", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT)
    assert done.returncode == 0, done.stderr
