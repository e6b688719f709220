"""Each profile writes its own forms: the mainland norm group by group, and no spelling of Taiwan's where another region has its own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gazette.convert.dictionaries import load_dictionaries
from gazette.convert.glosses import read_glosses
from gazette.convert.lines import convert_line
from gazette.convert.profiles import mainland_forms
from gazette.convert.returns import load_returner
from gazette.settings import PROFILES, ConversionProfile

with (Path(__file__).parent / "mainland_norm.tsv").open(encoding="utf-8", newline="") as file:
    NORM = [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]

# Phrase → what each profile writes: tw, hk, t, cn.
SPELLINGS = [
    ("占用耕地", "占用耕地", "佔用耕地", "佔用耕地", "占用耕地"),
    ("侵占财产", "侵占財產", "侵佔財產", "侵佔財產", "侵占財産"),
    ("占卜", "占卜", "占卜", "占卜", "占卜"),
    ("销毁证据", "銷毀證據", "銷毀證據", "銷燬證據", "銷毁證據"),
    ("雇主和雇员", "雇主和雇員", "僱主和僱員", "僱主和僱員", "雇主和雇員"),
    ("相抵触", "相牴觸", "相抵觸", "相牴觸", "相抵觸"),
    ("抚恤金", "撫卹金", "撫恤金", "撫卹金", "撫恤金"),
    ("吸烟", "吸菸", "吸煙", "吸菸", "吸烟"),
    ("搜集证据", "蒐集證據", "蒐集證據", "蒐集證據", "搜集證據"),
    ("旗杆", "旗桿", "旗杆", "旗杆", "旗杆"),
    ("公布", "公布", "公布", "公佈", "公布"),
    ("函复", "函復", "函覆", "函覆", "函復"),
    ("电视台", "電視臺", "電視台", "電視臺", "電視臺"),
    ("发展和理发", "發展和理髮", "發展和理髮", "發展和理髮", "發展和理髮"),
    ("发霉和霉味", "發霉和霉味", "發霉和霉味", "發霉和霉味", "發黴和黴味"),
    ("青霉素和霉菌", "青黴素和黴菌", "青黴素和黴菌", "青黴素和黴菌", "青黴素和黴菌"),
    ("商铺和铺设", "商舖和鋪設", "商舖和鋪設", "商鋪和鋪設", "商鋪和鋪設"),
    ("当铺的铺位", "當舖的舖位", "當舖的舖位", "當鋪的鋪位", "當鋪的鋪位"),
    ("里", "裡", "裏", "裏", "裏"),
    ("里面", "裡面", "裏面", "裏面", "裏面"),
    ("朱红和朱砂", "朱紅和硃砂", "朱紅和硃砂", "朱紅和硃砂", "朱紅和硃砂"),
    ("克制和克扣", "克制和剋扣", "克制和剋扣", "克制和剋扣", "克制和剋扣"),
    ("卫生", "衛生", "衞生", "衛生", "衛生"),
    ("群众", "群眾", "羣眾", "羣衆", "群衆"),
    ("启动", "啟動", "啟動", "啓動", "啓動"),
    ("着手和著作", "著手和著作", "着手和著作", "着手和著作", "着手和著作"),
    ("干线", "幹線", "幹線", "幹線", "幹綫"),
    ("床位", "床位", "牀位", "牀位", "床位"),
    ("污染", "污染", "污染", "污染", "污染"),
    ("为了", "為了", "為了", "爲了", "爲了"),
    ("伪造", "偽造", "偽造", "僞造", "僞造"),
    ("面粉", "麵粉", "麪粉", "麪粉", "麵粉"),
    ("柜台", "櫃檯", "櫃枱", "櫃檯", "櫃檯"),
    ("汇款", "匯款", "匯款", "匯款", "匯款"),
    ("挂钩", "掛鉤", "掛鈎", "掛鉤", "挂鈎"),
    ("海参", "海參", "海參", "海參", "海參"),
    ("补扣工资", "補扣工資", "補扣工資", "補扣工資", "補扣工資"),
    ("合家欢", "合家歡", "合家歡", "合家歡", "閤家歡"),
    ("关系和联系", "關係和聯繫", "關係和聯繫", "關係和聯繫", "關係和聯繫"),
]


@pytest.mark.parametrize(("simplified", "traditional"), [row[2:] for row in NORM])
def test_every_form_of_every_group_of_the_mainland_norm_is_written(simplified: str, traditional: str) -> None:
    assert convert_line(simplified, "cn", {})[0] == traditional


def test_the_examples_hold_all_groups_of_the_norm_and_only_its_forms_are_candidates() -> None:
    groups: dict[str, set[str]] = {}
    for character, form, simplified, traditional in NORM:
        groups.setdefault(character, set()).add(form)
        assert character in simplified and form in traditional
    assert len(groups) == 96 and sum(map(len, groups.values())) == len(NORM)
    candidates = load_dictionaries("cn").candidates
    # 哩 is another unit than 里; OpenCC has it for 英里.
    assert all(set(candidates.get(each, forms)) <= forms | {"哩"} for each, forms in groups.items())


@pytest.mark.parametrize(("text", "written"), [("毕昇", "畢昇"), ("刘于祕", "劉於祕"), ("校雠仇人", "校讎仇人")])
def test_a_character_that_is_a_variant_of_another_stays_where_it_is_written_itself(text: str, written: str) -> None:
    assert convert_line(text, "cn", {})[0] == written


def test_every_form_of_the_norm_comes_back() -> None:
    back = load_returner("cn").convert
    lost = {character for (character, _), norm in mainland_forms().items() if back(norm)[0] != character}
    assert lost == {"麽"}  # the Simplified character of 幺麽, which looks like the Traditional one of 么


@pytest.mark.parametrize(("simplified", "tw", "hk", "t", "cn"), SPELLINGS)
def test_each_profile_has_its_own_spelling(simplified: str, tw: str, hk: str, t: str, cn: str) -> None:
    written = {profile: convert_line(simplified, profile, {})[0] for profile in PROFILES}
    assert written == {"tw": tw, "hk": hk, "t": t, "cn": cn}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_form_of_every_ambiguous_character_has_its_meaning(profile: ConversionProfile) -> None:
    known, candidates = read_glosses(profile), load_dictionaries(profile).candidates
    assert {(each, form) for each, forms in candidates.items() for form in forms} - known.keys() == set()


def test_no_character_of_a_text_is_left_outside_the_norm(shared: Path) -> None:
    """Of real texts: what stands there is never one of the forms that the norm replaces."""
    replaced = {pair for pair, norm in mainland_forms().items() if pair[1] != norm}
    for file in sorted((shared / "data" / "corpus_dev").glob("d*.md"))[::60]:
        for line in file.read_text(encoding="utf-8").split("\n"):
            assert replaced.isdisjoint(zip(line, convert_line(line, "cn", {})[0], strict=True)), line
