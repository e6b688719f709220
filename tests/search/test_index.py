"""The index: what is found where, in both scripts, in small files that seldom change."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.assemble import RenderedSite
from gazette.convert.chinese import engine
from gazette.kept_index import SEARCH_FOLDER
from gazette.search.fragments import SLOTS
from gazette.search.gaps import variable_length
from gazette.search.index import build_index
from gazette.search.passages import Passage, SearchText
from gazette.search.postings import OWN_FILE_LEAST, SHARD_BYTES
from gazette.search.terms import fold, index_terms

_SPEC = importlib.util.spec_from_file_location("reading", Path(__file__).with_name("reading.py"))
assert _SPEC and _SPEC.loader
reading = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reading)

PREFIXES = {"zh-Hans": "", "zh-Hant": "zh-Hant/"}


def text(path: str, *passages: str, title: str = "标题", tag: str = "zh-Hans", facts: Sequence[str] = ()) -> SearchText:
    made = tuple(Passage(f"section-{number}", "", each) for number, each in enumerate(passages, 1))
    return SearchText(path, tag, title, "2022-10-27", "2022-10-27", "interpretations", "某局", tuple(facts), made)


def both(simplified: SearchText) -> dict[str, SearchText]:
    """The two scripts of one text, as conversion makes them."""
    convert = engine("s2tw")
    passages = tuple(replace(each, text=convert(each.text)) for each in simplified.passages)
    other = replace(simplified, tag="zh-Hant", title=convert(simplified.title), passages=passages)
    return {"zh-Hans": simplified, "zh-Hant": other}


def build(*texts: Mapping[str, SearchText], prefixes: Mapping[str, str] = PREFIXES) -> dict[str, bytes]:
    made = list(build_index(texts, prefixes))
    files = dict(made)
    assert len(files) == len(made)
    return files


@pytest.mark.parametrize(
    ("written", "pairs", "words"),
    [
        ("质押融资", {"质押", "押融", "融资", "资"}, set()),
        ("質押", {"质押", "押"}, set()),
        ("18.02件", {"件"}, {"18.02", "18", "02"}),
        ("0533-3188608", set(), {"0533-3188608", "0533", "3188608"}),
        ("ＰＣＴ国际", {"国际", "际"}, {"pct"}),
        ("Pledge financing", set(), {"pledge", "financing"}),
        ("“严、大”", {"严", "大"}, set()),
        ("", set(), set()),
        ("？！…", set(), set()),
    ],
)
def test_text_is_cut_into_the_terms_that_readers_type(written: str, pairs: set[str], words: set[str]) -> None:
    assert index_terms(fold(written)) == (pairs, words)


def test_simplified_and_traditional_fold_to_the_same() -> None:
    assert fold("知識產權質押融資，臺灣、裡面、什麼") == fold("知识产权质押融资，台湾、里面、什么")


def test_accents_and_the_shape_of_quotation_marks_count_for_nothing_and_hangul_stays_whole() -> None:
    """A reader types what the keyboard has: cafe for café, a straight ' for ’."""
    assert fold("Café’s ‘n’ “naïve” 한글") == "cafe's 'n' \"naive\" 한글"


def test_a_term_leads_to_the_title_the_facts_and_the_chunks_that_hold_it() -> None:
    first = text("a", "专利", title="质押办法", facts=["2022-5323960"])
    index = reading.ReadIndex(build(both(first), both(text("b", "专利", "质押融资"))))
    assert index.places("质押") == [(0, 0), (1, 2)]
    assert index.places("2022-5323960") == [(0, 1)]
    assert index.places("专利") == [(0, 2), (1, 2)]
    assert index.postings("融券") == []


def test_both_scripts_are_read_from_one_text_exactly() -> None:
    written = text("a", "乾隆年间什么也没有", "发展，头发；皇后以后\n第二段", title="关于乾坤的通知")
    editions = both(written)
    index = reading.ReadIndex(build(editions))
    for tag, edition in editions.items():
        assert index.texts(0, tag) == (edition.title, {each.id: each.text for each in edition.passages})


@given(
    st.lists(st.text("乾干发髮什么麼与著箸于於𠮷，。A1 \n复覆了瞭", max_size=40), max_size=4),
    st.lists(st.sampled_from(["乾干", "发髮", "么麼", "着著", "于於", "复覆復", "了瞭"]), min_size=1),
)
def test_whatever_the_characters_the_simplified_text_comes_back(passages: list[str], written: list[str]) -> None:
    forms = {ord(a): b for each in written for a in each for b in each[::-1]}
    simplified = text("a", *passages)
    in_forms = [replace(each, text=each.text.translate(forms)) for each in simplified.passages]
    reversed_ = [replace(each, text=each.text[::-1]) for each in simplified.passages]
    for other in (in_forms, reversed_):
        editions = {"zh-Hans": simplified, "zh-Hant": replace(simplified, tag="zh-Hant", passages=tuple(other))}
        index = reading.ReadIndex(build(editions))
        for tag, edition in editions.items():
            (entry,) = index.entries(tag)
            assert index.texts(entry, tag)[1] == {each.id: each.text for each in edition.passages}
        assert len(index.starts) == 2 or other is not in_forms


def test_a_traditional_text_that_a_person_wrote_is_an_entry_of_its_own() -> None:
    editions = {"zh-Hans": text("a", "软件"), "zh-Hant": text("a", "電腦軟體程式", tag="zh-Hant")}
    index = reading.ReadIndex(build(editions, both(text("b", "软件"))))
    assert index.head["absent"] == {"zh-Hant": [0], "zh-Hans": [1]}
    assert index.texts(0, "zh-Hans")[1] == {"section-1": "软件"}
    assert index.texts(1, "zh-Hant")[1] == {"section-1": "電腦軟體程式"}


def test_the_seed_reads_from_its_index_as_it_was_converted(seed: RenderedSite) -> None:
    folder = f"{SEARCH_FOLDER}/zh/"
    files = {name.removeprefix(folder): content for name, content in seed.files.items() if name.startswith(folder)}
    index = reading.ReadIndex({name: content for name, content in files.items() if isinstance(content, bytes)})
    numbers = {fragment[1]: entry for entry in range(len(index.starts) - 1) for fragment in index.fragments(entry)}
    for converted in seed.texts:
        for tag in PREFIXES:
            title, passages = index.texts(numbers[converted.publication.path], tag)
            edition = converted.editions[tag]
            assert title == edition.title
            for block in edition.blocks:
                if block.id and block.kind == "paragraph":
                    assert block.text.replace("**", "").split("\n")[0][:12] in passages[block.id]


def test_the_same_texts_give_the_same_bytes() -> None:
    texts = [both(text(name, f"内容{name}")) for name in "abc"]
    assert build(*texts) == build(*texts)


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def test_a_changed_word_rewrites_its_text_and_its_terms_and_nothing_else() -> None:
    words = [f"甲乙丙丁戊己庚辛壬癸{number}号" for number in range(9)]
    texts = [both(text(f"n{number:02}", *words)) for number in range(40)]
    edited = both(text("n20", *words[:8], "甲乙丙丁戊己庚辛牛马8号"))
    found = changed(build(*texts), build(*texts[:20], edited, *texts[21:]))
    assert {name for name in found if name.startswith("texts/")} == {"texts/0/20.bin"}
    assert "index.bin" in found and len(found) < 8


def test_a_new_publication_at_the_end_leaves_the_texts_of_all_others() -> None:
    texts = [both(text(f"n{number}", "文字" * 300)) for number in range(5)]
    before, after = build(*texts), build(*texts, both(text("n9", "新的文字")))
    assert not any(name.startswith("texts/") and name in before for name in changed(before, after))


def test_every_file_that_a_browser_may_ask_for_is_there_and_small() -> None:
    characters = [chr(0x4E00 + number) for number in range(2400)]
    texts = [both(text(f"n{number}", "".join(characters[number * 30 : number * 30 + 200]))) for number in range(70)]
    index = reading.ReadIndex(files := build(*texts))
    for first in characters:
        for second in "的一":
            assert index.file_of(first + second) in files
    assert max(len(files[name]) for name in files if name.startswith("terms/")) < SHARD_BYTES


def test_a_term_of_very_many_texts_has_a_file_of_its_own() -> None:
    often = [both(text(f"n{number:04}", "行政\n" + "某" * 190, "行政\n" + "某" * 190)) for number in range(2100)]
    index = reading.ReadIndex(build(*often))
    assert "行政" in index.head["common"] and len(index.postings("行政")) > OWN_FILE_LEAST


def test_the_pairs_of_a_character_lie_together_and_a_stretch_is_found_by_its_last_one() -> None:
    index = reading.ReadIndex(build(both(text("a", "税收和税款。应当纳税。", title="印花税"))))
    assert index.file_of("税收") == index.file_of("税款") == index.file_of("税")
    assert index.places("税") == [(0, 0), (0, 2)]


def test_english_words_are_found_by_their_stem_and_guessed_as_they_are_written() -> None:
    index = reading.ReadIndex(build({"en": text("a", "Protected patents", tag="en")}, prefixes={"en": "en/"}))
    assert index.places("protect") == index.places("patent") == [(0, 2)]
    assert index.json("words/70.bin") == ["patents", "protected"] and index.head["letters"] == "p"
    assert b"EnglishStemmer" in index.files["stem.js"]


def test_readers_can_choose_by_year_column_and_body() -> None:
    texts = [both(text("a", "一")), both(replace(text("b", "二"), date="2023-01-01", body="甲局"))]
    facets = reading.ReadIndex(build(*texts)).json("facets.bin")
    assert facets["years"] == [["2022", "2023"], [0, 1]]
    assert facets["bodies"] == [["某局\t某局", "甲局\t甲局"], [0, 1]]


def test_no_text_at_all_gives_an_index_that_finds_nothing() -> None:
    index = reading.ReadIndex(build())
    assert index.postings("专利") == [] and index.head["counts"] == []


@given(st.integers(min_value=0, max_value=2**31))
def test_numbers_come_back(number: int) -> None:
    assert reading.number_at(variable_length(number), 0) == (number, len(variable_length(number)))


def test_a_fragment_holds_few_kilobytes(seed: RenderedSite) -> None:
    sizes = [len(content) for name, content in seed.files.items() if "/texts/" in name]
    assert sizes and max(sizes) < 6000 and SLOTS > 1
