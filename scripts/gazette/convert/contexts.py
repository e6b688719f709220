"""Contexts (上下文): probability of each form of an ambiguous character by its context, counted in official texts.

For every ambiguous Simplified character contexts.tsv holds windows (up to four characters around it, left and right
together) with the number of occurrences of each Traditional form. OpenCC's phrases are added as further examples on
loading. The opinion on an occurrence backs off from the widest known windows to narrower ones (Witten-Bell).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import exp, log

from gazette.convert.dictionaries import Dictionaries
from gazette.convert.regions import Translate

# Largest number of characters in a window, without the ambiguous one.
WIDTH = 4
# Every window shape (characters on the left, on the right), narrow ones first.
WINDOW_SHAPES = tuple((left, size - left) for size in range(1, WIDTH + 1) for left in range(size + 1))
# Weight of one OpenCC phrase, in corpus occurrences.
PHRASE_WEIGHT = 4.0
# Weight of the narrower windows in a wider one, per form seen (Witten-Bell uses 1).
BACKOFF = 0.5
# Weight of OpenCC's default form in the counts without context, as a share of all counts.
DEFAULT_SHARE = 1.0
# Discount for overlapping windows (1: average, 0: sum of their evidence).
SHARING = 0.5
# Stands for start and end of a line; the same character as the end of a sentence.
EDGE = "。"
# Marks the place of the ambiguous character in a window.
HOLE = "_"

# The rows of one character, which are adjacent in the sorted table.
_BLOCK = re.compile(r"^(.)\t.*(?:\n\1\t.*)*", re.MULTILINE)
_FLAT = str.maketrans(
    {HOLE: "-", "\t": " ", "；": EDGE, "！": EDGE, "？": EDGE}
    | dict.fromkeys("0123456789０１２３４５６７８９", "0")
    | dict.fromkeys("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "a")
)

Counts = dict[str, float]

# Cached opinions: more than a long text needs, fewer than a long preview session would collect.
_MEMORY = 50_000


def flatten(text: str) -> str:
    """Return the text as windows see it: digits, letters and sentence ends unified, both sides padded with EDGE."""
    return EDGE * WIDTH + text.translate(_FLAT) + EDGE * WIDTH


def windows(flat: str, place: int) -> Iterator[str]:
    """Yield the windows around `flat[place]`, narrow ones first."""
    for left, right in WINDOW_SHAPES:
        yield flat[place - left : place] + HOLE + flat[place + 1 : place + 1 + right]


@dataclass(frozen=True)
class Opinion:
    """Probability of each form (`odds`), and the widest window that supports it, with its counts."""

    odds: dict[str, float]
    window: str
    counts: Counts
    windows: tuple[str, ...] = ()

    @cached_property
    def best(self) -> str:
        """The most probable form."""
        return max(self.odds, key=self.odds.__getitem__)

    def margin(self, over: str) -> float:
        """Return the log odds of the best form against the form `over`."""
        return log(self.odds[self.best] / max(self.odds.get(over, 0.0), 1e-9))


@dataclass
class ContextModel:
    """Window counts for each ambiguous character, parsed when the character first occurs.

    `table`: text of contexts.tsv, sorted by character. `corpus`: counts in the statutes; `merged`: the same plus
    OpenCC's phrases; `roots`: probability of each form without context.
    """

    table: str
    data: Dictionaries
    translate: Translate
    corpus: dict[str, dict[str, Counts]] = field(default_factory=dict)
    merged: dict[str, dict[str, Counts]] = field(default_factory=dict)
    memory: dict[tuple[str, str], Opinion] = field(default_factory=dict)
    roots: dict[str, dict[str, float]] = field(default_factory=dict)
    # Characters directly before and after the hole in any window; other neighbours need no lookup.
    beside: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)

    @cached_property
    def phrases(self) -> dict[str, list[str]]:
        """Ambiguous character → the phrases with one value that contain it."""
        found: dict[str, list[str]] = {each: [] for each in self.data.candidates}
        wanted, several = found.keys(), self.data.values
        for phrase in self.data.phrases:
            if not wanted.isdisjoint(phrase) and phrase not in several:
                for each in wanted & set(phrase):
                    found[each].append(phrase)
        return found

    def read(self, source: str) -> None:
        """Load the counts of one ambiguous character."""
        totals: Counts = {}
        corpus: dict[str, Counts] = {}
        for window, written in self._rows(source):
            counts = parse_counts(written, source, self.translate)
            if window == HOLE:
                totals = counts
            elif counts:
                corpus[window] = counts
        self.corpus[source], self.merged[source] = corpus, dict(corpus)
        self._add_phrases(source, totals)
        sides = [window.split(HOLE) for window in self.merged[source]]
        self.beside[source] = frozenset(left[-1:] for left, _ in sides), frozenset(right[:1] for _, right in sides)

    @cached_property
    def blocks(self) -> dict[str, tuple[int, int]]:
        """Character → start and end of its rows in the table."""
        return {match[1]: match.span() for match in _BLOCK.finditer(self.table)}

    def _rows(self, source: str) -> Iterator[tuple[str, str]]:
        start, end = self.blocks.get(source, (0, 0))
        for line in self.table[start:end].splitlines():
            _, window, written = line.split("\t")
            yield window, written

    def _add_phrases(self, source: str, known: Counts) -> None:
        """Add OpenCC's phrases as examples, and compute the probabilities without context."""
        corpus, merged, forms = self.corpus[source], self.merged[source], self.data.candidates[source]
        for phrase in self.phrases[source]:
            converted = self.data.phrases[phrase]
            for place, each in enumerate(phrase):
                if each != source:
                    continue
                form = converted[place]
                known[form] = known.get(form, 0.0) + PHRASE_WEIGHT
                for _, window, _ in _windows_inside(phrase, place, form):
                    counts = merged.get(window)
                    if counts is None or counts is corpus.get(window):
                        counts = merged[window] = dict(counts or {})
                    counts[form] = counts.get(form, 0.0) + PHRASE_WEIGHT
        known[forms[0]] = known.get(forms[0], 0.0) + DEFAULT_SHARE * sum(known.values())
        every = tuple(dict.fromkeys((*forms, *known)))
        total = sum(known.values()) + 0.5 * len(every)
        self.roots[source] = {f: (known.get(f, 0.0) + 0.5) / total for f in every}

    def opinion(self, source: str, flat: str, place: int) -> Opinion:
        """Return the opinion on the ambiguous character `source` at `flat[place]`."""
        around = flat[place - WIDTH : place + WIDTH + 1]
        found = self.memory.get((source, around))
        if found is None:
            if len(self.memory) >= _MEMORY:
                self.memory.clear()
            if source not in self.roots:
                self.read(source)
            found = self._judge(source, around)
            self.memory[source, around] = found
        return found

    def _judge(self, source: str, around: str) -> Opinion:
        table = self.merged.get(source, {})
        root = self.roots[source]
        shares: dict[tuple[int, int], dict[str, float]] = {(0, 0): root}
        frontier: dict[tuple[int, int], str] = {}
        before, after = self.beside[source]
        for left, right in _shapes(before=around[WIDTH - 1] in before, after=around[WIDTH + 1] in after):
            window = f"{around[WIDTH - left : WIDTH]}{HOLE}{around[WIDTH + 1 : WIDTH + 1 + right]}"
            counts = table.get(window)
            if counts is None:
                continue
            shares[left, right] = _interpolate(counts, _narrower(shares, left, right, root))
            frontier.pop((left - 1, right), None)
            frontier.pop((left, right - 1), None)
            frontier[left, right] = window
        if not frontier:
            return Opinion(root, "", {})
        scale = len(frontier) ** -SHARING
        scores = {
            form: log(base) + scale * sum(log(shares[f][form] / base) for f in frontier) for form, base in root.items()
        }
        widest = max(frontier.values(), key=lambda w: (len(w), sum(table[w].values())))
        return Opinion(
            _normalise(scores), widest, self.corpus.get(source, {}).get(widest, {}), tuple(frontier.values())
        )


@cache
def _shapes(*, before: bool, after: bool) -> tuple[tuple[int, int], ...]:
    """Return the window shapes that can occur, given whether the character before or after is known."""
    return tuple((left, right) for left, right in WINDOW_SHAPES if (before or not left) and (after or not right))


def _narrower(
    shares: dict[tuple[int, int], dict[str, float]], left: int, right: int, root: dict[str, float]
) -> dict[str, float]:
    """Return the distribution expected from the two windows one character narrower; their common part counts once."""
    first, second = shares.get((left - 1, right)), shares.get((left, right - 1))
    if first is None or second is None:
        return first or second or root
    common = shares.get((left - 1, right - 1), root)
    mixed = {form: first[form] * second[form] / common[form] for form in first}
    total = sum(mixed.values())
    return {form: max(share / total, 1e-6) for form, share in mixed.items()}


def _interpolate(counts: Counts, expected: dict[str, float]) -> dict[str, float]:
    weight = BACKOFF * len(counts)
    total = sum(counts.values()) + weight
    return {f: (counts.get(f, 0.0) + weight * share) / total for f, share in expected.items()}


def _normalise(scores: dict[str, float]) -> dict[str, float]:
    highest = max(scores.values())
    raised = {form: exp(score - highest) for form, score in scores.items()}
    total = sum(raised.values())
    return {form: value / total for form, value in raised.items()}


def phrase_windows(data: Dictionaries) -> Iterator[tuple[str, str, str]]:
    """Yield `(source, window, form)` for every window inside a phrase with one value."""
    for phrase, converted in data.phrases.items():
        if phrase in data.values:
            continue
        for place, source in enumerate(phrase):
            if source in data.candidates:
                yield from _windows_inside(phrase, place, converted[place])


def _windows_inside(phrase: str, place: int, form: str) -> Iterator[tuple[str, str, str]]:
    after, source = len(phrase) - place - 1, phrase[place]
    for left in range(min(place, WIDTH) + 1):
        head = phrase[place - left : place] + HOLE
        for right in range(0 if left else 1, min(after, WIDTH - left) + 1):
            yield source, head + phrase[place + 1 : place + 1 + right], form


def covering_window(phrase: str, place: int) -> str:
    """Return the window that shows as much as possible of a phrase around `phrase[place]`."""
    left = min(place, max(WIDTH - (len(phrase) - place - 1), WIDTH // 2))
    right = min(len(phrase) - place - 1, WIDTH - left)
    return phrase[place - left : place] + HOLE + phrase[place + 1 : place + 1 + right]


def parse_counts(written: str, source: str, translate: Translate) -> Counts:
    """Parse `了 1167 瞭 603` into form → count, in the profile's forms; forms that are no evidence there are dropped."""
    names = written.split(" ")
    if len(names) == 2:
        form = translate(source, names[0])
        return {form: float(names[1])} if form else {}
    counts: Counts = {}
    for form, number in zip(names[::2], names[1::2], strict=True):
        form = translate(source, form)
        counts[form] = counts.get(form, 0.0) + float(number)
    counts.pop("", None)
    return counts
