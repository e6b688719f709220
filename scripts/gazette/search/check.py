"""Check (核查): check that search finds every word of a page, through its search text and the index files."""

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

# Numbers that the page adds by itself: those of list items and of footnote references.
_NUMBERED = re.compile(r"^\d{1,9}\. ")
_PARTS = re.compile(r"\t|\[\d+\]")
_SPACES = re.compile(r"[^\S\t\n]+")
_NAMED = 5  # limit of words named in one problem

Sources = Mapping[tuple[str, str], str]  # (publication path, language tag) → source file


def check_searched(file: str, lines: Iterable[str], text: SearchText) -> list[Problem]:
    """Report words that a page shows in `lines` and that are missing from its search text (search.word-lost).

    `file` is the path that the problem names.
    """
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
    """Report words of the texts that the index does not find (search.word-lost).

    The files are read back as a browser reads them. A term finds a text if it leads to the text's entry, the entry is
    shown in the text's language, and the stored text equals the original.
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
        )  # a date is indexed as one of the facts
        if (entry, folded) != last:  # both scripts of one text have the same terms
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
    """Return the parts of a text under the names that IndexReader gives them."""
    words = {"title": text.title, "facts": BREAK.join(text.facts), "date": text.shown_date}
    for each in text.passages:
        words |= {f"heading {each.id}": each.heading, f"text {each.id}": each.text}
    return words


def _terms_of(folded: str, tag: str) -> set[str]:
    stem = stemmer(tag.split("-")[0])
    pairs, words = index_terms(folded)
    return pairs | (words if stem is str else set(map(stem, words)))


def _folded(text: str) -> str:
    """Fold a text and reduce white space to single spaces, line breaks kept."""
    return _SPACES.sub(" ", fold(text)).strip()
