"""What official text writes in one way is asked of nobody, and is reported all the same; names are never settled."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from gazette.convert.learn_settled import settled_rows
from gazette.convert.ledger import Ledger
from gazette.convert.loading import load_chooser
from gazette.convert.overlay import read_overlay
from gazette.convert.review import Occurrence, find_questions, state_of
from gazette.convert.scribe import Scribe, ScribeRules
from gazette.settings import ConversionProfile


def occurrences(text: str, profile: ConversionProfile = "tw") -> list[Occurrence]:
    scribe = Scribe(ScribeRules(profile), Ledger("ledger.tsv", {}), "a")
    return [Occurrence("a.md", 1, doubt) for line in text.split("\n") for doubt in scribe.doubts(line)]


def test_a_settled_word_is_reported_and_not_asked() -> None:
    found = occurrences("根据合同，应当发布")
    assert {
        each.doubt.choice.source: each.doubt.choice.tier for each in found if each.doubt.choice.source in "据合当发"
    } == {
        "据": 4,
        "合": 4,
        "当": 4,
        "发": 4,
    }
    assert [question.keys[0].segment for question in find_questions(found)] == []
    assert state_of("tw", found).is_complete


@pytest.mark.parametrize("text", ["于海波", "余某", "范缜", "种某", "干某", "党某"])
def test_what_may_be_a_surname_is_not_settled_by_itself(text: str) -> None:
    choices = load_chooser("tw").convert(text)[1]
    assert all(choice.tier < 4 for choice in choices if choice.source == text[0])


def test_a_word_is_settled_by_ten_occurrences_and_two_in_a_hundred() -> None:
    counts = {
        ("一致", 1): Counter({"致": 10}),
        ("九次", 0): Counter({"九": 9}),
        ("征收", 0): Counter({"徵": 97, "征": 3}),
        ("于", 0): Counter({"於": 99_999}),
        ("证", 0): Counter({"證": 99_999, "証": 1}),
        ("发", 0): Counter({"發": 9_999, "髮": 99}),
    }
    assert list(settled_rows(counts)) == [("一致", "1", "致"), ("证", "0", "證")]


def test_a_fresh_statute_asks_about_few_things(shared: Path) -> None:
    """2,000 characters of each of ten real texts, nothing signed before."""
    files = sorted((shared / "data" / "corpus_dev").glob("d*.md"))
    texts = [text[:2000] for text in (file.read_text(encoding="utf-8") for file in files) if len(text) >= 2000][::30]
    asked = [len(find_questions(occurrences(text))) for text in texts]
    assert sum(asked) / len(asked) <= 17


def test_no_true_error_of_the_development_data_is_settled(shared: Path) -> None:
    sys.path.insert(0, str(shared / "data"))
    import accuracy

    silent = []
    for row in accuracy.read_rows(shared / "data" / "dev_s2t.jsonl"):
        line, choices = load_chooser("tw").convert(row["hans"])
        settled = {choice.offset for choice in choices if choice.tier == 4}
        for at, source, wanted in accuracy.positions(row):
            if at in settled and accuracy.fold(line[at], source) != accuracy.fold(wanted, source):
                silent.append(row["hans"][at - 3 : at + 1])
    # The statute itself has 稽征 for 稽徵 there.
    assert silent == ["税捐稽征"]


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("台账、记账凭证、查账征收", "臺帳、記帳憑證、查帳徵收"),
        ("化妆品", "化粧品"),
        ("当铺", "當舖"),
        ("铺设", "鋪設"),
        ("脱氧核糖核酸", "脫氧核醣核酸"),
        ("葡萄糖", "葡萄糖"),
        ("发霉", "發霉"),
        ("霉菌", "黴菌"),
    ],
)
def test_a_character_to_which_opencc_gives_one_value_follows_official_usage(simplified: str, traditional: str) -> None:
    assert load_chooser("tw").convert(simplified)[0] == traditional


def test_the_way_back_accepts_what_the_bureau_chose() -> None:
    scribe = Scribe(ScribeRules("tw"), Ledger("ledger.tsv", {}), "a")
    assert scribe.convert("台账") == "臺帳" and scribe.round_trip("台账、化妆品、当铺") == []


def test_other_profiles_keep_their_own() -> None:
    assert "賬" not in read_overlay("hk") and load_chooser("hk").convert("台账")[0] == "台賬"
