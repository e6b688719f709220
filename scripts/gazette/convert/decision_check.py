"""Decision check (台账核查): reports decisions of the ledger that no longer hold for the published texts."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from gazette.convert.chinese import OPENCC_VERSION
from gazette.convert.dictionaries import dictionaries_stamp
from gazette.convert.ledger import Decision, DecisionKey, Ledger
from gazette.convert.review import Occurrence
from gazette.problems import Problem, problem

# Least similarity (difflib's ratio) of two contexts of the same place.
LIKENESS = 0.5


def check_decisions(ledger: Ledger, occurrences: Sequence[Occurrence], publications: frozenset[str]) -> list[Problem]:
    """Report decisions that no longer hold.

    Problems: review.dictionaries (made with others), review.differs (output has changed), review.unused, review.moved
    and review.gone (overrides without effect).
    """
    return sorted(
        _check_dictionaries(ledger, occurrences)
        + _check_outputs(ledger, occurrences)
        + _check_unused(ledger, occurrences, publications)
    )


def outdated_decisions(ledger: Ledger, occurrences: Iterable[Occurrence]) -> list[Decision]:
    """Return the decisions that apply to an occurrence and were made with another OpenCC or other dictionaries."""
    now = (OPENCC_VERSION, dictionaries_stamp())
    used = {each.doubt.decision.key for each in occurrences if each.doubt.decision}
    return [each for key, each in ledger.decisions.items() if key in used and (each.opencc, each.dictionaries) != now]


def _check_dictionaries(ledger: Ledger, occurrences: Sequence[Occurrence]) -> list[Problem]:
    old = outdated_decisions(ledger, occurrences)
    if not old:
        return []
    first = min(old, key=lambda each: each.line)
    details = {"number": str(len(old)), "now": f"{OPENCC_VERSION} {dictionaries_stamp()}"}
    return [
        problem("review.dictionaries", ledger.path, first.line, found=f"{first.opencc} {first.dictionaries}", **details)
    ]


def _check_outputs(ledger: Ledger, occurrences: Sequence[Occurrence]) -> list[Problem]:
    """Report open places where a decision was signed for another output than the present one."""
    signed: dict[tuple[str, ...], Decision] = {}
    for key, decision in ledger.decisions.items():
        if key.is_place or len(key.segment) > 1:
            signed[_without_output(key)] = decision
    problems = []
    for each in occurrences:
        doubt = each.doubt
        before = signed.get(_without_output(doubt.key)) if each.is_open else None
        if before:
            details = {"signed": before.key.output, "now": doubt.choice.chosen, "row": f"{ledger.path}:{before.line}"}
            problems.append(problem("review.differs", each.file, each.line, found=doubt.context, **details))
    return list(dict.fromkeys(problems))


def _without_output(key: DecisionKey) -> tuple[str, ...]:
    # For a single place the segment is ignored: it may have changed with the dictionaries.
    segment = "" if key.is_place else key.segment
    return (key.profile, segment, key.character, key.publication, key.context)


def _check_unused(ledger: Ledger, occurrences: Sequence[Occurrence], publications: frozenset[str]) -> list[Problem]:
    """Report overrides without effect.

    An accepted form that is no longer needed does no harm; an ignored override does.
    """
    used = {each.doubt.decision.key for each in occurrences if each.doubt.decision}
    problems = []
    for key, decision in ledger.decisions.items():
        if not decision.is_override or key in used:
            continue
        found = f"{key.segment}: {key.character} → {decision.chosen}"
        if not key.is_place:
            problems.append(problem("review.unused", ledger.path, decision.line, found=found))
        elif key.publication in publications:
            details = {"publication": key.publication, "nearest": _nearest(key, occurrences)}
            problems.append(problem("review.moved", ledger.path, decision.line, found=key.context, **details))
        else:
            details = {"publication": key.publication}
            problems.append(problem("review.gone", ledger.path, decision.line, found=found, **details))
    return problems


def _nearest(key: DecisionKey, occurrences: Sequence[Occurrence]) -> str:
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
