"""Renewal (更新): renews an index where publications have changed; only the shards of their terms are read and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gazette.search.contribution import (
    NO_WORDS,
    IndexedWords,
    Listing,
    recover_words,
    weight_of,
)
from gazette.search.fragments import SLOTS, fragment_name
from gazette.search.gaps import EditedGaps, count_places, edit_gaps, sum_places
from gazette.search.index_state import IndexFiles, IndexSources, IndexState, read_sound
from gazette.search.postings import Shards, is_common, lay_out_shards, pack_terms, size_of
from gazette.search.reading import DamagedIndexError, unpack_terms
from gazette.search.summary import Tally

FEW = 8  # changes that are always worth a renewal
FEW_OF = 8  # as are those of one publication in so many
PlacedListing = tuple[Listing, int]  # a publication and the number of its first fragment
Terms = dict[str, bytes]  # term → encoded gaps
Sizes = dict[str, int]


@dataclass(frozen=True)
class Changes:
    """The publications that an index no longer has, and those that it has now; one that changed is in both."""

    gone: tuple[PlacedListing, ...]
    come: tuple[PlacedListing, ...]


def find_index_changes(before: Iterable[Listing], after: Sequence[Listing]) -> Changes | None:
    """Return what has changed; None if it is much, or if it moves the fragments of other publications."""
    known = {listing.path: (listing, at) for listing, at in place_listings(before)}
    gone, come = list[PlacedListing](), list[PlacedListing]()
    for listing, at in place_listings(after):
        old = known.pop(listing.path, None)
        if old and old[0] == listing:
            if old[1] != at:
                return None
            continue
        gone += [old] if old else []
        come.append((listing, at))
    gone += known.values()
    return Changes(tuple(gone), tuple(come)) if len(gone) + len(come) <= max(FEW, len(after) // FEW_OF) else None


def place_listings(listings: Iterable[Listing]) -> Iterator[PlacedListing]:
    """Yield the publications with the numbers of their first fragments."""
    number = 0
    for each in listings:
        yield each, number
        number += each.fragments


def renew(old: IndexState, changes: Changes, sources: IndexSources, files: IndexFiles) -> tuple[Shards, Tally, Sizes]:
    """Renew fragments, shards and lists of words; raise DamagedIndexError if the previous index is not what it was."""
    tally, before, after = Tally(old.words, old.seen), _Slots(), _Slots()
    for listing, at in changes.gone:
        before.add(listing, at, _recovered(listing, at, old, sources))
    for listing, at in changes.come:
        contribution = sources.load_sound(listing)
        after.add(listing, at, contribution.words)
        for number, content in enumerate(contribution.fragments, at):
            files.put(fragment_name(number), content)
    for path in {*before.words, *after.words}:
        tally.exchange(before.words.get(path, NO_WORDS), after.words.get(path, NO_WORDS))
    terms = _TermEdits(old, sources, _edits(before.terms, after.terms))
    shards = lay_out_shards(terms.sizes, terms.common)
    found = 0
    for name, shard in terms.renewed(shards).items():
        packed = pack_terms(shard)
        files.put(name, packed)
        found += terms.weigh(unpack_terms(packed))
    if found - terms.weight_before != after.weight - before.weight:
        raise DamagedIndexError("the postings of the renewed index are not those of its publications")
    for name in {*old.shards.names()}.difference(shards.names()):
        files.remove(name)
    return shards, tally, terms.sizes


class _Slots:
    """The words of publications: terms by slot of the index, and all words by path."""

    def __init__(self) -> None:
        self.terms: dict[int, str] = {}
        self.words: dict[str, IndexedWords] = {}
        self.weight = 0

    def add(self, listing: Listing, at: int, words: IndexedWords) -> None:
        self.terms.update(enumerate(words.terms, at * SLOTS))
        self.words[listing.path] = words
        self.weight += listing.weight.at(at * SLOTS)


def _recovered(listing: Listing, at: int, old: IndexState, sources: IndexSources) -> IndexedWords:
    names = map(fragment_name, range(at, at + listing.fragments))
    return recover_words(listing.entries, [read_sound(each, old, sources.read) for each in names])


def _edits(before: Mapping[int, str], after: Mapping[int, str]) -> dict[str, tuple[set[int], set[int]]]:
    """Return for each term the chunks that no longer hold it, and those that hold it now."""
    edits: dict[str, tuple[set[int], set[int]]] = {}
    for chunk in {*before, *after}:
        old, new = (set(each.get(chunk, "").split("\n")) - {""} for each in (before, after))
        for number, terms in enumerate((old - new, new - old)):
            for term in terms:
                edits.setdefault(term, (set(), set()))[number].add(chunk)
    return edits


class _TermEdits:
    """The edits of the terms of an index: their postings after it, and what follows for the shards.

    `sizes`, `common`: as Postings.measure returns them.
    """

    def __init__(self, old: IndexState, sources: IndexSources, edits: Mapping[str, tuple[set[int], set[int]]]) -> None:
        self._old, self._sources = old, sources
        self._read: dict[str, Terms] = {}
        self._edited: dict[str, EditedGaps] = {}
        self.sizes, self.common = dict(old.sizes), set(old.shards.common)
        self.weight_before = 0
        for term, (gone, come) in edits.items():
            gaps = self._terms_in(old.shards.file_of(term)).get(term, b"")
            try:
                self._edited[term] = edited = edit_gaps(gaps, gone, come)
            except ValueError as error:
                raise DamagedIndexError(term) from error
            self.weight_before += weight_of(term) * sum_places(gaps[edited.start :], edited.base)
            self._resize(term, count_places(gaps), count_places(edited.gaps))

    def _resize(self, term: str, before: int, after: int) -> None:
        size = self.sizes.pop(term[0], 0) + size_of(after) - size_of(before)
        if size:
            self.sizes[term[0]] = size
        (self.common.add if is_common(after) else self.common.discard)(term)

    def _terms_in(self, name: str) -> Terms:
        if name not in self._read:
            is_old = name in self._old.files
            self._read[name] = unpack_terms(read_sound(name, self._old, self._sources.read)) if is_old else {}
        return self._read[name]

    def weigh(self, shard: Terms) -> int:
        """Return what the parts of the edited terms that have changed weigh in a shard."""
        edited = ((term, self._edited[term]) for term in shard.keys() & self._edited.keys())
        return sum(weight_of(term) * sum_places(shard[term][each.start :], each.base) for term, each in edited)

    def renewed(self, shards: Shards) -> dict[str, Terms]:
        """Return the contents of the shards that differ from the previous ones, by name, if terms are distributed so."""
        old, moving = self._old.shards, self._moving(shards)
        contents: dict[str, Terms] = {name: {} for name in moving}
        for name in [*self._read, *moving]:
            for term, gaps in self._terms_in(name).items() if name in moving else ():
                contents.setdefault(shards.file_of(term), {})[term] = gaps
        for name, terms in self._read.items():
            if name not in moving:
                contents[name] = {**terms, **contents.get(name, {})}
        for term, (gaps, _, _) in self._edited.items():
            contents.get(old.file_of(term), {}).pop(term, None)
            name = shards.file_of(term)
            contents.setdefault(name, {}).pop(term, None)
            if gaps:
                contents[name][term] = gaps
        for name in [each for each in contents if each not in self._read]:
            contents[name] = {**self._terms_in(name), **contents[name]}
        names = shards.names()
        contents |= {name: {} for name in names if name not in self._old.files and name not in contents}
        kept = set(names)
        return {name: terms for name, terms in contents.items() if name in kept and self._is_new(name, terms)}

    def _is_new(self, name: str, terms: Terms) -> bool:
        return name not in self._old.files or self._read[name] != terms

    def _moving(self, shards: Shards) -> dict[str, None]:
        """Return the names of the previous shards whose terms may belong into other files now."""
        old = self._old.shards
        firsts = [each for each in {**old.split, **shards.split} if old.split.get(each) != shards.split.get(each)]
        moving = dict.fromkeys(name for first in firsts for name in old.names_of(first))
        return moving | dict.fromkeys(old.unsplit_names()) if old.number != shards.number else moving
