"""No phrase decides a character of a long word across the seam of the two words that make it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.convert.learn_seams import NUMERAL, split
from gazette.convert.loading import load_chooser
from gazette.convert.segments import free_of_seams

WORDS = [
    line for line in Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"
]


def test_in_a_word_of_two_known_words_no_phrase_reaches_over_the_middle() -> None:
    chooser, unexplained = load_chooser("tw"), []
    for word in WORDS:
        for choice in chooser.convert(word)[1]:
            entry = choice.entry
            begin = word.find(entry) if entry and entry != word else 0
            across = begin < 2 < begin + len(entry) and entry not in (word, "")
            number = NUMERAL.issuperset(word[:2]) or word[0] in "每"
            half = word[:2] if choice.offset < 2 else word[2:]
            alone = chooser.convert(half)[0][choice.offset % 2]
            if across and not number and choice.chosen != alone:
                unexplained.append((word, entry))
    assert unexplained == []


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("分配制度", "分配制度"),
        ("考试制度", "考試制度"),
        ("飞机制造", "飛機製造"),
        ("网上游戏", "網上遊戲"),
        ("检察干部", "檢察幹部"),
        ("关联系统", "關聯系統"),
        ("交流干扰", "交流干擾"),
        ("抑制发芽", "抑制發芽"),
        ("密码表", "密碼表"),
        ("沈阳飞机制造公司", "瀋陽飛機製造公司"),
        ("控制卡", "控制卡"),
        ("凉拌面", "涼拌麵"),
        ("三百里", "三百里"),
    ],
)
def test_long_words_are_written_as_their_parts(simplified: str, traditional: str) -> None:
    assert load_chooser("tw").convert(simplified)[0] == traditional


def test_the_best_split_has_few_pieces_then_few_single_characters_then_the_most_probable() -> None:
    seen = {"考": 9, "试": 9, "制": 9, "度": 9, "考试": 50, "试制": 5, "制度": 90, "考试制度": 1, "考试制": 1}
    assert split("考试制度", seen, 300) == ("考试", "制度")


def test_a_phrase_begins_and_ends_at_seams_at_every_depth() -> None:
    seams = {"沈阳飞机制造": ("沈阳", "飞机制造"), "飞机制造": ("飞机", "制造")}
    places = {(0, 2): True, (2, 6): True, (2, 4): True, (3, 5): False, (1, 3): False, (4, 6): True}
    assert {place: free_of_seams("沈阳飞机制造", *place, seams) for place in places} == places
