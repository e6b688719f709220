"""Index check (索引核查): checks that the files of an index find every word of the search texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from gazette.problems import Problem, problem
from gazette.search.check import MOST_NAMED
from gazette.search.contribution import Contribution, weight_of
from gazette.search.fragments import SLOTS
from gazette.search.gaps import sum_places
from gazette.search.reading import IndexReader, read_texts, unpack, unpack_terms
from gazette.search.summary import HEAD

Sources = Mapping[tuple[str, str], str]  # (publication path, language tag) → source file


class LostWords(NamedTuple):
    """Words of one edition that an index does not find."""

    path: str
    tag: str
    words: tuple[str, ...]


def check_lost(lost: Iterable[LostWords], sources: Sources) -> list[Problem]:
    """Report words that an index does not find (search.word-lost)."""
    return [problem("search.word-lost", sources[each.path, each.tag], found=" ".join(each.words)) for each in lost]


def weigh_shard(packed: bytes) -> int:
    """Return the weight of all postings in a shard, as they are read back."""
    return sum(weight_of(term) * sum_places(gaps) for term, gaps in unpack_terms(packed).items())


def check_index(files: Mapping[str, bytes], contributions: Iterable[Contribution], sources: Sources) -> list[Problem]:
    """Report words that the contributions or the index in `files` do not find, read as a browser reads them."""
    known = list(contributions)
    lost = [LostWords(each.listing.path, *words) for each in known for words in each.listing.lost]
    return check_lost([*lost, *find_lost_words(files, known)], sources)


def find_lost_words(files: Mapping[str, bytes], contributions: Iterable[Contribution]) -> list[LostWords]:
    """Return the words of the contributions that the index in `files` does not find.

    A term finds a text if it leads to the text's entry, the entry is shown in the text's language, and the stored text
    is the one of the contribution, which was compared with the original when it was made.
    """
    index = IndexReader(files, HEAD)
    entry_of = {content: entry for entry, content in enumerate(index.fragments())}
    lost = []
    for contribution in contributions:
        at = 0
        for facts in contribution.listing.entries:
            fragments = contribution.fragments[at : at + facts.fragments]
            slots = contribution.words.terms[at * SLOTS : (at + facts.fragments) * SLOTS]
            at += facts.fragments
            entry = entry_of.get(fragments)
            missing = [] if entry is None else _missing_terms(index, entry, slots)
            for tag in facts.tags:
                is_shown = (
                    entry is not None and index.is_shown(entry, tag) and index.can_read(contribution.words.seen, tag)
                )
                words = missing if is_shown else [read_texts(list(map(unpack, fragments)), tag, {})["title"], *missing]
                if words:
                    lost.append(LostWords(contribution.listing.path, tag, tuple(words[:MOST_NAMED])))
    return lost


def _missing_terms(index: IndexReader, entry: int, slots: Iterable[str]) -> list[str]:
    terms = {term for joined in slots for term in joined.split("\n")} - {""}
    return sorted(term for term in terms if entry not in index.entries_with(term))
