"""Chooser (选字): conversion of a text with a reasoned, rated choice for every ambiguous character.

The dictionary's opinion is OpenCC's longest match restricted by word boundaries: a phrase counts only if it lies
inside one word of jieba's segmentation or covers whole words. Precedence: phrases.tsv; official usage (usage.tsv),
which corrects single entries; contexts (contexts.tsv), where they are certain. What stays uncertain is a doubt of tier
1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import opencc_jieba_pyo3

from gazette.convert import contexts, segments
from gazette.convert.choice import Choice, Reason
from gazette.convert.dictionaries import Dictionaries
from gazette.convert.grammar import GrammarRule, find_rule
from gazette.convert.persons import NOBODY, Persons
from gazette.convert.proper import Naming, Proper, find_proper
from gazette.convert.protected import by_character
from gazette.convert.regions import Translate
from gazette.convert.usage import usual_form
from gazette.convert.words import cut_known

# Margin (natural logarithm) above which the context overrules the dictionary, by kind of dictionary opinion.
MARGIN = {"single": 2.0, "several": 1.0}
# Form of a character that is a whole word: the particle 了, the conjunction 并 (並), the measure word 台 (臺), 后 (後),
# 只 (only) and the copula 系 (係). Context may overrule only the last.
ALONE = {"了": "了", "并": "並", "台": "臺", "系": "係", "后": "後", "只": "只"}
# Least probability of such a form by context; below it the choice is a doubt of tier 1.
ALONE_SURE = 0.05
# Margin for evidence that ignores a neighbour inside the same word or occurs only in the dictionary.
WEAK_MARGIN = 3.0
# Least probability of any other choice; below it the choice is a doubt of tier 1.
SURE = 0.93
# Reason codes: an opinion that differs makes a choice tier 1 (VOICES), unless a table of ours decided it (SETTLED).
VOICES = {"opencc", "backward"}
SETTLED = {"house", "usage"}
# A character without an ideograph beside it has no context evidence.
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True)
class Chooser:
    """Everything that is loaded once: OpenCC, its dictionaries, house tables, usage, contexts, jieba."""

    opencc: Callable[[str], str]
    data: Dictionaries
    house: Dictionaries
    overlay: Dictionaries
    spellings: dict[str, str]
    usage: dict[tuple[str, int], contexts.Counts]
    model: contexts.ContextModel
    alone: dict[str, str]
    seams: segments.Seams
    settled: dict[tuple[str, int], str]
    grammar: dict[str, tuple[GrammarRule, ...]]
    translate: Translate
    words: opencc_jieba_pyo3.OpenCC
    naming: Naming

    def convert(
        self, text: str, locked: Sequence[segments.Place] = (), persons: Persons = NOBODY
    ) -> tuple[str, list[Choice]]:
        """Return the converted text, of the same length, and the choice for every ambiguous character.

        `locked` places (受保护词语) are not converted; no phrase match overlaps them or a certain name. `persons`: people
        named elsewhere in the publication.
        """
        text = segments.normalise(text, self.data)
        names = find_proper(text, locked, self.data.candidates, cut_known, persons)
        view = View(self, text, locked, names)
        result = list(view.plain)
        choices = []
        for offset in view.places:
            choice = view.choose(offset)
            result[offset] = choice.chosen
            choices.append(choice)
        return "".join(result), choices


class View:
    """One text with its segmentations. `plain`: OpenCC's text, except for ambiguous characters and the overlay."""

    def __init__(
        self, chooser: Chooser, text: str, locked: Sequence[segments.Place], names: Sequence[Proper] = ()
    ) -> None:
        self.chooser, self.text, data = chooser, text, chooser.data
        self.names = {at: each for each in names for at in range(each.start, each.end)}
        sure = [(each.start, each.end) for each in names if each.sure]
        shut = sorted([*locked, *sure])
        self.pieces = list(segments.between(shut, len(text)))
        shown = (text[start:end] for start, end in shut)
        self.shut = [by_character(each, data) if at in sure else each for at, each in zip(shut, shown, strict=True)]
        inside = {at for start, end in locked for at in range(start, end)}
        self.places = [i for i, c in enumerate(text) if c in data.candidates and i not in inside]
        self.entries: list[tuple[str, int]] = [("", 0)] * len(text)
        self.fixed: dict[int, str] = {}
        if self.places:
            self._open()
        else:
            self.ahead = self._woven([chooser.opencc(text[start:end]) for start, end in self.pieces])
            self.plain = list(self.ahead)
        self._apply(chooser.overlay, self.ahead, "overlay")
        if not chooser.spellings.keys().isdisjoint(self.plain):
            self.plain = [chooser.spellings.get(form, form) for form in self.plain]

    def _open(self) -> None:
        """Set the three dictionary opinions: matches over words from left and from right, and OpenCC's own match."""
        data, seams = self.chooser.data, self.chooser.seams
        words = [self.chooser.words.jieba_cut(self.text[start:end], hmm=True) for start, end in self.pieces]
        opinions, behind, ahead = [], [], []
        for (start, end), inside in zip(self.pieces, words, strict=True):
            piece = self.text[start:end]
            held = segments.Held(piece, inside, seams)
            found = held.forward(data)
            opinions.append(segments.render(piece, found, data))
            ahead.append(self.chooser.opencc(piece) if held.refused else opinions[-1])
            from_right = held.backward(data)
            behind.append(opinions[-1] if from_right == found else segments.render(piece, from_right, data))
            self._place(start, found)
        self.words = segments.word_places(words, self.shut) if self.shut else held.places
        self.behind, self.ahead, opinion = self._woven(behind), self._woven(ahead), self._woven(opinions)
        self.plain = list(self.ahead)
        for place in self.places:
            self.plain[place] = opinion[place]
        self.flat = contexts.flatten(self.text)
        self._apply(self.chooser.house, self.text, "house")

    def _woven(self, pieces: list[str]) -> str:
        return "".join(each for pair in zip(pieces, [*self.shut, ""], strict=True) for each in pair)

    @cached_property
    def known(self) -> list[segments.Place]:
        """The words of the text that are in jieba's dictionary, as places."""
        return segments.word_places([cut_known(self.text[start:end]) for start, end in self.pieces], self.shut)

    def _place(self, at: int, found: list[segments.Segment]) -> None:
        for start, _, key in found:
            for place in range(len(key)):
                self.entries[at + start + place] = (key, place)

    def _apply(self, table: Dictionaries, text: str, why: str) -> None:
        """Apply a table of ours where its phrases lie inside one word or cover whole words.

        Tables applied earlier take precedence.
        """
        found = [
            s
            for start, end in self.pieces
            for s in segments.moved(segments.forward(text[start:end], table), start)
            if s[2]
        ]
        words = self.known if found else []
        for start, end, key in found:
            for place, form in enumerate(table.phrases[key], start):
                if place not in self.fixed and segments.fits_word(
                    self.text, start, end, words[place], self.chooser.seams
                ):
                    self.plain[place] = form
                    self.entries[place] = (self.text[start:end], place - start)
                    self.fixed[place] = why

    def _rule(self, offset: int) -> GrammarRule | None:
        """Return the grammar rule for a place, unless a table of ours decides it."""
        rules = self.chooser.grammar.get(self.text[offset])
        return find_rule(rules, self.text, offset, self.entries[offset]) if rules and offset not in self.fixed else None

    def unit(self, offset: int) -> tuple[str, int]:
        """Return the entry that decides a character, or else its word, and the character's index in it."""
        key, place = self.entries[offset]
        start, end = self.words[offset]
        return (key, place) if key else (self.text[start:end], offset - start)

    def choose(self, offset: int) -> Choice:
        """Return the choice for the ambiguous character at `offset`."""
        name = self.names.get(offset)
        if name and name.sure:
            return name.choice(offset, self.text[offset], self.chooser.naming)
        choice = self._ordinary(offset)
        return name.doubted(choice, self.chooser.naming) if name else choice

    def _ordinary(self, offset: int) -> Choice:
        source, given = self.text[offset], self.plain[offset]
        candidates = self.chooser.data.candidates[source]
        key, _ = self.entries[offset]
        several, rule, fixed = key in self.chooser.data.values, self._rule(offset), self.fixed.get(offset)
        if rule and rule.is_sure:
            fixed, several = "grammar", False
            given = self._spelt(self.chooser.translate(source, rule.form))
        if fixed in ("overlay", "grammar") or (fixed and not several):
            choice = Choice(offset, source, given, candidates, key, "house", 3, 0.0, [(fixed, "")])
            self._compare(choice)
            self._settle(choice)
            return choice
        kind = "single" if not key else "several" if several else "phrase"
        opinion = self.chooser.model.opinion(source, self.flat, offset + contexts.WIDTH)
        chosen, why = (given, [(fixed, "")]) if fixed else self._decide(offset, kind, opinion)
        if rule:
            chosen, why = self.chooser.translate(source, rule.form), [("grammar", "")]
        chosen = self._spelt(chosen)
        choice = Choice(offset, source, chosen, candidates, key, kind, 2, 0.0, why)
        self._assess(choice, opinion, given)
        return choice

    def _decide(self, offset: int, kind: str, opinion: contexts.Opinion) -> tuple[str, list[Reason]]:
        source, given, (key, place) = self.text[offset], self.plain[offset], self.entries[offset]
        used = self.chooser.usage.get((key, place), {}) if key else {}
        form = usual_form(used, given) if used else None
        if form:
            why = [] if form == given else [("usage", f"{form} {used[form]:.0f}/{sum(used.values()):.0f}")]
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
            or not _IDEOGRAPH.search(self.text[max(0, offset - 1) : offset] + self.text[offset + 1 : offset + 2])
            or (margin <= WEAK_MARGIN and self._weak(offset, opinion, kind))
        ):
            return given, [("context-prefers", best)]
        return best, [("context", opinion.window)]

    def _weak(self, offset: int, opinion: contexts.Opinion, kind: str) -> bool:
        """True if the evidence ignores a neighbour inside the same word, or comes only from the dictionary."""
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
        """Set tier and risk of a choice by its probability in context and by the opinions that differ."""
        chosen = choice.chosen
        share = sum(odds for form, odds in opinion.odds.items() if self._spelt(form) == chosen) or 1e-6
        if choice.kind == "phrase" and chosen == given:
            share = max(share, share**0.5)
        choice.risk = 1.0 - share
        self._compare(choice)
        codes = {code for code, _ in choice.reasons}
        disagreed = bool(codes & VOICES) and not codes & SETTLED
        if share < (ALONE_SURE if self._stands_alone(choice) else SURE):
            choice.reasons.append(("probability", f"{share:.0%}"))
            disagreed = True
        choice.tier = 1 if disagreed else 3 if choice.kind == "phrase" else 2
        self._settle(choice)

    def _stands_alone(self, choice: Choice) -> bool:
        """True if the character is a whole word with the form that ALONE gives it, other than 係."""
        is_word = choice.kind == "single" and self.words[choice.offset] == (choice.offset, choice.offset + 1)
        return is_word and self.chooser.alone.get(choice.source) == choice.chosen != "係"

    def _settle(self, choice: Choice) -> None:
        """Set tier 4 if official text writes this form and the match from the right agrees, or the overlay decided."""
        codes = {code for code, _ in choice.reasons}
        agreed = "backward" not in codes or "overlay" in codes
        if choice.tier > 1 and agreed and self.chooser.settled.get(self.unit(choice.offset)) == choice.chosen:
            choice.tier = 4
            choice.reasons.append(("settled", choice.chosen))

    def _compare(self, choice: Choice) -> None:
        """Add a reason for each opinion that differs in more than spelling: OpenCC, and the match from the right."""
        for code, said in (("opencc", self.ahead), ("backward", self.behind)):
            form = said[choice.offset]
            if self._spelt(form) != choice.chosen:
                choice.reasons.append((code, form))

    def _spelt(self, form: str) -> str:
        """Return a form in the bureau's spelling."""
        return self.chooser.spellings.get(form, form)
