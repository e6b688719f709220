"""Check (核查): whether a reader finds every word that a page shows: the page against the search text, and that against the index's files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from gazette.problems import Problem, problem
from gazette.search.index import HEAD
from gazette.search.passages import BREAK, SearchText
from gazette.search.reading import IndexReader
from gazette.search.stemming import stemmer
from gazette.search.terms import find_runs, fold, index_terms

# What the page numbers by itself: an item of a list, and the place where a footnote is called.
_NUMBERED = re.compile(r"^\d{1,9}\. ")
_PARTS = re.compile(r"\t|\[\d+\]")
_SPACES = re.compile(r"[^\S\t\n]+")
_NAMED = 5  # words that a problem names

Sources = Mapping[tuple[str, str], str]  # the file in which an edition stands, by path and language


def check_searched(file: str, lines: Iterable[str], text: SearchText) -> list[Problem]:
    """Words that stand on a page, in the lines that it shows, and not in what search is given of it."""
    held = _folded(BREAK.join(_words_of(text).values()))
    lines_held = frozenset(held.split(BREAK))
    words: set[str] | None = None
    missing = dict[str, None]()
    for line in lines:
        shown = _folded(_NUMBERED.sub("", line))
        if shown in lines_held:
            continue
        words = index_terms(held)[1] if words is None else words
        for part in _PARTS.split(shown):
            missing |= dict.fromkeys(each for each in find_runs(part) if each not in held)
            missing |= dict.fromkeys(sorted(index_terms(part)[1] - words))
    return [problem("search.word-lost", file, found=" ".join(list(missing)[:_NAMED]))] if missing else []


def check_index(files: Mapping[str, bytes], texts: Iterable[SearchText], sources: Sources) -> list[Problem]:
    """Words of the texts that an index does not find, read back from its files as a browser reads them.

    A text is found by a term when the term leads to its entry, the entry is shown in the text's language, and it reads there as
    the text itself does: what is found is compared with it.
    """
    index = IndexReader(files, HEAD)
    known = {(each.path, each.tag): each for each in texts}
    missing: dict[tuple[str, str], list[str]] = {key: [text.title] for key, text in known.items()}
    wanted: dict[str, list[int]] = defaultdict(list)
    pages: dict[int, list[tuple[str, str]]] = defaultdict(list)
    last = -1, ""
    for entry, path, tag, read in index.texts():
        text = known.get((path, tag))
        if text is None or not index.is_shown(entry, tag):
            continue
        words = _words_of(text)
        missing[path, tag] = [each for name, each in words.items() if read.get(name) != each]
        pages[entry].append((path, tag))
        folded = fold(
            BREAK.join(each for name, each in words.items() if name != "date")
        )  # a date stands among the facts
        if (entry, folded) != last:  # the other script of the same text has the same terms
            last = entry, folded
            for term in _terms_of(folded, tag):
                wanted[term].append(entry)
    for term, entries in wanted.items():
        for entry in set(entries) - index.entries_with(term):
            for page in pages[entry]:
                missing[page].append(term)
    return [
        problem("search.word-lost", sources[page], found=" ".join(words[:_NAMED]))
        for page, words in missing.items()
        if words
    ]


def _words_of(text: SearchText) -> dict[str, str]:
    """A text by the names that IndexReader gives to its parts."""
    words = {"title": text.title, "facts": BREAK.join(text.facts), "date": text.shown_date}
    for each in text.passages:
        words |= {f"heading {each.id}": each.heading, f"text {each.id}": each.text}
    return words


def _terms_of(folded: str, tag: str) -> set[str]:
    stem = stemmer(tag.split("-")[0])
    pairs, words = index_terms(folded)
    return pairs | (words if stem is str else set(map(stem, words)))


def _folded(text: str) -> str:
    """Folded, with single spaces and with the ends of lines as they are."""
    return _SPACES.sub(" ", fold(text)).strip()
