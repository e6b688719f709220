"""The way back: words of the Simplified text decide, what no word decides is asked, and every character is accounted for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converted import scribe
from gazette.convert.chinese import CONFIGURATIONS, engine
from gazette.convert.lines import return_line
from gazette.convert.reasons import word_reason
from gazette.convert.returns import load_returner
from gazette.convert.tables import read_columns
from gazette.settings import PROFILES, ConversionProfile

AMBIGUOUS = [row["character"] for row in read_columns("returns.tsv")]
KEPT = [row["word"] for row in read_columns("kept.tsv")]

# Taiwan's Traditional text, the Simplified one, and which places a person is asked about.
BACK = [
    ("乾安縣", "乾安县", ""),
    ("徐乾學", "徐乾学", ""),
    ("張乾明", "张乾明", "乾"),
    ("乾燥的餅乾", "干燥的饼干", ""),
    ("衣服乾了", "衣服干了", "乾"),
    ("土著和著名的名著", "土著和著名的名著", ""),
    ("沿著、隨著、著手", "沿着、随着、着手", ""),
    ("看著名單", "看着名单", "著"),
    ("置於潛在危險", "置于潜在危险", "於"),
    ("瞭解情況，瞭望臺", "了解情况，瞭望台", ""),
    ("藉口和慰藉", "借口和慰藉", ""),
    ("徵收，魏徵", "征收，魏徵", ""),
    ("批覆、答覆、反覆、覆蓋", "批复、答复、反复、覆盖", ""),
    ("二噁英，噁心", "二噁英，恶心", ""),
    ("王汎森、薛應旂", "王汎森、薛应旂", "汎旂"),
    ("廣汎，旂幟", "广泛，旗帜", ""),
    ("畢昇", "毕昇", ""),
    ("計畫，繪畫", "计划，绘画", ""),
    ("其餘", "其余", ""),
]


@pytest.mark.parametrize(("traditional", "simplified", "asked"), BACK)
def test_words_decide_what_comes_back_and_a_person_decides_the_rest(
    traditional: str, simplified: str, asked: str
) -> None:
    found, choices = return_line(traditional, "tw", {})
    assert found == simplified
    assert "".join(each.source for each in choices if each.tier == 1) == asked
    assert [each.offset for each in choices] == [at for at, each in enumerate(traditional) if each in AMBIGUOUS]


def test_hong_kong_and_the_mainland_part_their_characters_themselves() -> None:
    assert return_line("著作，看着", "hk", {})[0] == return_line("著作，看着", "cn", {})[0] == "著作，看着"
    assert return_line("衹有什麽", "cn", {})[0] == "只有什么"


def test_a_protected_term_comes_back_as_it_was_and_is_no_doubt() -> None:
    assert return_line("張乾明乾了", "tw", {"張乾明": "张干明"}) == (
        "张干明干了",
        [choice for choice in return_line("張乾明乾了", "tw", {})[1] if choice.offset == 3],
    )


def test_a_choice_says_why() -> None:
    _, (first, second) = return_line("土著乾了", "tw", {})
    assert [word_reason(each, "en") for each in first.reasons] == ["kept in 土著", "OpenCC writes 着"]
    assert [word_reason(each, "zh") for each in second.reasons] == ["没有词语可据"]


@pytest.mark.parametrize("word", KEPT)
def test_a_kept_word_goes_there_and_back(word: str) -> None:
    assert scribe().round_trip(f"关于{word}的规定") == []


def test_publicly_reported_cases_come_back_right(shared: Path) -> None:
    with (shared / "data" / "conversion_public_dev.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["direction"] == "t2s"]
    wrong = [row for row in rows if return_line(row["simplified_or_input"], "tw", {})[0] != row["expected"]]
    assert rows and wrong == []


USUAL = "".join(AMBIGUOUS) + "".join(KEPT) + "縣學人了，\n"


@pytest.mark.parametrize("profile", PROFILES)
# Every character that UTF-8 can hold: a surrogate by itself stands in no text that was read.
@given(text=st.text(st.one_of(st.sampled_from(USUAL), st.characters(codec="utf-8"))))
def test_outside_ambiguous_places_it_is_opencc_and_the_length_is_kept(profile: ConversionProfile, text: str) -> None:
    back = load_returner(profile)
    found, _ = back.convert(text)
    plain = engine(CONFIGURATIONS[profile][1])(text)
    assert len(found) == len(text)
    for at, each in enumerate(text):
        assert found[at] in back.forms[each] if each in back.forms else found[at] == plain[at]
