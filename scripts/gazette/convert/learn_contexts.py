"""Learning contexts (学习上下文): make contexts.tsv from official Traditional text; run by a person, never by a build.

    PYTHONPATH=scripts .venv/bin/python -m gazette.convert.learn_contexts statutes_hant.txt.xz

The Simplified side is derived with OpenCC's tw2s. Windows grow character by character, only where the narrower window
is ambiguous. A window is kept if it changes what the narrower ones predict, or contradicts an OpenCC phrase.
Deterministic: the same input gives the same table.
"""

from __future__ import annotations

import argparse
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path

from gazette.convert.chinese import engine
from gazette.convert.contexts import (
    HOLE,
    PHRASE_WEIGHT,
    WIDTH,
    WINDOW_SHAPES,
    Counts,
    covering_window,
    flatten,
    phrase_windows,
)
from gazette.convert.dictionaries import Dictionaries, load_dictionaries
from gazette.convert.learned_tables import write_rows

# Least occurrences of a window that is kept.
LEAST = 2
# A window is kept if it raises the log likelihood of its counts by this many nats.
GAIN = 0.5
# Official forms that the profile never writes → (Simplified character, form written instead).
FOLDED = {
    "畫": ("划", "劃"),
    "覈": ("核", "核"),
    "陞": ("升", "升"),
    "裏": ("里", "裡"),
    "鍼": ("针", "針"),
    "并": ("并", "並"),
}

Examples = dict[str, list[tuple[str, str]]]


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text file, plain or compressed with xz."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n")


def collect(lines: Iterable[str], data: Dictionaries) -> Examples:
    """Return for each ambiguous character its occurrences: (text around it, Traditional form)."""
    simplify = engine("tw2s")
    found: Examples = defaultdict(list)
    for line in lines:
        plain = simplify(line)
        if len(plain) != len(line):
            continue
        flat = flatten(plain)
        for place, source in enumerate(plain):
            if source in data.candidates:
                form = line[place]
                known, instead = FOLDED.get(form, ("", ""))
                form = instead if known == source else form
                found[source].append((flat[place : place + 2 * WIDTH + 1], form))
    return found


def grow(examples: list[tuple[str, str]], phrases: dict[str, Counts]) -> dict[str, Counts]:
    """Return window → counts for all windows whose narrower windows are ambiguous.

    `phrases`: window → counts from OpenCC's phrases.
    """
    table: dict[str, Counts] = {}
    seen: dict[str, Counts] = {HOLE: dict(Counter(form for _, form in examples))}
    for size in range(1, WIDTH + 1):
        fresh: dict[str, Counts] = {}
        shapes = [shape for shape in WINDOW_SHAPES if sum(shape) == size]
        for around, form in examples:
            for left, right in shapes:
                window = around[WIDTH - left : WIDTH] + HOLE + around[WIDTH + 1 : WIDTH + 1 + right]
                if not _doubtful(window, left, right, seen, phrases):
                    continue
                counts = fresh.setdefault(window, {})
                counts[form] = counts.get(form, 0) + 1
        table |= fresh
        seen |= fresh
    return table


def _doubtful(window: str, left: int, right: int, seen: dict[str, Counts], phrases: dict[str, Counts]) -> bool:
    """True if a window one character narrower occurs with two forms, in the corpus or in a phrase."""
    if len(window) == 2:
        return True
    for narrower in ([window[1:]] if left else []) + ([window[:-1]] if right else []):
        counts = seen.get(narrower)
        if counts is None:
            continue
        if len(counts) > 1:
            return True
        if any(form not in counts for form in phrases.get(narrower, ())):
            return True
    return window in phrases and any(f not in phrases[window] for f in seen[HOLE])


def prune(
    table: dict[str, Counts], root: Counts, phrases: dict[str, Counts], contradicted: set[str]
) -> dict[str, Counts]:
    """Return the windows that predict something that the narrower ones do not.

    `root`: counts without context. `contradicted`: windows that must be kept.
    """
    kept: dict[str, Counts] = {HOLE: root}
    for window in sorted(table, key=lambda w: (len(w), w)):
        counts = table[window]
        total = sum(counts.values())
        against = any(form not in counts for form in phrases.get(window, ()))
        if (
            window in contradicted
            or (against and total >= LEAST)
            or (total >= LEAST and _gain(window, counts, kept, phrases) >= GAIN)
        ):
            kept[window] = counts
    del kept[HOLE]
    return kept


def _gain(window: str, counts: Counts, kept: dict[str, Counts], phrases: dict[str, Counts]) -> float:
    """Return how much better, in nats, the window predicts its own counts than the longest narrower window kept."""
    hole = window.index(HOLE)
    best = ""
    for left in range(hole + 1):
        for right in range(len(window) - hole):
            narrow = window[hole - left : hole + 1 + right]
            if narrow != window and narrow in kept and len(narrow) > len(best):
                best = narrow
    below = dict(kept[best or HOLE])
    for form, number in phrases.get(best, {}).items():
        below[form] = below.get(form, 0) + number
    total, wide = sum(counts.values()), sum(below.values())
    return sum(
        number * (log((number + 0.1) / (total + 0.2)) - log((below.get(form, 0) + 0.1) / (wide + 0.2)))
        for form, number in counts.items()
    )


def contradictions(data: Dictionaries) -> dict[str, dict[str, set[str]]]:
    """Return character → window that shows a whole phrase → forms in such phrases."""
    found: dict[str, dict[str, set[str]]] = {}
    for phrase, converted in data.phrases.items():
        for place, source in enumerate(phrase):
            if source in data.candidates:
                window = covering_window(phrase, place)
                found.setdefault(source, {}).setdefault(window, set()).add(converted[place])
    return found


def learn(examples: Examples, data: Dictionaries) -> Iterator[str]:
    """Yield the lines of contexts.tsv."""
    phrases: dict[str, dict[str, Counts]] = {}
    for source, window, form in phrase_windows(data):
        counts = phrases.setdefault(source, {}).setdefault(window, {})
        counts[form] = counts.get(form, 0) + PHRASE_WEIGHT
    whole = contradictions(data)
    for source in sorted(examples):
        known = phrases.get(source, {})
        table = grow(examples[source], known)
        root: Counts = dict(Counter(form for _, form in examples[source]))
        against = {
            window
            for window, forms in whole.get(source, {}).items()
            if any(form not in forms and n >= LEAST for form, n in table.get(window, {}).items())
        }
        names = sorted(root, key=lambda form: (-root[form], form))
        yield f"{source}\t{HOLE}\t{_written(root, names)}"
        kept = prune(table, root, known, against)
        for window in sorted(kept):
            yield f"{source}\t{window}\t{_written(kept[window], names)}"


def _written(counts: Counts, names: list[str]) -> str:
    return " ".join(f"{form} {counts[form]:.0f}" for form in names if form in counts)


def main() -> None:
    """Read the corpus and write contexts.tsv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    options = parser.parse_args()
    data = load_dictionaries("tw")
    examples = collect(read_lines(options.corpus), data)
    rows = sorted(tuple(line.split("\t")) for line in learn(examples, data))
    write_rows("contexts.tsv", ("character", "window", "counts"), rows)


if __name__ == "__main__":
    main()
