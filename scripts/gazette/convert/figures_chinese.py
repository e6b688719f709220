"""Chinese figures (中文数字): 3376件, 1.2亿元, 百分之五, 第三条, 二〇二二年十月, 一等奖, 万人 → what they state."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from gazette.convert.figure import (
    ADDRESSES,
    CODES,
    NUMBER,
    SHARED,
    Figure,
    Grammar,
    Rule,
    amount,
    apply,
    day,
    digits,
    either,
    nothing,
    plain,
    rule,
    stated,
    words_of,
)

NUMERALS = "〇零一二两三四五六七八九十百千万亿"
# A run of numerals; 三千克 is three kilograms.
_RUN = rf"(?:[{NUMERALS.replace('千', '')}]|千(?![克米瓦伏卡]))+"
_DIGITS = dict(zip("〇零一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_CONNECTORS = r"至|到|-|–|—+|~|～|、|和|或"
_HALVES = {"上午": 0, "凌晨": 0, "早上": 0, "中午": 12, "下午": 12, "晚上": 12}


def read_chinese(text: str) -> list[Figure]:
    return apply(_grammar(), text)


def numeral(text: str) -> Decimal:
    """一百二十三 → 123, 二〇二二 → 2022, 一亿二千万 → 120000000, 十四 → 14."""
    if not set(text) & {*_PLACES, *_GROUPS}:
        return Decimal(int("".join(str(_DIGITS[each]) for each in text)))
    total = group = number = 0
    for each in text:
        if each in _DIGITS:
            number = _DIGITS[each]
        elif each in _PLACES:
            group += (number or 1) * _PLACES[each]
            number = 0
        elif each == "亿":
            total, group, number = (total + group + number or 1) * _GROUPS[each], 0, 0
        else:
            total, group, number = total + (group + number or 1) * _GROUPS[each], 0, 0
    return Decimal(total + group + number)


@cache
def _grammar() -> Grammar:
    forms = (form for role in ("idle", "word", "fixed") for form in words_of("zh", role))
    first = "".join(sorted({form[0] for form in forms} | {half[0] for half in _HALVES}))
    return Grammar(_rules(), _CONNECTORS, re.compile(rf"[{first}{NUMERALS}第\d〔\[(（+①-⑳]|[A-Za-z]+"))


def _rules() -> tuple[Rule, ...]:
    return (
        *ADDRESSES,
        rule("idle", either(words_of("zh", "idle")), nothing),
        rule("fixed", either(words_of("zh", "fixed")), _read_fixed),
        rule("word", either(words_of("zh", "word")), _read_word),
        *_dates(),
        *SHARED,
        *CODES,
        *_shares(),
        *_ordinals(),
        *_numbers(),
    )


def _dates() -> tuple[Rule, ...]:
    year, number = r"(\d{4}|[〇零一二三四五六七八九]{4})", r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
    alone = rf"(?<![\d{NUMERALS}])"
    return (
        rule(
            "issued",
            r"[〔\[（(](\d{4})[〕\]）)]\s*第?(\d+)号",
            lambda match: [stated(match, f"[{match[1]}]{match[2]}")],
        ),
        rule("day", rf"{alone}{year}年{number}月{number}[日号]", _read_day),
        rule("month", rf"{alone}{year}年{number}月", _read_day),
        rule("feast", rf"{alone}(){number}月{number}[日号]", _read_day),
        rule("months", rf"{alone}(\d{{1,2}})[-—–至到~～](\d{{1,2}})月份?", _read_months),
        rule("moon", rf"{alone}(){number}月份?", _read_day),
        rule("year", rf"{alone}([12]\d{{3}}|[〇零一二三四五六七八九]{{4}})(?=年)", _read_number),
        rule(
            "clock",
            rf"({either(_HALVES)})?(?<!\d)(\d{{1,2}})(?:[时点](?!间|区)|:(?=\d\d))(?:(\d{{1,2}})分?)?(?!\d)",
            _read_clock,
        ),
    )


def _shares() -> tuple[Rule, ...]:
    some, scale = rf"(?:{NUMBER})|[{NUMERALS}]+", rf"[{''.join(_PLACES)}]?[万亿]*"
    return (
        rule("percent", rf"({NUMBER})({scale})\s*(%|‰|个百分点)", _read_percent),
        rule("hundredth", rf"(百|千)分之({some})", _read_hundredth),
        rule("fraction", rf"([{NUMERALS}]+|\d+)分之([{NUMERALS}]+|\d+)", _read_fraction),
        rule("tenth", rf"([一二三四五六七八九])成(?![{NUMERALS}立为果就长员年人])", _read_tenth),
    )


def _ordinals() -> tuple[Rule, ...]:
    return (
        rule("plan", r"十([二三四五六七八九])五(?=[”\"’』」]|规划|计划|时期|期间)", _read_plan),
        rule("inserted", rf"第([{NUMERALS}]+|\d+)条之([一二三四五六七八九十]+)", _read_inserted),
        rule("rank", rf"第([{NUMERALS}]+|{NUMBER})", _read_number),
        rule("measure", r"(?:^|(?<=[。；：:;，\n]))([一二三四五六七八九十]+)(?=[是、要来])", _read_number),
        rule("mark", r"[（(]([一二三四五六七八九十]+)[）)]", _read_number),
        rule("circle", r"[①-⑳]", lambda match: [amount(match, Decimal(ord(match[0]) - ord("①") + 1))]),
    )


def _numbers() -> tuple[Rule, ...]:
    counted, money = either(words_of("zh", "counted")), either(words_of("zh", "currency"))
    scale = r"((?:[十百万亿]|千(?![克米瓦伏卡]))*)"
    return (
        rule("number", rf"(?<![\d.])({NUMBER})(?:余|多)?{scale}(?:多|余)?({money})?", _read_amount),
        rule(
            "large",
            rf"([一二三四五六七八九两](?:[十百]|千(?![克米瓦伏卡]))(?:{_RUN})?|十[一二三四五六七八九])(?:多|余)?({money})?",
            _read_counted,
        ),
        rule("grade", r"([一二三四五六七八九十])(?=等|级)", _read_number),
        rule("counted", rf"({_RUN})(?:多|余)?(?:({money})|(?={counted}))", _read_counted),
    )


def _read_fixed(match: re.Match[str]) -> list[Figure]:
    return [amount(match, Decimal(words_of("zh", "fixed")[match[0]]))]


def _read_word(match: re.Match[str]) -> list[Figure]:
    return [amount(match, Decimal(words_of("zh", "word")[match[0]]), is_required=False)]


def _any(text: str) -> Decimal:
    return digits(text) if text[0].isdecimal() and text[0].isascii() else numeral(text)


def _read_number(match: re.Match[str]) -> list[Figure]:
    return [amount(match, _any(match[1]))]


def _read_inserted(match: re.Match[str]) -> list[Figure]:
    """第一百三十三条之一: an article put in later; in English Article 133-1 or 133a."""
    first, second = amount(match, _any(match[1])), amount(match, _any(match[2]))
    return [
        replace(first, text=match[0][: match.start(2) - match.start()]),
        replace(second, text=match[2], start=match.start(2)),
    ]


def _read_day(match: re.Match[str]) -> list[Figure]:
    year, month, number = (str(_any(each)) if each else "" for each in (*match.groups(), "", "")[:3])
    return [stated(match, day(year, month, number))]


def _read_months(match: re.Match[str]) -> list[Figure]:
    return [stated(match, day(None, match[1], None)), stated(match, day(None, match[2], None))]


def _read_clock(match: re.Match[str]) -> list[Figure]:
    hour = int(match[2])
    hour += _HALVES.get(match[1] or "", 0) if hour < 12 else 0
    return [stated(match, f"{hour:02}:{int(match[3] or 0):02}")]


def _scale(text: str) -> Decimal:
    return math.prod((Decimal({**_PLACES, **_GROUPS}[each]) for each in text), start=Decimal(1))


def _read_percent(match: re.Match[str]) -> list[Figure]:
    return [amount(match, digits(match[1]), _scale(match[2]), "‰" if match[3] == "‰" else "%")]


def _read_hundredth(match: re.Match[str]) -> list[Figure]:
    return [amount(match, _any(match[2]), unit="%" if match[1] == "百" else "‰")]


def _read_fraction(match: re.Match[str]) -> list[Figure]:
    return [stated(match, f"{plain(_any(match[2]))}/{plain(_any(match[1]))}")]


def _read_tenth(match: re.Match[str]) -> list[Figure]:
    return [amount(match, numeral(match[1]) * 10, unit="%")]


def _read_plan(match: re.Match[str]) -> list[Figure]:
    """“十四五”规划: the fourteenth plan of five years."""
    last = replace(amount(match, Decimal(5)), text="五", start=match.end() - 1)
    return [replace(amount(match, 10 + numeral(match[1])), text=match[0][:-1]), last]


def _read_amount(match: re.Match[str]) -> list[Figure]:
    currency = words_of("zh", "currency").get(match[3] or "", "")
    return [amount(match, digits(match[1]), _scale(match[2]), currency)]


def _read_counted(match: re.Match[str]) -> list[Figure]:
    """A bare 万 or 亿 stands for itself (万人); 一 before a measure word is often no more than “a”."""
    currency = words_of("zh", "currency").get(match[2] or "", "")
    return [amount(match, numeral(match[1]), unit=currency, is_required=match[1] != "一")]
