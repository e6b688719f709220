"""A name is no word of the dictionary: its characters take the forms of names, or a person decides at that place."""

from __future__ import annotations

from pathlib import Path

import pytest

from converted import EMPTY
from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.gazetteer import place_characters, place_names
from gazette.convert.ledger import read_ledger
from gazette.convert.loading import load_chooser
from gazette.convert.name_tables import given_names, surnames
from gazette.convert.persons import split_persons
from gazette.convert.scribe import Scribe, ScribeRules

LEDGER = Path(__file__).resolve().parents[2] / "scripts" / "review" / "ledger.tsv"
# The person and how the name is written in Traditional.
PERSONS = [
    ("于海波", "于海波"),
    ("于帆", "于帆"),
    ("于晓光", "于曉光"),
    ("余建华", "余建華"),
    ("余剑", "余劍"),
    ("余天明", "余天明"),
    ("范伟", "范偉"),
    ("范丽娟", "范麗娟"),
    ("李干杰", "李干傑"),
    ("干春松", "干春松"),
    ("种永强", "种永強"),
    ("丰成君", "豐成君"),
    ("卜卫东", "卜衛東"),
    ("郁钧剑", "郁鈞劍"),
    ("钟丽萍", "鍾麗萍"),
    ("叶向真", "葉向真"),
    ("姜大明", "姜大明"),
    ("党国英", "党國英"),
    ("谷建芬", "谷建芬"),
    ("岳宏声", "岳宏聲"),
    ("万鄂湘", "萬鄂湘"),
    ("苏志刚", "蘇志剛"),
    ("涂建华", "涂建華"),
    ("王发武", "王發武"),
    ("张云川", "張雲川"),
    ("陈志杰", "陳志傑"),
    ("刘升平", "劉升平"),
    ("幸晓燕", "幸曉燕"),
    ("栗战书", "栗戰書"),
    ("沈发奎", "沈發奎"),
]
# What stands around a person in official texts.
AROUND = [
    "联系人：{}",
    "本报记者{}报道",
    "（记者 {}）",
    "法定代表人{}",
    "局长{}表示",
    "{}同志",
    "被告人{}于2020年3月",
    "李明、{}、王芳",
    "{}、王芳等三人",
    "审核：{}",
    "原告：{}，男，1970年生。",
    "主任{}主持会议。",
    "{}",
    "{}：记者朋友们，大家好。",
]
ORDINARY = [
    ("记者于2022年采访", "記者於2022年採訪"),
    ("记者于会后采访", "記者於會後採訪"),
    ("被告人于某日到案", "被告人於某日到案"),
    ("当事人于收到通知书之日起", "當事人於收到通知書之日起"),
    ("由于国家规定，位于淄博", "由於國家規定，位於淄博"),
    ("其余范围，余额、余款", "其餘範圍，餘額、餘款"),
    ("种子、苗木和其他繁殖材料", "種子、苗木和其他繁殖材料"),
    ("公路干线、卫星城", "公路幹線、衛星城"),
    ("厂长关于企业的报告", "廠長關於企業的報告"),
    ("代表向原选区选民", "代表向原選區選民"),
    ("肖某向某科技公司提出", "肖某向某科技公司提出"),
    ("公费师范生、古建筑、宣传周", "公費師範生、古建築、宣傳週"),
    ("经核准的十余名同志", "經核准的十餘名同志"),
    ("每周某日，对于某些人", "每週某日，對於某些人"),
]


def wrong(text: str, start: int, expected: str) -> list[str]:
    """The characters from `start` that are neither as expected nor a doubt of tier 1."""
    converted, choices = load_chooser("tw").convert(text)
    asked = {each.offset for each in choices if each.tier == 1}
    return [converted[at] for at, form in enumerate(expected, start) if converted[at] != form and at not in asked]


@pytest.mark.parametrize("around", AROUND)
def test_no_name_is_wrong_without_a_doubt_at_its_place(around: str) -> None:
    before = around.index("{")
    assert [
        (text, found)
        for name, form in PERSONS
        for text in (around.format(name),)
        if (found := wrong(text, before, form))
    ] == []


@pytest.mark.parametrize("around", AROUND[:5])
def test_behind_a_title_the_surname_is_written_as_a_surname(around: str) -> None:
    before = around.index("{")
    for name, form in PERSONS:
        if name == "党国英":  # 党国 is a word: a person decides
            continue
        assert load_chooser("tw").convert(around.format(name))[0][before] == form[0], name


@pytest.mark.parametrize(("text", "traditional"), ORDINARY)
def test_a_surname_is_not_a_preposition(text: str, traditional: str) -> None:
    converted, choices = load_chooser("tw").convert(text)
    assert converted == traditional
    assert [each.reasons for each in choices if any(code.endswith("name") for code, _ in each.reasons)] == []


@pytest.mark.parametrize("masked", ["于某", "于某某", "余某某", "范某甲", "干某某", "于*", "范××", "余**"])
def test_a_masked_name_keeps_its_surname(masked: str) -> None:
    converted, choices = load_chooser("tw").convert(f"原告{masked}诉称，")
    assert (converted[2], [each.tier for each in choices if each.offset == 2]) == (masked[0], [3])


@pytest.mark.parametrize("fact", ["于海波", "于洋", "范　伟", "余秋里", "于海波、范伟（科长）", "党国英", "干勇"])
def test_a_fact_that_names_a_person_is_a_name(fact: str) -> None:
    writer = Scribe(ScribeRules("tw"), EMPTY, "x", persons=[fact])
    for person in split_persons(fact):
        at = fact.index(person)
        assert writer.convert(fact)[at] == person[0]
    assert all(each.choice.kind == "name" or each.choice.tier == 1 for each in writer.doubts(fact) if each.offset < 2)


def test_a_person_of_the_facts_is_known_in_the_text_and_other_words_are_left() -> None:
    writer = Scribe(ScribeRules("tw"), EMPTY, "x", persons=["于洋"])
    assert writer.convert("会上于洋说，高于洋山的地方位于洋浦。") == "會上于洋說，高於洋山的地方位於洋浦。"


def test_a_decision_for_everywhere_covers_no_name() -> None:
    writer = Scribe(ScribeRules("tw"), EMPTY, "x", persons=["于海波"])
    for text in ("于海波", "记者于帆报道", "经余建华批准"):
        for each in writer.doubts(text):
            assert each.choice.tier == 1 or len(each.key.segment) > 1, text


@pytest.mark.parametrize(("word", "form"), [("朴素", "樸"), ("余韵", "餘"), ("叶韵", "叶"), ("蒙懂", "懞")])
def test_a_word_that_may_be_a_whole_name_keeps_the_dictionary_s_form_and_is_asked(word: str, form: str) -> None:
    converted, choices = load_chooser("tw").convert(word)
    assert converted[0] == form
    assert [(each.tier, each.reasons[0]) for each in choices if each.offset == 0] == [(1, ("maybe-name", word))]
    assert load_chooser("tw").convert(f"联系人：{word}")[0][4] == load_chooser("tw").convert(f"{word[0]}某")[0][0]


@pytest.mark.parametrize(
    ("place", "traditional"),
    [
        ("佛山市南海区里水镇", "佛山市南海區里水鎮"),
        ("白洋淀流域", "白洋淀流域"),
        ("于都县、于田县", "于都縣、于田縣"),
        ("余干县、余杭区、余姚市", "餘干縣、餘杭區、餘姚市"),
        ("范县、台州市、台山市", "范縣、台州市、台山市"),
        ("丰都县、郁南县、谷城县", "豐都縣、鬱南縣、穀城縣"),
        ("厦门市湖里区", "廈門市湖里區"),
        ("钟祥市、沈丘县、周至县", "鍾祥市、沈丘縣、周至縣"),
    ],
)
def test_places_keep_the_forms_of_their_names(place: str, traditional: str) -> None:
    assert load_chooser("tw").convert(place)[0] == traditional


@pytest.mark.parametrize("place", ["新干县", "平定县范集镇", "某县于家镇", "海淀区里庄镇", "岳西县", "钟山区"])
def test_a_place_whose_form_nobody_knows_is_asked(place: str) -> None:
    _, choices = load_chooser("tw").convert(place)
    assert any(each.tier == 1 for each in choices)


def test_the_tables_name_only_forms_that_a_reviewer_can_choose() -> None:
    candidates = load_dictionaries("tw").candidates
    for table in (surnames(), given_names(), place_names(), place_characters()):
        for name, forms in table.items():
            for form in forms:
                assert len(form) == len(name)
                assert all(to in candidates[of] for of, to in zip(name, form, strict=True) if of in candidates), name


@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.long)])
def test_ordinary_words_of_statutes_are_not_taken_for_names(step: int, shared: Path) -> None:
    """Less than one doubt of tier 1 for a name in 20,000 characters of statutes, which name hardly anyone."""
    size = doubts = 0
    for file in sorted((shared / "data" / "corpus_dev").glob("d*.md"))[::step]:
        for line in file.read_text(encoding="utf-8").split("\n"):
            size += len(line)
            for each in load_chooser("tw").convert(line)[1]:
                doubts += each.tier == 1 and each.reasons[0][0] == "maybe-name"
    assert doubts <= size / 20_000


def test_no_decision_of_the_project_s_ledger_reaches_a_name() -> None:
    """The rows for everywhere (于 → 於, 万人) were read by this rule: a name has a key of its own, or is asked at its place."""
    ledger, problems = read_ledger(LEDGER, "ledger.tsv")
    assert ledger and problems == []
    for around in AROUND:
        for name, form in PERSONS:
            text, at = around.format(name), around.index("{")
            writer = Scribe(ScribeRules("tw"), ledger, "x")
            written = writer.convert(text)
            asked = {each.offset for each in writer.doubts(text) if each.choice.tier == 1 and each.decision is None}
            assert all(written[at + i] == one or at + i in asked for i, one in enumerate(form)), (text, written)
    given = {(key.segment, key.character) for key in ledger.decisions if not key.is_place}
    assert not {(segment, one) for segment, one in given if segment in place_names()}
