"""Learning usage (学习用字): make usage.tsv, the forms that official text writes for OpenCC's phrases; run by a person.

    PYTHONPATH=scripts .venv/bin/python -m gazette.convert.learn_usage statutes_hant.txt.xz

An entry is kept if official text writes another form than the entry at least twice, with at least three different
pairs of neighbours: a form that always precedes the same character (所有制|造) belongs to another word.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import opencc_jieba_pyo3

from gazette.convert.chinese import engine
from gazette.convert.dictionaries import Dictionaries, load_dictionaries
from gazette.convert.learn_contexts import FOLDED, LEAST, read_lines
from gazette.convert.learned_tables import write_rows
from gazette.convert.segments import within_words
from gazette.convert.tables import read_rows

# Least number of different pairs of neighbours for a form to count.
DIVERSITY = 3

Usage = dict[tuple[str, int], Counter[str]]


def _count(lines: Iterable[str], data: Dictionaries) -> Usage:
    """Return (entry, index in it) → counts of forms, using the chooser's segmentation."""
    simplify = engine("tw2s")
    seams = {word: tuple(pieces.split(" ")) for word, pieces, _ in read_rows("seams.tsv")}
    cut = opencc_jieba_pyo3.OpenCC("s2tw").jieba_cut
    found: Usage = defaultdict(Counter)
    beside: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for line in lines:
        plain = simplify(line)
        if len(plain) != len(line) or data.candidates.keys().isdisjoint(plain):
            continue
        edged = f"。{plain}。"
        for start, end, key in within_words(plain, cut(plain, hmm=True), data, seams):
            for place, source in enumerate(key):
                if source in data.candidates:
                    form = line[start + place]
                    known, instead = FOLDED.get(form, ("", ""))
                    form = instead if known == source else form
                    found[key, place][form] += 1
                    if len(near := beside[key, place, form]) < DIVERSITY:
                        _note(near, edged[start], edged[end + 1])
    for (key, place, form), near in beside.items():
        if len(near) < DIVERSITY and form != data.phrases[key][place]:
            del found[key, place][form]
    return found


def _note(near: set[str], before: str, after: str) -> None:
    """Add a pair of neighbours if it differs on both sides from all pairs in `near`."""
    if all(before != pair[0] and after != pair[1] for pair in near):
        near.add(before + after)


def _rows(usage: Usage, data: Dictionaries) -> Iterator[tuple[str, str, str]]:
    """Yield the sorted rows of the table: entry, index, counts."""
    for (key, place), forms in sorted(usage.items()):
        written = data.phrases[key][place]
        if sum(number for form, number in forms.items() if form != written) >= LEAST:
            ranked = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
            yield key, str(place), " ".join(f"{form} {number}" for form, number in ranked)


def main() -> None:
    """Read the corpus and write usage.tsv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    options = parser.parse_args()
    data = load_dictionaries("tw")
    usage = _count(read_lines(options.corpus), data)
    write_rows("usage.tsv", ("entry", "place", "counts"), list(_rows(usage, data)))


if __name__ == "__main__":
    main()
