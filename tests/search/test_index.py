"""The index: what is found where, in how many files, and always the same bytes."""

from __future__ import annotations

import json

import pytest

from gazette.search.index import SHARD_BYTES, Passage, SearchText, build_index, shard_of
from gazette.search.terms import find_terms, fold


def text(path: str, words: str, title: str = "标题") -> SearchText:
    return SearchText(path, title, "2022-10-27", (Passage("", title, ""), Passage("section-1", "第一节", words)))


def postings(files: dict[str, str], term: str) -> list[int]:
    shards = json.loads(files["meta.json"])["shards"]
    found: list[int] = json.loads(files[f"terms/{shard_of(term, shards)}.json"]).get(term, [])
    return found


@pytest.mark.parametrize(
    ("written", "terms"),
    [
        ("质押融资", {"质", "押", "融", "资", "质押", "押融", "融资"}),
        ("質押", {"质", "押", "质押"}),
        ("18.02件", {"18.02", "18", "02", "件"}),
        ("0533-3188608", {"0533-3188608", "0533", "3188608"}),
        ("ＰＣＴ国际", {"pct", "国", "际", "国际"}),
        ("Pledge financing", {"pledge", "financing"}),
        ("“严、大”", {"严", "大"}),
        ("", set()),
        ("？！…", set()),
    ],
)
def test_text_is_cut_into_the_terms_that_readers_type(written: str, terms: set[str]) -> None:
    assert set(find_terms(written)) == terms


def test_simplified_and_traditional_fold_to_the_same() -> None:
    assert fold("知識產權質押融資，臺灣、裡面") == fold("知识产权质押融资，台湾、里面")


def test_a_term_is_listed_with_publication_passage_and_weight() -> None:
    files = build_index([text("b", "质押融资"), text("a", "专利", title="质押")])
    # Publications are numbered in the order of their paths: a is 0, b is 1.
    assert json.loads(files["texts/0.json"])[0] == "a"
    found = postings(files, "质押")
    assert [found[at : at + 2] for at in range(0, len(found), 3)] == [[0, 0], [1, 1]]
    assert found[2] > found[5]


def test_the_order_in_which_publications_come_changes_nothing() -> None:
    texts = [text(name, f"内容{name}") for name in "cab"]
    assert build_index(texts) == build_index(reversed(texts))


def test_shards_stay_small_as_the_index_grows() -> None:
    texts = [
        text(f"p{number}", "".join(chr(0x4E00 + (number * 97 + at * 31) % 5000) for at in range(200)))
        for number in range(60)
    ]
    files = build_index(texts)
    sizes = [len(content.encode()) for name, content in files.items() if name.startswith("terms/")]
    assert len(sizes) > 8 and max(sizes) < 4 * SHARD_BYTES


def test_no_publication_gives_an_index_that_can_be_asked() -> None:
    files = build_index([])
    assert json.loads(files["meta.json"]) == {"shards": 1, "publications": 0} and files["terms/0.json"] == "{}"
