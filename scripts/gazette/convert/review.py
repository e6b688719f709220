"""Review (校核): state of the signatures on published Traditional text: signed, open, no longer valid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gazette.convert.chinese import OPENCC_VERSION
from gazette.convert.dictionaries import dictionaries_stamp
from gazette.convert.ledger import Decision, DecisionKey
from gazette.convert.scribe import Doubt
from gazette.problems import Problem, problem
from gazette.settings import ConversionProfile

# Tier that needs no signature: see `Choice`.
SETTLED_TIER = 4


@dataclass(frozen=True)
class Occurrence:
    """A doubt and its position: file, line from 1 (0: the whole file)."""

    file: str
    line: int
    doubt: Doubt

    @property
    def is_open(self) -> bool:
        """True if it still needs a signature."""
        return self.doubt.decision is None and not self.is_settled

    @property
    def is_settled(self) -> bool:
        """True if official usage has decided (tier 4)."""
        return self.doubt.choice.tier == SETTLED_TIER


@dataclass(frozen=True)
class ReviewState:
    """Review state shown on the page.

    `total`: occurrences that need a signature; `reviewed`: signed ones; `latest`: date of the last signature.
    """

    profile: ConversionProfile
    total: int
    reviewed: int
    latest: date | None

    @property
    def is_complete(self) -> bool:
        """True if all of them are signed."""
        return self.reviewed == self.total


@dataclass(frozen=True)
class Question:
    """What a reviewer decides at once: one place (tier 1), one character everywhere (2), one phrase everywhere (3)."""

    tier: int
    keys: tuple[DecisionKey, ...]
    occurrences: tuple[Occurrence, ...]

    @property
    def risk(self) -> float:
        return max(each.doubt.choice.risk for each in self.occurrences)

    def candidates(self, key: DecisionKey) -> tuple[str, ...]:
        """Return the possible forms for one of its keys, the conversion's own first."""
        choice = next(each.doubt.choice for each in self.occurrences if each.doubt.key == key)
        return tuple(dict.fromkeys((key.output, *choice.candidates)))


def state_of(profile: ConversionProfile, occurrences: Sequence[Occurrence]) -> ReviewState:
    """Return the review state of a publication's occurrences."""
    signed = [each.doubt.decision.date for each in occurrences if each.doubt.decision]
    return ReviewState(profile, count_asked(occurrences), len(signed), max(signed, default=None))


def count_asked(occurrences: Sequence[Occurrence]) -> int:
    """Return the number of occurrences that need a signature, open or signed."""
    return sum(each.is_open or each.doubt.decision is not None for each in occurrences)


def find_questions(occurrences: Iterable[Occurrence]) -> list[Question]:
    """Return the open questions, lowest tier and highest risk first, equal ones merged."""
    groups: dict[tuple[object, ...], list[Occurrence]] = defaultdict(list)
    for each in occurrences:
        if each.is_open:
            key, tier = each.doubt.key, each.doubt.choice.tier
            groups[(tier, key) if tier < 3 else (tier, key.profile, key.segment)].append(each)
    questions = []
    for group in groups.values():
        keys = tuple(dict.fromkeys(each.doubt.key for each in group))
        questions.append(Question(group[0].doubt.choice.tier, keys, tuple(group)))
    return sorted(questions, key=lambda each: (each.tier, -each.risk, each.keys))


def sign_decisions(
    question: Question, chosen: Mapping[DecisionKey, str], reviewer: str, day: date, note: str
) -> list[Decision]:
    """Return the decisions that answer a question; a key missing in `chosen` is accepted as converted."""
    stamp = dictionaries_stamp()
    return [
        Decision(key, chosen.get(key, key.output), reviewer, day, note, OPENCC_VERSION, stamp) for key in question.keys
    ]


def check_open(occurrences: Sequence[Occurrence]) -> list[Problem]:
    """Report one problem (review.open) if a publication has open doubts, on the line of the first."""
    unsigned = [each for each in occurrences if each.is_open]
    if not unsigned:
        return []
    first = min(unsigned, key=lambda each: each.line)
    details = {"open": str(len(unsigned)), "total": str(count_asked(occurrences))}
    return [problem("review.open", first.file, first.line, found=first.doubt.context, **details)]
