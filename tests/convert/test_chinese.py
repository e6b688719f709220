"""OpenCC through our one door: characters, never words; lengths kept; doubts with their places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converted import scribe
from gazette.convert.chinese import CONFIGURATIONS, ScriptConverter, simplified_forms
from gazette.convert.simplified import find_changed, find_strays
from gazette.convert.tables import read_protected_terms
from gazette.settings import ConversionProfile

PROFILES: tuple[ConversionProfile, ...] = get_args(ConversionProfile)
CONVERTERS = {profile: ScriptConverter(profile, {}) for profile in PROFILES}

MIXED = st.one_of(
    st.sampled_from("为著着干后里发面系台只于余乾幹复髮發𠮷𪚥體説說産產裏裡群峰"),
    st.sampled_from(
        [
            "头发",
            "发展",
            "干部",
            "皇后",
            "以后",
            "A",
            "é",
            "e\u0301",
            "👨‍👩‍👧",
            "葛\U000e0100",
            "豈",
            "〇",
            "　",
            "\n",
            "ﬁ",
            "م",
            "\u200d",
        ]
    ),
    st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0xF900, max_codepoint=0xFAFF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x323AF),
    st.characters(exclude_categories=["Cs"]),
)


@pytest.mark.parametrize(
    ("profile", "simplified", "traditional"),
    [
        ("tw", "为了发展", "為了發展"),
        ("tw", "着力", "著力"),
        ("tw", "里面", "裡面"),
        ("tw", "群众", "群眾"),
        ("tw", "台湾", "臺灣"),
        ("hk", "为了发展", "為了發展"),
        ("hk", "着力", "着力"),
        ("hk", "里面", "裏面"),
        ("hk", "说明", "説明"),
        ("hk", "台湾", "台灣"),
        ("t", "为了", "爲了"),
        ("t", "着力", "着力"),
        ("t", "里面", "裏面"),
        ("t", "说明", "說明"),
    ],
)
def test_each_profile_has_its_own_characters(profile: ConversionProfile, simplified: str, traditional: str) -> None:
    assert scribe(profile).convert(simplified) == traditional


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("信息", "信息"),
        ("知识产权", "知識產權"),
        ("软件", "軟件"),
        ("网络", "網絡"),
        ("质量", "質量"),
        ("互联网", "互聯網"),
    ],
)
def test_words_stay_the_words_of_the_text(profile: ConversionProfile, simplified: str, traditional: str) -> None:
    written = traditional.replace("產", "産") if profile == "cn" else traditional
    assert scribe(profile).convert(simplified) == written


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("领导干部", "領導幹部"),
        ("干净", "乾淨"),
        ("干预", "干預"),
        ("头发", "頭髮"),
        ("皇后", "皇后"),
        ("以后", "以後"),
        ("复杂反复", "複雜反覆"),
    ],
)
def test_a_character_is_converted_as_its_phrase_asks(simplified: str, traditional: str) -> None:
    assert scribe().convert(simplified) == traditional


@pytest.mark.parametrize("profile", PROFILES)
@given(text=st.lists(MIXED, max_size=20).map("".join))
def test_no_conversion_changes_the_length_of_a_text(profile: ConversionProfile, text: str) -> None:
    assert len(scribe(profile).convert(text)) == len(CONVERTERS[profile].back_to_simplified(text)) == len(text)


@given(st.text(st.characters(max_codepoint=0x2E7F, exclude_categories=["Cs"]), max_size=30))
def test_nothing_but_ideographs_is_converted(text: str) -> None:
    for profile, converter in CONVERTERS.items():
        assert scribe(profile).convert(text) == converter.back_to_simplified(text) == text


def test_aligned_sentences_keep_their_length_in_every_profile(shared: Path) -> None:
    lines = (shared / "data" / "dev_s2t.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [value for line in lines for value in json.loads(line).values() if isinstance(value, str)]
    assert texts
    for profile in CONVERTERS:
        writer = scribe(profile)
        for text in texts:
            assert len(writer.convert(text)) == len(text)


@pytest.mark.parametrize(
    ("terms", "text", "traditional"),
    [
        ({"苏凯": "苏凯"}, "局长苏凯说", "局長苏凯說"),
        ({"部长": "部长"}, "干部长期", "幹部长期"),  # the phrase 干部 begins before the term and does not win
        ({"范": "范", "范围": "範圍"}, "范某的范围", "范某的範圍"),
        ({"王": "王", "王斌": "王斌"}, "王斌", "王斌"),
        ({"a.c": "A.C"}, "abc a.c", "abc A.C"),
    ],
)
def test_a_protected_term_takes_its_locked_form(terms: dict[str, str], text: str, traditional: str) -> None:
    assert scribe(terms=terms).convert(text) == traditional


@pytest.mark.parametrize("terms", [{"苏凯": "蘇凱先生"}, {"": ""}, {"": "蘇"}])
def test_a_locked_form_of_another_length_does_not_count(terms: dict[str, str]) -> None:
    assert scribe(terms=terms).convert("苏凯") == scribe().convert("苏凯")


def test_the_terms_of_the_table_are_as_long_as_their_forms_and_come_out_so() -> None:
    terms = read_protected_terms()
    writer = scribe(terms=terms)
    assert terms
    for term, form in terms.items():
        assert (len(form), writer.convert(f"见{term}。")) == (len(term), f"見{form}。")


def test_a_character_that_does_not_come_back_is_reported_with_its_offset() -> None:
    text = "𠮷活动，工业馀热的利用"
    found = scribe().round_trip(text)
    assert [(each.offset, each.before, each.after) for each in found] == [(text.index("馀"), "馀", "余")]
    assert found[0].between == scribe().convert(text)[found[0].offset]


@pytest.mark.parametrize(
    "text",
    [
        "知识产权保护",
        "置于潜在危险",  # on the way back OpenCC takes 於潛 for a place; the character by itself comes back
        "不得借煤矿安全监察",  # 藉 stays 藉 on the way back, but OpenCC names it among the forms of 借
        "白鱀豚",  # left alone by the conversion
    ],
)
def test_a_form_that_answers_to_the_character_is_no_problem(text: str) -> None:
    assert scribe().round_trip(text) == []


@given(st.lists(MIXED, max_size=12).map("".join))
def test_the_round_trip_names_exactly_the_places_that_differ(text: str) -> None:
    for difference in scribe().round_trip(text):
        assert text[difference.offset] == difference.before != difference.after


def test_the_round_trip_leaves_protected_terms_alone() -> None:
    assert scribe(terms={"馀热": "餘熱"}).round_trip("工业馀热的利用") == []
    assert not scribe(terms={"馀热": "餘熱"}).find_unreturned(["工业馀热的利用"])


@settings(deadline=None)
@given(st.lists(st.lists(MIXED | st.sampled_from(["馀热", "置于", "潜在"]), max_size=8).map("".join), max_size=6))
def test_texts_come_back_together_as_each_does_alone(texts: list[str]) -> None:
    writer = scribe(terms={"馀热": "餘熱"})
    unreturned = writer.find_unreturned(texts)
    assert unreturned == {text for text in texts if writer.find_unreturned([text])}
    assert all(text in unreturned for text in texts if writer.round_trip(text))


@settings(deadline=None)
@given(st.lists(st.lists(MIXED, max_size=8).map("".join), max_size=6))
def test_texts_with_traditional_characters_are_found_together_as_each_alone(texts: list[str]) -> None:
    assert find_changed(texts) == {text for text in texts if find_changed([text])}
    assert all(text in find_changed(texts) for text in texts if find_strays(text, {}))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_is_a_pair_of_character_configurations(profile: ConversionProfile) -> None:
    assert not any(name.endswith("p") for name in CONFIGURATIONS[profile])


def test_each_character_has_one_simplified_form() -> None:
    forms = simplified_forms()
    pairs = {
        "體": "体",
        "產": "产",
        "産": "产",
        "說": "说",
        "説": "说",
        "裡": "里",
        "裏": "里",
        "爲": "为",
        "為": "为",
        "麼": "么",
    }
    assert pairs.items() <= forms.items()
    assert all(len(key) == len(value) == 1 for key, value in forms.items())
    assert len(set(forms.values())) < len(forms)


def test_simplified_forms_lead_to_an_end_in_two_steps() -> None:
    forms = simplified_forms()
    twice = {key: forms.get(value, value) for key, value in forms.items()}
    assert [key for key, value in twice.items() if forms.get(value, value) != value] == []
    assert {twice["麼"], forms["么"]} == {"幺"}
