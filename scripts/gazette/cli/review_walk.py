"""Walk (逐项校核): the state of a review, without a terminal: the open questions in order, their answers, and undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from types import MappingProxyType

from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.glosses import gloss
from gazette.convert.ledger import Decision, DecisionKey, Ledger
from gazette.convert.review import Occurrence, Question, find_questions, sign_decisions
from gazette.convert.sentences import Sentence, find_sentences
from gazette.problems import Problem

TIERS = {
    1: ("逐处校核", "signed at each place"),
    2: ("逐字校核，一次有效", "signed once for this character"),
    3: ("逐词校核，一次有效", "signed once for this phrase"),
}
_PLACES = 8  # shown for one question
_PAGE = 5  # phrases accepted together: as many as fit on a screen with their sentences


@dataclass(frozen=True)
class ShownPlace:
    """One place of a question, with its sentence in both scripts."""

    place: str
    simplified: Sentence
    traditional: Sentence


def shown_places(question: Question, most: int, room: int) -> list[ShownPlace]:
    """Return the first places of a question whose sentences fit, at least one.

    A sentence has at most `most` characters, all together at most `room`.
    """
    places: list[ShownPlace] = []
    for each in question.occurrences[:_PLACES]:
        place = shown_place(each, most)
        room -= place.simplified.length
        if places and room < 0:
            break
        places.append(place)
    return places


def shown_place(occurrence: Occurrence, most: int) -> ShownPlace:
    return ShownPlace(f"{occurrence.file}:{occurrence.line}", *find_sentences(occurrence.doubt, most))


class NotSavedError(Exception):
    """Raised if the ledger can no longer be read: earlier answers are saved, the last one is not."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass
class ReviewWalk:
    """The state of one walk.

    `save` writes a ledger, given the one that was there before, and returns the ledger as it then stands, with the
    decisions of others. `refused` says why the last answer was not accepted: someone else had given another.
    """

    questions: Sequence[Question]
    ledger: Ledger
    reviewer: str
    day: date
    save: Callable[[Ledger, Ledger], tuple[Ledger, list[Problem]]]
    at: int = 0
    note: str = ""
    everywhere: bool = False
    here_only: bool = False
    focus: int | None = None
    skipped: frozenset[int] = frozenset()
    refused: tuple[Problem, ...] = ()
    history: list[tuple[int, Mapping[DecisionKey, Decision | None], frozenset[int]]] = field(default_factory=list)

    def open_places(self, question: Question) -> tuple[Occurrence, ...]:
        """Return the places of a question that no decision in the ledger answers."""
        return tuple(
            each for each in question.occurrences if not self.ledger.signed(each.doubt.place, each.doubt.choice.tier)
        )

    def advance(self) -> Question | None:
        """Return the question in focus, or the next one that is open and not skipped; None at the end."""
        while self.at < len(self.questions):
            if question := self.question(self.at if self.focus is None else self.focus):
                return question
            self.focus = None
            self.at += self.question(self.at) is None
        return None

    def question(self, number: int) -> Question | None:
        """Return a question with its open places only; None if there are none or it was skipped."""
        question = self.questions[number]
        places = () if number in self.skipped else self.open_places(question)
        keys = tuple(dict.fromkeys(each.doubt.key for each in places))
        return replace(question, keys=keys, occurrences=places) if places else None

    def page(self) -> list[tuple[int, Question]]:
        """Return the next phrases on which all opinions agree, with their numbers, to be accepted together."""
        found: list[tuple[int, Question]] = []
        for number in range(self.at, len(self.questions)):
            question = self.question(number) if self.questions[number].tier == 3 else None
            found += [(number, question)] if question else []
            if len(found) == _PAGE:
                break
        return found

    def accept(self, questions: Sequence[Question]) -> None:
        """Sign several questions as written, each with its own reason unless a note was given."""
        self._decide(list(chain.from_iterable(self._signed(each, {}) for each in questions)))
        self.note = ""

    def answer(self, question: Question, choice: tuple[DecisionKey, str] | None) -> None:
        """Sign a question and save it.

        `choice` is another form for one of the keys; every other key is accepted as written.
        """
        decisions = []
        for each in self._meant(question, choice):
            forms = {key: choice[1] for key in each.keys if choice and key.everywhere == choice[0].everywhere}
            decisions += self._signed(each, forms)
        self._decide(decisions)
        self.everywhere = self.here_only = False
        self.note, self.focus = "", None

    def _signed(self, question: Question, forms: Mapping[DecisionKey, str]) -> list[Decision]:
        """Return the decisions; without a note the meaning of the form is the reason."""
        decisions = sign_decisions(question, forms, self.reviewer, self.day, self.note)
        return [each if each.note else replace(each, note=gloss(each.key, each.chosen)) for each in decisions]

    def _meant(self, question: Question, choice: tuple[DecisionKey, str] | None) -> list[Question]:
        """Return the question, only its first place, or every later one about the same character in the same phrase."""
        wanted = choice[0] if choice else question.keys[0]
        if self.here_only:
            place = next(each for each in question.occurrences if each.doubt.key == wanted)
            return [replace(question, keys=(place.doubt.place,), occurrences=(place,))]
        if not self.everywhere:
            return [question]
        rest = [each for each in self.questions[self.at :] if each.tier == question.tier and self.open_places(each)]
        return [each for each in rest if each.keys[0].everywhere == wanted.everywhere]

    def _decide(self, decisions: Sequence[Decision]) -> None:
        before = {each.key: self.ledger.decisions.get(each.key) for each in decisions}
        at = self.at
        if self._write(self.ledger.adding(decisions)):
            self.history.append((at, before, self.skipped))

    def _write(self, ledger: Ledger) -> bool:
        """Save the ledger; False if someone else decided otherwise meanwhile, whose decision is then adopted."""
        self.ledger, problems = self.save(ledger, self.ledger)
        if any(each.code != "signed.changed" for each in problems):
            raise NotSavedError(problems)
        self.refused = tuple(problems)
        return not problems

    def skip(self, numbers: Sequence[int]) -> None:
        """Skip these questions until the end of the walk."""
        self.history.append((self.at, {}, self.skipped))
        self.refused = ()
        self.skipped |= frozenset(numbers)
        self.focus = None

    def undo(self) -> bool:
        """Take back the last answer or skip and ask again; False if there is none."""
        if not self.history:
            return False
        at, before, skipped = self.history.pop()
        gone = [key for key, decision in before.items() if decision is None]
        if before:
            self._write(self.ledger.adding(filter(None, before.values())).without(gone))
        self.at, self.skipped, self.focus = at, skipped, None
        return True


def options(question: Question) -> list[tuple[DecisionKey, str]]:
    """Return the choices by digit: 1 is the conversion's own text, the others are other forms of one key each."""
    others = [(key, form) for key in question.keys for form in question.candidates(key)[1:]]
    return [(question.keys[0], question.keys[0].output), *others]


def written(question: Question, chosen: Mapping[DecisionKey, str] = MappingProxyType({})) -> str:
    """Return the segment in Traditional Chinese, with the chosen forms, otherwise those of the conversion."""
    key = question.keys[0]
    data = load_dictionaries(key.profile)
    forms = {each.character: chosen.get(each, each.output) for each in question.keys}
    return "".join(forms.get(each) or data.regional(data.characters.get(each, each)) for each in key.segment)


def remaining(occurrences: Sequence[Occurrence], ledger: Ledger) -> tuple[Occurrence, ...]:
    """Return the occurrences with their decisions in this ledger."""
    found = []
    for each in occurrences:
        decision: Decision | None = ledger.signed(each.doubt.place, each.doubt.choice.tier)
        found.append(replace(each, doubt=replace(each.doubt, decision=decision)))
    return tuple(found)


def open_questions(occurrences: Sequence[Occurrence], ledger: Ledger) -> list[Question]:
    """Return the questions still open in this ledger."""
    return find_questions(remaining(occurrences, ledger))
