"""Every figure of the first publication changed, removed and doubled in turn, in Chinese and in English: each is found in its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gazette.model.counterparts import Counterpart
from gazette.translate.parity import find_figure_differences
from translations import Examined, examine, seed_text

# The numerals of the Chinese text that count, as a reader finds them; each with what it becomes.
CHINESE = {
    "十四五": "十三五",
    "万人": "亿人",
    "一等奖": "四等奖",
    "二等奖": "四等奖",
    "三等奖": "四等奖",
    "一站式": "两站式",
}
MEASURES = {"一是": "六是", "二是": "六是", "三是": "六是", "四是": "六是", "五是": "六是"}
IDLE = ["介绍一下", "下一步", "万里行"]
ENGLISH = {
    "one": "two", "two": "one", "six": "seven", "first": "fourth", "second": "fourth", "third": "fourth", "Five": "Four",
    "First": "Sixth", "Second": "Sixth", "Third": "Sixth", "Fourth": "Sixth", "Fifth": "Sixth",
}  # fmt: skip
DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
SIDES = {"zh-Hans": "index.md", "en": "index.en.md"}


def split(tag: str) -> tuple[str, str, str]:
    """Front matter up to the title, the title, and all that a figure may stand in besides."""
    text = seed_text(tag)
    front, body = text.split("\n---\n", 1)
    return front, front.split("title: ", 1)[1].split("\n", 1)[0], body


def figures(tag: str) -> list[tuple[int, str, str]]:
    """Offset in the file, the figure, another one: all digits, and the numerals listed above."""
    text = seed_text(tag)
    start = text.index("\n---\n") + 5
    found = [(match.start(), match[0], other(match[0])) for match in DIGITS.finditer(text, start)]
    listed = {**CHINESE, **MEASURES} if tag == "zh-Hans" else ENGLISH
    pattern = "|".join(listed) if tag == "zh-Hans" else rf"\b(?:{'|'.join(listed)})\b(?! another)"
    found += [(match.start(), match[0], listed[match[0]]) for match in re.compile(pattern).finditer(text, start)]
    title = text.index("title: ") + 7
    found += [
        (match.start(), match[0], other(match[0])) for match in DIGITS.finditer(text, title, text.index("\n", title))
    ]
    return sorted(found)


def other(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def test_every_numeral_is_either_a_figure_or_known_to_be_none() -> None:
    body = split("zh-Hans")[2]
    for word in (*IDLE, *CHINESE, *MEASURES):
        assert word in body
        body = body.replace(word, "")
    assert re.findall("[〇零一二两三四五六七八九十百千万亿]", body) == []
    assert (len(figures("zh-Hans")), len(figures("en"))) == (33, 34)


def check(folder: Path, tag: str, at: int, old: str, new: str) -> Examined:
    texts = {each: seed_text(each) for each in SIDES}
    assert texts[tag][at : at + len(old)] == old
    texts[tag] = texts[tag][:at] + new + texts[tag][at + len(old) :]
    return examine(folder, only_parity=True, zh_Hans=texts["zh-Hans"], en=texts["en"])


@pytest.mark.parametrize("how", ["changed", "removed", "doubled"])
@pytest.mark.parametrize("tag", SIDES)
def test_any_single_figure(tag: str, how: str, tmp_path: Path) -> None:
    for at, old, another in figures(tag):
        joint = "。" if old in MEASURES else "、" if tag == "zh-Hans" else ", "
        fresh = {
            "changed": another,
            "removed": "",
            "doubled": f"{old}{joint}{old}",
        }[how]
        if how == "removed" and old in ("十四五", *CHINESE, *MEASURES):
            fresh = old[1:]
        after = check(tmp_path, tag, at, old, fresh)
        found = [each for each in after.problems if each.code.startswith("parity.")]
        line = seed_text(tag).count("\n", 0, at) + 1
        sources = [f"index.md:{line}"] if tag == "zh-Hans" else []
        assert found, (old, fresh, line)
        for each in found:
            place = dict(each.details)["source"] if tag == "zh-Hans" else each.line
            assert place in (*sources, line), (old, fresh, line, each)
            assert each.path == "index.en.md"


def differences(source: str, translation: str, tag: str = "en") -> list[tuple[str, str]]:
    found = find_figure_differences(Counterpart("x", source, translation, 1, 1), tag)
    return [
        (each.missing.figure.text if each.missing else "", each.surplus.figure.text if each.surplus else "")
        for each in found
    ]


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("专利3376件", "3,376 patents"),
        ("2022-10-27", "27 October 2022"),
        ("2022年10月27日", "October 27, 2022"),
        ("二〇二二年十月二十七日", "27 October 2022"),
        ("2022年10月", "October 2022"),
        ("1至6月", "January to June"),
        ("万人拥有量达18.02件", "18.02 per 10,000 people"),
        ("一等奖1项", "one first prize"),
        ("第三条第二款第（一）项", "Article 3, paragraph 2, item (1)"),
        ("第一百三十三条之一", "Article 133-1"),
        ("百分之五", "5 %"),
        ("千分之三", "3 per mille"),
        ("增长5%至10%", "grew by 5 to 10 per cent"),
        ("提高2.5个百分点", "rose by 2.5 percentage points"),
        ("1.2亿元", "120 million yuan"),
        ("5至10万元罚款", "a fine of 50,000 to 100,000 yuan"),
        ("处五万元以上十万元以下罚款", "a fine of 50,000 yuan to RMB 100,000"),
        ("三分之二", "two thirds"),
        ("九成企业", "90% of the enterprises"),
        ("淄市监发〔2022〕12号", "Zi Shi Jian Fa [2022] No. 12"),
        ("电话0533-3188608", "telephone +86 533 318 8608"),
        ("下午2时30分", "2:30 p.m."),
        ("“十四五”规划", "the 14th Five-Year Plan"),
        ("二十一世纪", "the 21st century"),
        ("一百二十家企业", "a hundred and twenty enterprises"),
        ("刑法修正案（八）", "Amendment VIII"),
        ("一个平台", "a platform"),
        ("一个平台", "one platform"),
        ("进一步统一", "further unify"),
        ("[附件](a.pdf)", "[Annex](a.pdf)"),
        ("![图](a.png)", "![Figure](a.png)"),
        ("见 https://www.zibo.gov.cn/a。", "see https://www.zibo.gov.cn/a."),
        ("５Ｇ基站", "5G base stations"),
        ("**33**76件", "**3,3**76 items"),
    ],
)  # fmt: skip
def test_the_same_in_both_languages(source: str, translation: str) -> None:
    assert differences(source, translation) == []


@pytest.mark.parametrize(
    ("source", "translation", "expected"),
    [
        ("5%", "5", [("5%", "5")]),
        ("5万元", "50,000 US dollars", [("5万元", "50,000 US dollars")]),
        ("1.2亿", "12 million", [("1.2亿", "12 million")]),
        ("2022年10月27日", "27 November 2022", [("2022年10月27日", "27 November 2022")]),
        ("甲", "A of 2022", [("", "2022")]),
        ("共3项", "in all", [("3", "")]),
        ("[附件](a.pdf)", "[Annex](b.pdf)", [("a.pdf", "b.pdf")]),
        ("![图](a.png)", "Figure", [("a.png", "")]),
        ("0533-3188608", "0533-3188609", [("0533-3188608", "0533-3188609")]),
        ("第三条", "Article 4", [("第三", "4")]),
        ("〔2022〕12号", "[2022] No. 13", [("〔2022〕12号", "[2022] No. 13")]),
    ],
)
def test_what_differs(source: str, translation: str, expected: list[tuple[str, str]]) -> None:
    assert differences(source, translation) == expected


@pytest.mark.parametrize(
    ("source", "translation", "tag", "expected"),
    [
        ("专利3376件，1.2亿元", "特許3,376件、1億2000万元", "ja", []),
        ("2022年10月27日", "٢٧ أكتوبر ٢٠٢٢", "ar", []),
        ("专利3376件", "特許3377件", "ja", [("3376", "3377")]),
        ("共三项", "共三項", "zh-Hant", []),
        ("共三项", "共四項", "zh-Hant", [("三", "四")]),
    ],
)
def test_other_languages(source: str, translation: str, tag: str, expected: list[tuple[str, str]]) -> None:
    assert differences(source, translation, tag) == expected


EXCEPTIONS = (
    "translation:\n  status: unofficial\n  exceptions:\n    - {{block: {block}, figure: '{figure}', reason: rounded}}"
)


def test_an_exception_with_a_reason(tmp_path: Path) -> None:
    english = seed_text("en").replace("3,376", "some 3,400")
    excused = english.replace(
        "translation:\n  status: unofficial", EXCEPTIONS.format(block="question-1+1", figure="3,400")
    )
    other_one = EXCEPTIONS.format(block="question-1+1", figure="3376")
    both = excused.replace("rounded}", "rounded}\n" + other_one.rsplit("\n", 1)[1])
    texts = {"zh_Hans": seed_text("zh-Hans")}
    assert [each.code for each in examine(tmp_path, **texts, en=english).problems if "parity" in each.code] == [
        "parity.differs"
    ]
    assert [each.code for each in examine(tmp_path, **texts, en=excused).problems if "parity" in each.code] == [
        "parity.missing"
    ]
    assert [each.code for each in examine(tmp_path, **texts, en=both).problems if "parity" in each.code] == []


def test_an_exception_that_excuses_nothing(tmp_path: Path) -> None:
    english = seed_text("en").replace(
        "translation:\n  status: unofficial", EXCEPTIONS.format(block="title", figure="2022")
    )
    found = examine(tmp_path, zh_Hans=seed_text("zh-Hans"), en=english).problems
    (unused,) = [each for each in found if each.code == "parity.unused"]
    assert unused.sentence("en") == (
        'index.en.md:14 translation: found "2022", expected a figure that differs in passage title; this one does not — '
        "hint: remove the exception, or correct its block and figure. [parity.unused]"
    )


def test_the_sentence_in_full(tmp_path: Path) -> None:
    english = seed_text("en").replace("3,376", "3,377")
    found = examine(tmp_path, zh_Hans=seed_text("zh-Hans"), en=english).problems
    (wrong,) = [each for each in found if each.code == "parity.differs"]
    assert wrong.is_error
    assert wrong.sentence("en") == (
        'index.en.md:56: found "3,377", expected “3376”, as in the source (index.md:25, passage question-1+1) — hint: correct '
        "the figure; if it differs for a reason, give block, figure and reason under exceptions in translation. [parity.differs]"
    )
