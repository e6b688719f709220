"""Where the evidence is just enough and where it just is not: one place of real text on either side of every threshold of the chooser.

A place may cross its threshold when the tables are learnt anew: then another one that lies as near takes its row.
"""

from __future__ import annotations

import pytest

from gazette.convert.lines import convert_line


def told(text: str, character: str) -> tuple[str, int, set[str]]:
    """The form of the first such character, its tier, and the codes of its reasons."""
    choice = next(each for each in convert_line(text, "tw", {})[1] if each.source == character)
    return choice.chosen, choice.tier, {code for code, _ in choice.reasons}


@pytest.mark.parametrize(
    ("text", "character", "form", "code"),
    [
        ("连同货物一并作除害处理", "并", "並", ""),  # 1.5 to 2.0 for 併
        ("无污水污迹", "迹", "跡", ""),
        ("但系刑事诉讼", "系", "系", "context-prefers"),  # beyond 2.0, and held back as weak
        ("资金链", "链", "鏈", "context-prefers"),
        ("即径直到服务台索赔", "径", "徑", "context-prefers"),
    ],
)
def test_a_character_by_itself_is_overruled_from_a_margin_of_two(
    text: str, character: str, form: str, code: str
) -> None:
    chosen, _, codes = told(text, character)
    assert chosen == form and codes & {"context", "context-prefers"} == ({code} if code else set())


@pytest.mark.parametrize(
    ("text", "character", "form", "code"),
    [
        ("的丁当的", "当", "當", ""),  # 0.5 to 1.0
        ("占城", "占", "占", ""),
        ("天后", "后", "後", "context"),  # 1.0 to 1.5
        ("杆子", "杆", "杆", "context-prefers"),
        ("银杯", "杯", "盃", "context-prefers"),
    ],
)
def test_an_entry_with_several_values_is_overruled_from_a_margin_of_one(
    text: str, character: str, form: str, code: str
) -> None:
    chosen, _, codes = told(text, character)
    assert chosen == form and codes & {"context", "context-prefers"} == ({code} if code else set())


@pytest.mark.parametrize(
    ("text", "character", "form", "code"),
    [
        ("输出审批表的有效期为6个月", "表", "表", "context-prefers"),  # 2.5 to 3.0 for 錶, and of the dictionary only
        ("并将该表的副本报送签发", "表", "表", "context-prefers"),
        ("占多少", "占", "占", "context"),  # 3.0 to 4.0
    ],
)
def test_weak_evidence_overrules_from_a_margin_of_three(text: str, character: str, form: str, code: str) -> None:
    chosen, _, codes = told(text, character)
    assert chosen == form and codes & {"context", "context-prefers"} == {code}


@pytest.mark.parametrize(
    ("text", "character", "form", "is_doubted"),
    [
        ("并报建设单位", "并", "並", True),  # a word by itself less probable than one in twenty
        ("并送达满分教育通知书", "并", "並", True),
        ("自愿终身只生育一个子女的夫妻", "只", "只", False),
    ],
)
def test_a_word_by_itself_is_doubted_below_one_in_twenty(
    text: str, character: str, form: str, is_doubted: bool
) -> None:
    chosen, tier, codes = told(text, character)
    assert (chosen, "probability" in codes, tier == 1) == (form, is_doubted, is_doubted)


@pytest.mark.parametrize(
    ("text", "character", "form", "is_doubted"),
    [
        ("违反检测回避规定的", "回", "迴", True),  # 0.90 to 0.93
        ("复利", "复", "複", True),
        ("美发", "发", "髮", True),
        ("电子信箱等联系信息", "系", "繫", False),  # 0.93 to 0.95
        ("并且遵循下列原则", "并", "並", False),  # the root of it, as a phrase chose it too
        ("第十三条 企业自制设备", "制", "製", False),
    ],
)
def test_a_choice_is_doubted_below_ninety_three_in_a_hundred(
    text: str, character: str, form: str, is_doubted: bool
) -> None:
    chosen, tier, codes = told(text, character)
    assert (chosen, "probability" in codes, tier == 1) == (form, is_doubted, is_doubted)
