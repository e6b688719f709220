"""Learning usage (学习用字): usage.tsv, which forms official text writes for the entries of OpenCC's phrase dictionaries.

    PYTHONPATH=scripts .venv/bin/python -m gazette.convert.learn_usage statutes_hant.txt.xz

Kept are the entries for which official text uses another form than the entry at least twice, beside at least three
different pairs of neighbours: a form that always stands before the same character (所有制|造) belongs to another word.
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
from gazette.convert.segments import within_words
from gazette.convert.tables import read_rows, write_rows

# A form counts only with so many different pairs of neighbours.
DIVERSITY = 3

Usage = dict[tuple[str, int], Counter[str]]


def _count(lines: Iterable[str], data: Dictionaries) -> Usage:
    """Forms per entry and place, with the segmentation that the chooser uses."""
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
        for start, end, key in within_words(plain, cut(plain, True), data, seams):
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
    """Remember a pair of neighbours if it differs on both sides from those remembered."""
    if all(before != pair[0] and after != pair[1] for pair in near):
        near.add(before + after)


def _rows(usage: Usage, data: Dictionaries) -> Iterator[tuple[str, str, str]]:
    """The lines of the table, sorted."""
    for (key, place), forms in sorted(usage.items()):
        written = data.phrases[key][place]
        if sum(number for form, number in forms.items() if form != written) >= LEAST:
            ranked = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
            yield key, str(place), " ".join(f"{form} {number}" for form, number in ranked)


def main() -> None:
    """Read the corpus, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    options = parser.parse_args()
    data = load_dictionaries("tw")
    usage = _count(read_lines(options.corpus), data)
    write_rows("usage.tsv", ("entry", "place", "counts"), list(_rows(usage, data)))


if __name__ == "__main__":
    main()
