"""A row of ours holds for its word, and inside a longer word only where that word has seams: each row is read."""

from __future__ import annotations

import lzma
from collections import Counter
from pathlib import Path

import pytest

from gazette.convert.chinese import engine
from gazette.convert.loading import load_chooser
from gazette.convert.splits import reaches_over
from gazette.convert.tables import read_rows

WORDS = [
    line
    for line in Path(__file__).with_name("house_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
# Rows that choose one of two spellings that statutes write side by side: 家具 beside 傢具, 並行 beside 併行.
# Decisions of ours, not what the statutes settle; none reaches into a longer word (合并处理, 国家具有, 一并行使).
# Taiwan's statutes mean two kinds of units by 村里; a mainland text means: in the village.
CHOSEN = {"家具", "巨大", "制订", "并处", "并行", "村里"}
ROWS = [phrase for phrase, _, _ in read_rows("phrases.tsv")]


def test_in_no_word_of_the_dictionary_does_a_row_reach_over_the_middle_of_its_two_words() -> None:
    chooser, wrong = load_chooser("tw"), []
    for word in WORDS:
        for choice in chooser.convert(word)[1]:
            start = word.find(choice.entry)
            is_inside = choice.kind == "house" and start >= 0 and choice.entry != word
            if is_inside and reaches_over(word, start, start + len(choice.entry)):
                wrong.append((word, choice.entry))
    assert WORDS and wrong == []


@pytest.mark.parametrize(
    ("word", "stretch", "is_over"),
    [
        ("考试制度", "试制", True),
        ("分配制度", "配制", True),
        ("网上游戏", "上游", True),
        ("控制卡", "制卡", True),
        ("抑制发芽", "制发", True),
        ("飞机制造", "机制", True),
        ("朱红色", "朱红", False),
        ("市场准入", "准入", False),
        ("配制饲料", "配制", False),
        ("国情咨文", "咨文", False),
        ("脱氧核糖核酸", "核糖", False),
        ("沈阳飞机制造", "机制", True),
    ],
)
def test_the_best_split_of_a_word_says_where_a_row_may_stand(word: str, stretch: str, is_over: bool) -> None:
    start = word.index(stretch)
    assert reaches_over(word, start, start + len(stretch)) == is_over


@pytest.mark.parametrize(
    ("word", "traditional"),
    [
        ("控制卡", "控制卡"),
        ("抑制发芽", "抑制發芽"),
        ("市场准入", "市場准入"),
        ("合并处理", "合併處理"),
        ("一并行文", "一併行文"),
        ("兼并行为", "兼併行為"),
        ("国家具有", "國家具有"),
        ("专家具体", "專家具體"),
        ("研制订立", "研製訂立"),
        ("复制订阅", "複製訂閱"),
        ("艰巨大业", "艱巨大業"),
    ],
)
def test_a_row_inside_a_longer_word(word: str, traditional: str) -> None:
    assert load_chooser("tw").convert(word)[0] == traditional


def test_each_row_gives_its_own_form_where_it_stands_alone() -> None:
    """In the bureau's spelling: 沖賬 is written 沖帳, as overlay.tsv says."""
    spelt = str.maketrans(load_chooser("tw").spellings)
    forms = {phrase: form.translate(spelt) for phrase, form, _ in read_rows("phrases.tsv")}
    written = {row: load_chooser("tw").convert(f"，{row}，")[0][1:-1] for row in ROWS}
    assert {row: form for row, form in written.items() if form != forms[row]} == {}


@pytest.mark.parametrize("step", [40, pytest.param(4, marks=pytest.mark.long)])
def test_official_text_writes_what_our_rows_write(step: int, shared: Path) -> None:
    """Where a row of ours decides in sentences of statutes, these agree in nine places of ten, row by row."""
    chooser, simplify = load_chooser("tw"), engine("tw2s")
    agreed, seen = Counter[str](), Counter[str]()
    with lzma.open(shared / "data" / "statutes_hant.txt.xz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            line = line.rstrip("\n")
            plain = simplify(line) if number % step == 0 else ""
            if not plain or len(plain) != len(line) or not any(row in plain for row in ROWS):
                continue
            for choice in chooser.convert(plain)[1]:
                if choice.kind == "house" and choice.reasons[0][0] == "house":
                    seen[choice.entry] += 1
                    agreed[choice.entry] += (
                        chooser.spellings.get(line[choice.offset], line[choice.offset]) == choice.chosen
                    )
    assert seen
    doubtful = {row: (agreed[row], size) for row, size in seen.items() if size >= 5 and agreed[row] < 0.9 * size}
    assert {row: counts for row, counts in doubtful.items() if row not in CHOSEN} == {}
