"""Way back (回转): conversion from Traditional to Simplified, with a reasoned choice for each ambiguous character."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gazette.convert.chinese import CONFIGURATIONS, engine
from gazette.convert.choice import Choice, Reason
from gazette.convert.dictionaries import Dictionaries, phrase_table
from gazette.convert.segments import Place, forward
from gazette.convert.simplified import old_forms
from gazette.convert.tables import read_columns
from gazette.convert.words import cut_known, cut_words
from gazette.knowledge import kept
from gazette.languages import ConversionProfile

# Characters on each side of a place that are segmented into words.
_NEAR = 12
# Length from which an unknown word is not taken for a name.
_LONGEST_NAME = 5


@dataclass(frozen=True)
class Returner:
    """OpenCC's conversion to Simplified, corrected by the words of the Simplified text.

    `forms`: Traditional character → possible Simplified forms, the usual one first. `alone`: Traditional character →
    what applies if no word decides: "settled" (the usual form), "ask" (a reviewer), "name" (the character stays),
    "person" (it stays where it may belong to a person, that is in a short unknown word). All but "settled" need a
    reviewer. `kept`: Simplified words in which the unusual form stays (乾县).
    """

    opencc: Callable[[str], str]
    forms: dict[str, tuple[str, ...]]
    alone: dict[str, str]
    kept: Dictionaries

    def convert(self, text: str, locked: Sequence[Place] = ()) -> tuple[str, list[Choice]]:
        """Return the Simplified text, of equal length, and a choice for each ambiguous character outside `locked`."""
        plain = list(self.opencc(text).translate(old_forms()))
        shut = {at for start, end in locked for at in range(start, end)}
        places = [at for at, each in enumerate(text) if each in self.forms and at not in shut]
        usual = list(plain)
        for at in places:
            usual[at] = self.forms[text[at]][0]
        choices = []
        for at in places:
            choice = self._choose(text, "".join(usual), plain[at], at)
            plain[at] = choice.chosen
            choices.append(choice)
        return "".join(plain), [each for each in choices if len(each.candidates) > 1]

    def _choose(self, text: str, usual: str, said: str, at: int) -> Choice:
        source, forms = text[at], self.forms[text[at]]
        start, end = max(0, at - _NEAR), at + 1 + _NEAR
        views = {form: usual[start:at] + form + usual[at + 1 : end] for form in forms}
        chosen, entry, why, sure = self._decide(views, said, at - start, source)
        choice = Choice(at, source, chosen, forms, entry, "phrase" if entry else "single", 2, 0.0, why)
        if said != chosen:
            choice.reasons.append(("opencc", said))
        if not sure or (said != chosen and not any(code == "kept" for code, _ in why)):
            choice.tier = 1
        elif entry:
            choice.tier = 3
        return choice

    def _decide(self, views: dict[str, str], said: str, at: int, source: str) -> tuple[str, str, list[Reason], bool]:
        """Return the form, the word that decided, the reasons, and whether no reviewer is needed."""
        cuts = {form: cut_known(view) for form, view in views.items()}
        fewest = min(map(len, cuts.values()))
        for form, view in views.items():
            kept = self._kept(view, cuts[form], at, form, fewest)
            if kept:
                return form, kept, [("kept", kept)], True
        usual = next(iter(views))
        words = {form: _word(cut, at) for form, cut in cuts.items()}
        # jieba's dictionary has Traditional words too: that it knows 藉由 does not make 藉 Simplified.
        known = [form for form, word in words.items() if len(word) > 1 and (form == usual or form != source)]
        if known:
            form = said if said in known else known[0]
            return form, words[form], [("word", words[form])], True
        alone = self.alone[source]
        if alone == "name" or (alone == "person" and 1 < len(_word(cut_words(views[source]), at)) < _LONGEST_NAME):
            return source, "", [("alone", "")], False
        return (said if said in views else usual), "", [("alone", "")], alone == "settled"

    def _kept(self, view: str, cut: Sequence[str], at: int, form: str, fewest: int) -> str:
        """Return the word of kept.tsv that contains the place and fits a best segmentation, or ""."""
        for first, last, key in forward(view, self.kept):
            if key and first <= at < last and form in key:
                begin, end = _span(cut, first)[0], _span(cut, last - 1)[1]
                pieces = sum(1 for place in _starts(cut) if begin <= place < end)
                if ((begin, end) == (first, last) or pieces == 1) and len(cut) - pieces + 1 <= fewest:
                    return key
        return ""


def _starts(cut: Sequence[str]) -> Iterator[int]:
    at = 0
    for word in cut:
        yield at
        at += len(word)


def _span(cut: Sequence[str], at: int) -> Place:
    """Return start and end of the word that contains the offset."""
    return next(
        (start, start + len(word)) for start, word in zip(_starts(cut), cut, strict=True) if at < start + len(word)
    )


def _word(cut: Sequence[str], at: int) -> str:
    """Return the word that contains the offset."""
    start, end = _span(cut, at)
    return "".join(cut)[start:end]


@kept
def load_returner(profile: ConversionProfile) -> Returner:
    """Return the converter to Simplified of one profile, with its tables."""
    rows = [row for row in read_columns("returns.tsv") if profile in row["profiles"].split(",")]
    return Returner(
        opencc=engine(CONFIGURATIONS[profile][1]),
        forms={row["character"]: tuple(row["forms"].split(" ")) for row in rows},
        alone={row["character"]: row["alone"] for row in rows},
        kept=phrase_table({row["word"]: row["word"] for row in read_columns("kept.tsv")}),
    )
