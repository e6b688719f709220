"""The sentence around a doubtful character: whole, in both scripts, and bounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.convert.ledger import Ledger
from gazette.convert.scribe import REACH, Doubt, Scribe, ScribeRules
from gazette.convert.sentences import LEFT_OUT, cut_sentence, find_sentences, sentence_around


def doubts(text: str) -> tuple[Doubt, ...]:
    return Scribe(ScribeRules("tw"), Ledger("", {}), "a").doubts(text)


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("甲。机关编制由省级公布。乙。", 6, "机关编制由省级公布。"),
        ("他说：“可以公布。”随后公布。", 6, "他说：“可以公布。”"),
        ("他说：“可以公布。”随后公布。", 12, "随后公布。"),
        ("标题\n第一条　总则？附则！", 5, "第一条　总则？"),
        ("没有句号的公布", 3, "没有句号的公布"),
        ("。。公", 2, "公"),
        ("  公  ", 2, "公"),
    ],
)
def test_a_sentence_goes_from_one_end_to_the_next(text: str, place: int, sentence: str) -> None:
    start, end = sentence_around(text, place)
    assert text[start:end] == sentence


def test_both_scripts_show_the_same_whole_sentence_with_the_character_apart() -> None:
    text = "前一句。" + "各级机关编制管理部门应当会同有关部门依法及时向社会公布" + "知识产权工作的新形势。后一句。"
    doubt = next(each for each in doubts(text) if text[each.offset] == "布" or text[each.offset] == "系" or each.chosen)
    simplified, traditional = find_sentences(doubt, 200)
    assert f"{simplified.before}{simplified.character}{simplified.after}" == text[4:-4]
    assert traditional.character == doubt.chosen and traditional.length == simplified.length
    assert str(traditional) == f"{traditional.before}【{doubt.chosen}】{traditional.after}"


def test_a_long_sentence_is_cut_at_commas_and_says_so() -> None:
    text = "各级机关有关部门，" * 40 + "依法编制方案，" + "各级机关有关部门，" * 40
    doubt = next(each for each in doubts(text) if text[each.offset - 1 : each.offset + 1] == "编制")
    for sentence in find_sentences(doubt, 60):
        assert sentence.before.startswith(f"{LEFT_OUT}各") and sentence.after.endswith(f"，{LEFT_OUT}")
        assert 40 < sentence.length <= 62


@given(
    st.text("公布后，。！？”\n \u3000发", min_size=1, max_size=400), st.data(), st.integers(min_value=1, max_value=200)
)
def test_the_character_is_always_in_what_is_shown_and_that_is_never_too_long(
    text: str, data: st.DataObject, most: int
) -> None:
    offset = data.draw(st.integers(min_value=0, max_value=len(text) - 1))
    start, end = sentence_around(text, offset)
    assert start <= offset < end
    first, last = cut_sentence(text, offset, start, end, most)
    assert start <= first <= offset < last <= end and last - first <= most
    assert (first, last) == (start, end) or end - start > most


def test_a_decision_is_found_again_by_the_same_few_characters() -> None:
    (place,) = {
        each.place.context
        for each in doubts("甲" * 30 + "，机关编制由省级公布，" + "乙" * 30)
        if each.place.character == "制"
    }
    assert len(place) == 2 * REACH + 3
