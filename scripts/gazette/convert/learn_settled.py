"""Learning settled words (学习定字): make settled.tsv, words for which official text writes one form; run by a person.

    PYTHONPATH=scripts .venv/bin/python -m gazette.convert.learn_settled statutes_hant.txt.xz

Counts each ambiguous character within the entry that decides it, or else within its word, using the chooser's own
segmentation. A word is settled if it occurs at least ten times in one form and other forms make up at most 2 %. A
character that is a word by itself is settled only if its other forms are almost absent from official text, and never
if it may be a surname.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from gazette.convert.chinese import engine
from gazette.convert.chooser import View
from gazette.convert.learn_contexts import FOLDED, read_lines
from gazette.convert.learned_tables import write_rows
from gazette.convert.loading import load_chooser
from gazette.convert.tables import read_rows

_LEAST = 10
OTHERS = 0.02
# For a character by itself: least occurrences in any word, and largest share of its other forms in any word.
LEAST_ALONE = 1000
OTHERS_ALONE = 0.0002

# Characters with another form as a surname, besides those that phrases.tsv lists before 某.
SURNAMES = frozenset("丰万于余党后干种药")

_Counts = dict[tuple[str, int], Counter[str]]


def _count(lines: Iterable[str]) -> _Counts:
    """Return (word, index in it) → counts of forms, in the bureau's spelling."""
    chooser, simplify = load_chooser("tw"), engine("tw2s")
    found: _Counts = defaultdict(Counter)
    for line in lines:
        plain = simplify(line)
        if len(plain) != len(line):
            continue
        view = View(chooser, plain, ())
        for place in view.places:
            known, instead = FOLDED.get(line[place], ("", ""))
            form = instead if known == plain[place] else line[place]
            found[view.unit(place)][chooser.spellings.get(form, form)] += 1
    return found


def settled_rows(counts: _Counts) -> Iterator[tuple[str, str, str]]:
    """Yield the sorted rows of the table: word, index, form."""
    anywhere: dict[str, Counter[str]] = defaultdict(Counter)
    for (word, place), forms in counts.items():
        anywhere[word[place]] += forms
    surnames = SURNAMES | {phrase[0] for phrase, _, _ in read_rows("phrases.tsv") if phrase[1:] == "某"}
    for (word, place), forms in sorted(counts.items()):
        if word in surnames:
            continue
        form, seen = forms.most_common(1)[0]
        if len(word) == 1:
            every = anywhere[word]
            settled = every.total() >= LEAST_ALONE and every.total() - every[form] <= OTHERS_ALONE * every.total()
        else:
            settled = seen >= _LEAST and forms.total() - seen <= OTHERS * forms.total()
        if settled:
            yield word, str(place), form


def main() -> None:
    """Read the corpus and write settled.tsv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    options = parser.parse_args()
    write_rows("settled.tsv", ("word", "place", "form"), list(settled_rows(_count(read_lines(options.corpus)))))


if __name__ == "__main__":
    main()
