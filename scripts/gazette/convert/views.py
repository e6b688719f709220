"""Views (读法): one text with the conversions that the dictionaries give: by matches over words, and by OpenCC's own match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import opencc_jieba_pyo3

from gazette.convert import contexts, segments
from gazette.convert.dictionaries import Dictionaries
from gazette.convert.grammar import GrammarRule
from gazette.convert.proper import Naming, Proper
from gazette.convert.protected import by_character
from gazette.convert.regions import Translate
from gazette.convert.words import cut_known


@dataclass(frozen=True)
class Lexicon:
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

    @cached_property
    def respelt(self) -> frozenset[str]:
        """Characters on either side of the bureau's spellings."""
        return frozenset(self.spellings) | frozenset(self.spellings.values())


class TextView:
    """One text with its segmentations.

    `plain`: OpenCC's text, except for ambiguous characters, the phrases of our tables and the bureau's spellings.
    """

    def __init__(
        self,
        chooser: Lexicon,
        text: str,
        locked: Sequence[segments.Place] = (),
        names: Sequence[Proper] = (),
    ) -> None:
        self.chooser, self.text, data = chooser, text, chooser.data
        self.names = {at: each for each in names for at in range(each.start, each.end)}
        sure = {(each.start, each.end) for each in names if each.sure}
        shut = sorted([*locked, *sure])
        self.pieces = list(segments.between(shut, len(text)))
        shown = (text[start:end] for start, end in shut)
        self.shut = [by_character(each, data) if at in sure else each for at, each in zip(shut, shown, strict=True)]
        inside = {at for start, end in locked for at in range(start, end)}
        places = [match.start() for match in data.ambiguous.finditer(text)]
        self.places = [at for at in places if at not in inside] if inside else places
        self.entries: list[tuple[str, int]] = [("", 0)] * len(text)
        self.fixed: dict[int, str] = {}
        self._readings: list[tuple[segments.Held, list[segments.Segment], str]] = []
        if self.places:
            self._open()
        else:
            self.ahead = self._woven([chooser.opencc(text[start:end]) for start, end in self.pieces])
            self.plain = list(self.ahead)
        self._apply(chooser.overlay, self.ahead, "overlay")
        if not chooser.spellings.keys().isdisjoint(self.plain):
            self.plain = [chooser.spellings.get(form, form) for form in self.plain]

    def _open(self) -> None:
        """Set two dictionary opinions: matches over words from the left, and OpenCC's own match."""
        data, seams = self.chooser.data, self.chooser.seams
        words = [self.chooser.words.jieba_cut(self.text[start:end], hmm=True) for start, end in self.pieces]
        opinions, ahead = [], []
        for (start, end), inside in zip(self.pieces, words, strict=True):
            piece = self.text[start:end]
            held = segments.Held(piece, inside, seams)
            found = held.forward(data)
            opinions.append(segments.render(piece, found, data))
            ahead.append(self.chooser.opencc(piece) if held.refused else opinions[-1])
            self._readings.append((held, found, opinions[-1]))
            self._place(start, found)
        self.words = segments.word_places(words, self.shut) if self.shut else held.places
        self.ahead, opinion = self._woven(ahead), self._woven(opinions)
        self.plain = list(self.ahead)
        for place in self.places:
            self.plain[place] = opinion[place]
        self._apply(self.chooser.house, self.text, "house")

    def _woven(self, pieces: list[str]) -> str:
        return "".join(each for pair in zip(pieces, [*self.shut, ""], strict=True) for each in pair)

    @cached_property
    def behind(self) -> str:
        """The third opinion: matches over words from the right."""
        data, said = self.chooser.data, []
        for held, found, text in self._readings:
            from_right = held.backward(data)
            said.append(text if from_right == found else segments.render(held.text, from_right, data))
        return self._woven(said)

    @cached_property
    def flat(self) -> str:
        """The text in the form in which windows are looked up."""
        return contexts.flatten(self.text)

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
            s for start, end in self.pieces for s in segments.moved(segments.phrases_in(text[start:end], table), start)
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
