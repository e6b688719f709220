"""Learning ordinary words (常用词): ordinary_words.tsv, words that begin like a name and are none; run by a person.

    PYTHONPATH=scripts .venv/bin/python -m gazette.convert.learn_ordinary statutes_hant.txt.xz corpus_dev

Counted are words of the segmenter's dictionary that begin with a surname and hold an ambiguous character, in statutes and in mainland official
texts. A word is ordinary when it stands at twenty places of the statutes, or at three of the texts.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from gazette.convert.chinese import engine
from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.learn_contexts import read_lines
from gazette.convert.name_tables import surnames
from gazette.convert.terms import write_rows
from gazette.convert.words import cut_known

LEAST_PLACES = 20
LEAST_IN_TEXTS = 3
# The segmenter's persons: people whom the texts name, and 于 before a noun.
PERSONS = frozenset(("于国军", "于海洋", "李克强", "温家宝", "周桂英", "苏禄王"))


def words_like_names(text: str) -> Iterator[str]:
    """Words of two or three characters that begin with a surname and hold an ambiguous character."""
    ambiguous = load_dictionaries("tw").candidates
    for word in cut_known(text):
        if 2 <= len(word) <= 3 and word[0] in surnames() and not ambiguous.keys().isdisjoint(word):
            yield word


def rows(statutes: Iterable[str], texts: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """The lines of the table, sorted: word, places in the statutes, places in the official texts."""
    simplify = engine("tw2s")
    places = Counter(word for line in statutes for word in words_like_names(simplify(line)))
    others = Counter(word for text in texts for word in words_like_names(text))
    for word in sorted((places.keys() | others.keys()) - PERSONS):
        if places[word] >= LEAST_PLACES or others[word] >= LEAST_IN_TEXTS:
            yield word, str(places[word]), str(others[word])


def main() -> None:
    """Read the corpora, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("statutes", type=Path)
    parser.add_argument("texts", type=Path)
    options = parser.parse_args()
    texts = (file.read_text(encoding="utf-8") for file in sorted(options.texts.glob("d*.md")))
    table = list(rows(read_lines(options.statutes), texts))
    write_rows("ordinary_words.tsv", ("word", "statutes", "texts"), table)


if __name__ == "__main__":
    main()
