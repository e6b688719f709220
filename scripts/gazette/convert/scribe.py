"""Scribe (誊写): one publication's Simplified text → Traditional text with the decisions in the ledger; every doubt accounted for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from gazette.convert.chinese import Deviation, ScriptConverter
from gazette.convert.choice import Choice
from gazette.convert.gazetteer import UNITS, place_names
from gazette.convert.ledger import Decision, DecisionKey, Ledger
from gazette.convert.loading import load_chooser
from gazette.convert.overlay import read_overlay
from gazette.convert.persons import Persons, split_persons
from gazette.convert.protected import find_protected
from gazette.convert.returns import load_returner
from gazette.settings import ConversionProfile, QuotationMarks

# Characters on each side of a place by which a decision about it is found again.
REACH = 10
_CORNERS = str.maketrans("“”‘", "「」『")


@dataclass(frozen=True)
class Doubt:
    """One occurrence of an ambiguous character (存疑字).

    `chosen` is what stands on the page; `place` is the key of this very occurrence; `context` and `traditional` show it in
    both scripts between 【】. `text` is the whole text as it was converted, `written` what was made of it.
    """

    offset: int
    choice: Choice
    chosen: str
    place: DecisionKey
    context: str
    traditional: str
    decision: Decision | None
    text: str
    written: str

    @property
    def key(self) -> DecisionKey:
        """The key under which it is to be signed: tier 1 at each place, the others once for everywhere."""
        return self.place if self.choice.tier == 1 else self.place.everywhere


class Scribe:
    """Converts the texts of one publication; the same text always gives the same.

    `folder` holds the dictionaries of another version of OpenCC than the installed one. `persons` are the facts that name
    people (联系人, 答问人): what stands there is a name, there and wherever it occurs.
    """

    def __init__(
        self,
        profile: ConversionProfile,
        protected: Mapping[str, str],
        ledger: Ledger,
        publication: str,
        quotation_marks: QuotationMarks = "keep",
        folder: Path | None = None,
        persons: Collection[str] = (),
    ) -> None:
        self.profile: ConversionProfile = profile
        self.ledger, self.publication = ledger, publication
        self.protected = {term: form for term, form in protected.items() if term and len(term) == len(form)}
        self._persons = frozenset(persons)
        self._named = Persons(frozenset(chain.from_iterable(map(split_persons, persons))))
        self._quotation_marks = quotation_marks
        self._chooser = load_chooser(profile, folder)
        self._written: dict[str, tuple[str, tuple[Doubt, ...]]] = {}
        self._back = ScriptConverter(profile, {})
        overlay = read_overlay(profile).items()
        self._respelt = {pair for converted, form in overlay for pair in zip(converted, form, strict=True)}

    @property
    def texts(self) -> Iterator[str]:
        """Every text converted so far."""
        return iter(self._written)

    def convert(self, text: str) -> str:
        """Simplified → Traditional, of the same length."""
        converted = self._write(text)[0]
        return corner_quotes(converted) if self._quotation_marks == "corner" else converted

    def doubts(self, text: str) -> tuple[Doubt, ...]:
        """Every ambiguous character outside protected places."""
        return self._write(text)[1]

    def read_names(self, texts: Iterable[str]) -> None:
        """Whom one of the texts names is known in all of them, by the whole name and by the given name alone."""
        texts = tuple(dict.fromkeys(texts))
        choices = (doubt.choice for text in texts for doubt in self.doubts(text))
        named = frozenset(name for choice in choices if (name := _person(choice)))
        if named - self._named.told:
            self._named = replace(self._named, named=named)
            again = (*self._named.known, *self._named.called)
            for text in [text for text in texts if any(each in text for each in again)]:
                del self._written[text]

    def round_trip(self, text: str) -> list[Deviation]:
        """Characters outside protected places that the Traditional text does not give back.

        OpenCC's phrases cross words on the way back too (置於潛在 → 置于潜在, but 於潛 is a place), and it keeps 藉 because of
        狼藉: a form that comes back by itself, that OpenCC names for the character, or that was left alone, is right.
        """
        there = self._write(text)[0]
        shut = [place for place, _ in find_protected(text, self.profile, self.protected)]
        back = list(there)
        at = 0
        for start, end in [*shut, (len(text), len(text))]:
            back[at:start] = self._return(there[at:start], text[at:start])
            back[start:end] = text[start:end]
            at = end
        places = enumerate(zip(text, there, back, strict=True))
        differences = [Deviation(at, *each) for at, each in places if each[0] != each[-1]]
        return [each for each in differences if not self._answers(each)]

    def _return(self, written: str, source: str) -> str:
        """OpenCC's way back where it leads to the source; otherwise ours, which looks at the words."""
        plain = self._back.back_to_simplified(written)
        return plain if plain == source else load_returner(self.profile).convert(written)[0]

    def _answers(self, difference: Deviation) -> bool:
        before, written = difference.before, difference.between
        named = (before, *self._chooser.data.candidates.get(before, ()))
        return (
            written in named
            or (self._chooser.data.regional(self._chooser.data.characters.get(before, before)), written)
            in self._respelt
            or self._back.back_to_simplified(written) == before
        )

    def _write(self, text: str) -> tuple[str, tuple[Doubt, ...]]:
        if text not in self._written:
            self._written[text] = self._fresh(text)
        return self._written[text]

    def _fresh(self, text: str) -> tuple[str, tuple[Doubt, ...]]:
        locked = find_protected(text, self.profile, self.protected)
        converted, choices = self._chooser.convert(text, [place for place, _ in locked], self._named)
        if text in self._persons:
            choices = [_in_a_fact(each) for each in choices]
        characters = list(converted)
        signed = []
        for choice in choices:
            segment = choice.entry or choice.source
            context = show_place(text, choice.offset, choice.source)
            place = DecisionKey(self.profile, segment, choice.source, choice.chosen, self.publication, context)
            decision = self.ledger.signed(place, choice.tier)
            characters[choice.offset] = decision.chosen if decision else choice.chosen
            signed.append((choice, place, decision))
        for (start, end), _ in locked:
            characters[start:end] = " " * (end - start)
        self._assert_traditional(characters, text)
        for (start, end), form in locked:
            characters[start:end] = form
        written = "".join(characters)
        if len(written) != len(text):
            raise AssertionError(f"the length of {text!r} changed to {written!r}")
        return written, tuple(_doubt(text, written, *each) for each in signed)

    def _assert_traditional(self, characters: list[str], text: str) -> None:
        left = self._chooser.data.simplified_only.intersection(characters)
        if left:
            raise AssertionError(f"Simplified characters {sorted(left)} left of {text!r}")


def _person(choice: Choice) -> str:
    """The whole name of the person of whose name the character is, or may be, part; "" if it is none."""
    code, name = choice.reasons[0] if choice.reasons else ("", "")
    is_name = code in ("name", "maybe-name") and 2 <= len(name) <= 4 and name[-1] not in {*UNITS, "某"}
    return name if is_name and name in split_persons(name) and name not in place_names() else ""


def _in_a_fact(choice: Choice) -> Choice:
    """A character by itself in a fact that names people: if it was not recognised as part of a name, it may still be."""
    if choice.kind != "name" and not choice.entry:
        choice = replace(
            choice, tier=1, risk=max(choice.risk, 0.5), reasons=[("maybe-name", choice.source), *choice.reasons]
        )
    return choice


def _doubt(text: str, written: str, choice: Choice, place: DecisionKey, decision: Decision | None) -> Doubt:
    chosen = written[choice.offset]
    traditional = show_place(written, choice.offset, chosen)
    return Doubt(choice.offset, choice, chosen, place, place.context, traditional, decision, text, written)


def show_place(text: str, offset: int, character: str) -> str:
    """The characters around a place, in one line: `及时向社会公【布】知识产权工作的新形势`."""
    before, after = text[max(0, offset - REACH) : offset], text[offset + 1 : offset + 1 + REACH]
    return "".join(" " if each.isspace() else each for each in f"{before}【{character}】{after}")


def corner_quotes(text: str) -> str:
    """“ ” and ‘ ’ → 「」 and 『』; an apostrophe stays one."""
    opened, pieces = 0, []
    for character in text:
        opened += character == "‘"
        if character == "’" and opened:
            opened -= 1
            character = "』"
        pieces.append(character.translate(_CORNERS))
    return "".join(pieces)
