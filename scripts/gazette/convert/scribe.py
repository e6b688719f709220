"""Scribe (誊写): conversion of one publication's text, the ledger's decisions applied to its doubtful characters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from gazette.convert.chinese import Deviation, ScriptConverter
from gazette.convert.choice import Choice
from gazette.convert.gazetteer import UNITS, place_names
from gazette.convert.ledger import Decision, DecisionKey, Ledger
from gazette.convert.loading import load_chooser
from gazette.convert.overlay import read_overlay
from gazette.convert.persons import Persons, split_persons
from gazette.convert.protected import find_protected
from gazette.convert.returns import load_returner
from gazette.convert.segments import between
from gazette.settings import ConversionProfile, QuotationMarks

# Characters of context on each side, by which a decision about a place is found again.
REACH = 10
_SPACE = re.compile(r"\s")
_CORNERS = str.maketrans("“”‘", "「」『")


@dataclass(frozen=True)
class Doubt:
    """One occurrence of an ambiguous character (存疑字); `offset` in `text`, from 0.

    `chosen`: the form on the page. `place`: the key of this occurrence. `text`: the whole Simplified text; `written`:
    its conversion.
    """

    offset: int
    choice: Choice
    chosen: str
    place: DecisionKey
    decision: Decision | None
    text: str
    written: str

    @property
    def context(self) -> str:
        """The surroundings in Simplified, the character in 【】."""
        return self.place.context

    @property
    def traditional(self) -> str:
        """The surroundings in Traditional, the character in 【】."""
        return show_place(self.written, self.offset, self.chosen)

    @property
    def key(self) -> DecisionKey:
        """The key to sign: the place in tier 1, otherwise the key that holds everywhere."""
        return self.place if self.choice.tier == 1 else self.place.everywhere


@dataclass(frozen=True)
class ScribeRules:
    """How texts are to be written. `folder` may hold the dictionaries of another OpenCC version."""

    profile: ConversionProfile
    protected: Mapping[str, str] = field(default_factory=dict)
    quotation_marks: QuotationMarks = "keep"
    folder: Path | None = None


class _Written(NamedTuple):
    """The conversion of one text, its doubts, and its protected places."""

    text: str
    doubts: tuple[Doubt, ...]
    shut: list[tuple[int, int]]


class Scribe:
    """Converter for the texts of one publication; results are cached by text.

    `persons`: facts that name people (联系人, 答问人); these names are recognised in all texts.
    """

    def __init__(self, rules: ScribeRules, ledger: Ledger, publication: str, persons: Collection[str] = ()) -> None:
        profile: ConversionProfile = rules.profile
        self.profile: ConversionProfile = profile
        self.ledger, self.publication = ledger, publication
        self.protected = {term: form for term, form in rules.protected.items() if term and len(term) == len(form)}
        self._persons = frozenset(persons)
        self._named = Persons(frozenset(chain.from_iterable(map(split_persons, persons))))
        self._quotation_marks = rules.quotation_marks
        self._chooser = load_chooser(profile, rules.folder)
        self._written: dict[str, _Written] = {}
        self._back = ScriptConverter(profile, {})
        overlay = read_overlay(profile).items()
        self._respelt = {pair for converted, form in overlay for pair in zip(converted, form, strict=True)}

    @property
    def texts(self) -> Iterator[str]:
        """All texts converted so far."""
        return iter(self._written)

    def convert(self, text: str) -> str:
        """Return a Simplified text in Traditional, of equal length."""
        converted = self._write(text)[0]
        return corner_quotes(converted) if self._quotation_marks == "corner" else converted

    def doubts(self, text: str) -> tuple[Doubt, ...]:
        """Return every ambiguous character outside protected places."""
        return self._write(text)[1]

    def read_names(self, texts: Iterable[str]) -> None:
        """Find persons named in any of the texts, so that all texts recognise the full name or the given name alone.

        Texts that contain such a name are converted again on the next request.
        """
        texts = tuple(dict.fromkeys(texts))
        choices = (doubt.choice for text in texts for doubt in self.doubts(text))
        named = frozenset(name for choice in choices if (name := _person(choice)))
        if named - self._named.told:
            self._named = replace(self._named, named=named)
            again = (*self._named.known, *self._named.called)
            for text in [text for text in texts if any(each in text for each in again)]:
                del self._written[text]

    def find_unreturned(self, texts: Iterable[str]) -> frozenset[str]:
        """Return the texts for which `round_trip` has to look closer, because OpenCC's conversion back differs.

        All texts are converted back at once: each call of OpenCC costs more than a sentence. No phrase of a dictionary
        holds a line feed, so that the texts do not touch each other.
        """
        pieces = [(text, *piece) for text in dict.fromkeys(texts) for piece in self._open_pieces(text)]
        back, at, unreturned = self._back.back_to_simplified("\n".join(each[2] for each in pieces)), 0, set()
        for text, source, written in pieces:
            unreturned |= {text} if back[at : at + len(written)] != source else set()
            at += len(written) + 1
        return frozenset(unreturned)

    def _open_pieces(self, text: str) -> list[tuple[str, str]]:
        """Return the pieces of a text between its protected places, each with its conversion."""
        written, _, shut = self._write(text)
        return [(text[start:end], written[start:end]) for start, end in between(shut, len(text))]

    def round_trip(self, text: str) -> list[Deviation]:
        """Return the characters outside protected places that do not come back from the Traditional text.

        OpenCC's phrases also cross word boundaries on the way back (置於潛在 → 置于潜在, but 於潛 is a place), and 藉 is kept
        because of 狼藉. Hence a form is accepted if it converts back by itself, is one of OpenCC's candidates or the
        bureau's spelling, or was left unchanged.
        """
        there, _, shut = self._write(text)
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
        """Return OpenCC's conversion back if it equals the source, otherwise that of Returner, which uses words."""
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

    def _write(self, text: str) -> _Written:
        if text not in self._written:
            self._written[text] = self._fresh(text)
        return self._written[text]

    def _fresh(self, text: str) -> _Written:
        locked = find_protected(text, self.profile, self.protected)
        shut = [place for place, _ in locked]
        converted, choices = self._chooser.convert(text, shut, self._named)
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
        return _Written(written, tuple(_doubt(text, written, *each) for each in signed), shut)

    def _assert_traditional(self, characters: list[str], text: str) -> None:
        left = self._chooser.data.simplified_only.intersection(characters)
        if left:
            raise AssertionError(f"Simplified characters {sorted(left)} left of {text!r}")


def _person(choice: Choice) -> str:
    """Return the full name to which the character of a choice belongs or may belong, or ""."""
    code, name = choice.reasons[0] if choice.reasons else ("", "")
    is_name = code in ("name", "maybe-name") and 2 <= len(name) <= 4 and name[-1] not in {*UNITS, "某"}
    return name if is_name and name in split_persons(name) and name not in place_names() else ""


def _in_a_fact(choice: Choice) -> Choice:
    """Make a single character in a fact that names people a doubt of tier 1 unless it was recognised as a name's."""
    if choice.kind != "name" and not choice.entry:
        choice = replace(
            choice, tier=1, risk=max(choice.risk, 0.5), reasons=[("maybe-name", choice.source), *choice.reasons]
        )
    return choice


def _doubt(text: str, written: str, choice: Choice, place: DecisionKey, decision: Decision | None) -> Doubt:
    return Doubt(choice.offset, choice, written[choice.offset], place, decision, text, written)


def show_place(text: str, offset: int, character: str) -> str:
    """Return a character with its context in one line: `及时向社会公【布】知识产权工作的新形势`."""
    before, after = text[max(0, offset - REACH) : offset], text[offset + 1 : offset + 1 + REACH]
    return _SPACE.sub(" ", f"{before}【{character}】{after}")


def corner_quotes(text: str) -> str:
    """Replace “ ” and ‘ ’ by 「」 and 『』; an apostrophe is kept."""
    opened, pieces = 0, []
    for character in text:
        opened += character == "‘"
        if character == "’" and opened:
            opened -= 1
            character = "』"
        pieces.append(character.translate(_CORNERS))
    return "".join(pieces)
