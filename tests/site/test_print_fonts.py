"""The faces that pages are printed in: each has all that the site prints in it, drawn as in the whole face, and no more."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from built_html import pages, parse
from gazette.copies.fonts import DamagedFontError, Face, font_stack, read_faces
from gazette.problems import PublicationError
from gazette.project import Project
from gazette.site.build import build_site
from gazette.site.print_fonts import QUOTED_FAMILY, choose_faces, cut_faces
from tiny_site import ROOT, write_notice

FACES = read_faces(ROOT / "overrides" / "fonts")
RULE = re.compile(
    r'@font-face \{ font-family: "(?P<family>[^"]+)"; font-weight: (?P<weight>\d+);[^}]*url\("(?P<file>[^"]+)"\)'
)
BODY = "## 一、总体要求\n\n这是<em>强调</em>，**着重**，`code`，人名㐂。\n\n> 引文在此。\n\n### （一）小节\n\n正文。"


@dataclass(frozen=True)
class Printed:
    """A built site with its fonts: by family and file name."""

    folder: Path
    fonts: Mapping[str, Mapping[str, TTFont]]

    def characters(self, family: str) -> set[str]:
        return {chr(point) for font in self.fonts.get(family, {}).values() for point in font.getBestCmap()}


def read_fonts(folder: Path) -> Printed:
    [style] = [file.read_text(encoding="utf-8") for file in (folder / "assets").glob("*.css")]
    fonts: dict[str, dict[str, TTFont]] = {}
    for rule in RULE.finditer(style):
        assert rule["file"].startswith("fonts/")
        font = TTFont(io.BytesIO((folder / "assets" / rule["file"]).read_bytes()))
        fonts.setdefault(rule["family"], {})[rule["file"].removeprefix("fonts/")] = font
    return Printed(folder, fonts)


@pytest.fixture(scope="module")
def printed(built: Path) -> Printed:
    return read_fonts(built)


def test_every_file_of_fonts_is_named_by_the_style_and_the_other_way_round(printed: Printed) -> None:
    named = {name for files in printed.fonts.values() for name in files}
    assert {file.name for file in (printed.folder / "assets" / "fonts").iterdir()} == named
    assert all(re.fullmatch(r"Gazette[\w-]+\.[0-9a-f]{8}\.woff2", name) for name in named)


def test_every_character_that_a_page_prints_is_in_a_face_of_its_own_stack(printed: Printed) -> None:
    """Read off the finished pages; what is not printed (menus, search) is there too."""
    missing = []
    for page in pages(printed.folder):
        document = parse(page)
        tag = document.get("lang")
        stack = {face.family for face in font_stack(tag, "body", FACES)} | {QUOTED_FAMILY}
        known = set().union(*(printed.characters(family) for family in stack))
        [main] = document.xpath("//main")
        if "/with-" in page.as_posix():
            continue
        shown = {each for each in main.text_content() if not each.isspace() and each.isprintable()}
        missing += [(page.relative_to(printed.folder).as_posix(), sorted(shown - known))] if shown - known else []
    assert missing == []


ROLES = {
    "level1": "//h2|//strong|//th[ancestor::*[contains(@class,'gz-body')]]|//caption",
    "level2": "//h3|//em|//blockquote",
    "title": "//h1",
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant"])
def test_headings_and_emphasis_are_printed_in_their_own_face(printed: Printed, tag: str, role: str) -> None:
    """And not in that of the body, which would do instead: as far as the whole face has the character."""
    face = next(face for face in font_stack(tag, role, FACES) if (tag, role, 2) in face.serves)
    whole = {chr(point) for point in TTFont(face.file, lazy=True).getBestCmap()}
    latin = printed.characters("GZ Latin Han")
    for page in pages(printed.folder):
        document = parse(page)
        if document.get("lang") != tag or not document.xpath(
            "//article//div[contains(@class, 'gz-copy-colophon') or @class='gz-body']"
        ):
            continue
        if "/with-" in page.as_posix():
            continue
        shown = {
            each
            for element in document.xpath(ROLES[role])
            if not element.xpath("ancestor::nav|ancestor::aside")
            for each in element.text_content()
        }
        shown = {each for each in shown if not each.isspace() and each.isprintable()}
        assert (shown & whole) - latin <= printed.characters(face.family), page


def outline(font: TTFont, point: int) -> object:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    name = font.getBestCmap()[point]
    font.getGlyphSet()[name].draw(pen)
    return pen.value, font["hmtx"][name]


def test_every_glyph_is_drawn_as_in_the_whole_face(printed: Printed) -> None:
    files = {face.name: face.file for face in FACES}
    compared = 0
    for cut in printed.fonts.values():
        for name, font in cut.items():
            whole = TTFont(files[name.split(".")[0]])
            for point in font.getBestCmap():
                assert outline(font, point) == outline(whole, point), (name, hex(point))
                compared += 1
    assert compared > 1500


def test_a_page_of_another_language_asks_for_no_whole_chinese_face(printed: Printed) -> None:
    [button] = parse(printed.folder / "en/interpretations/2022/ip-pilot-city/index.html").xpath("//*[@data-gz-print]")
    families = set(re.findall(r'"([^"]+)"', button.get("data-faces")))
    assert families == {"GZ Latin", QUOTED_FAMILY}
    [chinese] = parse(printed.folder / "interpretations/2022/ip-pilot-city/index.html").xpath("//*[@data-gz-print]")
    asked = set(re.findall(r'"([^"]+)"', chinese.get("data-faces")))
    assert asked - {"GZ Borrow Hans"} == {
        "GZ Latin",
        "GZ Latin Han",
        "GZ Body Hans",
        "GZ Title Hans",
        "GZ Level1 Hans",
        "GZ Level2 Hans",
    }


def sizes(printed: Printed, families: set[str]) -> int:
    folder = printed.folder / "assets" / "fonts"
    return sum((folder / name).stat().st_size for family in families for name in printed.fonts.get(family, {}))


def test_the_fonts_of_a_page_stay_small(printed: Printed) -> None:
    """Twelve megabytes before they were cut."""
    assert sizes(printed, {"GZ Latin", QUOTED_FAMILY}) < 150_000
    assert sizes(printed, {family for family in printed.fonts if "Hant" not in family}) < 700_000
    assert sizes(printed, {family for family in printed.fonts if "Hans" not in family}) < 700_000


def test_the_same_site_is_cut_once(tmp_path: Path) -> None:
    words = {("zh-Hans", "body"): frozenset(map(ord, "一二三abc")), ("en", "body"): frozenset(map(ord, "abc 一"))}
    chosen = choose_faces(words, FACES)
    first = cut_faces(chosen, tmp_path)
    kept = {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    assert cut_faces(chosen, tmp_path) == first
    assert {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == kept
    other = cut_faces(choose_faces({**words, ("zh-Hans", "body"): frozenset(map(ord, "一二四abc"))}, FACES), tmp_path)
    assert {name for name in other if "FangSong" in name} != {name for name in first if "FangSong" in name}


def test_a_damaged_face_is_never_cut(tmp_path: Path) -> None:
    chosen = choose_faces({("zh-Hans", "body"): frozenset(map(ord, "一"))}, FACES)
    damaged = tmp_path / "a.woff2"
    face: Face = next(each.face for each in chosen.faces if "FangSong" in each.face.name)
    damaged.write_bytes(face.file.read_bytes()[:-1] + b"x")
    faces = tuple(
        replace(each, face=replace(each.face, file=damaged)) if each.face == face else each for each in chosen.faces
    )
    with pytest.raises(DamagedFontError, match="SHA-256"):
        cut_faces(replace(chosen, faces=faces), tmp_path / "twins")


def test_code_rare_names_and_emphasis_have_their_faces(tmp_path: Path) -> None:
    file = write_notice(tmp_path / "docs", "n", BODY)
    file.write_text(
        file.read_text(encoding="utf-8").replace("languages:", "borrowed_characters: 㐂\nlanguages:"), encoding="utf-8"
    )
    try:
        build_site(Project(ROOT, tmp_path / "docs"), tmp_path / "site", "https://www.example.org/")
    except PublicationError as cause:
        raise AssertionError([each.sentence("en") for each in cause.problems]) from None
    printed = read_fonts(tmp_path / "site")
    assert set("强调引文在此（一）小节") <= printed.characters("GZ Level2 Hans") | printed.characters("GZ Latin Han")
    assert set("一总体要求着重") <= printed.characters("GZ Level1 Hans")
    assert set("code") <= printed.characters("GZ Mono")
    assert "㐂" in set().union(*(printed.characters(family) for family in printed.fonts))


def test_two_files_of_one_family_share_its_characters_out(printed: Printed) -> None:
    """Without a range the later rule would hide the earlier one."""
    [style] = [file.read_text(encoding="utf-8") for file in (printed.folder / "assets").glob("*.css")]
    rules = [rule[0] for rule in re.finditer(r"@font-face \{[^}]*\}", style)]
    kinds = [re.sub(r"(src|unicode-range):[^;]*;|\s", "", rule) for rule in rules]
    assert len(set(kinds)) < len(kinds)  # or the test says nothing
    for number, kind in enumerate(kinds):
        assert ("unicode-range" in rules[number]) == (kind in kinds[:number])


def test_emphasis_is_printed_in_italics_in_english(printed: Printed) -> None:
    """As on the official copy, where a title within a heading is bold as well."""
    italic = {
        weight: {
            chr(point)
            for file, font in printed.fonts["GZ Latin"].items()
            if f"{name}." in file
            for point in font.getBestCmap()
        }
        for weight, name in (("regular", "GazetteLatin-Italic"), ("bold", "GazetteLatin-BoldItalic"))
    }
    body = parse(printed.folder / "en" / "interpretations" / "2022" / "ip-pilot-city" / "index.html").xpath(
        "//*[@class='gz-body']"
    )[0]
    shown = {"regular": body.xpath(".//em[not(ancestor::h2)]"), "bold": body.xpath(".//h2//em")}
    for weight, elements in shown.items():
        assert elements
        assert {each for element in elements for each in element.text_content()} <= italic[weight]
