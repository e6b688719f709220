"""What makes conversion cheap changes nothing: each shortcut beside the long way, and nothing is loaded that it does not need."""

from __future__ import annotations

import csv
import gc
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gazette.convert.chooser import View
from gazette.convert.contexts import WIDTH, flatten
from gazette.convert.dictionaries import apply_variants, load_dictionaries
from gazette.convert.grammar import find_rule, read_grammar
from gazette.convert.loading import load_chooser
from gazette.convert.segments import Held, Segment, backward, forward, phrases_in
from gazette.settings import PROFILES

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
TEXT = st.text(
    st.one_of(
        st.sampled_from(
            "发后里面干准制系复征冲了并台于周布占污为着知识产权机关国家具有市场吃茶小舖棟樑群裏，。“”\n 0a"
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)


class Everything(frozenset[str]):
    def __contains__(self, each: object) -> bool:
        return True


@settings(deadline=None)
@given(TEXT)
def test_a_window_that_is_not_looked_for_is_not_in_the_table(text: str) -> None:
    model, flat = load_chooser("tw").model, flatten(text)
    for place, source in enumerate(text, WIDTH):
        if source in model.data.candidates:
            model.opinion(source, flat, place)
            found = model.known_windows(source, flat, place)
            beside = model.beside[source]
            model.beside[source] = (Everything(), Everything())
            try:
                assert model.known_windows(source, flat, place) == found
            finally:
                model.beside[source] = beside


@given(TEXT)
def test_the_match_from_the_right_is_the_longest_at_each_place(text: str) -> None:
    data = load_dictionaries("tw")
    longest = max(map(len, data.phrases))
    found: list[Segment] = []
    place = bare = len(text)
    while place > 0:
        sizes = (size for size in range(min(longest, place), 1, -1) if text[place - size : place] in data.phrases)
        size = next(sizes, 0)
        if size and place < bare:
            found.append((place, bare, ""))
        if size:
            found.append((place - size, place, text[place - size : place]))
            bare = place - size
        place -= size or 1
    found += [(0, bare, "")] if bare else []
    assert backward(text, data) == found[::-1]


@settings(deadline=None)
@given(TEXT, st.sampled_from(PROFILES))
@example("不能自制", "tw")
@example("中國臺灣", "tw")
def test_the_rows_of_a_small_table_are_those_of_the_longest_match(text: str, profile: str) -> None:
    chooser = next(load_chooser(each) for each in PROFILES if each == profile)
    for table in (chooser.house, chooser.overlay):
        assert phrases_in(text, table) == [each for each in forward(text, table) if each[2]]


@given(TEXT, st.sampled_from(PROFILES))
def test_regional_forms_are_those_of_the_longest_match(text: str, profile: str) -> None:
    data = next(load_dictionaries(each) for each in PROFILES if each == profile)
    assert data.regional(text) == apply_variants(text, data.variants, data.variant_phrases)


@settings(deadline=None)
@given(TEXT)
@example("考试制度和飞机制造，令人发指")
def test_where_no_match_was_refused_the_match_over_words_is_openccs_own(text: str) -> None:
    chooser = load_chooser("tw")
    view = View(chooser, text, ())
    assert view.ahead == chooser.opencc(text)
    held = Held(text, chooser.words.jieba_cut(text, hmm=True), chooser.seams)
    found = held.forward(chooser.data)
    assert held.refused or found == forward(text, chooser.data)


def test_a_rule_that_is_passed_over_by_the_character_before_it_does_not_fit() -> None:
    """Over the phrases of kinds.tsv: the same rules are found when every rule is tried."""
    with Path(__file__).with_name("kinds.tsv").open(encoding="utf-8", newline="") as file:
        phrases = [row[0] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]
    grammar, passed = read_grammar(), 0
    for phrase in phrases:
        for place, source in enumerate(phrase):
            rules = grammar.get(source, ())
            every = tuple(replace(rule, ends=None) for rule in rules)
            found, tried = find_rule(rules, phrase, place, ("", 0)), find_rule(every, phrase, place, ("", 0))
            assert (found and found.reason, found and found.form) == (tried and tried.reason, tried and tried.form)
            passed += sum(rule.ends is not None and phrase[:place][-1:] not in rule.ends for rule in rules)
    assert passed > 1000


@settings(deadline=None)
@given(TEXT, st.sampled_from(PROFILES))
@example("由于海波负责，范曾等人发言；批准后实施。", "tw")
@example("一并发送了台账，联系人：于谦", "cn")
def test_the_text_alone_is_the_text_with_its_choices(text: str, profile: str) -> None:
    chooser = next(load_chooser(each) for each in PROFILES if each == profile)
    assert chooser.write(text) == chooser.convert(text)[0]


@settings(deadline=None)
@given(TEXT, st.sampled_from(PROFILES), st.sets(st.integers(0, 40), max_size=5), st.sampled_from([1, 2]))
@example("联系人于海波、范某", "tw", {0, 2, 3}, 1)
@example("一并发送了台账，联系人：于谦", "cn", {0, 2, 12, 14}, 2)
def test_the_text_alone_is_the_same_around_locked_places(text: str, profile: str, ends: set[int], step: int) -> None:
    """With a step of 1 each locked place touches the next; either may be at an end of the text."""
    chooser = next(load_chooser(each) for each in PROFILES if each == profile)
    locked = list(pairwise(sorted({min(end, len(text)) for end in ends})))[::step]
    assert chooser.write(text, locked) == chooser.convert(text, locked)[0]


def test_the_text_alone_is_the_same_for_whatever_decides_a_place() -> None:
    """Over the phrases of kinds.tsv, where grammar, usage, contexts and names decide, each behind another one."""
    with Path(__file__).with_name("kinds.tsv").open(encoding="utf-8", newline="") as file:
        phrases = [row[0] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]
    for profile in PROFILES:
        chooser = load_chooser(profile)
        for first, second in pairwise(phrases):
            assert chooser.write(first + second) == chooser.convert(first + second)[0]


def test_every_row_of_the_table_is_found_when_its_character_occurs() -> None:
    model = load_chooser("tw").model
    rows = [line.split("\t") for line in model.table.splitlines()[1:]]
    for source in {row[0] for row in rows}:
        model.opinion(source, flatten(source), WIDTH)
    assert {(row[0], row[1]) for row in rows if row[1] != "_"} == {
        (source, window) for source, windows in model.rows.items() for window in windows
    }


def test_the_command_loads_no_settings_no_progress_bars_and_no_locales() -> None:
    code = (
        "import sys; from gazette.cli.convert import convert; from gazette.convert.lines import convert_line;"
        "convert_line('开始', 'tw', {}); print(sorted({'pydantic', 'rich', 'babel'} & sys.modules.keys()))"
    )
    environment = {"PYTHONPATH": str(SCRIPTS)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_collector_of_cycles_does_not_walk_through_the_tables() -> None:
    load_chooser("tw")
    assert gc.get_freeze_count() > 50_000 and gc.get_threshold()[0] > 10_000
