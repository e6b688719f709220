"""Fragment check (片段核查): checks that the fragments and the terms of an entry have every word of its texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gazette.knowledge import kept
from gazette.search.check import MOST_NAMED
from gazette.search.lines import Lines
from gazette.search.passages import SearchText, parts_by_name
from gazette.search.reading import read_texts
from gazette.search.terms import search_folding

Lost = dict[str, tuple[str, ...]]  # language tag → words


def find_lost(texts: Iterable[SearchText], fragments: Sequence[Any], terms: set[str], lines: Lines) -> Lost:
    """Return what an entry does not find of its texts: parts that read otherwise, and words that are no terms of it.

    The fragments are read as a browser reads them, which is given the forms of all characters that an index has seen.
    """
    forms, lost = _forms(), Lost()
    before, missing = set[str](), list[str]()
    for text in texts:
        words, read = parts_by_name(text), read_texts(fragments, text.tag, forms)
        found = [each for name, each in words.items() if read.get(name) != each]
        # A date is indexed as one of the facts.
        folded = lines.folded(each for name, each in words.items() if name != "date")
        if folded != before:  # both scripts of one text have the same terms
            before, missing = folded, lines.missing(folded, terms)
        if found or missing:
            lost[text.tag] = tuple((found + missing)[:MOST_NAMED])
    return lost


@kept
def _forms() -> dict[int, str]:
    return {ord(each): form for each, form in search_folding().items()}
