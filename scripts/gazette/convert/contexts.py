"""Contexts (上下文): what stands around an ambiguous character, counted in official Traditional text.

For every ambiguous Simplified character the table holds windows: up to four characters around it, left and right together,
with the number of times each Traditional form was found inside that window. OpenCC's own phrases are added as further
examples when the table is read. The opinion on one occurrence backs off from the widest known windows to narrower ones
(Witten-Bell).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import exp, log

from gazette.convert.dictionaries import Dictionaries
from gazette.convert.regions import Translate

# Largest number of characters in a window, the ambiguous one not counted.
WIDTH = 4
# Every shape of a window (characters to the left, to the right), narrow ones first.
WINDOW_SHAPES = tuple((left, size - left) for size in range(1, WIDTH + 1) for left in range(size + 1))
# Weight of one phrase of OpenCC's dictionary against one occurrence in the corpus.
PHRASE_WEIGHT = 4.0
# Strength of the narrower windows in a wider one, per form seen (Witten-Bell uses 1).
BACKOFF = 0.5
# Share of OpenCC's default form that is added to the counts without context.
DEFAULT_SHARE = 1.0
# How much of their weight windows that overlap take from one another (1: an average, 0: a sum).
SHARING = 0.5
# Stands for the beginning and the end of a line; the same as the end of a sentence.
EDGE = "。"
# Marks the place of the ambiguous character in a window.
HOLE = "_"

# The rows of one character, which stand together in the sorted table.
_BLOCK = re.compile(r"^(.)\t.*(?:\n\1\t.*)*", re.MULTILINE)
_FLAT = str.maketrans(
    {HOLE: "-", "\t": " ", "；": EDGE, "！": EDGE, "？": EDGE}
    | dict.fromkeys("0123456789０１２３４５６７８９", "0")
    | dict.fromkeys("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "a")
)

Counts = dict[str, float]

# Opinions kept for the next occurrence; more than a long text needs, less than a long preview would gather.
_MEMORY = 50_000


def flatten(text: str) -> str:
    """The text as windows see it: digits, letters and ends of sentences made equal, edges added."""
    return EDGE * WIDTH + text.translate(_FLAT) + EDGE * WIDTH


def windows(flat: str, place: int) -> Iterator[str]:
    """The windows around `flat[place]`, narrow ones first."""
    for left, right in WINDOW_SHAPES:
        yield flat[place - left : place] + HOLE + flat[place + 1 : place + 1 + right]


@dataclass(frozen=True)
class Opinion:
    """The probability of each form, and the widest window (with its counts) behind it."""

    odds: dict[str, float]
    window: str
    counts: Counts
    windows: tuple[str, ...] = ()

    @cached_property
    def best(self) -> str:
        """The most probable form."""
        return max(self.odds, key=self.odds.__getitem__)

    def margin(self, over: str) -> float:
        """Logarithm of how much more probable the best form is than the given one."""
        return log(self.odds[self.best] / max(self.odds.get(over, 0.0), 1e-9))


@dataclass
class ContextModel:
    """Counts of windows for each ambiguous character, read when the character first occurs.

    `table` is the text of contexts.tsv, its rows sorted by character; `corpus` holds what the statutes say, `merged` the
    same with OpenCC's phrases as further examples, `roots` the shares without any context.
    """

    table: str
    data: Dictionaries
    translate: Translate
    corpus: dict[str, dict[str, Counts]] = field(default_factory=dict)
    merged: dict[str, dict[str, Counts]] = field(default_factory=dict)
    memory: dict[tuple[str, str], Opinion] = field(default_factory=dict)
    roots: dict[str, dict[str, float]] = field(default_factory=dict)
    # The characters that stand right before and right after in any window: no other window needs to be looked for.
    beside: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)

    @cached_property
    def phrases(self) -> dict[str, list[str]]:
        """The phrases with one value that hold an ambiguous character, by that character."""
        found: dict[str, list[str]] = {each: [] for each in self.data.candidates}
        wanted, several = found.keys(), self.data.values
        for phrase in self.data.phrases:
            if not wanted.isdisjoint(phrase) and phrase not in several:
                for each in wanted & set(phrase):
                    found[each].append(phrase)
        return found

    def read(self, source: str) -> None:
        """Everything about one ambiguous character."""
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
        """Where the rows of each character begin and end in the table."""
        return {match[1]: match.span() for match in _BLOCK.finditer(self.table)}

    def _rows(self, source: str) -> Iterator[tuple[str, str]]:
        start, end = self.blocks.get(source, (0, 0))
        for line in self.table[start:end].splitlines():
            _, window, written = line.split("\t")
            yield window, written

    def _add_phrases(self, source: str, known: Counts) -> None:
        """Take OpenCC's phrases as further examples."""
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
        """What the windows around `flat[place]` say about the ambiguous character there."""
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
        for left, right in _shapes(around[WIDTH - 1] in before, around[WIDTH + 1] in after):
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
def _shapes(before: bool, after: bool) -> tuple[tuple[int, int], ...]:
    """The shapes that can be known when the neighbour before, or the one after, is."""
    return tuple((left, right) for left, right in WINDOW_SHAPES if (before or not left) and (after or not right))


def _narrower(
    shares: dict[tuple[int, int], dict[str, float]], left: int, right: int, root: dict[str, float]
) -> dict[str, float]:
    """What the two windows one character narrower let expect, their common part counted once."""
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
    """Every window inside a phrase with one value: `(source, window, form)`."""
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
    """The window that shows the phrase itself, as much of it as fits."""
    left = min(place, max(WIDTH - (len(phrase) - place - 1), WIDTH // 2))
    right = min(len(phrase) - place - 1, WIDTH - left)
    return phrase[place - left : place] + HOLE + phrase[place + 1 : place + 1 + right]


def parse_counts(written: str, source: str, translate: Translate) -> Counts:
    """`了 1167 瞭 603` as numbers by form, in the forms of the profile; without those that say nothing there ("")."""
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
