"""Every word of a page is found by its own index: what is read back is compared, and whatever is missing is named."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pytest

from gazette.convert.chinese import engine
from gazette.search import fragments
from gazette.search.check import check_searched
from gazette.search.contribution import Contribution, _Collected, contribute
from gazette.search.index import build_index, merge_index
from gazette.search.index_check import check_index, check_lost
from gazette.search.index_state import IndexSources
from gazette.search.passages import Passage, SearchText
from gazette.search.postings import Postings

HANS = SearchText(
    "interpretations/2022/a",
    "zh-Hans",
    "关于咨询的批复",
    "2022-10-27",
    "2022年10月27日",
    "interpretations",
    "某局",
    ("11370300MB28612343/2022-5323960", "2022年10月27日"),
    (
        Passage("section-1", "答复", "了解情况，慰藉；苏醒18.02件\n第二段"),
        Passage("section-2", "附件", "乾隆年间瞭望　甲"),
    ),
)
CONVERT = engine("s2tw")
HANT = replace(
    HANS,
    tag="zh-Hant",
    title=CONVERT(HANS.title),
    passages=tuple(replace(each, heading=CONVERT(each.heading), text=CONVERT(each.text)) for each in HANS.passages),
)
OTHER = replace(HANS, path="interpretations/2022/b", title="另一篇", passages=(Passage("", "", "了解批复"),))
PREFIXES = {"zh-Hans": "", "zh-Hant": "zh-Hant/"}
TEXTS = [{"zh-Hans": HANS, "zh-Hant": HANT}, {"zh-Hans": OTHER}]
SOURCES = {(each.path, each.tag): f"docs/{each.path}/index.md" for text in TEXTS for each in text.values()}
Files = dict[str, bytes]


def build(texts: list[Mapping[str, SearchText]]) -> Files:
    return dict(build_index(texts, PREFIXES))


def contributions(texts: Iterable[SearchText]) -> list[Contribution]:
    editions: dict[str, dict[str, SearchText]] = {}
    for each in texts:
        editions.setdefault(each.path, {})[each.tag] = each
    return [made for each in editions.values() for made in contribute(each).values()]


def found(files: Files, *texts: SearchText) -> list[tuple[str, str]]:
    known = texts or tuple(each for text in TEXTS for each in text.values())
    problems = check_index(files, contributions(known), SOURCES)
    assert {each.code for each in problems} <= {"search.word-lost"} and all(each.is_error for each in problems)
    return [(each.path, each.found) for each in problems]


def test_an_index_finds_every_word_of_its_texts() -> None:
    assert found(build(TEXTS)) == []


def change(name: str, files: Files, edit: Callable[[str], str]) -> Files:
    written = zlib.decompress(files[name]).decode("utf-16-le")
    edited = edit(written)
    assert edited != written
    return files | {name: zlib.compress(edited.encode("utf-16-le"))}


def head(files: Files, **values: object) -> Files:
    return change("index.bin", files, lambda text: json.dumps(json.loads(text) | values, ensure_ascii=False))


DAMAGES: dict[str, Callable[[Files], Files]] = {
    "a shard that is empty": lambda files: (
        files | {name: zlib.compress(b"\0") for name in files if name[:6] == "terms/"}
    ),
    "a shard that is missing": lambda files: {name: each for name, each in files.items() if name[:6] != "terms/"},
    "shards by another number": lambda files: head(files, shards=7919),
    "an entry that is not shown": lambda files: head(files, absent={"zh-Hans": [0], "zh-Hant": [1]}),
    "a text that reads otherwise": lambda files: change(
        "texts/0/0.bin", files, lambda text: text.replace("第二", "第三")
    ),
    "a place that reads otherwise": lambda files: change(
        "texts/0/0.bin", files, lambda text: text.replace('"乾"', '"干"')
    ),
    "another path": lambda files: change("texts/0/0.bin", files, lambda text: text.replace("2022/a", "2022/c")),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_whatever_is_wrong_with_an_index_its_text_is_named(name: str) -> None:
    problems = found(DAMAGES[name](build(TEXTS)))
    assert problems and {path for path, _ in problems} <= {
        "docs/interpretations/2022/a/index.md",
        "docs/interpretations/2022/b/index.md",
    }
    assert problems[0][0] == "docs/interpretations/2022/a/index.md" and problems[0][1]


def test_a_term_that_a_contribution_lacks_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    add = _Collected.add
    monkeypatch.setattr(_Collected, "add", lambda self, *parts: add(self, *parts) - {"二段"})
    assert found(build(TEXTS)) == [("docs/interpretations/2022/a/index.md", "二段")] * 2


def test_one_posting_less_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    add = Postings.add
    monkeypatch.setattr(
        Postings, "add", lambda self, terms, chunk: add(self, [each for each in terms if each != "二段"], chunk)
    )
    made = contributions(each for text in TEXTS for each in text.values())
    known = {each.listing.path: each for each in made}
    update = merge_index(
        PREFIXES, [each.listing for each in made], IndexSources(known.__getitem__), lambda name, content: None
    )
    problems = check_lost(update.lost, SOURCES)
    assert [(each.path, each.found) for each in problems] == [("docs/interpretations/2022/a/index.md", "二段")] * 2


def test_terms_of_the_traditional_text_alone_are_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """One entry for 软件 and 軟體, with the terms of one of them, as all entries once were made."""
    texts = [{"zh-Hans": replace(HANS, title="软件"), "zh-Hant": replace(HANT, title="軟體")}]
    assert found(build(texts), *texts[0].values()) == []
    monkeypatch.setattr(fragments, "_is_same_text", lambda one, other, lines: True)
    assert [words for _, words in found(build(texts), *texts[0].values())] == ["软件"]


def test_a_text_that_no_entry_shows_is_lost_whole() -> None:
    assert found(build(TEXTS[:1])) == [("docs/interpretations/2022/b/index.md", "另一篇")]


LINES = ["关于咨询的批复", "1. 答复", "了解情况，慰藉[1]；苏醒18.02件", "2022年10月27日\t乾隆年间瞭望 甲"]


def test_a_page_whose_words_search_was_given_has_no_problem() -> None:
    assert check_searched("docs/a/index.md", LINES, HANS) == []
    assert check_searched("docs/a/index.md", ["", "——", "[2]", "3. ", "乾\u2060隆\u00ad年"], HANS) == []


def test_the_english_of_a_country_is_looked_up_by_the_stem_of_its_language() -> None:
    english = replace(OTHER, tag="en-GB", title="Protected patents", passages=())
    files = dict(build_index([{"en-GB": english}], {"en-GB": "en/"}))
    assert check_index(files, contributions([english]), {(english.path, "en-GB"): "docs/b/index.en.md"}) == []


def test_five_words_are_named_of_many() -> None:
    (problem,) = check_searched("docs/a/index.md", ["one two three four five six seven"], HANS)
    assert problem.found == "five four one seven six"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("了解情形", "了解情形"),
        ("8.02件", "8 8.02"),
        ("代码 pip", "代码 pip"),
        ("附件 18.020", "020 18.020"),
        ("隆苏", "隆苏"),
    ],
)
def test_a_word_that_search_was_not_given_is_named(line: str, words: str) -> None:
    (problem,) = check_searched("docs/a/index.md", [*LINES, line], HANS)
    assert (problem.code, problem.path, problem.found) == ("search.word-lost", "docs/a/index.md", words)
