"""Chinese figures (中文数字): reads 3376件, 1.2亿元, 百分之五, 第三条, 二〇二二年十月, 一等奖, 万人 as figures."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal

from gazette.knowledge import kept
from gazette.numerals import GROUPS, NUMERALS, PLACES, numeral
from gazette.translate.elided import Joints, complete
from gazette.translate.figure import Figure, day, digits, plain_number
from gazette.translate.figure_rules import NUMBER, FigureRule, Grammar, amount, apply, nothing, rule, stated
from gazette.translate.figure_words import either, figure_words
from gazette.translate.figures_shared import ADDRESSES, CODES, SHARED

# A run of numerals; 三千克 is three kilograms.
_RUN = rf"(?:[{NUMERALS.replace('千', '')}]|千(?![克米瓦伏卡]))+"
_TO = r"(?:至|到|-|–|—+|~|～|、|和|或|及)"
_AND = rf"(?:{_TO}|以上)"
# Two adjacent numerals mean “the one or the other”: 三四个, 十七八岁.
_PAIR = "一二|一两|二三|两三|三四|三五|四五|五六|六七|七八|八九"
_HALVES = {"上午": 0, "凌晨": 0, "早上": 0, "中午": 12, "下午": 12, "晚上": 12}
_JOINTS = Joints(
    amounts=re.compile(rf"\s*{_AND}\s*"),
    dates=re.compile(
        r"[年月日号]?份?度?\s*(?:至|到|-|–|—+|~|～|、|和|或|及|与|以及|，|起至|,)?\s*第?(?:次年|翌年|第二年|当年|同年)?\s*"
    ),
    next_year=re.compile("次年|翌年|第二年"),
    afternoon=re.compile("下午|晚上|中午"),
    suffix=re.compile(rf"(?:\s*{_TO}\s*[\d一二三四五六七八九十]{{1,3}})*([日号月])"),
)


def read_chinese(text: str) -> list[Figure]:
    return complete(apply(_grammar(), text), text, _JOINTS)


@kept
def _grammar() -> Grammar:
    forms = (form for role in ("idle", "word", "fixed") for form in figure_words("zh", role))
    first = "数几" + "".join(sorted({form[0] for form in forms} | {half[0] for half in _HALVES}))
    return Grammar(_rules(), re.compile(rf"[{first}{NUMERALS}第\d〔\[(（+①-⑳]|[A-Za-z]+"))


def _rules() -> tuple[FigureRule, ...]:
    return (
        *ADDRESSES,
        rule("idle", either(figure_words("zh", "idle")), nothing),
        rule("fixed", either(figure_words("zh", "fixed")), _read_fixed),
        rule("word", either(figure_words("zh", "word")), _read_word),
        *_dates(),
        *SHARED,
        *CODES,
        *_shares(),
        *_ordinals(),
        *_numbers(),
    )


def _dates() -> tuple[FigureRule, ...]:
    year, number = r"(\d{4}|[〇零一二三四五六七八九]{4})", r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
    to_day, to_month = (rf"(?:[{sign}]|(?=(?:{_TO}{number.replace('(', '(?:')})+[{sign}]))" for sign in ("日号", "月"))
    alone = rf"(?<![\d{NUMERALS}])"
    return (
        rule(
            "issued",
            r"[〔\[（(](\d{4})[〕\]）)]\s*第?(\d+)号",
            lambda match: [stated(match, f"[{match[1]}]{match[2]}")],
        ),
        rule("day", rf"{alone}{year}年{number}月{number}{to_day}", _read_day),
        rule("month", rf"{alone}{year}年{number}{to_month}", _read_day),
        rule("feast", rf"{alone}(){number}月{number}{to_day}", _read_day),
        rule(
            "moon",
            rf"{alone}(){number}(?:月份?|(?=(?:{_TO}{number.replace('(', '(?:')})+月(?!内|以|后|前)))",
            _read_day,
        ),
        rule("year", rf"{alone}([12]\d{{3}}|[〇零一二三四五六七八九]{{4}})(?=年)", _read_number),
        rule("decade", r"(\d\d)世纪(\d0)年代(?:(?:至|到|和|、|-|—+)(\d0)年代)?", _read_decades),
        rule(
            "clock",
            rf"({either(_HALVES)})?(?<!\d)(\d{{1,2}})(?:[时点](?!间|区)|:(?=\d\d))(?:(\d{{1,2}})分?)?(?!\d)",
            _read_clock,
        ),
    )


def _shares() -> tuple[FigureRule, ...]:
    some, scale = rf"(?:{NUMBER})|[{NUMERALS}]+", rf"[{''.join(PLACES)}]?[万亿]*"
    return (
        rule("percent", rf"({NUMBER})({scale})\s*(%|‰|个百分点)", _read_percent),
        rule("hundredth", rf"(百|千)分之({some})(?:{_TO}({some})(?![{NUMERALS}\d]|分之))?", _read_hundredth),
        rule("fraction", rf"([{NUMERALS}]+|\d+)分之([{NUMERALS}]+|\d+)", _read_fraction),
        rule("tenth", rf"([一二三四五六七八九])成(?![{NUMERALS}立为果就长员年人])", _read_tenth),
    )


def _ordinals() -> tuple[FigureRule, ...]:
    return (
        rule("plan", r"十([二三四五六七八九])五(?=[”\"’』」]|规划|计划|时期|期间)", _read_plan),
        rule("inserted", rf"第([{NUMERALS}]+|\d+)条之([一二三四五六七八九十]+)", _read_inserted),
        rule("rank", rf"第([{NUMERALS}]+|{NUMBER})", _read_number),
        rule("measure", r"(?:^|(?<=[。；：:;，\n]))([一二三四五六七八九十]+)(?=[是、要来])", _read_number),
        rule("mark", r"[（(]([一二三四五六七八九十]+)[）)]", _read_number),
        rule("circle", r"[①-⑳]", lambda match: [amount(match, Decimal(ord(match[0]) - ord("①") + 1))]),
    )


def _numbers() -> tuple[FigureRule, ...]:
    counted, money = either(figure_words("zh", "counted")), either(figure_words("zh", "currency"))
    scale = r"((?:[十百万亿]|千(?![克米瓦伏卡]))*)"
    return (
        rule("vague", r"[数几][十百千万亿]+", lambda match: [amount(match, _scale(match[0][1:]), is_required=False)]),
        rule("both", r"(?<=\d)[两二三四五](?=年)", lambda match: [amount(match, _any(match[0]), is_required=False)]),
        rule("number", rf"(?<![\d.])({NUMBER})(?:余|多)?{scale}(?:多|余)?({money})?", _read_amount),
        rule(
            "pair",
            rf"(?<![{NUMERALS}])([二三四五六七八九]?十)?({_PAIR})([十百千万亿]*)(?:多|余)?(?:({money})|(成)|(?={counted}|倍))",
            _read_pair,
        ),
        rule(
            "large",
            rf"([一二三四五六七八九两](?:[十百]|千(?![克米瓦伏卡]))(?:{_RUN})?|十[一二三四五六七八九])(?:多|余)?({money})?",
            _read_counted,
        ),
        rule(
            "listed",
            rf"({_RUN})(?=(?:{_TO}第?{_RUN})+(?:{counted}|{money}|倍|成|等|级|条|款|章|节|编|期|号))",
            _read_listed,
        ),
        rule("grade", r"([一二三四五六七八九十])(?=等|级)", _read_number),
        rule("counted", rf"({_RUN})(?:多|余)?(?:({money})|(?={counted}))", _read_counted),
    )


def _read_fixed(match: re.Match[str]) -> list[Figure]:
    return [amount(match, Decimal(figure_words("zh", "fixed")[match[0]]))]


def _read_word(match: re.Match[str]) -> list[Figure]:
    return [amount(match, Decimal(figure_words("zh", "word")[match[0]]), is_required=False)]


def _any(text: str) -> Decimal:
    return digits(text) if text[0].isdecimal() and text[0].isascii() else Decimal(numeral(text))


def _read_listed(match: re.Match[str]) -> list[Figure]:
    """Read the first members of 三至五年, 一、二、三等奖, 五至十万元, whose noun follows the last."""
    return [amount(match, *_parted(match[1]))]


def _read_number(match: re.Match[str]) -> list[Figure]:
    return [amount(match, _any(match[1]))]


def _read_inserted(match: re.Match[str]) -> list[Figure]:
    """Read 第一百三十三条之一, an article inserted later, as two numbers; in English Article 133-1 or 133a."""
    first, second = amount(match, _any(match[1])), amount(match, _any(match[2]))
    return [
        replace(first, text=match[0][: match.start(2) - match.start()]),
        replace(second, text=match[2], start=match.start(2)),
    ]


def _read_day(match: re.Match[str]) -> list[Figure]:
    year, month, number = (str(_any(each)) if each else "" for each in (*match.groups(), "", "")[:3])
    return [stated(match, day(year, month, number))]


def _read_clock(match: re.Match[str]) -> list[Figure]:
    hour = int(match[2])
    hour += _HALVES.get(match[1] or "", 0) if hour < 12 else 0
    return [stated(match, f"{hour:02}:{int(match[3] or 0):02}")]


def _scale(text: str) -> Decimal:
    return math.prod((Decimal({**PLACES, **GROUPS}[each]) for each in text), start=Decimal(1))


def _read_percent(match: re.Match[str]) -> list[Figure]:
    return [amount(match, digits(match[1]), _scale(match[2]), "‰" if match[3] == "‰" else "%")]


def _read_hundredth(match: re.Match[str]) -> list[Figure]:
    unit = "%" if match[1] == "百" else "‰"
    first = amount(match, _any(match[2]), unit=unit)
    if not match[3]:
        return [first]
    last = replace(amount(match, _any(match[3]), unit=unit), text=match[3], start=match.start(3))
    return [replace(first, text=match[0][: match.end(2) - match.start()]), last]


def _read_pair(match: re.Match[str]) -> list[Figure]:
    """Read 三四百家 as 300 and 400, 十七八岁 as 17 and 18."""
    base = Decimal(numeral(match[1])) if match[1] else Decimal(0)
    unit = "%" if match[5] else figure_words("zh", "currency").get(match[4] or "", "")
    scale = Decimal(10) if match[5] else _scale(match[3])
    first, second = (amount(match, base + numeral(each), scale, unit) for each in match[2])
    at = match.start(2) - match.start() + 1
    return [replace(first, text=match[0][:at]), replace(second, text=match[0][at:], start=match.start() + at)]


def _read_decades(match: re.Match[str]) -> list[Figure]:
    """Read 20世纪80年代 as the 1980s."""
    first, last = (f"{int(match[1]) - 1}{each}S" for each in (match[2], match[3] or match[2]))
    if not match[3]:
        return [stated(match, first)]
    return [
        replace(stated(match, first), text=match[0][: match.end(2) - match.start()]),
        replace(stated(match, last), text=match[3], start=match.start(3)),
    ]


def _read_fraction(match: re.Match[str]) -> list[Figure]:
    return [stated(match, f"{plain_number(_any(match[2]))}/{plain_number(_any(match[1]))}")]


def _read_tenth(match: re.Match[str]) -> list[Figure]:
    return [amount(match, Decimal(numeral(match[1])), Decimal(10), "%")]


def _read_plan(match: re.Match[str]) -> list[Figure]:
    """Read “十四五”规划, the fourteenth five-year plan, as 14 and 5; the 5, said once in English, is required once."""
    is_first = not re.search("十[二三四五六七八九]五", match.string[: match.start()])
    last = replace(amount(match, Decimal(5), is_required=is_first), text="五", start=match.end() - 1)
    return [replace(amount(match, Decimal(10 + numeral(match[1]))), text=match[0][:-1]), last]


def _read_amount(match: re.Match[str]) -> list[Figure]:
    currency = figure_words("zh", "currency").get(match[3] or "", "")
    return [amount(match, digits(match[1]), _scale(match[2]), currency)]


def _read_counted(match: re.Match[str]) -> list[Figure]:
    """Read a counted number; a bare 万 or 亿 counts itself (万人), and 一 is optional: it is often no more than “a”."""
    currency = figure_words("zh", "currency").get(match[2] or "", "")
    number, scale = _parted(match[1])
    return [amount(match, number, scale, currency, is_required=match[1] != "一")]


def _parted(text: str) -> tuple[Decimal, Decimal]:
    """Split a numeral into its number and the 万 or 亿 behind it, which a range may share: 十万 → 10, 10000."""
    head = text.rstrip("万亿")
    if not head or head == text or set(head) & set(GROUPS):
        return Decimal(numeral(text)), Decimal(1)
    return Decimal(numeral(head)), _scale(text[len(head) :])
