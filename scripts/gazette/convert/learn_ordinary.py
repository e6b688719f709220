"""Learning ordinary words (常用词): make ordinary_words.tsv, words that look like names but are none; run by a person.

    PYTHONPATH=scripts .venv/bin/python -m gazette.convert.learn_ordinary statutes_hant.txt.xz corpus_dev dict.txt

Counts words of the segmenter's dictionary that begin with a surname and contain an ambiguous character, in statutes
and in mainland official texts. A word is ordinary if it occurs at least twenty times in the statutes or three times in
the texts. From jieba's own dict.txt (MIT licence, words with frequency), words of two characters other than names and
numbers are added from a frequency of 20, or of 200 if the second character is used in given names.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from gazette.convert.chinese import engine
from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.learn_contexts import read_lines
from gazette.convert.learned_tables import write_rows
from gazette.convert.name_tables import is_given, surnames
from gazette.convert.words import cut_known

LEAST_PLACES = 20
LEAST_IN_TEXTS = 3
LEAST_IN_DICTIONARY = 20
LEAST_AS_GIVEN = 200
# Words that the segmenter takes for persons: people in the texts, or 于 before a noun.
PERSONS = frozenset(("于国军", "于海洋", "周桂英", "李克强", "温家宝", "苏禄王"))
# Words that are usually names of people in official texts.
CALLED = frozenset(("丰收", "余生", "向阳", "秋实"))
# Tags of names and numbers: 余万 in 十余万.
_NOT_ORDINARY = ("nr", "ns", "nz", "m")


def words_like_names(text: str) -> Iterator[str]:
    """Yield words of two or three characters that begin with a surname and contain an ambiguous character."""
    return (word for word in cut_known(text) if 2 <= len(word) <= 3 and _is_like_a_name(word))


def _is_like_a_name(word: str) -> bool:
    return word[0] in surnames() and not load_dictionaries("tw").candidates.keys().isdisjoint(word)


def frequent_words(dictionary: Iterable[str]) -> dict[str, int]:
    """Return frequent words that look like names but are common nouns, verbs and the like, with their frequency.

    `dictionary`: lines `word frequency tag` of jieba's dict.txt.
    """
    found = {}
    for line in dictionary:
        word, frequency, tag = line.split()
        least = LEAST_AS_GIVEN if is_given(word[1:]) else LEAST_IN_DICTIONARY
        if len(word) == 2 and _is_like_a_name(word) and int(frequency) >= least and not tag.startswith(_NOT_ORDINARY):
            found[word] = int(frequency)
    return found


def ordinary_rows(
    statutes: Iterable[str], texts: Iterable[str], dictionary: Iterable[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """Yield the sorted rows of the table: word, occurrences in statutes + texts, frequency in the dictionary."""
    simplify = engine("tw2s")
    places = Counter(word for line in statutes for word in words_like_names(simplify(line)))
    others = Counter(word for text in texts for word in words_like_names(text))
    frequent = frequent_words(dictionary)
    for word in sorted((places.keys() | others.keys() | frequent.keys()) - PERSONS - CALLED):
        if places[word] >= LEAST_PLACES or others[word] >= LEAST_IN_TEXTS or word in frequent:
            yield word, f"{places[word]} + {others[word]}", str(frequent.get(word, "-"))


def main() -> None:
    """Read the corpora and the dictionary, and write ordinary_words.tsv."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("statutes", "texts", "dictionary"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    texts = (file.read_text(encoding="utf-8") for file in sorted(options.texts.glob("d*.md")))
    table = list(ordinary_rows(read_lines(options.statutes), texts, read_lines(options.dictionary)))
    write_rows("ordinary_words.tsv", ("word", "places", "frequency"), table)


if __name__ == "__main__":
    main()
