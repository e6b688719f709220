"""Chooser (选字): conversion of a text with a reasoned, rated choice for every ambiguous character.

The dictionary's opinion is OpenCC's longest match restricted by word boundaries: a phrase counts only if it lies
inside one word of jieba's segmentation or covers whole words. Precedence: phrases.tsv; official usage (usage.tsv),
which corrects single entries; contexts (contexts.tsv), where they are certain. What stays uncertain is a doubt of tier
1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gazette.convert import contexts, segments
from gazette.convert.choice import Choice, Reason
from gazette.convert.grammar import find_rule
from gazette.convert.persons import NOBODY, Persons
from gazette.convert.proper import find_proper
from gazette.convert.usage import usual_form
from gazette.convert.views import Lexicon, TextView
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
Ruling = tuple[str, str, str, list[Reason]]


class Chooser(Lexicon):
    """Conversion of texts, with choices or without."""

    def convert(
        self, text: str, locked: Sequence[segments.Place] = (), persons: Persons = NOBODY
    ) -> tuple[str, list[Choice]]:
        """Return the converted text, of the same length, and the choice for every ambiguous character.

        `locked` places (受保护词语) are not converted; no phrase match overlaps them or a certain name. `persons`: people
        named elsewhere in the publication.
        """
        if text.isascii():
            return text, []
        view = self._view(text, locked, persons)
        choices = [view.choose(offset) for offset in view.places]
        return view.written(choice.chosen for choice in choices), choices

    def write(self, text: str, locked: Sequence[segments.Place] = (), persons: Persons = NOBODY) -> str:
        """Return the converted text alone; cheaper, because no choice outside names is rated."""
        if text.isascii():
            return text
        view = self._view(text, locked, persons)
        return view.written(map(view.form, view.places))

    def _view(self, text: str, locked: Sequence[segments.Place], persons: Persons) -> View:
        text = segments.normalise(text, self.data)
        places = [match.start() for match in self.data.ambiguous.finditer(text)]
        names = find_proper(text, locked, places, cut_known, persons) if places else []
        return View(self, text, locked, names)


class View(TextView):
    """One text with the choice for each ambiguous character."""

    def unit(self, offset: int) -> tuple[str, int]:
        """Return the entry that decides a character, or else its word, and the character's index in it."""
        key, place = self.entries[offset]
        start, end = self.words[offset]
        return (key, place) if key else (self.text[start:end], offset - start)

    def written(self, forms: Iterable[str]) -> str:
        """Return the text with `forms` in place of the ambiguous characters, in order."""
        result = list(self.plain)
        for offset, form in zip(self.places, forms, strict=True):
            result[offset] = form
        return "".join(result)

    def form(self, offset: int) -> str:
        """Return the form chosen for the ambiguous character at `offset`, as `choose` does."""
        if offset in self.names:
            return self.choose(offset).chosen
        kind, given, chosen, _ = self._ruling(offset)
        if not chosen:
            chosen = given if kind == "phrase" else self._weighed(offset, kind, self._opinion(offset))[0]
        return chosen if kind == "house" else self._spelt(chosen)

    def choose(self, offset: int) -> Choice:
        """Return the choice for the ambiguous character at `offset`."""
        name = self.names.get(offset)
        if name and name.sure:
            return name.choice(offset, self.text[offset], self.chooser.naming)
        choice = self._ordinary(offset)
        return name.doubted(choice, self.chooser.naming) if name else choice

    def _ordinary(self, offset: int) -> Choice:
        source, (key, _) = self.text[offset], self.entries[offset]
        kind, given, chosen, why = self._ruling(offset)
        choice = Choice(offset, source, chosen, self.chooser.data.candidates[source], key, kind, 3, 0.0, why)
        if kind == "house":
            self._compare(choice)
            self._settle(choice)
            return choice
        opinion = self._opinion(offset)
        if not chosen:
            chosen, choice.reasons = self._weighed(offset, kind, opinion)
        choice.chosen = self._spelt(chosen)
        self._assess(choice, opinion, given)
        return choice

    def _opinion(self, offset: int) -> contexts.Opinion:
        return self.chooser.model.opinion(self.text[offset], self.flat, offset + contexts.WIDTH)

    def _ruling(self, offset: int) -> Ruling:
        """Return kind, given form, form chosen without contexts ("" if they have a say), and reasons."""
        source, given, entry = self.text[offset], self.plain[offset], self.entries[offset]
        kind = "single" if not entry[0] else "several" if entry[0] in self.chooser.data.values else "phrase"
        if fixed := self.fixed.get(offset):
            kind = "house" if fixed == "overlay" or kind != "several" else kind
            return kind, given, given, [(fixed, "")]
        rules = self.chooser.grammar.get(source)
        if rules and (rule := find_rule(rules, self.text, offset, entry)):
            form = self.chooser.translate(source, rule.form)
            return "house" if rule.is_sure else kind, given, self._spelt(form), [("grammar", "")]
        return kind, given, *self._usual(offset, kind)

    def _usual(self, offset: int, kind: str) -> tuple[str, list[Reason]]:
        """Return the form that official usage or ALONE gives, with reasons; "" if the contexts have a say."""
        source, given, entry = self.text[offset], self.plain[offset], self.entries[offset]
        used = self.chooser.usage.get(entry, {})
        form = usual_form(used, given) if used else None
        if form:
            why = [] if form == given else [("usage", f"{form} {used[form]:.0f}/{sum(used.values()):.0f}")]
            return form, why
        return (self.chooser.alone[source] if source != "系" and self._is_alone(offset, kind) else ""), []

    def _is_alone(self, offset: int, kind: str) -> bool:
        """True if the character is a whole word with a form in ALONE."""
        return (
            kind == "single" and self.text[offset] in self.chooser.alone and self.words[offset] == (offset, offset + 1)
        )

    def _weighed(self, offset: int, kind: str, opinion: contexts.Opinion) -> tuple[str, list[Reason]]:
        """Return the given form, or that of the contexts if they overrule it, with reasons."""
        source, given = self.text[offset], self.plain[offset]
        if self._is_alone(offset, kind):
            given = self.chooser.alone[source]
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
        source, model = self.text[offset], self.chooser.model
        if not any(opinion.best in model.corpus(source, window) for window in opinion.windows):
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
        if chosen in self.chooser.respelt:
            share = sum(odds for form, odds in opinion.odds.items() if self._spelt(form) == chosen) or 1e-6
        else:
            share = opinion.odds.get(chosen) or 1e-6
        if choice.kind == "phrase" and chosen == given:
            share = max(share, share**0.5)
        choice.risk = 1.0 - share
        self._compare(choice)
        codes = {code for code, _ in choice.reasons}
        disagreed = not codes.isdisjoint(VOICES) and codes.isdisjoint(SETTLED)
        if share < (ALONE_SURE if self._stands_alone(choice) else SURE):
            choice.reasons.append(("probability", f"{share:.0%}"))
            disagreed = True
        choice.tier = 1 if disagreed else 3 if choice.kind == "phrase" else 2
        self._settle(choice)

    def _stands_alone(self, choice: Choice) -> bool:
        """True if the character is a whole word with the form that ALONE gives it, other than 係."""
        is_alone = self._is_alone(choice.offset, choice.kind)
        return is_alone and self.chooser.alone[choice.source] == choice.chosen != "係"

    def _settle(self, choice: Choice) -> None:
        """Set tier 4 if official text writes this form and the match from the right agrees, or the overlay decided."""
        if choice.tier == 1 or self.chooser.settled.get(self.unit(choice.offset)) != choice.chosen:
            return
        codes = {code for code, _ in choice.reasons}
        if "backward" not in codes or "overlay" in codes:
            choice.tier = 4
            choice.reasons.append(("settled", choice.chosen))

    def _compare(self, choice: Choice) -> None:
        """Add a reason for each opinion that differs in more than spelling: OpenCC, and the match from the right."""
        spelt, offset = self.chooser.spellings.get, choice.offset
        for code, form in (("opencc", self.ahead[offset]), ("backward", self.behind[offset])):
            if spelt(form, form) != choice.chosen:
                choice.reasons.append((code, form))

    def _spelt(self, form: str) -> str:
        """Return a form in the bureau's spelling."""
        return self.chooser.spellings.get(form, form)
