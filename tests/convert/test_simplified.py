"""The Simplified page is what was written, or an error names the character: nothing is put right in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.convert.chinese import Deviation, engine, simplified_forms
from gazette.convert.simplified import find_strays, kept_words

TABLE = Path(__file__).parents[2] / "scripts" / "gazette" / "convert" / "data" / "kept_in_simplified.tsv"
PIECES = [
    "乾县",
    "乾",
    "徐乾学",
    "二噁英",
    "白鱀豚",
    "发展",
    "發展",
    "瞭望",
    "瞭解",
    "著",
    "於",
    "徵",
    "藉",
    "\n",
    "。",
    "a",
]


def test_stray_traditional_characters_are_named_with_their_offsets() -> None:
    text = "主体𠮷體制，資料"
    assert find_strays(text, {}) == [
        Deviation(text.index(each), each, each, simplified) for each, simplified in (("體", "体"), ("資", "资"))
    ]
    assert find_strays("主体体制", {}) == []


@pytest.mark.parametrize(
    "text", ["咸阳市乾县", "乾安县", "徐乾学", "二噁英类物质", "白鱀豚", "於潜镇", "藉口镇", "乾坤、瞭望、慰藉、著作"]
)
def test_names_and_terms_that_keep_a_character_are_no_error(text: str) -> None:
    assert find_strays(text, {}) == []


@pytest.mark.parametrize("text", ["毕昇", "文徵明", "勃谿", "菜薹", "李承乾", "柳诒徵", "氾胜之", "噁二唑"])
def test_what_keeps_its_character_on_the_way_back_may_be_written_so(text: str) -> None:
    assert find_strays(text, {}) == []


# Each is an error until the editor writes the Simplified character, or lists the word.
@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("藉口", "藉"),
        ("凭藉此机", "藉"),
        ("答覆", "覆"),
        ("甦醒", "甦"),
        ("菸叶", "菸"),
        ("昇平", "昇"),
        ("傢具", "傢"),
        ("徵求", "徵"),
        ("乾燥", "乾"),
        ("什麽", "麽"),
        ("嚐试", "嚐"),
        ("醣类", "醣"),
        ("裡面", "裡"),
        ("夥伴", "夥"),
        ("陞迁", "陞"),
        ("穀物", "穀"),
        ("羣众", "羣"),
        ("祕书", "祕"),
        ("布於", "於"),
        ("併购", "併"),
        ("倖存", "倖"),
        ("剋扣", "剋"),
        ("逕行", "逕"),
        ("谿水", "谿"),
    ],
)
def test_t2s_corrects_nothing_by_itself(text: str, stray: str) -> None:
    assert [each.before for each in find_strays(text, {})] == [stray]


@pytest.mark.parametrize(
    "text", ["馀姚", "钜野", "毕堃", "陶喆", "淼", "朱镕基", "覆盖", "颠覆", "蕴藉", "钱锺书", "翁同龢"]
)
def test_characters_of_simplified_names_and_words_are_no_error(text: str) -> None:
    assert find_strays(text, {}) == []


@pytest.mark.parametrize(
    ("text", "stray"), [("瞭解", "瞭"), ("乾部", "乾"), ("噁心", "噁"), ("徵收", "徵"), ("於是", "於")]
)
def test_the_same_characters_in_other_words_are(text: str, stray: str) -> None:
    assert [each.before for each in find_strays(text, {})] == [stray]


def test_a_protected_term_of_the_publication_is_kept() -> None:
    assert find_strays("张乾與体", {"张乾": "張乾"}) == [Deviation(2, "與", "與", "与")]
    assert find_strays("於菟", {"於菟": "於菟"}) == []


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(PIECES),
            st.sampled_from(sorted(simplified_forms())),
            st.characters(exclude_categories=["Cs"]),
        ),
        max_size=12,
    ).map("".join)
)
def test_every_difference_from_t2s_is_a_stray_or_in_a_kept_word(text: str) -> None:
    simplified = engine("t2s")(text)
    strays = {each.offset for each in find_strays(text, {})}
    kept = {
        at
        for word in kept_words()
        for start in range(len(text))
        if text.startswith(word, start)
        for at in range(start, start + len(word))
    }
    for at, (one, other) in enumerate(zip(text, simplified, strict=True)):
        assert (one != other) == (at in strays or (one != other and at in kept))


def test_every_word_of_the_table_is_needed_and_is_kept_alone_and_in_a_sentence() -> None:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    assert all(len(row) == 3 for row in rows)
    for word, _, _ in rows[1:]:
        assert engine("t2s")(word) != word, word
    for word in kept_words():
        assert find_strays(f"见{word}的。", {}) == []
