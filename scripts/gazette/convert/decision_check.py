"""Decision check (台账核查): reports decisions of the ledger that no longer hold for the published texts."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from gazette.convert.chinese import OPENCC_VERSION
from gazette.convert.dictionaries import dictionaries_stamp
from gazette.convert.ledger import Decision, DecisionKey, Ledger, without_output
from gazette.convert.review import Occurrence
from gazette.problems import Problem, problem

# Least similarity (difflib's ratio) of two contexts of the same place.
LIKENESS = 0.5


Occurrences = Callable[[str], Iterable[Occurrence]]  # the occurrences of the publication at a path


@dataclass(frozen=True)
class OpenPlace:
    """An unsigned place for which a decision about another output was signed: `row` is the key of that decision."""

    row: DecisionKey
    file: str
    line: int
    context: str
    output: str


@dataclass(frozen=True)
class DecisionUse:
    """What one publication makes of the ledger: the decisions that apply to it, and the places that outgrew one."""

    used: frozenset[DecisionKey] = frozenset()
    outgrown: tuple[OpenPlace, ...] = ()


def find_uses(ledger: Ledger, occurrences: Sequence[Occurrence]) -> DecisionUse:
    """Return what the occurrences of one publication make of the ledger."""
    used = frozenset(each.doubt.decision.key for each in occurrences if each.doubt.decision)
    outgrown = [
        OpenPlace(row, each.file, each.line, each.doubt.context, each.doubt.choice.chosen)
        for each in occurrences
        if each.is_open and (row := ledger.outputs.get(without_output(each.doubt.key)))
    ]
    return DecisionUse(used, tuple(dict.fromkeys(outgrown)))


def check_decisions(
    ledger: Ledger, uses: Iterable[DecisionUse], publications: frozenset[str], occurrences: Occurrences
) -> list[Problem]:
    """Report decisions that no longer hold.

    Problems: review.dictionaries (made with others), review.differs (output has changed), review.unused, review.moved
    and review.gone (overrides without effect).
    """
    known = list(uses)
    used = frozenset(key for each in known for key in each.used)
    return sorted(
        _check_dictionaries(ledger, used)
        + _check_outputs(ledger, known)
        + _check_unused(ledger, used, publications, occurrences)
    )


def outdated_decisions(ledger: Ledger, used: Collection[DecisionKey]) -> list[Decision]:
    """Return the used decisions that were made with another OpenCC or other dictionaries."""
    now = (OPENCC_VERSION, dictionaries_stamp())
    return [each for key, each in ledger.decisions.items() if key in used and (each.opencc, each.dictionaries) != now]


def _check_dictionaries(ledger: Ledger, used: Collection[DecisionKey]) -> list[Problem]:
    old = outdated_decisions(ledger, used)
    if not old:
        return []
    first = min(old, key=lambda each: each.line)
    details = {"number": str(len(old)), "now": f"{OPENCC_VERSION} {dictionaries_stamp()}"}
    return [
        problem("review.dictionaries", ledger.path, first.line, found=f"{first.opencc} {first.dictionaries}", **details)
    ]


def _check_outputs(ledger: Ledger, uses: Iterable[DecisionUse]) -> list[Problem]:
    """Report open places where a decision was signed for another output than the present one."""
    problems = []
    for each in (place for use in uses for place in use.outgrown):
        details = {"signed": each.row.output, "now": each.output}
        row = f"{ledger.path}:{ledger.decisions[each.row].line}"
        problems.append(problem("review.differs", each.file, each.line, found=each.context, row=row, **details))
    return list(dict.fromkeys(problems))


def _check_unused(
    ledger: Ledger, used: Collection[DecisionKey], publications: frozenset[str], occurrences: Occurrences
) -> list[Problem]:
    """Report overrides without effect.

    An accepted form that is no longer needed does no harm; an ignored override does.
    """
    problems = []
    for key, decision in ledger.decisions.items():
        if not decision.is_override or key in used:
            continue
        found = f"{key.segment}: {key.character} → {decision.chosen}"
        if not key.is_place:
            problems.append(problem("review.unused", ledger.path, decision.line, found=found))
        elif key.publication in publications:
            details = {"publication": key.publication, "nearest": _nearest(key, occurrences(key.publication))}
            problems.append(problem("review.moved", ledger.path, decision.line, found=key.context, **details))
        else:
            details = {"publication": key.publication}
            problems.append(problem("review.gone", ledger.path, decision.line, found=found, **details))
    return problems


def _nearest(key: DecisionKey, occurrences: Iterable[Occurrence]) -> str:
    """Return the place in the publication whose context is most similar to a lost one: `index.md:12 【…】`, or "∅"."""
    same = [
        each
        for each in occurrences
        if each.doubt.place.publication == key.publication and each.doubt.place.character == key.character
    ]
    ratio = {id(each): difflib.SequenceMatcher(None, key.context, each.doubt.context).ratio() for each in same}
    best = max(same, key=lambda each: ratio[id(each)], default=None)
    if best is None or ratio[id(best)] < LIKENESS:
        return "∅"
    return f"{best.file}:{best.line} {best.doubt.context}"
