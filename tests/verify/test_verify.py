"""The verdict: what is equal is said to be, and no changed character is missed."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copies.samples import converted, copy_html, print_html, published, sample_copies, sample_texts
from gazette.convert.editions import ConvertedText
from gazette.model.versions import Version
from gazette.pages.canonical import canonical_digest
from gazette.verify.changes import LONGEST, Change, find_changes
from gazette.verify.compare import Difference, find_differences, verify_text
from gazette.verify.extract import Extracted, Piece, extract_text
from gazette.verify.partners import partners
from gazette.verify.published import Published
from gazette.verify.recognition import find_by_identifier, find_by_words
from tiny_site import write_notice

Texts = dict[str, ConvertedText]
Printed = dict[tuple[str, str], bytes]
TEXT = "标题\n文号\t无文号\n知识产权保护工作。\n3. 第三[1]项 and more\n1. 注。\n"
NOW = Published("interpretations/2022/n", "zh-Hans", "标题", "2022-10-27", TEXT)
COPY = Extracted(
    (
        Piece("标题", "block", "H1"),
        Piece("文号", "block", "TR"),
        Piece("无文号", "cell", "TR"),
        Piece("知识产权", "block", "P"),
        Piece("保护工作。", "page", "P"),
        Piece("3. ", "block", "LI"),
        Piece("第三", "none", "LI"),
        Piece("[1]", "none", "LI"),
        Piece("项 and", "none", "LI"),
        Piece("more", "line", "LI"),
        Piece("1. ", "page", "LI"),
        Piece("注。", "none", "LI"),
    )
)
# Characters that are seen: no white space, nothing without a shape, nothing that composes with what stands before it.
SEEN = st.sampled_from("知权，,。.0OoＯ-—〔[甲")


@pytest.fixture(scope="module")
def texts() -> Texts:
    return sample_texts()


@pytest.fixture(scope="module")
def printed() -> Printed:
    return sample_copies()


@pytest.mark.parametrize(
    ("name", "tag"),
    [("own", "zh-Hans"), ("own", "zh-Hant"), ("own", "en"), ("rich", "zh-Hans"), ("rich", "zh-Hant")],
)
def test_a_printed_copy_is_what_was_published(texts: Texts, printed: Printed, name: str, tag: str) -> None:
    now = published(texts[name], tag)
    verdict = verify_text(extract_text(printed[name, tag]), now)
    assert verdict.differences == () and verdict.is_equal
    assert verdict.fingerprint == verdict.claimed == now.fingerprint and not verdict.is_other_version


def test_pieces_are_equal_where_only_hidden_white_space_is_missing() -> None:
    assert verify_text(COPY, NOW).is_equal


@given(st.data())
def test_any_character_changed_in_a_pdf_is_found(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(COPY.pieces) - 1))
    piece = COPY.pieces[number]
    at = data.draw(st.integers(0, len(piece.text) - 1))
    other = data.draw(SEEN.filter(lambda each: each != piece.text[at]))
    for text in (
        piece.text[:at] + other + piece.text[at + 1 :],
        piece.text[:at] + other + piece.text[at:],
        piece.text[:at] + piece.text[at + 1 :],
    ):
        if text.strip() == piece.text.strip():
            continue  # a space at the end of a line: paper does not show it
        pieces = (*COPY.pieces[:number], replace(piece, text=text), *COPY.pieces[number + 1 :])
        assert not verify_text(replace(COPY, pieces=pieces), NOW).is_equal, text


@given(st.data())
def test_any_piece_missing_doubled_or_moved_is_found(data: st.DataObject) -> None:
    pieces = list(COPY.pieces)
    number = data.draw(st.integers(0, len(pieces) - 1))
    taken = pieces.pop(number)
    assert not verify_text(replace(COPY, pieces=tuple(pieces)), NOW).is_equal
    at = data.draw(st.integers(0, len(pieces)).filter(lambda place: place != number))
    pieces.insert(at, taken)
    assert not verify_text(replace(COPY, pieces=tuple(pieces)), NOW).is_equal


@given(st.data())
def test_a_border_of_lines_or_cells_that_is_gone_or_new_is_found(data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(COPY.pieces) - 1))
    piece = COPY.pieces[number]
    joint = data.draw(st.sampled_from(["none", "cell", "block"]).filter(lambda each: each != piece.joint))
    if piece.joint == "page" and joint in ("none", "block"):
        return  # a page's end hides whether a paragraph ends with it
    pieces = (*COPY.pieces[:number], replace(piece, joint=joint), *COPY.pieces[number + 1 :])
    assert not verify_text(replace(COPY, pieces=pieces), NOW).is_equal


@given(st.data())
def test_any_visible_character_changed_in_a_pasted_text_is_found(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(TEXT) - 1).filter(lambda place: not TEXT[place].isspace()))
    other = data.draw(SEEN.filter(lambda each: each != TEXT[at]))
    for text in (TEXT[:at] + other + TEXT[at + 1 :], TEXT[:at] + other + TEXT[at:], TEXT[:at] + TEXT[at + 1 :]):
        is_drawn = re.sub(r"[\[\]]|^\d\. |\s", "", text) == re.sub(r"[\[\]]|^\d\. |\s", "", TEXT)
        assert verify_text(text, NOW).is_equal is False or is_drawn, text


@given(
    st.lists(
        st.tuples(st.integers(0, len(TEXT)), st.sampled_from([" ", "\n", "\r\n", "\t", "\u3000", "\u00a0", "\u200b"]))
    )
)
def test_a_pasted_text_is_equal_however_its_lines_are_broken(breaks: list[tuple[int, str]]) -> None:
    text = TEXT
    for at, space in sorted(breaks, reverse=True):
        text = text[:at] + space + text[at:]
    assert verify_text(text, NOW).is_equal
    assert verify_text(re.sub(r"\s", "", text), NOW).is_equal


def test_a_pasted_text_may_lack_what_a_page_draws_by_itself() -> None:
    assert verify_text(TEXT.replace("[1]", "1"), NOW).is_equal
    assert verify_text(TEXT.replace("[1]", "1").replace("3. ", "").replace("1. ", ""), NOW).is_equal
    assert not verify_text(TEXT.replace("3. ", "4. "), NOW).is_equal


def test_words_around_a_pasted_text_are_told() -> None:
    assert verify_text(f"首页\n{TEXT}废止", NOW).differences == (
        Difference("beside", 0, "", "首页"),
        Difference("beside", 0, "", "废止"),
    )


@pytest.mark.parametrize(
    ("found", "differences"),
    [
        ("标题\n甲乙丙丁\n", []),
        ("标题\n甲己丙丁\n", [Difference("changed", 2, "甲⟦乙⟧丙丁", "甲⟦己⟧丙丁")]),
        ("标题\n甲丙丁\n", [Difference("changed", 2, "甲⟦乙⟧丙丁", "甲⟦⟧丙丁")]),
        ("标题\n", [Difference("missing", 2, "甲乙丙丁", "")]),
        ("标题\n甲乙丙丁\n戊\n", [Difference("added", 2, "", "戊")]),
        ("甲乙丙丁\n标题\n", [Difference("moved", 2, "甲乙丙丁", "甲乙丙丁")]),
        ("标题甲乙丙丁\n", [Difference("changed", 1, "标题⟦\n⟧甲乙丙丁", "标题⟦⟧甲乙丙丁")]),
    ],
)
def test_where_texts_differ(found: str, differences: list[Difference]) -> None:
    assert find_differences("标题\n甲乙丙丁\n", found) == differences


@given(st.text("甲乙\n\t ", max_size=12), st.text("甲乙\n\t ", max_size=12))
def test_two_texts_have_differences_exactly_when_they_differ(one: str, other: str) -> None:
    assert (find_differences(one, other) == []) == (one == other)


@given(st.text("甲乙丙", max_size=9), st.text("甲乙丙", max_size=9))
def test_changes_make_one_text_of_the_other(one: str, other: str) -> None:
    made, at = "", 0
    for change in find_changes(one, other):
        made += one[at : change.start] + other[change.other_start : change.other_end]
        at = change.end
    assert made + one[at:] == other
    found = partners(one, other)
    assert len(found) == len(one) and [each for each in found if each is not None] == sorted(
        {each for each in found if each is not None}
    )


def test_what_is_written_often_is_compared_as_anything_else() -> None:
    """difflib by itself takes what makes more than a hundredth of a long text for noise: in Chinese that is 的."""
    common = "国家的" * 100
    one, other = f"，{common}甲{common}。", f"、{common}乙{common}；"
    assert find_changes(one, other) == [Change(at, at + 1, at, at + 1) for at in (0, 301, 602)]


@pytest.mark.parametrize(("length", "places"), [(LONGEST, 2), (LONGEST + 1, 1)])
def test_a_text_that_is_too_long_to_be_searched_is_one_place(length: int, places: int) -> None:
    common = "".join(chr(0x4E00 + number) for number in range(length - 2))
    assert len(find_changes(f"，{common}。", f"、{common}；")) == places


def test_a_text_with_too_many_equal_pairs_is_one_place() -> None:
    """Three thousand times the same character: nine million pairs."""
    common = "甲" * 3000
    assert find_changes(f"，{common}。", f"、{common}；") == [Change(0, 3002, 0, 3002)]


def test_a_long_text_that_is_quite_another_one_is_told_quickly() -> None:
    one, other = ("".join(chr(0x4E00 + (n * step) % 997) for n in range(40000)) for step in (1, 3))
    assert find_differences(one, other)[0].kind == "changed"


def test_a_sentence_slipped_into_the_body_is_found(texts: Texts) -> None:
    contact = '</div><table class="gz-publication-facts" id="contact">'
    page = copy_html(texts["own"], "zh-Hans").replace(contact, f"<p>本文件自2025年起废止。</p>{contact}")
    verdict = verify_text(extract_text(print_html(page)), published(texts["own"], "zh-Hans"))
    assert verdict.differences == (Difference("added", 20, "", "本文件自2025年起废止。"),)
    assert not verdict.is_other_version


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<section class="gz-copy-colophon">', '<section class="gz-copy-colophon"><p>本文件已废止。</p>'),
        ('<table class="gz-publication-facts" id="publication-facts">', "<div><p>本文件已废止。</p></div>\\g<0>"),
        ("<caption>公开信息</caption>", "<caption>本文件已废止。</caption>"),
    ],
)
def test_words_slipped_in_beside_the_text_are_found(texts: Texts, before: str, after: str) -> None:
    page = re.sub(re.escape(before), after, copy_html(texts["own"], "zh-Hans"), count=1)
    verdict = verify_text(extract_text(print_html(page)), published(texts["own"], "zh-Hans"))
    assert verdict.differences == (Difference("beside", 0, "", "本文件已废止。"),)


def test_words_drawn_outside_the_structure_are_found(texts: Texts, printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed["own", "zh-Hans"])) as pdf:
        page = pdf.pages[0]
        codes = re.search(rb"(/\w+) [\d.]+ Tf\s*\[<([0-9a-f]{12})", page.obj.Contents.read_bytes())
        assert codes
        drawn = b"/Artifact BMC BT %s 20 Tf 100 100 Td <%s> Tj ET EMC" % (codes[1], codes[2])
        page.contents_add(drawn)
        changed = io.BytesIO()
        pdf.save(changed)
    verdict = verify_text(extract_text(changed.getvalue()), published(texts["own"], "zh-Hans"))
    [difference] = verdict.differences
    assert (
        difference.kind == "beside"
        and len(difference.found) == 3
        and difference.found in texts["own"].publication.source.title
    )


def test_an_older_version_is_named(texts: Texts, printed: Printed, tmp_path: Path) -> None:
    write_notice(tmp_path, "n", "新的正文。")
    newer = published(converted(tmp_path), "zh-Hans")
    old = published(texts["rich"], "zh-Hans")
    assert old.path == newer.path
    version = Version(old.path, old.tag, 1, date(2023, 3, 2), old.fingerprint, "王斌")
    verdict = verify_text(extract_text(printed["rich", "zh-Hans"]), replace(newer, previous=(version,)))
    assert not verdict.is_equal and verdict.claimed_version == version
    # The text itself proves it where nothing in it is hidden by the ends of lines.
    assert verify_text(old.text, replace(newer, previous=(version,))).superseded == version
    own = published(texts["own"], "zh-Hans")
    version = replace(version, fingerprint=own.fingerprint)
    changed = replace(own, text=own.text.replace("王斌", "王武"), previous=(version,))
    verdict = verify_text(extract_text(printed["own", "zh-Hans"]), changed)
    assert verdict.superseded == version and verdict.is_other_version
    assert verdict.differences == (Difference("changed", 21, "联系人\t王⟦武⟧", "联系人\t王⟦斌⟧"),)


def test_which_publication_a_copy_is_of() -> None:
    other = replace(NOW, path="interpretations/2023/m", title="通知", text="通知\n另有内容一二三四五六七八九十。\n")
    english = replace(NOW, tag="en")
    texts = (other, NOW, english)
    assert find_by_identifier(f"{NOW.path} en {canonical_digest(TEXT)}", texts) is english
    assert find_by_identifier("https://www.example.org/", texts) is None
    assert find_by_words("…另有内容一二三四五六七八九十", texts) is other
    assert find_by_words("毫不相干的一段文字，与哪一篇都不同", texts) is None
