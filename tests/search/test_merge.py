"""An index that was renewed has the bytes of one made from nothing, whatever happened to its publications."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.convert.chinese import engine
from gazette.search import index, postings, renewal
from gazette.search.contribution import Contribution, Listing, Weight, contribute, recover_words
from gazette.search.index import IndexUpdate, merge_index
from gazette.search.index_check import find_lost_words
from gazette.search.index_state import IndexSources, pack_state, unpack_state
from gazette.search.passages import BREAK, Passage, SearchText
from gazette.search.postings import Postings, lay_out_shards, pack_terms
from gazette.search.reading import unpack

PREFIXES = {"zh-Hans": "", "zh-Hant": "zh-Hant/"}
ENGLISH = {"en": "en/"}
Editions = dict[str, SearchText]
SIGNS = "甲乙丙丁戊己庚辛壬癸了瞭复覆乾，。 \n"
WORDS = ("patent", "patents", "protect", "protected", "Protection", "of", "licence", "18.02", "café")


def editions(path: str, day: str, passages: Sequence[str], title: str = "标题", body: str = "某局") -> Editions:
    """A text in both scripts, as conversion makes it, or two texts if `title` says so."""
    convert = engine("s2tw")
    made = tuple(Passage(f"s-{number}", "", each) for number, each in enumerate(passages))
    hans = SearchText(path, "zh-Hans", title, day, day, path[:1], body, (day,), made)
    other = tuple(replace(each, text=convert(each.text)) for each in made)
    return {"zh-Hans": hans, "zh-Hant": replace(hans, tag="zh-Hant", title=convert(title), passages=other)}


def english(path: str, day: str, words: Sequence[str]) -> Editions:
    return {"en": SearchText(path, "en", "Title", day, day, path[:1], "", (), (Passage("", "", " ".join(words)),))}


class Site:
    """The search data of a site from one build to the next."""

    def __init__(self, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self.prefixes, self.code = prefixes, ""
        self.texts: dict[str, Editions] = {}
        self.files: dict[str, bytes] = {}
        self.state: bytes | None = None
        self.loaded: list[str] = []

    def contributions(self) -> dict[str, Contribution]:
        (group,) = {tag.split("-")[0] for tag in self.prefixes}
        made = {path: contribute(each)[group] for path, each in self.texts.items()}
        return {path: pickle.loads(pickle.dumps(each)) for path, each in made.items()}

    def build(self) -> IndexUpdate:
        """Build, and compare with what is made from nothing."""
        known, self.loaded = self.contributions(), []

        def load(path: str) -> Contribution:
            self.loaded.append(path)
            return known[path]

        listings = [each.listing for each in known.values()]
        written: dict[str, bytes] = {}
        sources = IndexSources(load, self.files.__getitem__, self.state, self.code)
        update = merge_index(self.prefixes, listings, sources, written.__setitem__)
        fresh: dict[str, bytes] = {}
        other = merge_index(
            self.prefixes, listings[::-1], IndexSources(known.__getitem__, code=self.code), fresh.__setitem__
        )
        assert all(self.files.get(name) != content for name, content in written.items() if update.is_renewed)
        assert set(update.gone) == self.files.keys() - set(update.files) or not update.is_renewed
        self.files = {name: each for name, each in self.files.items() if name not in update.gone} | written
        assert self.files == fresh and set(update.files) == fresh.keys() and other.gone == ()
        assert comparable(update.state) == comparable(other.state)
        assert update.lost == other.lost == () and find_lost_words(self.files, known.values()) == []
        self.state = update.state
        return update


def comparable(packed: bytes) -> object:
    state = unpack_state(packed)
    assert state
    return replace(state, words={letter: pickle.loads(each) for letter, each in state.words.items()})


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few words are enough for every kind of shard, and for changes from one kind to another."""
    monkeypatch.setattr(postings, "SHARD_BYTES", 60)
    monkeypatch.setattr(postings, "OWN_FILE_LEAST", 9)
    monkeypatch.setattr(renewal, "FEW", 3)


PATH = st.sampled_from([f"{column}/{number}" for column in "ab" for number in range(4)])
DAY = st.sampled_from(["", "2021-01-01", "2022-05-06", "2023-10-11"])
PASSAGES = st.lists(st.text(SIGNS, max_size=30), max_size=3)
TEXT = st.builds(editions, PATH, DAY, PASSAGES, st.sampled_from(["标题", "软件"]), st.sampled_from(["某局", "甲局"]))
ENGLISH_TEXT = st.builds(english, PATH, DAY, st.lists(st.sampled_from(WORDS), max_size=6))


def steps(text: st.SearchStrategy[Editions]) -> st.SearchStrategy[list[list[Editions | str]]]:
    """What happens before each build: texts that are written, paths of texts that are removed."""
    return st.lists(st.lists(text | PATH, max_size=3), min_size=1, max_size=6)


def run(site: Site, happened: list[list[Editions | str]]) -> None:
    for step in happened:
        for each in step:
            if isinstance(each, str):
                site.texts.pop(each, None)
            else:
                site.texts[next(iter(each.values())).path] = each
        site.build()


@given(st.lists(TEXT, max_size=8), steps(TEXT))
@settings(max_examples=150)
def test_whatever_happens_the_bytes_are_those_of_an_index_made_from_nothing(
    start: list[Editions], happened: list[list[Editions | str]]
) -> None:
    run(Site(), [[*start], *happened])


@given(st.lists(ENGLISH_TEXT, max_size=8), steps(ENGLISH_TEXT))
@settings(max_examples=80)
def test_words_that_are_stemmed_and_guessed_are_renewed_alike(
    start: list[Editions], happened: list[list[Editions | str]]
) -> None:
    run(Site(ENGLISH), [[*start], *happened])


def text_of(number: int, *words: str) -> Editions:
    return editions(f"a/{number:02}", f"2022-01-{number + 1:02}", ["甲乙丙丁", "戊己庚辛", *words])


def site_of(count: int) -> Site:
    site = Site()
    site.texts = {f"a/{number:02}": text_of(number) for number in range(count)}
    assert not site.build().is_renewed
    return site


def test_one_edit_costs_one_publication() -> None:
    site = site_of(20)
    assert site.build().is_renewed and site.loaded == []
    before = dict(site.files)
    site.texts["a/05"] = text_of(5, "牛马")
    assert site.build().is_renewed and site.loaded == ["a/05"]
    changed = {name for name in {*before, *site.files} if before.get(name) != site.files.get(name)}
    assert {name for name in changed if name.startswith("texts/")} == {"texts/0/5.bin"}
    assert "index.bin" in changed and len(changed) < 12


def test_a_new_publication_is_the_last_one_and_moves_no_other() -> None:
    site = site_of(20)
    site.texts["0/newest"] = editions("0/newest", "2023-01-01", ["甲乙"])
    assert site.build().is_renewed and site.loaded == ["0/newest"]
    assert "texts/0/20.bin" in site.files
    del site.texts["0/newest"]
    assert site.build().is_renewed and site.loaded == [] and "texts/0/20.bin" not in site.files


def test_one_that_moves_others_is_made_with_all_contributions() -> None:
    site = site_of(20)
    site.texts["a/oldest"] = editions("a/oldest", "2021-01-01", ["甲乙"])
    assert not site.build().is_renewed and len(site.loaded) == 21


def test_another_folder_of_a_language_makes_all_anew() -> None:
    site = site_of(3)
    site.prefixes = {**PREFIXES, "zh-Hant": "hant/"}
    assert not site.build().is_renewed


def test_other_code_makes_all_anew() -> None:
    site = site_of(3)
    site.code = "another"
    assert not site.build().is_renewed


def test_every_change_of_an_index_has_another_version() -> None:
    site, versions = site_of(3), list[str]()
    for words in ("", "牛", "马", ""):
        site.texts["a/01"] = text_of(1, words)
        site.build()
        versions.append(unpack(site.files["index.bin"])["version"])
    assert len({*versions}) == 3 and versions[0] == versions[-1]


DAMAGES: dict[str, Callable[[Site], None]] = {
    "a fragment": lambda site: site.files.update({"texts/0/5.bin": site.files["texts/0/6.bin"]}),
    "no fragment": lambda site: site.files.pop("texts/0/5.bin") and None,
    "no shards": lambda site: [site.files.pop(name) for name in list(site.files) if name[:6] == "terms/"] and None,
    "shards with another byte": lambda site: site.files.update(
        {name: each + b"\0" for name, each in site.files.items() if name[:6] == "terms/"}
    ),
    "a state with another byte": lambda site: setattr(site, "state", (site.state or b"")[:-1] + b"?"),
    "a state cut off": lambda site: setattr(site, "state", (site.state or b"")[:99]),
    "an empty state": lambda site: setattr(site, "state", b""),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_damaged_is_made_from_nothing(name: str) -> None:
    site = site_of(20)
    DAMAGES[name](site)
    site.texts["a/05"] = text_of(5, "牛马")
    assert not site.build().is_renewed and len({*site.loaded}) == 20
    assert site.build().is_renewed


def test_a_state_that_does_not_fit_its_files_is_not_used() -> None:
    site = site_of(20)
    state = unpack_state(site.state)
    assert state
    wrong = [replace(each, weight=Weight(1, 1)) if each.path == "a/05" else each for each in state.listings]
    site.state = pack_state(replace(state, listings=tuple(wrong)))
    assert not site.build().is_renewed


def test_a_posting_that_a_renewal_loses_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    site, pack_all = site_of(20), renewal.pack_terms
    monkeypatch.setattr(
        renewal, "pack_terms", lambda terms: pack_all({term: each for term, each in terms.items() if term != "牛马"})
    )
    site.texts["a/05"] = text_of(5, "牛马")
    assert not site.build().is_renewed


def test_shards_grow_in_number_and_some_of_them_are_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "SHARD_BYTES", 24)
    site, empty, lost = site_of(3), 0, 0
    for number in range(40):
        before = dict(site.files)
        characters = "，".join(chr(0x5000 + 7 * each) for each in range(5 * number, 5 * number + 5))
        site.texts[f"b/{number:02}"] = editions(f"b/{number:02}", f"2023-01-01T{number:02}", [characters])
        assert site.build().is_renewed
        now = {name for name, each in site.files.items() if each == pack_terms({})}
        empty += len(now - before.keys())
        lost += len(now & before.keys() - {name for name, each in before.items() if each == pack_terms({})})
    assert empty and lost


def test_a_contribution_that_is_not_the_one_listed_is_refused() -> None:
    site = site_of(3)
    known = site.contributions()
    listings = [replace(each.listing, digest="another") for each in known.values()]
    with pytest.raises(ValueError, match="a/00: the contribution is not the one that is listed"):
        merge_index(PREFIXES, listings, IndexSources(known.__getitem__), lambda name, content: None)


def test_postings_laid_aside_on_the_disk_give_the_same_shards() -> None:
    many, few = Postings(), Postings(7)
    for chunk in range(50):
        terms = sorted({f"{'甲乙丙丁'[chunk % 4]}{'戊己庚'[each]}" for each in range(chunk % 3 + 1)} | {"戊"})
        many.add(terms, chunk)
        few.add(terms, chunk)
    assert few.measure() == many.measure()
    shards = lay_out_shards(*many.measure())
    assert dict(few.shards(shards)) == dict(many.shards(shards)) and "戊" in shards.common


def test_an_index_whose_postings_are_laid_aside_has_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    before, laid_aside = site_of(20).files, list[int]()

    def small() -> Postings:
        laid_aside.append(1)
        return Postings(40)

    monkeypatch.setattr(index, "Postings", small)
    assert site_of(20).files == before and laid_aside


def real_texts(shared: Path, count: int) -> list[Editions]:
    files = sorted((shared / "data" / "corpus_dev").glob("d*.md"), key=lambda each: each.stat().st_size)[:count]
    texts = [each.read_text(encoding="utf-8").split("---\n", 2)[-1].split("\n\n") for each in files]
    return [
        editions(f"a/{number:03}", f"20{10 + number % 9}-01-01", passages, title=passages[0][:30])
        for number, passages in enumerate(texts)
    ]


def test_real_texts_are_renewed_like_any_other(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "SHARD_BYTES", 900)
    texts, chance, site = real_texts(shared, 60), random.Random(1), Site()
    if not texts:
        pytest.skip("there are no official texts in ../shared/data/corpus_dev")
    site.texts = {each["zh-Hans"].path: each for each in texts[:40]}
    site.build()
    renewed = 0
    for step in range(12):
        old = chance.choice(list(site.texts.values()))["zh-Hans"]
        words = [each.text for each in old.passages]
        place = chance.randrange(len(words))
        words[place] = chance.choice([words[place][:-3], f"{words[place]}，特此通知", words[place].replace("的", "之")])
        day = "2030-01-01" if step % 4 == 3 else old.date
        site.texts[old.path] = editions(old.path, day, words, old.title)
        if step % 5 == 4:
            new = texts[40 + step]
            site.texts[new["zh-Hans"].path] = new
        renewed += site.build().is_renewed
    assert renewed > 5


@given(TEXT | ENGLISH_TEXT)
def test_the_words_of_a_publication_are_recovered_from_its_fragments(texts: Editions) -> None:
    (made,) = contribute(texts).values()
    found = recover_words(made.listing.entries, made.fragments)
    assert [set(each.split("\n")) for each in found.terms] == [set(each.split("\n")) for each in made.words.terms]
    assert found[1:] == made.words[1:]


def test_a_long_text_is_recovered_slot_by_slot() -> None:
    passages = [BREAK.join("甲乙丙丁戊己庚辛壬癸"[number % 7 :] * 9 for number in range(5)) for _ in range(40)]
    test = test_the_words_of_a_publication_are_recovered_from_its_fragments.hypothesis.inner_test  # type: ignore[attr-defined]
    test(editions("a/1", "2022-01-01", passages))


def test_listings_are_small() -> None:
    listing = contribute(text_of(1))["zh"].listing
    assert isinstance(listing, Listing) and len(pickle.dumps(listing)) < 700
