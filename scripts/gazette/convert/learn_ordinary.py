"""Learning ordinary words (常用词): ordinary_words.tsv, words that begin like a name and are none; run by a person.

    PYTHONPATH=scripts .venv/bin/python -m gazette.convert.learn_ordinary statutes_hant.txt.xz corpus_dev dict.txt

Counted are words of the segmenter's dictionary that begin with a surname and hold an ambiguous character, in statutes and
in mainland official texts. A word is ordinary when it stands at twenty places of the statutes or at three of the texts.
jieba's own dict.txt (MIT licence) has words with their frequency: of two characters, neither names nor numbers, those that
it counts twenty times are taken as well, two hundred times where people may be called so.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from gazette.convert.chinese import engine
from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.learn_contexts import read_lines
from gazette.convert.name_tables import is_given, surnames
from gazette.convert.tables import write_rows
from gazette.convert.words import cut_known

LEAST_PLACES = 20
LEAST_IN_TEXTS = 3
LEAST_IN_DICTIONARY = 20
LEAST_AS_GIVEN = 200
# The segmenter's persons: people whom the texts name, and 于 before a noun.
PERSONS = frozenset(("于国军", "于海洋", "周桂英", "李克强", "温家宝", "苏禄王"))
# Words that are names of people more often than not in an official text.
CALLED = frozenset(("丰收", "余生", "向阳", "秋实"))
# Names, and numbers: 余万 of 十余万.
_NOT_ORDINARY = ("nr", "ns", "nz", "m")


def words_like_names(text: str) -> Iterator[str]:
    """Words of two or three characters that begin with a surname and hold an ambiguous character."""
    return (word for word in cut_known(text) if 2 <= len(word) <= 3 and _is_like_a_name(word))


def _is_like_a_name(word: str) -> bool:
    return word[0] in surnames() and not load_dictionaries("tw").candidates.keys().isdisjoint(word)


def frequent_words(dictionary: Iterable[str]) -> dict[str, int]:
    """Words of jieba's dictionary, `word frequency tag` on each line, that are common nouns, verbs and the like."""
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
    """The lines of the table, sorted: word, places in the statutes and the official texts, frequency in the dictionary."""
    simplify = engine("tw2s")
    places = Counter(word for line in statutes for word in words_like_names(simplify(line)))
    others = Counter(word for text in texts for word in words_like_names(text))
    frequent = frequent_words(dictionary)
    for word in sorted((places.keys() | others.keys() | frequent.keys()) - PERSONS - CALLED):
        if places[word] >= LEAST_PLACES or others[word] >= LEAST_IN_TEXTS or word in frequent:
            yield word, f"{places[word]} + {others[word]}", str(frequent.get(word, "-"))


def main() -> None:
    """Read the corpora and the dictionary, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("statutes", "texts", "dictionary"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    texts = (file.read_text(encoding="utf-8") for file in sorted(options.texts.glob("d*.md")))
    table = list(ordinary_rows(read_lines(options.statutes), texts, read_lines(options.dictionary)))
    write_rows("ordinary_words.tsv", ("word", "places", "frequency"), table)


if __name__ == "__main__":
    main()
