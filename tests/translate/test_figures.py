"""Numbers as both languages write them are read as the same numbers, whatever the number."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.numerals import numeral
from gazette.translate.figure import plain_number
from gazette.translate.figures_chinese import read_chinese
from gazette.translate.figures_english import parse_words, read_english

TABLE = Path(__file__).resolve().parents[2] / "scripts" / "gazette" / "translate" / "data" / "figures.tsv"
NUMBERS = st.one_of(st.integers(1, 120), st.integers(1, 10**12))
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def chinese(number: int) -> str:
    """A number as Chinese writes it, made without the reader: 10 500 is 一万零五百."""
    if number >= 10**8:
        rest = number % 10**8
        return chinese(number // 10**8) + "亿" + (("零" if rest < 10**7 else "") + chinese(rest) if rest else "")
    if number >= 10**4:
        rest = number % 10**4
        return chinese(number // 10**4) + "万" + (("零" if rest < 1000 else "") + chinese(rest) if rest else "")
    text, pending = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if pending and text else "") + "零一二三四五六七八九"[digit] + unit
            pending = False
        else:
            pending = True
    return text


def english(number: int) -> str:
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= scale:
            rest = number % scale
            return f"{english(number // scale)} {name}" + (f" {english(rest)}" if rest else "")
    if number >= 100:
        return f"{ONES[number // 100]} hundred" + (f" and {english(number % 100)}" if number % 100 else "")
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


def values(figures: list) -> list[str]:  # type: ignore[type-arg]
    return [each.value for each in figures]


@given(NUMBERS)
def test_numerals(number: int) -> None:
    assert numeral(chinese(number)) == number
    assert values(read_chinese(f"共{chinese(number)}件。")) == [str(number)]
    assert parse_words(english(number)) == number
    assert values(read_english(f"in all {english(number)} items")) == [str(number)]


@given(NUMBERS)
def test_digits(number: int) -> None:
    wanted = [str(number)]
    assert values(read_english(f"about {number:,} items")) == wanted
    assert values(read_chinese(f"约{number:,}件，")) == wanted
    if not 1000 <= number <= 2999 and number < 10**10:  # neither a year nor a mobile telephone
        assert values(read_chinese(f"第{number}次")) == values(read_english(f"No. {number} of")) == wanted


@given(
    st.integers(1, 99999),
    st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]),
    st.sampled_from(["元", "件"]),
)
def test_scales(hundredths: int, scale: tuple[str, int], unit: str) -> None:
    number = Decimal(hundredths) / 100
    whole = number * scale[1]
    millions = plain_number(whole / 10**6)
    currency = "CNY " if unit == "元" else ""
    wanted = [f"{currency}{plain_number(whole)}"]
    assert values(read_chinese(f"达{plain_number(number)}{scale[0]}{unit}。")) == wanted
    word = "yuan" if currency else "items"
    assert values(read_english(f"to {millions} million {word}.")) == wanted
    if currency:
        assert values(read_english(f"to RMB {millions} million.")) == wanted


@given(st.integers(0, 365 * 150))
def test_dates(days: int) -> None:
    day = date(1900, 1, 1) + timedelta(days)
    wanted = [day.isoformat()]
    month = MONTHS[day.month - 1]
    assert values(read_chinese(f"于{day.year}年{day.month}月{day.day}日发布")) == wanted
    assert values(read_chinese(f"于{day.isoformat()}发布")) == wanted
    ciphers = "".join("〇一二三四五六七八九"[int(each)] for each in str(day.year))
    assert (
        values(
            read_chinese(
                f"{ciphers}年{chinese(day.month).removeprefix('一十') if day.month < 10 else chinese(day.month)[-2:].replace('一十', '十') if day.month == 10 else chinese(day.month)[1:]}月{short(day.day)}日"
            )
        )
        == wanted
    )
    assert values(read_english(f"on {day.day} {month} {day.year}.")) == wanted
    assert values(read_english(f"On {month} {day.day}, {day.year}, it")) == wanted
    assert values(read_english(f"in {month} {day.year}.")) == [day.isoformat()[:7]]


def short(number: int) -> str:
    """十五, not 一十五."""
    text = chinese(number)
    return text[1:] if text.startswith("一十") else text


@given(st.integers(1, 9999))
def test_percentages(hundredths: int) -> None:
    number = plain_number(Decimal(hundredths) / 100)
    wanted = [f"{number}%"]
    assert values(read_chinese(f"占{number}%，")) == values(read_chinese(f"占百分之{number}，")) == wanted
    for form in ("%", " %", " per cent", " percent"):
        assert values(read_english(f"or {number}{form} of")) == wanted


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for figure in (*read_chinese(text), *read_english(text)):
        assert text[figure.start : figure.start + len(figure.text)] == figure.text and figure.value


@pytest.mark.parametrize(
    "text",
    [
        "进一步统一思想",
        "万众一心",
        "十分重要",
        "一系列举措",
        "唯一",
        "四川省",
        "知识产权服务万里行",
        "三农",
        "千方百计",
    ],
)
def test_numerals_that_count_nothing(text: str) -> None:
    assert [each for each in read_chinese(text) if each.is_required] == []


@pytest.mark.parametrize(
    "text",
    ["reinforce one another", "where there is one", "for one’s own use", "On the one hand", "I may", "May it be"],
)
def test_words_that_count_nothing(text: str) -> None:
    assert values(read_english(text)) == []


def test_every_row_of_the_table_is_read() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    samples = {
        "cardinal": ("{} items", "{value}"), "ordinal": ("the {} item", "{value}"), "scale": ("2 {}", None),
        "month": ("3 {} 2021", None), "percent": ("7 {}.", "7{value}"), "word": ("{}", "{value}"), "fixed": ("{}", "{value}"),
        "part": ("{} VII", "7"),
    }  # fmt: skip
    for row in rows:
        read = read_english if row["language"] == "en" else read_chinese
        if row["role"] == "idle":
            assert [each for each in read(f"，{row['form']}，") if each.is_required] == [], row
        elif row["role"] == "counted":
            assert values(read(f"共三{row['form']}"))[:1] == ["3"], row
        elif row["role"] == "currency":
            front = row["form"] in ("¥", "$", "US$", "HK$", "€")
            assert values(
                read(f"to {row['form']}5" if front else f"to 5{'' if read is read_chinese else ' '}{row['form']}")
            ) == [f"{row['value']} 5"], row
        else:
            sample, wanted = samples[row["role"]]
            found = values(read(sample.format(row["form"])))
            assert len(found) == 1 and (wanted is None or found == [wanted.format(**row)]), row
