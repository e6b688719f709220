"""A copy is a pure function of what it is made from, and says what it lacks."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from copies.specimens import ADDRESS, copy_of, lines_of, page
from gazette.copies.breaks import allow_breaks, free_long_numbers
from gazette.copies.typeset import CopyDocument, CopyError, typeset
from gazette.copies.weasyprint_patches import UnknownEngineError, prepare_engine

BODY = "<h2>一、标题</h2><p>正文<strong>要点</strong>，<a href='../other/'>链接</a> PCT。</p><ul><li>甲</li></ul>"
AGAIN = """
import hashlib
from copies.specimens import copy_of, page
from copies.test_typeset import BODY
from gazette.copies.typeset import typeset
print(hashlib.sha256(typeset(copy_of("zh-Hans", page("zh-Hans", BODY, "样张"))).content).hexdigest())
"""
PLACES = {
    "elsewhere": {"TZ": "Asia/Shanghai", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"},
    "another-place": {"TZ": "America/New_York", "LC_ALL": "POSIX", "PYTHONHASHSEED": "4242", "SOURCE_DATE_EPOCH": "1"},
}


def specimen(body: str = BODY) -> CopyDocument:
    return copy_of("zh-Hans", page("zh-Hans", body, "样张"))


@pytest.mark.parametrize("place", PLACES)
def test_the_bytes_depend_on_nothing_else(place: str, tmp_path: Path) -> None:
    expected = hashlib.sha256(typeset(specimen()).content).hexdigest()
    folder = tmp_path / place
    folder.mkdir()
    environment = {**os.environ, **PLACES[place], "TMPDIR": str(folder), "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", AGAIN], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == expected, done.stderr


def test_a_second_copy_in_the_same_process_is_the_same() -> None:
    first = typeset(specimen())
    typeset(specimen("<p>别的正文</p>"))
    assert typeset(specimen()) == first and first.pages == 1


def test_a_relative_link_is_complete_on_paper() -> None:
    with pikepdf.open(io.BytesIO(typeset(specimen()).content)) as pdf:
        assert str(pdf.pages[0].Annots[0].A.URI) == "https://www.example.org/interpretations/2022/other/"


@pytest.mark.parametrize(
    "source", ["seal.png", "/etc/passwd", "file:///etc/passwd", "https://www.example.org/seal.png"]
)
def test_what_is_not_on_the_shelf_is_not_fetched(source: str) -> None:
    with pytest.raises(CopyError) as caught:
        typeset(specimen(f'<p><img src="{source}" alt="图"></p>'))
    assert any(reason.endswith("is not among the resources") for reason in caught.value.reasons)


def test_all_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(CopyError) as caught:
        typeset(specimen('<p><img src="a.png" alt="图"><img src="b.png" alt="图"></p><p>\U0001f600</p>'))
    assert caught.value.reasons[:2] == (
        f"{ADDRESS}a.png is not among the resources",
        f"{ADDRESS}b.png is not among the resources",
    )
    assert caught.value.reasons[-1] == "no font has \U0001f600 (U+1F600)"


def test_a_font_that_is_not_there_is_missed_before_anything_is_set(tmp_path: Path) -> None:
    copy = specimen()
    gone = dict.fromkeys(copy.resources, tmp_path / "gone.ttf")
    with pytest.raises(CopyError, match="is not among the resources"):
        typeset(dataclasses.replace(copy, resources=gone))
    with pytest.raises(CopyError, match="the styles name no font"):
        typeset(dataclasses.replace(copy, styles=("p { color: black }",)))


def test_a_picture_without_words_is_refused() -> None:
    pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="
    with pytest.raises(CopyError, match="no required alt description"):
        typeset(specimen(f'<p><img src="{pixel}"></p>'))


def test_another_release_of_the_engine_is_refused() -> None:
    with pytest.raises(UnknownEngineError, match=r"set with WeasyPrint 70\.0, found 71\.0: copies/justify\.py"):
        prepare_engine("71.0")


def test_nothing_is_taken_from_the_machines_fonts() -> None:
    copy = specimen("<p>正文</p>")
    style = copy.styles[1] + "@media print { :root:lang(zh-Hans) { --gz-copy-body: 'DejaVu Serif' } }"
    content = typeset(dataclasses.replace(copy, styles=(copy.styles[0], style))).content
    assert b"DejaVu" not in content


def test_a_face_of_other_height_leaves_the_lines_where_they_are(tmp_path: Path) -> None:
    copy = specimen(f"<p>{'国家A' * 600}</p>")
    name = "GazetteLatinHan.woff2"
    with TTFont(copy.resources[name]) as font:
        font["hhea"].ascender = font["OS/2"].sTypoAscender = font["OS/2"].usWinAscent = 1700
        font.save(tmp_path / "tall.ttf")
    tall = dataclasses.replace(copy, resources={**copy.resources, name: tmp_path / "tall.ttf"})
    pages = []
    for number, each in enumerate((copy, tall)):
        (tmp_path / f"{number}.pdf").write_bytes(typeset(each).content)
        pages.append(lines_of(tmp_path / f"{number}.pdf", 2))
    assert pages[0] == pages[1] and len(pages[1]) == 22


def test_a_line_may_end_before_a_quotation_and_nothing_is_added_to_the_text(tmp_path: Path) -> None:
    text = "国" * 26 + "家“试点”城市，“" + "国" * 20 + "”，（“一”）it’s “PCT”"
    file = tmp_path / "copy.pdf"
    file.write_bytes(typeset(specimen(f'<p style="text-indent: 0">{text}</p>')).content)
    lines = lines_of(file, 1)[1:]
    assert lines[0] == "国" * 26 + "家" and "".join(lines) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("为“试点”城市", ["为", "“试点”", "城市"]),
        ("，“试点”，", ["，", "“试点”，"]),
        ("（“一”）", ["（“一”）"]),
        ("称“PCT”的", ["称“PCT”的"]),
        ("it’s", ["it’s"]),
        ("见http://www.zibo.gov.cn/plan.html。", ["见http://www.", "zibo.", "gov.", "cn/", "plan.", "html。"]),
        ("ip.office@zibo.gov.cn", ["ip.office@", "zibo.", "gov.cn"]),
        ("www.zibo-office.gov.cn", ["www.", "zibo-", "office.", "gov.cn"]),
        ("plan_of_2022.revised-edition.docx", ["plan_of_2022.revised-edition.docx"]),
        ("http://zibo.gov.cn/", ["http://zibo.gov.cn/"]),
    ],
)
def test_where_a_line_may_end(text: str, pieces: list[str]) -> None:
    for tag, expected in (("p", pieces), ("pre", [text])):
        element = Element(tag)
        element.text = text
        allow_breaks(element)
        assert [element.text, *(child.tail for child in element)] == expected


def test_no_line_ends_inside_a_number_and_words_around_it_have_their_breaks() -> None:
    paragraph = Element("p")
    number = SubElement(paragraph, "span", {"class": "gz-number"})
    number.text, number.tail = "为“试点”城市", "为“试点”城市"
    allow_breaks(paragraph)
    assert number.text == "为“试点”城市" and not list(number)
    assert [each.tail for each in paragraph] == ["为", "“试点”", "城市"]


@pytest.mark.parametrize(
    ("around", "longest"), [((), 56), (("ul",), 50), (("blockquote",), 50), (("ol", "ul"), 46), (("div", "p"), 56)]
)
def test_only_a_number_longer_than_its_line_may_be_broken(around: tuple[str, ...], longest: int) -> None:
    """Twenty-eight characters, less what lists and quotations move in; a digit takes half."""
    for length, marked in ((longest, "gz-number"), (longest + 1, "gz-number gz-number--long")):
        inner = root = Element("div")
        for tag in around:
            inner = SubElement(inner, tag)
        number, word = SubElement(inner, "span", {"class": "gz-number"}), SubElement(inner, "span")
        number.text = word.text = "1" * length
        free_long_numbers(root)
        assert number.get("class") == marked and word.get("class") is None
