"""A PDF's words: those of the text, character for character, and nothing that only stands beside it."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from copies.samples import copy_html, print_copy, print_html, published, sample_copies, sample_texts
from gazette.convert.editions import ConvertedText
from gazette.verify.compare import settle
from gazette.verify.extract import Extracted, Piece, UnreadableError, extract_text, lines_of_pieces
from gazette.verify.font_map import read_font_map

Texts = dict[str, ConvertedText]
Printed = dict[tuple[str, str], bytes]
COPIES = [("own", "zh-Hans"), ("own", "zh-Hant"), ("own", "en"), ("rich", "zh-Hans"), ("rich", "zh-Hant")]


@pytest.fixture(scope="module")
def texts() -> Texts:
    return sample_texts()


@pytest.fixture(scope="module")
def printed() -> Printed:
    return sample_copies()


@pytest.mark.parametrize(("name", "tag"), COPIES)
def test_a_copy_holds_the_canonical_text(texts: Texts, printed: Printed, name: str, tag: str) -> None:
    wanted = published(texts[name], tag).text
    found = extract_text(printed[name, tag])
    assert settle(found.pieces, wanted) == wanted
    assert (found.is_tagged, found.language, found.title) == (True, tag, wanted.split("\n")[0])
    if name == "own":  # by rule alone, without the published text
        assert lines_of_pieces(found.pieces) + "\n" == wanted


@pytest.mark.parametrize(("name", "tag"), COPIES)
def test_poppler_reads_the_same_words(tmp_path: Path, texts: Texts, printed: Printed, name: str, tag: str) -> None:
    """A second, independent way: every character of ours, as often as in poppler's reading; text beside it counted too."""
    file = tmp_path / "copy.pdf"
    file.write_bytes(printed[name, tag])
    read = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout.decode()
    found = extract_text(printed[name, tag])
    ours = "".join(piece.text for piece in found.pieces) + "".join((*found.beside, *found.outside))
    # The typesetter's own: bullets, the brackets of footnotes; heads of tables are printed again. Poppler takes hyphens
    # at line ends for parted words.
    drawn = re.compile(r"[\s•◦▪‐\[\]-]")
    if name == "own":
        assert sorted(drawn.sub("", read)) == sorted(drawn.sub("", ours))
        body = drawn.sub("", "".join(published(texts[name], tag).text.split("\n")[7:-3]))
        assert body in re.sub(r"—\d+—", "", drawn.sub("", read))
    else:
        assert set(drawn.sub("", ours)) == set(drawn.sub("", read))


def test_what_stands_beside_the_text(printed: Printed) -> None:
    found = extract_text(printed["own", "en"])
    assert found.beside[:4] == (
        "This is an unofficial translation for information only.",
        "If the English and the Chinese differ, the Chinese text prevails.",
        "Publication details",
        "Contact",
    )
    assert found.beside[-1].startswith("Fingerprint\t") and found.outside[0] == "— 1 —"


def test_pictures_are_counted_and_their_description_is_no_text(printed: Printed) -> None:
    found = extract_text(printed["rich", "zh-Hans"])
    assert found.pictures == 1 and "图的说明" not in lines_of_pieces(found.pieces)


def test_a_list_goes_on_behind_the_list_in_it(printed: Printed) -> None:
    lines = lines_of_pieces(extract_text(printed["rich", "zh-Hans"]).pieces).split("\n")
    at = lines.index("乙项")
    assert lines[at : at + 5] == ["乙项", "乙项又一段", "子项一", "子项二", "乙项末段"]


def test_the_head_of_a_table_is_read_once_though_each_page_shows_it(printed: Printed) -> None:
    assert lines_of_pieces(extract_text(printed["rich", "zh-Hans"]).pieces).count("名称\t数量\t备注") == 1


def test_spaces_at_line_ends_come_back_by_rule() -> None:
    def lines(*texts: str) -> str:
        return lines_of_pieces([Piece(text, "line", "P") for text in texts])

    assert lines("of the", "bureau") == "of the bureau"
    assert lines("知识产", "权") == "知识产权"
    assert lines("参加PCT", "工作") == "参加PCT工作"
    assert lines("well-", "known") == "well-known"
    assert lines("regula‐", "tion") == "regulation"
    assert lines("an “equal”", "share") == "an “equal” share"
    assert lines("称为", "“工作") == "称为“工作"


@pytest.mark.parametrize(
    ("joint", "role", "joined"),
    [
        ("block", "P", "甲，\n乙"),
        ("page", "P", "甲，乙"),
        ("page", "H2", "甲，\n乙"),
        ("cell", "P", "甲，\t乙"),
        ("none", "P", "甲，乙"),
    ],
)
def test_how_pieces_follow_one_another(joint: str, role: str, joined: str) -> None:
    assert lines_of_pieces([Piece("甲，", "block", "P"), Piece("乙", joint, role)]) == joined  # type: ignore[arg-type]


def test_tounicode_ranges_ligatures_and_characters_beyond_the_bmp() -> None:
    with pikepdf.new() as pdf:
        cmap = (
            b"1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0001> <00660066> <0002> <d842dfb7>"
            b" endbfchar 2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<4e00> <4e8c>] endbfrange"
        )
        font = pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, ToUnicode=pdf.make_stream(cmap))
        assert read_font_map(font).read(bytes.fromhex("0001000200110021ffff")) == "ff𠮷B二\ufffd"


def test_words_that_the_structure_replaces_are_read_as_it_says() -> None:
    content = b"/Span <</MCID 0 /ActualText (AB)>> BDC BT /F 10 Tf (xx) Tj ET EMC"
    assert [piece.text for piece in _tagged(content).pieces] == ["AB"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%!PS", "not-pdf"),
        (b"", "not-pdf"),
        (b"%PDF-1.7\n1 0 obj", "damaged"),
        (b"%PDF-1.7\n" + b"\0" * 99, "damaged"),
    ],
)
def test_bytes_that_are_no_pdf(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        extract_text(content)
    assert caught.value.reason == reason


def test_a_truncated_copy_says_so_or_reads_less(printed: Printed) -> None:
    whole = printed["own", "zh-Hans"]
    for length in (len(whole) // 8, len(whole) // 2, len(whole) - 2000):
        try:
            assert lines_of_pieces(extract_text(whole[:length]).pieces) != ""
        except UnreadableError as error:
            assert error.reason in ("damaged", "no-text")


def test_encrypted_and_scanned_files(printed: Printed) -> None:
    for make, reason in ((_encrypted, "encrypted"), (_scanned, "no-text")):
        with pytest.raises(UnreadableError) as caught:
            extract_text(make(printed["own", "zh-Hans"]))
        assert caught.value.reason == reason


def test_a_structure_tree_that_leads_in_a_circle_ends() -> None:
    def twist(pdf: pikepdf.Pdf) -> None:
        document = pdf.Root.StructTreeRoot.K
        document.K[0].K = pikepdf.Array([document])

    assert _tagged(b"/Span <</MCID 0>> BDC BT /F 10 Tf (x) Tj ET EMC", twist).pieces == ()


def test_without_structure_the_words_come_as_they_are_drawn(texts: Texts) -> None:
    found = extract_text(print_html(copy_html(texts["own"], "zh-Hans"), variant=None))
    assert not found.is_tagged and "".join(piece.text for piece in found.pieces).startswith("局长解读：")


def test_the_text_of_a_long_paragraph_goes_on_over_pages(texts: Texts) -> None:
    body = f"<p>{'知识产权保护工作，' * 300}</p><p>{'一二三四五。' * 200}</p>"
    lines = lines_of_pieces(extract_text(print_copy(texts["own"], "zh-Hans", body)).pieces).split("\n")
    assert "知识产权保护工作，" * 300 in lines and "一二三四五。" * 200 in "".join(lines)


def _tagged(content: bytes, change: object = None) -> Extracted:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        cmap = pdf.make_stream(b"1 beginbfrange <20> <7e> <0020> endbfrange")
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, ToUnicode=cmap)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Contents = pdf.make_stream(content)
        paragraph = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, Pg=page.obj, K=0))
        document = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Document, K=pikepdf.Array([paragraph])))
        pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(K=document))
        if callable(change):
            change(pdf)
        return extract_text(_saved(pdf))


def _encrypted(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        saved = io.BytesIO()
        pdf.save(saved, encryption=pikepdf.Encryption(owner="a", user="b"))
    return saved.getvalue()


def _scanned(content: bytes) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    saved = io.BytesIO()
    pdf.save(saved)
    return saved.getvalue()
