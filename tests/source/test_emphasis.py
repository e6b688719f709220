"""Masked names and numbers are shown, bold is bold, and no text can make the reading of signs slow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.source.emphasis import DEEPEST, find_emphasis
from in_time import in_time


@pytest.mark.parametrize(
    "text",
    [
        "王*、李**、张*三人的申请已受理。",
        "手机133*88**66*21",
        "注册商标*、发明专利**和地理标志*共3376件",
        "张*、李*三",
        "王**、李**两人",
        "王**（男）、李**（女）",
        "王**《论文》、李**《论文》",
        "*小明、*小红",
        "**公司、**商行",
        "3703**********1234",
        "138****6621，139****8823",
        "姓名____（签字）____",
        "__年__月__日",
        "2 * 3 * 4",
        "王**,李**",
        "身份证3703**1990**12",
        "****甲****",
        "___甲___",
    ],
)
def test_a_mask_is_shown(text: str) -> None:
    assert find_emphasis(text).pairs == []


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("**“甲”**乙", ["**“甲”**"]),
        ("要求**“一窗受理”改革**落实", ["**“一窗受理”改革**"]),
        ("**一是加强。**各单位", ["**一是加强。**"]),
        ("领导**干**部", ["**干**"]),
        ("**33**76件", ["**33**"]),
        ("***a** b*", ["***a** b*", "**a**"]),
        ("*a **b***", ["*a **b***", "**b**"]),
        ("the *Outline (2021-2035)* and", ["*Outline (2021-2035)*"]),
        ("__甲__、_乙_", ["__甲__", "_乙_"]),
        ("甲***乙***丙", ["***乙***", "**乙**"]),
        ("**甲***乙*", ["**甲**", "*乙*"]),
        ("*甲**乙***", ["*甲**乙***", "**乙**"]),
    ],
)
def test_emphasis_is_found(text: str, elements: list[str]) -> None:
    assert [text[pair.start : pair.end] for pair in find_emphasis(text).pairs] == elements


def test_every_sign_is_in_a_pair_or_a_stray() -> None:
    text = "**a *b** c* __d_ ***e* f**** _g *h* "
    found = find_emphasis(text)
    places = [range(one, other) for pair in found.pairs for one, other in ((pair[0], pair[1]), (pair[2], pair[3]))]
    places += [range(stray.start, stray.end) for stray in found.strays]
    covered = sorted(place for each in places for place in each)
    assert covered == [place for place, sign in enumerate(text) if sign in "*_"]


def test_elements_lie_in_each_other_to_a_certain_depth() -> None:
    found = find_emphasis(" **a" * 500 + "a** " * 500)
    assert len(found.pairs) == DEEPEST


@pytest.mark.parametrize("piece", ["*", "*a ", " *a", "**a *b ", "_(*", " *a* _", "*a**b", "**a*b_c__d"])
def test_twenty_kilobytes_of_signs_take_no_time(piece: str) -> None:
    with in_time():
        find_emphasis(piece * (20_000 // len(piece)) + "***")


@given(
    st.lists(st.sampled_from(["甲", "a", "*", "**", "***", "_", "__", "“", "”", "（", " "]), max_size=12).map("".join)
)
def test_the_rule_of_three_would_change_nothing(text: str) -> None:
    """Runs whose lengths sum to a multiple of three, both of three or not, are told apart by `**` being one sign."""
    for pair in find_emphasis(text).pairs:
        lengths = run_length(text, pair.start), run_length(text, pair.tail)
        assert sum(lengths) % 3 or lengths == (3, 3)


def run_length(text: str, place: int) -> int:
    """Of the run of one sign that holds `place`."""
    before, after = text[: place + 1], text[place + 1 :]
    sign = text[place]
    return len(before) - len(before.rstrip(sign)) + len(after) - len(after.lstrip(sign))
