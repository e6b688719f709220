"""Learning seams (学习词缝): make seams.tsv, the splits of long words that block phrases across a seam; run by a person.

    PYTHONPATH=scripts .venv/bin/python -m gazette.convert.learn_seams dict.txt

`dict.txt` is the chooser's segmentation dictionary: jieba's (MIT), enlarged, as opencc_jieba_pyo3 holds it in its
library (the first Zstandard frame). A word's split is its best one into shorter words; words that begin with a number
are left out. A word is kept if a phrase across its seams would write an ambiguous character differently, or is
corrected by usage. Run again after changes of phrases.tsv or the dictionaries.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from math import log
from pathlib import Path

from gazette.convert.dictionaries import Dictionaries, load_dictionaries, phrase_table
from gazette.convert.learned_tables import write_rows
from gazette.convert.segments import Seams, free_of_seams, render, within_words
from gazette.convert.tables import read_rows

NUMERAL = frozenset("一二三四五六七八九十百千万亿零〇两几数多余半第")
# Longer dictionary entries do not occur as words in texts.
_LONGEST = 12


def read_frequencies(path: Path) -> dict[str, int]:
    """Return jieba's words with their frequency."""
    with path.open(encoding="utf-8") as lines:
        cells = (line.split(" ") for line in lines)
        return {cell[0]: int(cell[1]) for cell in cells}


def split(word: str, seen: dict[str, int], total: int) -> tuple[str, ...]:
    """Return the best split of a word into shorter words.

    Fewest pieces first, then fewest single characters, then the most probable pieces.
    """
    best: list[tuple[int, int, float, tuple[str, ...]]] = [(0, 0, 0.0, ())]
    for end in range(1, len(word) + 1):
        ways = []
        for start in range(end):
            piece = word[start:end]
            times = seen.get(piece, 1 if len(piece) == 1 else 0)
            if times and piece != word:
                pieces, single, cost, before = best[start]
                ways.append((pieces + 1, single + (len(piece) == 1), cost - log(times / total), (*before, piece)))
        best.append(min(ways))
    return best[-1][-1]


def _rows(
    seen: dict[str, int], data: Dictionaries, house: Dictionaries, used: set[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield the sorted rows of the table: word, split, blocked phrases."""
    total = sum(seen.values())
    seams = {
        word: split(word, seen, total)
        for word in seen
        if 2 < len(word) <= _LONGEST and not data.candidates.keys().isdisjoint(word)
    }
    for word in sorted(each for each in seams if not NUMERAL.issuperset(each[:2])):
        shut = set(_shut_out(word, house, seams, data, set()))
        if word not in data.phrases:
            shut.update(_shut_out(word, data, seams, data, used))
        if shut:
            yield word, " ".join(seams[word]), " ".join(sorted(shut))


def _shut_out(word: str, table: Dictionaries, seams: Seams, data: Dictionaries, used: set[str]) -> Iterator[str]:
    """Yield phrases across a seam of the word that write an ambiguous character differently than its pieces do."""
    plain = render(word, within_words(word, [word], data, seams), data)
    for start in range(len(word)):
        for end in range(start + 2, len(word) + 1):
            key = word[start:end]
            form = table.phrases.get(key)
            if not form or key == word or free_of_seams(word, start, end, seams):
                continue
            places = zip(key, form, plain[start:end], strict=True)
            if key in used or any(c in data.candidates and a != b for c, a, b in places):
                yield key


def main() -> None:
    """Read jieba's dictionary and write seams.tsv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionary", type=Path)
    options = parser.parse_args()
    house = phrase_table({phrase: form for phrase, form, _ in read_rows("phrases.tsv")})
    used = {entry for entry, _, _ in read_rows("usage.tsv")}
    table = _rows(read_frequencies(options.dictionary), load_dictionaries("tw"), house, used)
    write_rows("seams.tsv", ("word", "split", "phrases"), list(table))


if __name__ == "__main__":
    main()
