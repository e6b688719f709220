"""A rule of grammar.tsv holds for a kind of words; each row's form is one of the character's, each pattern can match."""

from __future__ import annotations

import csv
import re

import pytest

from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.grammar import TABLE, read_grammar
from gazette.convert.loading import load_chooser

# Members of each kind, not those from which the rules were made.
KINDS = {
    "乾: dry": [
        ("脱水甩干", "脫水甩乾"),
        ("烘干机", "烘乾機"),
        ("干草料", "乾草料"),
        ("又干又硬", "又乾又硬"),
        ("芒果干", "芒果乾"),
    ],
    "干 and 幹 stay": [
        ("干预", "干預"),
        ("干涉", "干涉"),
        ("干渠", "幹渠"),
        ("骨干", "骨幹"),
        ("干工作", "幹工作"),
        ("干部", "幹部"),
    ],
    "斗: a vessel": [
        ("料斗", "料斗"),
        ("挖斗", "挖斗"),
        ("翻斗车", "翻斗車"),
        ("战斗", "戰鬥"),
        ("械斗", "械鬥"),
        ("斗争", "鬥爭"),
    ],
    "髮: hair": [
        ("盘发", "盤髮"),
        ("染发剂", "染髮劑"),
        ("挽发簪", "挽髮簪"),
        ("心理发展", "心理發展"),
        ("污染发生", "污染發生"),
    ],
    "隻: counts": [
        ("三只只", "三隻隻"),
        ("一只只", "一隻隻"),
        ("10只羊", "10隻羊"),
        ("百分之八十只限", "百分之八十只限"),
        ("只有", "只有"),
    ],
    "週: a week": [("周计划", "週計劃"), ("两周内", "兩週內"), ("周围", "周圍"), ("周密", "周密")],
    "面: an area": [("面源污染", "面源污染"), ("农业面源", "農業面源"), ("小麦面团", "小麥麵糰")],
    "制: a system": [("实行任命制", "實行任命制"), ("河长制", "河長制"), ("塑料制品", "塑料製品"), ("木制", "木製")],
    "係: is": [
        ("该工程系违法建设", "該工程係違法建設"),
        ("涉案材料系伪造", "涉案材料係偽造"),
        ("上述房屋系其所有", "上述房屋係其所有"),
        ("材料系教授", "材料系教授"),
        ("水系保护", "水系保護"),
        ("该校机械工程系。", "該校機械工程系。"),
    ],
    "簽: sign": [("预签协议", "預簽協議"), ("续签合同", "續簽合同"), ("标签", "標籤")],
    "表: a meter": [("水表和煤气表", "水表和煤氣表"), ("燃气表", "燃氣表"), ("手表", "手錶"), ("手表决", "手表決")],
    "淀: a lake": [("东淀", "東淀"), ("沉淀", "沉澱")],
    "編制 the noun, 編製 the verb": [
        (
            "编制规划。规划的编制应当公开，编制机关由市政府组织编制",
            "編製規劃。規劃的編製應當公開，編製機關由市政府組織編製",
        ),
        ("机构编制管理", "機構編制管理"),
        ("编制限额内的人员编制", "編制限額內的人員編制"),
        ("核定编制，不得超编制", "核定編制，不得超編制"),
        ("汇总编制的本部门决算", "彙總編製的本部門決算"),
        ("在编制过程中", "在編製過程中"),
    ],
}


@pytest.mark.parametrize(("simplified", "traditional"), [pair for pairs in KINDS.values() for pair in pairs])
def test_a_rule_holds_for_its_kind(simplified: str, traditional: str) -> None:
    assert load_chooser("tw").convert(simplified)[0] == traditional


def test_one_text_spells_the_verb_and_the_noun_each_in_one_way() -> None:
    text = "市政府组织编制规划，编制单位应当编制说明，经批准的编制方案由编制部门公布。"
    converted, choices = load_chooser("tw").convert(text)
    assert converted.count("編製") == 5 and "編制" not in converted
    # 编制部门 may be the office that keeps the posts: that place is asked about.
    assert [each.tier for each in choices if each.source == "制"] == [3, 3, 3, 3, 1]


def test_every_row_names_a_form_of_its_character_and_says_how_sure_it_is() -> None:
    candidates = load_dictionaries("tw").candidates
    with TABLE.open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for pattern, form, certainty, _ in rows:
        character = re.fullmatch(r"[^【】]*【(.)】[^【】]*", pattern)
        assert character and form in candidates[character[1]], pattern
        assert certainty in ("sure", "ask"), pattern
    assert sum(map(len, read_grammar().values())) == len(rows)


def test_a_rule_that_is_not_sure_is_asked_where_another_voice_disagrees() -> None:
    (choice,) = [each for each in load_chooser("tw").convert("抓斗")[1] if each.source == "斗"]
    assert (choice.chosen, choice.tier) == ("斗", 1)


def test_a_phrase_that_reaches_further_than_the_rule_decides() -> None:
    assert load_chooser("tw").convert("勃溪")[0] == "勃谿"
