"""Contexts (上下文): probability of each form of an ambiguous character by its context, counted in official texts.

For every ambiguous Simplified character contexts.tsv holds windows (up to four characters around it, left and right
together) with the number of occurrences of each Traditional form. OpenCC's phrases are added as further examples on
loading. The opinion on an occurrence backs off from the widest known windows to narrower ones (Witten-Bell).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
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
_ROW = re.compile(r"^.\t(.*)\t(.*)$", re.MULTILINE)
_BEFORE, _AFTER = re.compile(rf"(.){HOLE}"), re.compile(rf"{HOLE}(.)")
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
    """Probability of each form (`odds`), and the widest of the windows that support it."""

    odds: dict[str, float]
    window: str
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

    `table`: text of contexts.tsv, sorted by character. `rows`: counts in the statutes by window, as written in the table;
    `examples`: the forms that OpenCC's phrases have in each window, one character for each phrase; `roots`: probability of
    each form without context.
    """

    table: str
    data: Dictionaries
    translate: Translate
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    examples: dict[str, dict[str, str]] = field(default_factory=dict)
    roots: dict[str, dict[str, float]] = field(default_factory=dict)
    # Opinions by the character and its known windows: few places have wide windows, and the narrow ones recur.
    memory: dict[tuple[str, ...], Opinion] = field(default_factory=dict)
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
        start, end = self.blocks.get(source, (0, 0))
        block = self.table[start:end]
        rows = self.rows[source] = dict(_ROW.findall(block))
        totals = parse_counts(rows.pop(HOLE), source, self.translate) if HOLE in rows else {}
        before, after = set(_BEFORE.findall(block)), set(_AFTER.findall(block))
        examples = self.examples[source] = {}
        for phrase in self.phrases[source]:
            converted = self.data.phrases[phrase]
            for place, each in enumerate(phrase):
                if each == source:
                    form = converted[place]
                    totals[form] = totals.get(form, 0.0) + PHRASE_WEIGHT
                    before.add(phrase[place - 1 : place])
                    after.add(phrase[place + 1 : place + 2])
                    for window in windows_inside(phrase, place):
                        examples[window] = examples.get(window, "") + form
        self.beside[source] = frozenset(before), frozenset(after)
        self.roots[source] = _shares(totals, self.data.candidates[source])

    @cached_property
    def blocks(self) -> dict[str, tuple[int, int]]:
        """Character → start and end of its rows in the table."""
        return {match[1]: match.span() for match in _BLOCK.finditer(self.table)}

    def corpus(self, source: str, window: str) -> Counts:
        """What the statutes say in a window."""
        written = self.rows[source].get(window)
        return parse_counts(written, source, self.translate) if written else {}

    def _counts(self, source: str, window: str) -> Counts:
        """Return the counts of a window in the statutes and in OpenCC's phrases."""
        counts = self.corpus(source, window)
        for form in self.examples[source].get(window, ""):
            counts[form] = counts.get(form, 0.0) + PHRASE_WEIGHT
        return counts

    def opinion(self, source: str, flat: str, place: int) -> Opinion:
        """Return the opinion on the ambiguous character `source` at `flat[place]`."""
        if source not in self.roots:
            self.read(source)
        key = (source, *self.known_windows(source, flat, place))
        found = self.memory.get(key)
        if found is None:
            if len(self.memory) >= _MEMORY:
                self.memory.clear()
            found = self.memory[key] = self._judge(*key)
        return found

    def known_windows(self, source: str, flat: str, place: int) -> list[str]:
        """The windows around `flat[place]` of which something is known, narrow ones first."""
        around = flat[place - WIDTH : place] + HOLE + flat[place + 1 : place + 1 + WIDTH]
        before, after = self.beside[source]
        rows, examples = self.rows[source], self.examples[source]
        shapes = _SHAPES[around[WIDTH - 1] in before, around[WIDTH + 1] in after]
        return [w for start, end in shapes if (w := around[start:end]) in rows or w in examples]

    def _judge(self, source: str, *windows: str) -> Opinion:
        root = self.roots[source]
        shares: dict[tuple[int, int], dict[str, float]] = {(0, 0): root}
        frontier: dict[tuple[int, int], str] = {}
        sizes: dict[str, float] = {}
        for window in windows:
            counts = self._counts(source, window)
            if not counts:
                continue
            left = window.index(HOLE)
            right = len(window) - 1 - left
            sizes[window] = sum(counts.values())
            shares[left, right] = _interpolate(counts, _narrower(shares, left, right, root))
            frontier.pop((left - 1, right), None)
            frontier.pop((left, right - 1), None)
            frontier[left, right] = window
        if not frontier:
            return Opinion(root, "")
        scale = len(frontier) ** -SHARING
        scores = {
            form: log(base) + scale * sum(log(shares[f][form] / base) for f in frontier) for form, base in root.items()
        }
        widest = max(frontier.values(), key=lambda window: (len(window), sizes[window]))
        return Opinion(_normalise(scores), widest, tuple(frontier.values()))


# Whether the character before or after is known → start and end of the windows that can occur.
_SHAPES = {
    (before, after): tuple(
        (WIDTH - left, WIDTH + 1 + right)
        for left, right in WINDOW_SHAPES
        if (before or not left) and (after or not right)
    )
    for before in (False, True)
    for after in (False, True)
}


def _shares(totals: Counts, forms: tuple[str, ...]) -> dict[str, float]:
    """Return the probability of each form without context; adds the weight of OpenCC's default form to `totals`."""
    totals[forms[0]] = totals.get(forms[0], 0.0) + DEFAULT_SHARE * sum(totals.values())
    every = tuple(dict.fromkeys((*forms, *totals)))
    total = sum(totals.values()) + 0.5 * len(every)
    return {form: (totals.get(form, 0.0) + 0.5) / total for form in every}


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
                for window in windows_inside(phrase, place):
                    yield source, window, converted[place]


def windows_inside(phrase: str, place: int) -> list[str]:
    """The windows around `phrase[place]` that lie inside the phrase, those with nothing before it first."""
    around = phrase[:place] + HOLE + phrase[place + 1 :]
    return [
        around[place - left : end]
        for left in range(min(place, WIDTH) + 1)
        for end in range(place + 1 + (not left), min(place + 1 + WIDTH - left, len(phrase)) + 1)
    ]


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
