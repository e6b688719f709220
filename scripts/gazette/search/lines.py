"""Lines (逐行检索词): folds the lines of one publication and cuts them into terms, each line once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from gazette.search.passages import BREAK
from gazette.search.stemming import stemmer
from gazette.search.terms import fold, index_terms


class Lines:
    """The folded lines of a publication and their terms. Most are needed several times, and no term spans two lines.

    `words`: all words of any line, unstemmed.
    """

    def __init__(self, group: str, texts: Iterable[str] = ()) -> None:
        self._stem = stemmer(group)
        self._folded: dict[str, str] = {}
        self._terms: dict[str, set[str]] = {}
        self.words = set[str]()
        known = BREAK.join(texts)
        lines, folded = known.split(BREAK), fold(known).split(BREAK)
        if len(lines) == len(folded):  # folded at once, which is faster than one by one
            self._folded = dict(zip(lines, folded, strict=True))

    def _fold(self, line: str) -> str:
        folded = self._folded.get(line)
        if folded is None:
            self._folded[line] = folded = fold(line)
        return folded

    def folded(self, texts: Iterable[str]) -> set[str]:
        """Return the folded lines of texts, each once."""
        return set(map(self._fold, BREAK.join(texts).split(BREAK)))

    def is_same(self, one: str, other: str) -> bool:
        """True if two texts are equal when folded, and equally long as written."""
        if one == other or len(one) != len(other):
            return one == other
        return all(
            self._fold(a) == self._fold(b) for a, b in zip_longest(one.split(BREAK), other.split(BREAK), fillvalue="")
        )

    def terms_of(self, folded: Iterable[str]) -> set[str]:
        """Return the terms of folded lines: pairs of characters, and words, stemmed."""
        return set[str]().union(*map(self._cut, folded))

    def missing(self, folded: Iterable[str], terms: set[str]) -> list[str]:
        """Return the terms of folded lines that are not in `terms`."""
        return sorted(set[str]().union(*(cut - terms for cut in map(self._cut, folded) if not cut <= terms)))

    def _cut(self, folded: str) -> set[str]:
        terms = self._terms.get(folded)
        if terms is None:
            terms, words = index_terms(folded)
            if words:
                self.words |= words
                terms |= words if self._stem is str else set(map(self._stem, words))
            self._terms[folded] = terms
        return terms
