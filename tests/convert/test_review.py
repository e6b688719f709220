"""What is asked, in which order and how often; and which decisions no longer hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from converted import EMPTY, scribe
from gazette.convert.carrying import carry_signatures
from gazette.convert.decision_check import check_decisions, find_uses
from gazette.convert.ledger import Decision, DecisionKey, Ledger
from gazette.convert.review import Occurrence, Question, check_open, find_questions, sign_decisions, state_of
from gazette.problems import Problem

DAY = date(2026, 11, 24)
TEXTS = {
    "a": "机关回复由省级关系。促进面前。",
    "b": "面前和关系，以后面前。组织机关回复由省级关系。",
}


def occurrences(ledger: Ledger, texts: Mapping[str, str] = TEXTS) -> tuple[Occurrence, ...]:
    return tuple(
        Occurrence(f"{name}.md", 7, doubt)
        for name, text in texts.items()
        for doubt in scribe(ledger=ledger, name=name).doubts(text)
    )


def checked(ledger: Ledger, texts: Mapping[str, str]) -> list[Problem]:
    def of(name: str) -> tuple[Occurrence, ...]:
        return occurrences(ledger, {name: texts[name]})

    return check_decisions(ledger, [find_uses(ledger, of(name)) for name in texts], frozenset(texts), of)


def all_signed(texts: Mapping[str, str] = TEXTS) -> Ledger:
    questions = find_questions(occurrences(EMPTY, texts))
    return EMPTY.adding(each for question in questions for each in sign_decisions(question, {}, "王斌", DAY, "读过"))


def asked(questions: list[Question]) -> list[tuple[int, str, int]]:
    return [(each.tier, each.keys[0].segment, len(each.occurrences)) for each in questions]


def asked_places(found: tuple[Occurrence, ...]) -> int:
    return sum(each.doubt.choice.tier < 4 for each in found)


def codes(ledger: Ledger, texts: Mapping[str, str] = TEXTS) -> list[tuple[str, str]]:
    found = checked(ledger, texts)
    return [(each.code, each.path) for each in found]


def test_each_thing_is_asked_once_and_the_worst_first() -> None:
    questions = find_questions(occurrences(EMPTY))
    assert asked(questions) == [(1, "回复", 1), (1, "回复", 1), (3, "面前", 3), (3, "关系", 3)]
    risks = [each.risk for each in questions if each.tier == 1]
    assert risks == sorted(risks, reverse=True)
    # Tier 1 is signed at its place, the rest for everywhere.
    assert [each.keys[0].is_place for each in questions] == [each.tier == 1 for each in questions]


def test_what_is_signed_is_not_asked_again_and_counts_for_the_page() -> None:
    ledger = all_signed()
    signed = occurrences(ledger)
    assert find_questions(signed) == [] and check_open(signed) == [] and codes(ledger) == []
    state = state_of("tw", signed)
    assert (state.total, state.reviewed, state.latest, state.is_complete) == (
        asked_places(signed),
        asked_places(signed),
        DAY,
        True,
    )
    nothing = state_of("tw", occurrences(EMPTY))
    assert (nothing.reviewed, nothing.latest, nothing.is_complete) == (0, None, False)


def test_a_new_text_brings_only_its_own_questions() -> None:
    more = TEXTS | {"c": "关系面前情况，头发。"}
    assert [segment for _, segment, _ in asked(find_questions(occurrences(all_signed(), more)))] == ["头发"]


def test_open_doubts_are_one_problem_for_each_publication() -> None:
    (problem,) = check_open(occurrences(EMPTY, {"a": TEXTS["a"]}))
    assert (problem.code, problem.level, problem.line) == ("review.open", "warning", 7)
    assert replace(problem, for_release=True).is_error
    assert dict(problem.details) == {"open": "3", "total": "3"}


def override(text: str, source: str, chosen: str, everywhere: bool) -> tuple[DecisionKey, Decision]:
    doubt = next(each for each in scribe(name="a").doubts(text) if each.choice.source == source)
    key = doubt.place.everywhere if everywhere else doubt.place
    return key, Decision(key, chosen, "王斌", DAY, "", "1.4.2", occurrence_stamp())


def occurrence_stamp() -> str:
    return next(iter(all_signed().decisions.values())).dictionaries


def test_an_override_whose_words_are_gone_is_named_with_the_place_most_like_it() -> None:
    key, decision = override(TEXTS["a"], "复", "復", everywhere=False)
    ledger = all_signed().adding([decision])
    assert codes(ledger) == []
    moved = TEXTS | {"a": "机关回复由省级以上关系。促进面前。"}
    found = checked(ledger, moved)
    problem = next(each for each in found if each.code == "review.moved")
    assert problem.found == key.context and "a.md:7 机关回【复】由省级以上关系" in dict(problem.details)["nearest"]
    gone = {"b": TEXTS["b"]}
    assert ("review.gone", "ledger.tsv") in codes(ledger, gone)


def test_an_override_for_everywhere_that_changes_nothing_any_more_is_named() -> None:
    _, decision = override("头发", "发", "發", everywhere=True)
    assert codes(all_signed().adding([decision])) == [("review.unused", "ledger.tsv")]


def test_an_accepted_form_that_is_no_longer_needed_is_no_problem() -> None:
    assert codes(all_signed(), {"a": TEXTS["a"]}) == []


@pytest.mark.parametrize("place", [True, False])
def test_an_output_that_differs_from_what_was_signed_is_named(place: bool) -> None:
    ledger = all_signed()
    source, other = ("复", "復") if place else ("系", "系")
    kept = {key: each for key, each in ledger.decisions.items() if key.character != source}
    old = [each for key, each in ledger.decisions.items() if key.character == source]
    changed = [replace(each, key=replace(each.key, output=other), chosen=other) for each in old]
    before = replace(ledger, decisions=kept).adding(changed)
    found = checked(before, TEXTS)
    assert {each.code for each in found} == {"review.differs"}
    assert {dict(each.details)["signed"] for each in found} == {other}


def test_decisions_made_with_other_dictionaries_are_named_once_and_can_be_carried_over() -> None:
    ledger = all_signed()
    old = ledger.adding(replace(each, dictionaries="0" * 12) for each in ledger.decisions.values())
    assert codes(old) == [("review.dictionaries", "ledger.tsv")]
    carried, number = carry_signatures(old, occurrences(old))
    assert (carried.decisions, number) == (ledger.decisions, len(ledger.decisions))
    assert carry_signatures(ledger, occurrences(ledger))[1] == 0
