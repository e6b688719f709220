"""Index check (索引核查): checks that the files of an index find every word of the search texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from gazette.problems import Problem, problem
from gazette.search.check import MOST_NAMED
from gazette.search.index import HEAD
from gazette.search.passages import BREAK, SearchText, parts_by_name
from gazette.search.reading import IndexReader
from gazette.search.stemming import stemmer
from gazette.search.terms import fold, index_terms

Sources = Mapping[tuple[str, str], str]  # (publication path, language tag) → source file


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
        words = parts_by_name(text)
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
        problem("search.word-lost", sources[page], found=" ".join(words[:MOST_NAMED]))
        for page, words in missing.items()
        if words
    ]


def _terms_of(folded: str, tag: str) -> set[str]:
    stem = stemmer(tag.split("-")[0])
    pairs, words = index_terms(folded)
    return pairs | (words if stem is str else set(map(stem, words)))
