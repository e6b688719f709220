"""Index (索引): the files of one search index, from the contributions of its publications; what has not changed is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gazette.search.contribution import Listing, contribute
from gazette.search.fragments import SLOTS, fragment_name
from gazette.search.index_check import LostWords, find_lost_words, weigh_shard
from gazette.search.index_state import IndexFiles, IndexSources, IndexState, pack_state, unpack_state
from gazette.search.passages import SearchText
from gazette.search.postings import Postings, Shards, lay_out_shards, pack_terms
from gazette.search.reading import DamagedIndexError
from gazette.search.renewal import find_index_changes, place_listings, renew
from gazette.search.stemming import stemmer_script
from gazette.search.summary import FACETS, HEAD, Tally, digest_of_making, pack_facets, pack_head, words_name
from gazette.search.terms import index_of

Write = Callable[[str, bytes], None]


@dataclass(frozen=True)
class IndexUpdate:
    """The result of making an index or renewing it.

    `files`: name → SHA-256 of all its files; `gone`: names that the previous index had besides; `state`: what the next
    build is given as `previous`; `lost`: words that the index does not find; `is_renewed`: False if it was made from
    nothing.
    """

    files: Mapping[str, bytes]
    gone: tuple[str, ...]
    state: bytes
    lost: tuple[LostWords, ...]
    is_renewed: bool


@dataclass(frozen=True)
class _Order:
    """What is to be made: an index of `listings`, which are in the order of their numbers."""

    prefixes: Mapping[str, str]
    listings: tuple[Listing, ...]
    sources: IndexSources

    @property
    def made_with(self) -> str:
        return digest_of_making(self.prefixes, self.sources.code)


def merge_index(
    prefixes: Mapping[str, str], listings: Iterable[Listing], sources: IndexSources, write: Write
) -> IndexUpdate:
    """Make an index of the listed publications and write the files that differ from the previous one.

    `prefixes`: language tag → folder in the site, of the languages of this index. The same publications give the same
    bytes, whatever the previous index was. Publications are numbered by date, so that a new one moves no other. If
    what is read of the previous index is damaged, or if publications move, all is made from the contributions.
    """
    order = _Order(prefixes, tuple(sorted(listings, key=lambda each: (each.date, each.path))), sources)
    known = unpack_state(sources.previous)
    previous = known if known and known.made_with == order.made_with else None
    lost = [LostWords(each.path, *words) for each in order.listings for words in each.lost]
    if sources.previous and previous and previous.listings == order.listings:
        return IndexUpdate(previous.files, (), sources.previous, tuple(lost), is_renewed=True)
    renewed: tuple[IndexState, dict[str, bytes]] | None = None
    try:
        renewed = _renew(order, previous) if previous else None
    except DamagedIndexError:
        previous = None
    if renewed:
        state, written = renewed
        for name, content in written.items():
            write(name, content)
    else:
        state, is_sound = _make(order, IndexFiles(write, previous.files if previous else {}))
        lost += [] if is_sound else _find_lost(order)
    gone = set(known.files if known else ()).difference(state.files)
    return IndexUpdate(state.files, tuple(sorted(gone)), pack_state(state), tuple(lost), is_renewed=bool(renewed))


def _renew(order: _Order, previous: IndexState) -> tuple[IndexState, dict[str, bytes]] | None:
    """Return the renewed index and its files that have changed, None if it is to be made anew.

    Nothing is written before all of it has succeeded; raises DamagedIndexError.
    """
    changes = find_index_changes(previous.listings, order.listings)
    if changes is None:
        return None
    written: dict[str, bytes] = {}
    files = IndexFiles(written.__setitem__, previous.files)
    files.keep_all()
    shards, tally, sizes = renew(previous, changes, order.sources, files)
    count, before = (sum(each.fragments for each in known) for known in (order.listings, previous.listings))
    for number in range(count, before):
        files.remove(fragment_name(number))
    for letter in previous.words.keys() - tally.packed().keys():
        files.remove(words_name(letter))
    return _finish(order, files, (shards, tally, sizes)), written


def _make(order: _Order, files: IndexFiles) -> tuple[IndexState, bool]:
    """Return the index made from one contribution after another, and whether its shards hold every posting."""
    postings, tally, weight = Postings(), Tally(), 0
    for listing, first in place_listings(order.listings):
        contribution = order.sources.load_sound(listing)
        tally.add(contribution.words)
        for number, content in enumerate(contribution.fragments, first):
            files.put(fragment_name(number), content)
        for slot, terms in enumerate(contribution.words.terms, first * SLOTS):
            if terms:
                postings.add(terms.split("\n"), slot)
        weight += listing.weight.at(first * SLOTS)
    sizes, common = postings.measure()
    shards = lay_out_shards(sizes, common)
    for name, shard in postings.shards(shards):
        packed = pack_terms(shard)
        weight -= weigh_shard(packed)
        files.put(name, packed)
    return _finish(order, files, (shards, tally, sizes)), weight == 0


def _finish(order: _Order, files: IndexFiles, parts: tuple[Shards, Tally, dict[str, int]]) -> IndexState:
    """Add the files that depend on all publications, and return the state of the index."""
    shards, tally, sizes = parts
    for name, content in tally.files():
        files.put(name, content)
    files.put(FACETS, pack_facets(order.listings))
    files.put(HEAD, pack_head(order.listings, order.prefixes, shards, tally))
    if script := stemmer_script(index_of(next(iter(order.prefixes)))):
        files.put("stem.js", script.encode())
    seen = {character: count for character, count in tally.seen.items() if count}
    return IndexState(order.made_with, order.listings, sizes, shards, tally.packed(), seen, files.digests)


def _find_lost(order: _Order) -> list[LostWords]:
    """Return the words that an index made from nothing does not find, which is made again to be read as a whole."""
    made: dict[str, bytes] = {}
    _make(order, IndexFiles(made.__setitem__, {}))
    return find_lost_words(made, (order.sources.load(each.path) for each in order.listings))


def build_index(texts: Iterable[Mapping[str, SearchText]], prefixes: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an index made from nothing as (name, bytes).

    `texts`: the editions of each publication by language tag, those in the languages of `prefixes` only.
    """
    group = index_of(next(iter(prefixes)))
    made = (contribute(editions) for editions in texts)
    known = {each[group].listing.path: each[group] for each in made if group in each}
    files: dict[str, bytes] = {}
    merge_index(prefixes, [each.listing for each in known.values()], IndexSources(known.__getitem__), files.__setitem__)
    yield from files.items()
