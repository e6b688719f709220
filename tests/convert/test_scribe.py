"""Every character of the Traditional text is OpenCC's, a choice among its candidates, a spelling of ours, or a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converted import EMPTY, scribe
from gazette.convert.chinese import CONFIGURATIONS, engine
from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.ledger import Decision, DecisionKey, Ledger
from gazette.convert.loading import load_chooser
from gazette.convert.markup import convert_inline
from gazette.convert.profiles import mainland_forms
from gazette.convert.protected import find_protected
from gazette.convert.scribe import REACH, Doubt, Scribe, ScribeRules, corner_quotes
from gazette.convert.segments import normalise
from gazette.settings import PROFILES, ConversionProfile

TERMS = {"苏凯": "蘇凱", "部长": "部长"}
PIECES = [
    "苏凯", "部长", "干部长期", "发展", "发布", "公布", "头发", "机关征收", "市场准入", "后里", "玩忽职守", "污染", "为了",
    "沪发〔2026〕12号", "https://www.example.cn/发", "〔", "“", "‘don’t’", "**", "[发](x)", "`发`", "\n", "ABC", "é", "e\u0301",
    "👨‍👩‍👧", "葛\U000e0100", "豈", "𠮷", "م", "\u200d", "　", "1", "，", "發", "於",
]  # fmt: skip
MIXED = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.sampled_from(sorted(load_dictionaries("tw").candidates)),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    ),
    max_size=16,
).map("".join)


@pytest.mark.parametrize("profile", PROFILES)
@given(text=MIXED)
def test_every_character_can_be_answered_for(profile: ConversionProfile, text: str) -> None:
    writer, chooser = scribe(profile, TERMS), load_chooser(profile)
    converted, doubts = writer.convert(text), {each.offset: each for each in writer.doubts(text)}
    locked = find_protected(text, profile, TERMS)
    inside = {at for (start, end), _ in locked for at in range(start, end)}
    normal = normalise(text, chooser.data)
    ambiguous = {at for at, each in enumerate(normal) if each in chooser.data.candidates}
    assert len(converted) == len(text)
    assert set(doubts) == ambiguous - inside
    assert all(converted[start:end] == form for (start, end), form in locked)
    assert not chooser.data.simplified_only & {each for at, each in enumerate(converted) if at not in inside}
    norm, opencc = mainland_forms() if profile == "cn" else {}, engine(CONFIGURATIONS[profile][0])
    start = 0
    for (end, after), _ in [*locked, ((len(text), len(text)), "")]:
        for at, plain in enumerate(opencc(text[start:end]), start):
            plain = norm.get((normal[at], plain), plain)
            if at in doubts:
                assert converted[at] in doubts[at].choice.candidates
            elif not _is_in_overlay(chooser.overlay.phrases, converted, at):
                assert converted[at] == chooser.spellings.get(plain, plain)
        start = after


def _is_in_overlay(phrases: dict[str, str], converted: str, at: int) -> bool:
    return any(form in converted[max(0, at - 5) : at + 6] and converted[at] in form for form in phrases.values())


@given(text=MIXED)
def test_the_same_text_gives_the_same_and_a_doubt_shows_its_place_in_both_scripts(text: str) -> None:
    first, second = scribe(terms=TERMS), scribe(terms=TERMS)
    assert first.convert(text) == second.convert(text) == first.convert(text)
    for each in first.doubts(text):
        assert f"【{normalise(text, load_dictionaries('tw'))[each.offset]}】" in each.context
        assert f"【{each.chosen}】" in each.traditional
        assert len(each.context) <= 2 * REACH + 3 and "\n" not in each.context


@pytest.mark.parametrize(
    ("written", "corners"),
    [
        ("“尊重知识”", "「尊重知识」"),
        ("“甲‘乙’丙”", "「甲『乙』丙」"),
        ("don’t “说”", "don’t 「说」"),
        ("‘it’s’", "『it』s’"),
        ("“前段未完", "「前段未完"),
        ('"直"', '"直"'),
    ],
)
def test_quotation_marks_become_corner_brackets_only_when_that_is_set(written: str, corners: str) -> None:
    assert corner_quotes(written) == corners
    assert Scribe(ScribeRules("tw", quotation_marks="corner"), EMPTY, "x").convert("“发展”") == "「發展」"
    assert scribe().convert("“发展”") == "“發展”"


def signed(doubt: Doubt, chosen: str, *, everywhere: bool = False) -> Ledger:
    key: DecisionKey = doubt.place.everywhere if everywhere else doubt.place
    return Ledger("ledger.tsv", {key: Decision(key, chosen, "王斌", date(2026, 11, 24), "", "1.4.2", "0")})


TEXT = "机关回复由省级公布，以后发展。"


def test_a_decision_about_one_place_changes_that_place_in_its_publication_only() -> None:
    doubt = next(each for each in scribe().doubts(TEXT) if each.choice.source == "复")
    other = next(form for form in doubt.choice.candidates if form != doubt.chosen)
    plain, ledger = scribe().convert(TEXT), signed(doubt, other)
    changed = scribe(ledger=ledger).convert(TEXT)
    assert [at for at in range(len(TEXT)) if plain[at] != changed[at]] == [doubt.offset]
    assert scribe(ledger=ledger, name="y").convert(TEXT) == plain
    assert scribe(ledger=ledger).convert("省级机关回复由省级公布。") != plain
    # The words around the place are part of the decision.
    assert scribe(ledger=ledger).convert("回复") == scribe().convert("回复")


def test_a_decision_for_everywhere_holds_everywhere_but_where_each_place_is_signed() -> None:
    doubts = {each.choice.source: each for each in scribe().doubts(TEXT)}
    assert (doubts["发"].choice.tier, doubts["复"].choice.tier) == (4, 1)
    ledger = signed(doubts["发"], "髮", everywhere=True)
    assert scribe(ledger=ledger, name="y").convert("发展") == "髮展"
    ledger = signed(doubts["复"], "復", everywhere=True)
    assert scribe(ledger=ledger).convert(TEXT) == scribe().convert(TEXT)
    assert all(each.decision is None for each in scribe(ledger=ledger).doubts(TEXT))


def test_a_decision_about_a_place_goes_before_one_for_everywhere() -> None:
    doubt = next(each for each in scribe().doubts(TEXT) if each.choice.source == "发")
    both = signed(doubt, "髮", everywhere=True)
    both = replace(both, decisions={**both.decisions, **signed(doubt, "發").decisions})
    assert scribe(ledger=both).convert(TEXT) == scribe().convert(TEXT)
    assert scribe(ledger=both).convert("发展") == "髮展"


@pytest.mark.parametrize("text", ["领导**干**部", "领导干\n部", "公[布](x)", "*机*关**征**收"])
def test_phrases_and_decisions_are_seen_through_markup_and_line_breaks(text: str) -> None:
    plain = "".join(each for each in text if each not in "*\n[]()x")
    made = convert_inline(text, scribe().convert)
    assert "".join(each for each in made if each not in "*\n[]()x") == scribe().convert(plain)


@pytest.mark.parametrize(
    ("text", "traditional"),
    [
        ("理沪发〔2026〕12号文", "理滬發〔2026〕12號文"),
        ("见https://a.cn/查询后面", "見https://a.cn/查詢後面"),
        ("干部长期", "幹部长期"),  # the phrase 部长期 cannot reach into the term, 干部 cannot either
        ("苏凯发展", "蘇凱發展"),
    ],
)
def test_protected_places_are_cut_out_before_anything_is_converted(text: str, traditional: str) -> None:
    assert scribe(terms=TERMS).convert(text) == traditional


@pytest.mark.long
def test_real_texts_keep_their_length_and_come_back(shared: Path) -> None:
    broken = []
    for file in sorted((shared / "data" / "corpus_dev").glob("d*.md")):
        writer, lines = scribe(), file.read_text(encoding="utf-8").split("\n")
        assert all(len(writer.convert(line)) == len(line) for line in lines)
        broken += [(file.name, each.before) for line in lines for each in writer.round_trip(line)]
    assert broken == []
