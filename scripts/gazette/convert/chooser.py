"""Chooser (选字): converts, chooses every ambiguous character, and says why and how sure the choice is.

The dictionary's opinion is OpenCC's longest match, held to word boundaries: a phrase counts only if it lies inside one word
of jieba's segmentation or covers whole words. phrases.tsv comes first; what official usage writes for an entry (usage.tsv)
corrects single entries; the contexts (contexts.tsv) overrule where they are sure. What is left unsure is a doubt of tier 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import opencc_jieba_pyo3

from gazette.convert import contexts
from gazette.convert.dictionaries import Dictionaries, load_dictionaries, phrase_table
from gazette.convert.overlay import read_overlay
from gazette.convert.profiles import regional_phrases
from gazette.convert.regions import translator, witness
from gazette.convert.segments import Segment, backward, forward, normalise, render, within_words
from gazette.convert.terms import read_rows, read_text
from gazette.convert.words import jieba
from gazette.languages import ConversionProfile

# Margins (natural logarithm) beyond which the context overrules, per kind of dictionary opinion.
MARGIN = {"single": 2.0, "several": 1.0}
# The form of a character that is a word of its own: the particle 了, the conjunction 并 (並),
# the counted 台 (臺) and the copula 系 (係).  Context may overrule only the last.
ALONE = {"了": "了", "并": "並", "台": "臺", "系": "係"}
# Margin for evidence that misses a neighbour of the same word or is only in the dictionary.
WEAK_MARGIN = 3.0
# Share of official usage beyond which an entry of the dictionary is corrected outright.
USAGE_SHARE = 0.85
# An entry must have been seen so often in official text before usage may correct it.
USAGE_LEAST = 4
# A choice less probable than this is a doubt of tier 1.
SURE = 0.93
# Who else writes a text; a difference puts the choice into tier 1, unless a table of ours has settled it.
VOICES = {"opencc", "backward"}
SETTLED = {"house", "usage"}

Place = tuple[int, int]  # start, end
Reason = tuple[str, str]  # a code of reasons.tsv, and what fills its wording


@dataclass(slots=True)
class Choice:
    """One occurrence of an ambiguous character: the form chosen, the reasons and the risk.

    `entry` is the phrase that decided, "" for a character by itself; `kind` is single, several (the entry has several
    values), phrase or house (a table of ours). Tier 1 is signed at each occurrence, 2 once per key, 3 once per phrase.
    """

    offset: int
    source: str
    chosen: str
    candidates: tuple[str, ...]
    entry: str
    kind: str
    tier: int
    risk: float
    reasons: list[Reason] = field(default_factory=list)


@dataclass(frozen=True)
class Chooser:
    """Everything that is read once: OpenCC, its dictionaries, house tables, usage, contexts, jieba."""

    opencc: Callable[[str], str]
    data: Dictionaries
    house: Dictionaries
    overlay: Dictionaries
    spellings: dict[str, str]
    usage: dict[tuple[str, int], contexts.Counts]
    model: contexts.ContextModel
    alone: dict[str, str]
    words: opencc_jieba_pyo3.OpenCC

    def convert(self, text: str, locked: Sequence[Place] = ()) -> tuple[str, list[Choice]]:
        """The converted text, as long as the given one, and every choice in it.

        `locked` places (受保护词语) are left as they are; no phrase and no word reaches into them.
        """
        text = normalise(text, self.data)
        view = View(self, text, locked)
        result = list(view.plain)
        choices = []
        for offset in view.places:
            choice = view.choose(offset)
            result[offset] = choice.chosen
            choices.append(choice)
        return "".join(result), choices


class View:
    """One text with its segmentations. `plain` is OpenCC's own text but for ambiguous characters and the overlay."""

    def __init__(self, chooser: Chooser, text: str, locked: Sequence[Place]) -> None:
        self.chooser, self.text, data = chooser, text, chooser.data
        self.pieces = list(_between(locked, len(text)))
        self.shut = [text[start:end] for start, end in locked]
        inside = {at for start, end in locked for at in range(start, end)}
        self.places = [i for i, c in enumerate(text) if c in data.candidates and i not in inside]
        self.entries: list[tuple[str, int]] = [("", 0)] * len(text)
        self.fixed: dict[int, str] = {}
        self.ahead = self._woven([chooser.opencc(text[start:end]) for start, end in self.pieces])
        self.plain = list(self.ahead)
        if self.places:
            self._open()
        self._apply(chooser.overlay, self.ahead, "overlay")
        if not chooser.spellings.keys().isdisjoint(self.plain):
            self.plain = [chooser.spellings.get(form, form) for form in self.plain]

    def _open(self) -> None:
        data = self.chooser.data
        words = self._cut(True)
        self.words = self._spans(words)
        opinions, behind = [], []
        for (start, end), inside in zip(self.pieces, words, strict=True):
            piece = self.text[start:end]
            segments = within_words(piece, inside, data)
            opinions.append(render(piece, segments, data))
            behind.append(render(piece, backward(piece, data), data))
            self._place(start, segments)
        self.behind = self._woven(behind)
        opinion = self._woven(opinions)
        for place in self.places:
            self.plain[place] = opinion[place]
        self.flat = contexts.flatten(self.text)
        self._apply(self.chooser.house, self.text, "house")

    def _woven(self, pieces: list[str]) -> str:
        return "".join(each for pair in zip(pieces, [*self.shut, ""], strict=True) for each in pair)

    def _cut(self, guess: bool) -> list[list[str]]:
        """jieba's words of each piece; `guess` lets it put unknown characters together (HMM)."""
        return [self.chooser.words.jieba_cut(self.text[start:end], guess) for start, end in self.pieces]

    def _spans(self, words: list[list[str]]) -> list[Place]:
        """For every character the start and the end of its word."""
        found: list[Place] = []
        for inside, shut in zip(words, [*self.shut, ""], strict=True):
            for word in (*inside, shut):
                found += [(len(found), len(found) + len(word))] * len(word)
        return found

    @cached_property
    def known(self) -> list[Place]:
        """The spans of words of the dictionary only."""
        return self._spans(self._cut(False))

    def _place(self, at: int, segments: list[Segment]) -> None:
        for start, _, key in segments:
            for place in range(len(key)):
                self.entries[at + start + place] = (key, place)

    def _apply(self, table: Dictionaries, text: str, why: str) -> None:
        """Rows of a table of ours, where they lie inside one word or cover whole words; the first table wins."""
        found = [s for start, end in self.pieces for s in _moved(forward(text[start:end], table), start) if s[2]]
        words = self.known if found else []
        for start, end, key in found:
            for place, form in enumerate(table.phrases[key], start):
                first, last = words[place]
                whole = (first <= start and end <= last) or (start <= first and last <= end)
                if whole and place not in self.fixed:
                    self.plain[place] = form
                    self.entries[place] = (self.text[start:end], place - start)
                    self.fixed[place] = why

    def choose(self, offset: int) -> Choice:
        """The choice for one ambiguous character."""
        source, given = self.text[offset], self.plain[offset]
        candidates = self.chooser.data.candidates[source]
        key, _ = self.entries[offset]
        several = key in self.chooser.data.values
        fixed = self.fixed.get(offset)
        if fixed == "overlay" or (fixed and not several):
            choice = Choice(offset, source, given, candidates, key, "house", 3, 0.0, [(fixed, "")])
            self._compare(choice)
            return choice
        kind = "single" if not key else "several" if several else "phrase"
        opinion = self.chooser.model.opinion(source, self.flat, offset + contexts.WIDTH)
        chosen, why = (given, [(fixed, "")]) if fixed else self._decide(offset, kind, opinion)
        chosen = self._spelt(chosen)
        choice = Choice(offset, source, chosen, candidates, key, kind, 2, 0.0, why)
        self._assess(choice, opinion, given)
        return choice

    def _decide(self, offset: int, kind: str, opinion: contexts.Opinion) -> tuple[str, list[Reason]]:
        source, given, (key, place) = self.text[offset], self.plain[offset], self.entries[offset]
        used = self.chooser.usage.get((key, place)) if key else None
        if used:
            total, form = sum(used.values()), max(used, key=used.__getitem__)
            if total >= USAGE_LEAST and used[form] >= USAGE_SHARE * total:
                why = [] if form == given else [("usage", f"{form} {used[form]:.0f}/{total:.0f}")]
                return form, why
        if kind == "single" and source in self.chooser.alone and self.words[offset] == (offset, offset + 1):
            given = self.chooser.alone[source]
            if source != "系":
                return given, []
        best, margin = opinion.best, opinion.margin(given)
        if best == given or margin <= MARGIN.get(kind, 0.0):
            return given, []
        if (
            kind == "phrase"
            or best not in self.chooser.data.candidates[source]
            or (margin <= WEAK_MARGIN and self._weak(offset, opinion, kind))
        ):
            return given, [("context-prefers", best)]
        return best, [("context", opinion.window)]

    def _weak(self, offset: int, opinion: contexts.Opinion, kind: str) -> bool:
        """Whether the evidence misses a neighbour of the same word, or is only in the dictionary."""
        known = self.chooser.model.corpus.get(self.text[offset], {})
        if not any(opinion.best in known.get(window, ()) for window in opinion.windows):
            return True
        start, end = self.words[offset]
        return kind == "single" and not any(
            (start == offset or not window.startswith(contexts.HOLE))
            and (end == offset + 1 or not window.endswith(contexts.HOLE))
            for window in opinion.windows
        )

    def _assess(self, choice: Choice, opinion: contexts.Opinion, given: str) -> None:
        """Tier and risk of a choice, from every voice that disagrees."""
        chosen = choice.chosen
        share = sum(odds for form, odds in opinion.odds.items() if self._spelt(form) == chosen) or 1e-6
        if choice.kind == "phrase" and chosen == given:
            share = max(share, share**0.5)
        choice.risk = 1.0 - share
        self._compare(choice)
        codes = {code for code, _ in choice.reasons}
        disagreed = bool(codes & VOICES) and not codes & SETTLED
        if share < SURE:
            choice.reasons.append(("probability", f"{share:.0%}"))
        if share < SURE or disagreed:
            choice.tier = 1
        elif choice.kind == "phrase":
            choice.tier = 3

    def _compare(self, choice: Choice) -> None:
        """Who writes something else than another spelling: OpenCC, and the match from the right."""
        for code, said in (("opencc", self.ahead), ("backward", self.behind)):
            form = said[choice.offset]
            if self._spelt(form) != choice.chosen:
                choice.reasons.append((code, form))

    def _spelt(self, form: str) -> str:
        """A character in the bureau's spelling."""
        return self.chooser.spellings.get(form, form)


def _between(locked: Sequence[Place], size: int) -> Iterator[Place]:
    at = 0
    for start, end in locked:
        yield at, start
        at = end
    yield at, size


def _moved(segments: list[Segment], by: int) -> list[Segment]:
    return [(start + by, end + by, key) for start, end, key in segments]


@cache
def load_chooser(profile: ConversionProfile, folder: Path | None = None) -> Chooser:
    """The chooser of one profile with its tables; `folder` holds the dictionaries of another version of OpenCC."""
    data, translate, evidence = load_dictionaries(profile, folder), translator(profile), witness(profile)
    phrases = {phrase: "".join(map(translate, phrase, form)) for phrase, form, _ in read_rows("phrases.tsv")}
    phrases.update(regional_phrases(profile))
    usage = {
        (entry, int(place)): contexts.parse_counts(counts, entry[int(place)], evidence)
        for entry, place, counts in read_rows("usage.tsv")
    }
    overlay = read_overlay(profile)
    return Chooser(
        # The match from the left over the dictionaries is OpenCC's own conversion; tests hold the two together.
        opencc=lambda text: render(text, forward(text, data), data),
        data=data,
        house=phrase_table(phrases),
        overlay=phrase_table({key: form for key, form in overlay.items() if len(key) > 1}),
        spellings={key: form for key, form in overlay.items() if len(key) == 1},
        usage=usage,
        model=contexts.ContextModel(read_text("contexts.tsv"), data, evidence),
        alone={source: translate(source, form) for source, form in ALONE.items()},
        words=jieba(),
    )
