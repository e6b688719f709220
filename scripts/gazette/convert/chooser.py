"""Chooser (选字): converts, chooses every ambiguous character, and says why and how sure the choice is.

The dictionary's opinion is OpenCC's longest match, held to word boundaries: a phrase counts only if it lies inside one word
of jieba's segmentation or covers whole words. phrases.tsv comes first; what official usage writes for an entry (usage.tsv)
corrects single entries; the contexts (contexts.tsv) overrule where they are sure. What is left unsure is a doubt of tier 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import opencc_jieba_pyo3

from gazette.convert import contexts
from gazette.convert.dictionaries import Dictionaries, load_dictionaries, phrase_table
from gazette.convert.segments import Segment, backward, forward, normalise, render, within_words
from gazette.convert.terms import read_rows
from gazette.settings import ConversionProfile

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
SURE = 0.95


@dataclass(slots=True)
class Choice:
    """One occurrence of an ambiguous character: the form chosen, the reasons and the risk."""

    offset: int
    source: str
    chosen: str
    candidates: tuple[str, ...]
    entry: str
    kind: str
    tier: int
    risk: float
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Chooser:
    """Everything that is read once: dictionaries, house table, usage, contexts, jieba."""

    data: Dictionaries
    house: Dictionaries
    spellings: dict[str, str]
    usage: dict[tuple[str, int], contexts.Counts]
    model: contexts.ContextModel
    alone: dict[str, str]
    words: opencc_jieba_pyo3.OpenCC

    def convert(self, text: str) -> tuple[str, list[Choice]]:
        """The converted text, as long as the given one, and every choice in it."""
        text = normalise(text, self.data)
        view = View(self, text)
        result = list(view.plain)
        choices = []
        for offset in view.places:
            choice = view.choose(offset)
            result[offset] = choice.chosen
            choices.append(choice)
        return "".join(result), choices


class View:
    """One text with its segmentations."""

    def __init__(self, chooser: Chooser, text: str) -> None:
        self.chooser, self.text, data = chooser, text, chooser.data
        self.places = [i for i, c in enumerate(text) if c in data.candidates]
        self.entries: list[tuple[str, int]] = [("", 0)] * len(text)
        self.fixed: set[int] = set()
        words = chooser.words.jieba_cut(text, True)
        self.words = spans(words)
        segments = within_words(text, words, data)
        self.plain = list(render(text, segments, data))
        self._place(segments)
        for place, source in enumerate(text):
            if source in chooser.spellings:
                self.plain[place] = chooser.spellings[source]
        if self.places:
            self.ahead = render(text, forward(text, data), data)
            self.behind = render(text, backward(text, data), data)
            self.flat = contexts.flatten(text)
            self._apply_house()

    def _place(self, segments: list[Segment]) -> None:
        for start, _, key in segments:
            for place in range(len(key)):
                self.entries[start + place] = (key, place)

    def _apply_house(self) -> None:
        found = [s for s in forward(self.text, self.chooser.house) if s[2]]
        if not found:
            return
        words = spans(self.chooser.words.jieba_cut(self.text, False))
        for start, end, key in found:
            for place, form in enumerate(self.chooser.house.phrases[key], start):
                first, last = words[place]
                inside = first <= start and end <= last
                if inside or (start <= first and last <= end):
                    self.plain[place] = form
                    self.entries[place] = (key, place - start)
                    self.fixed.add(place)

    def choose(self, offset: int) -> Choice:
        """The choice for one ambiguous character."""
        source, given = self.text[offset], self.plain[offset]
        candidates = self.chooser.data.candidates[source]
        key, _ = self.entries[offset]
        several = key in self.chooser.data.values
        if offset in self.fixed and not several:
            return Choice(offset, source, given, candidates, key, "house", 3, 0.0, ["house"])
        kind = "single" if not key else "several" if several else "phrase"
        opinion = self.chooser.model.opinion(source, self.flat, offset + contexts.WIDTH)
        if offset in self.fixed:
            chosen, why = given, ["house"]
        else:
            chosen, why = self._decide(offset, kind, opinion)
        choice = Choice(offset, source, chosen, candidates, key, kind, 2, 0.0, why)
        self._assess(choice, opinion, given)
        return choice

    def _decide(self, offset: int, kind: str, opinion: contexts.Opinion) -> tuple[str, list[str]]:
        source, given, (key, place) = self.text[offset], self.plain[offset], self.entries[offset]
        used = self.chooser.usage.get((key, place)) if key else None
        if used:
            total, form = sum(used.values()), max(used, key=used.__getitem__)
            if total >= USAGE_LEAST and used[form] >= USAGE_SHARE * total:
                why = [] if form == given else [f"usage {form} {used[form]:.0f} of {total:.0f}"]
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
            return given, [f"context prefers {best}"]
        return best, [f"context {opinion.window}"]

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
        offset, chosen = choice.offset, choice.chosen
        share = opinion.odds.get(chosen, 1e-6)
        if choice.kind == "phrase" and chosen == given:
            share = max(share, share**0.5)
        choice.risk = 1.0 - share
        if self.ahead[offset] != chosen:
            choice.reasons.append(f"OpenCC writes {self.ahead[offset]}")
        if self.behind[offset] != chosen:
            choice.reasons.append(f"backward match writes {self.behind[offset]}")
        if share < SURE:
            choice.tier = 1
            choice.reasons.append(f"context gives {share:.0%}")
        elif choice.kind == "phrase":
            choice.tier = 3


def spans(words: list[str]) -> list[tuple[int, int]]:
    """For every character the start and the end of its word."""
    found: list[tuple[int, int]] = []
    for word in words:
        start = len(found)
        found += [(start, start + len(word))] * len(word)
    return found


def _translator(profile: ConversionProfile) -> contexts.Translate:
    """The tables are written in Taiwan's forms; another profile has its own form of the same OpenCC character."""
    if profile == "tw":
        return lambda source, form: form
    taiwan, standard = load_dictionaries("tw").variants, load_dictionaries("t").candidates
    regional = load_dictionaries(profile).variants
    back = {value: key for key, value in taiwan.items()}

    def translate(source: str, form: str) -> str:
        same = (each for each in standard.get(source, ()) if taiwan.get(each, each) == form)
        character = next(same, back.get(form, form))
        return regional.get(character, character)

    return translate


@cache
def load_chooser(profile: ConversionProfile) -> Chooser:
    """The chooser of one profile with its tables."""
    data, translate = load_dictionaries(profile), _translator(profile)
    phrases = {phrase: "".join(map(translate, phrase, form)) for phrase, form, _ in read_rows("phrases.tsv")}
    usage = {
        (entry, int(place)): contexts.parse_counts(counts, entry[int(place)], translate)
        for entry, place, counts in read_rows("usage.tsv")
    }
    return Chooser(
        data=data,
        house=phrase_table({phrase: form for phrase, form in phrases.items() if len(phrase) > 1}),
        spellings={phrase: form for phrase, form in phrases.items() if len(phrase) == 1},
        usage=usage,
        model=contexts.read_contexts(read_rows("contexts.tsv"), data, translate),
        alone={source: translate(source, form) for source, form in ALONE.items()},
        words=opencc_jieba_pyo3.OpenCC("s2tw"),
    )
