"""Contribution (单篇贡献): everything that an index needs of one publication, made without looking at any other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gazette.search.fragment_check import find_lost
from gazette.search.fragments import (
    SLOTS,
    IndexEntry,
    cut_chunks,
    group_pieces,
    make_entries,
    make_fragments,
    pieces_of,
)
from gazette.search.lines import Lines
from gazette.search.passages import BREAK, Passage, SearchText
from gazette.search.reading import unpack
from gazette.search.terms import index_of

TERM_END = ord("\n")
GUESSED_LENGTH = 4  # letters in the shortest word that is kept for correcting misspellings


class EntryFacts(NamedTuple):
    """What the lists of an index say of one entry: its languages, its facets, the number of its fragments."""

    tags: tuple[str, ...]
    year: str
    column: str
    body: str
    fragments: int


class Weight(NamedTuple):
    """A checksum of postings: of the terms (`terms`) and of the terms with their slots (`places`)."""

    terms: int
    places: int

    def at(self, first_slot: int) -> int:
        """Return the checksum of the same postings if the publication's slots are counted from `first_slot`."""
        return self.places + first_slot * self.terms


@dataclass(frozen=True)
class Listing:
    """A publication in the list of an index: small, for there is one of each publication in every build.

    `digest`: of the whole contribution. `lost`: (language tag, words) that the contribution does not find.
    """

    path: str
    date: str
    digest: str
    entries: tuple[EntryFacts, ...]
    weight: Weight
    lost: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def fragments(self) -> int:
        """The number of fragments of all entries."""
        return sum(each.fragments for each in self.entries)


class IndexedWords(NamedTuple):
    """The terms of each slot, joined by U+000A; the words to guess from, joined alike; all characters as written."""

    terms: tuple[str, ...]
    words: str
    seen: str


NO_WORDS = IndexedWords((), "", "")


@dataclass(frozen=True)
class Contribution:
    """What one publication adds to the index of one language or of both Chinese scripts.

    `fragments`: the contents of its files; `words`: slots are counted from the publication's first.
    """

    listing: Listing
    fragments: tuple[bytes, ...]
    words: IndexedWords


def contribute(texts: Mapping[str, SearchText]) -> dict[str, Contribution]:
    """Return one publication's contribution to each index (name → contribution) from its texts by language tag."""
    groups: dict[str, dict[str, SearchText]] = {}
    for tag in sorted(texts):
        groups.setdefault(index_of(tag), {})[tag] = texts[tag]
    return {group: _contribution(group, editions) for group, editions in groups.items()}


def _contribution(group: str, editions: Mapping[str, SearchText]) -> Contribution:
    lines = Lines(group, (piece for text in editions.values() for piece in pieces_of(text)))
    collected = _Collected(lines)
    facts, fragments = list[EntryFacts](), list[bytes]()
    lost: dict[str, tuple[str, ...]] = {}
    for entry in make_entries(editions, lines):
        chunks = cut_chunks(entry.text)
        made = make_fragments(entry, chunks)
        terms = collected.add(entry.text.title, BREAK.join(entry.text.facts), chunks, len(made))
        collected.seen.update(entry.text.shown_date)
        shown = [editions[tag] for tag in entry.tags]
        lost |= find_lost(shown, [unpack(each) for each in made], terms, lines)
        facts.append(EntryFacts(entry.tags, entry.text.date[:4], entry.text.column, _facet_body(entry), len(made)))
        fragments += made
    words, first = collected.words(), next(iter(editions.values()))
    weight = weigh(words.terms)
    digest = hashlib.sha256(repr((first.path, facts, weight, words.words, words.seen)).encode("utf-8", "surrogatepass"))
    for each in fragments:
        digest.update(each)
    listing = Listing(first.path, first.date, digest.hexdigest(), tuple(facts), weight, tuple(lost.items()))
    return Contribution(listing, tuple(fragments), words)


def _facet_body(entry: IndexEntry) -> str:
    return entry.text.body if entry.simplified is None else f"{entry.simplified.body}\t{entry.text.body}"


class _Collected:
    """The terms of one publication, slot by slot."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._slots: list[str] = []
        self.seen = set[str]()

    def add(self, title: str, facts: str, chunks: Sequence[Sequence[Passage]], fragments: int) -> set[str]:
        """Add the next entry and return its terms. A heading belongs to the chunk that begins with it."""
        pieces, before = [title, facts], ""
        for chunk in chunks:
            shown = []
            for each in chunk:
                shown += [each.text] if each.heading == before else [each.heading, each.text]
                before = each.heading
            pieces.append(BREAK.join(shown))
        known = set[str]()
        for piece in pieces:
            terms = self._lines.terms_of(self._lines.folded([piece]))
            known |= terms
            self._slots.append("\n".join(terms))
        self.seen.update(*pieces)
        self._slots += [""] * (fragments * SLOTS - len(pieces))
        return known

    def words(self) -> IndexedWords:
        guessed = sorted(word for word in self._lines.words if len(word) >= GUESSED_LENGTH and word.isalpha())
        return IndexedWords(tuple(self._slots), "\n".join(guessed), "".join(sorted(self.seen)))


def recover_words(entries: Sequence[EntryFacts], fragments: Sequence[bytes]) -> IndexedWords:
    """Return the words of a contribution from its fragments alone; raise what damaged fragments raise."""
    collected, at = _Collected(Lines(index_of(entries[0].tags[0]))), 0
    for entry in entries:
        read = [unpack(each) for each in fragments[at : at + entry.fragments]]
        at += entry.fragments
        _, _, _, shown, title, facts, _ = read[0]
        pieces = (Passage(id, heading[0], text[0]) for each in read for id, heading, text in each[6])
        collected.add(title[0], facts[0], group_pieces(pieces), entry.fragments)
        collected.seen.update(shown[0])
    return collected.words()


def weigh(slots: Iterable[str]) -> Weight:
    """Return the checksum of terms by slot, as IndexedWords has them."""
    terms = places = 0
    for number, joined in enumerate(slots, 1):
        if joined:
            weight = sum(joined.encode()) + TERM_END
            terms += weight
            places += number * weight
    return Weight(terms, places)


def weight_of(term: str) -> int:
    """Return what each posting of a term weighs in a checksum."""
    return sum(term.encode()) + TERM_END
