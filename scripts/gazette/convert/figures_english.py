"""English figures (英文数字): 3,376, 1.2 billion yuan, five per cent, Article 3, 27 October 2022, first → what they state."""

from __future__ import annotations

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
    first_words,
    nothing,
    plain,
    rule,
    stated,
    words_of,
)

_CONNECTORS = r"to|and|or|-|–|—"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def read_english(text: str) -> list[Figure]:
    return apply(_grammar(), text)


@cache
def _grammar() -> Grammar:
    roles = ("cardinal", "ordinal", "month", "idle", "word", "currency")
    words = first_words(*(words_of("en", role) for role in roles)) | {"a", "an", "no"}
    return Grammar(_rules(), _CONNECTORS, re.compile(r"[\d(\[〔+¥$€]|[A-Za-z]+"), words - {""})


def _rules() -> tuple[Rule, ...]:
    return (
        *ADDRESSES,
        rule("idle", rf"(?i:\b(?:{either(words_of('en', 'idle'))})\b)", nothing),
        *_dates(),
        *SHARED,
        *_amounts(),
        *CODES,
        rule("roman", r"(?:^|(?<=\())([IVXLC]+)(?=[.)])", _read_roman),
        rule("latin", r"\b(X{0,3}(?:IX|IV|VI{1,3}|I{2,3})|X{2,3}|(?<=\b(?:Part|Book) )[VX])\b", _read_roman),
        rule("number", rf"(?<![\d.])({NUMBER})", lambda match: [amount(match, digits(match[1]))]),
        *_written(),
        rule("word", rf"(?i:\b(?:{either(words_of('en', 'word'))})\b)", _read_word),
    )


def _dates() -> tuple[Rule, ...]:
    month, number, year = rf"({either(words_of('en', 'month'))})\.?", r"(\d{1,2})(?:st|nd|rd|th)?", r"([12]\d{3})"
    return (
        rule(
            "issued",
            r"[\[〔](\d{4})[\]〕]\s*(?:No\.?\s*)?(\d+)号?",
            lambda match: [stated(match, f"[{match[1]}]{match[2]}")],
        ),
        rule(
            "numbered", r"No\.?\s*(\d+)\s*[\[〔](\d{4})[\]〕]", lambda match: [stated(match, f"[{match[2]}]{match[1]}")]
        ),
        rule("day", rf"(?<![\d.,])\b{number}\s+(?:of\s+)?{month},?\s+{year}\b", lambda match: _date(match, 3, 2, 1)),
        rule("american", rf"\b{month}\s+{number},?\s+{year}\b", lambda match: _date(match, 3, 1, 2)),
        rule("month", rf"\b{month},?\s+{year}\b", lambda match: _date(match, 2, 1, 0)),
        rule("feast", rf"(?<![\d.,])\b{number}\s+(?:of\s+)?{month}\b", lambda match: _date(match, 0, 2, 1)),
        rule("fourth", rf"\b{month}\s+{number}\b(?![,.]\d)", lambda match: _date(match, 0, 1, 2)),
        rule("moon", rf"\b(?!May\b|March\b){month}\b|(?<=\b[io][nf]\s)(May|March)\b", _read_moon),
        rule(
            "clock",
            r"(?<!\d)(\d{1,2})(?:[:.](\d\d))?\s?([ap])\.?m\b\.?|(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])",
            _read_clock,
        ),
    )


def _amounts() -> tuple[Rule, ...]:
    some = rf"({NUMBER}|{_cardinal()})"
    scale = rf"(?:[\s-]({either(words_of('en', 'scale'))}))?"
    money = either(words_of("en", "currency"))
    per = either(words_of("en", "percent"))
    return (
        rule(
            "rank",
            r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d+)(?i:st|nd|rd|th)\b",
            lambda match: [amount(match, digits(match[1]))],
        ),
        rule("percent", rf"(?<![\w.])(?i:{some}{scale}[\s-]?({per})(?!\w))", _read_percent),
        rule("paid", rf"(?<![\w.])({money})\s?({NUMBER})(?i:{scale})", _read_paid),
        rule("price", rf"(?<![\w.])(?i:{some}{scale}[\s-])({money})(?!\w)", _read_price),
        rule(
            "fraction",
            rf"\b(?i:({_cardinal()})(?:[\s-]({_parts()})s\b|-({_parts()})\b|\s({_parts()})(?=\sof\b)))",
            _read_fraction,
        ),
        rule("large", rf"(?<![\d.])({NUMBER})[\s-](?i:({either(words_of('en', 'scale'))})\b)", _read_large),
    )


def _written() -> tuple[Rule, ...]:
    ordinal = either(words_of("en", "ordinal"))
    tens = either([form for form, value in words_of("en", "cardinal").items() if int(value) >= 20])
    return (
        rule("ordinal", rf"\b(?i:(?:({tens})[\s-])?({ordinal}))\b", _read_ordinal),
        rule("cardinal", rf"\b(?i:{_cardinal()})\b", lambda match: [amount(match, parse_words(match[0]))]),
    )


@cache
def _cardinal() -> str:
    """A pattern for a number in words: six, twenty-one, a hundred and twenty, two million three hundred thousand."""
    values = words_of("en", "cardinal")
    tens = either([form for form, value in values.items() if int(value) >= 20])
    units = either([form for form, value in values.items() if int(value) < 10])
    small = rf"(?:(?:{tens})(?:[\s-](?:{units}))?|(?:{either(values)}))"
    group = rf"(?:(?:{small}|an?)\s+hundred(?:\s+(?:and\s+)?{small})?|{small})"
    scale = either([form for form in words_of("en", "scale") if form != "hundred"])
    return rf"(?:(?:{group}|an?)[\s-](?:{scale})(?:,?\s+(?:and\s+)?{group}(?:\s+(?:{scale}))?)*|{group})"


def _parts() -> str:
    return either([form for form in words_of("en", "ordinal") if form not in ("first", "second")] + ["half", "quarter"])


def parse_words(text: str) -> Decimal:
    """A number in words → the number."""
    cardinals, scales = words_of("en", "cardinal"), words_of("en", "scale")
    total = group = 0
    for word in re.split(r"[\s,-]+", text.lower()):
        if word in cardinals:
            group += int(cardinals[word])
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in scales:
            total, group = total + (group or 1) * int(scales[word]), 0
    return Decimal(total + group)


def _any(text: str) -> Decimal:
    return digits(text) if text[0].isdecimal() else parse_words(text)


def _scale(text: str | None) -> Decimal:
    return Decimal(words_of("en", "scale")[text.lower()]) if text else Decimal(1)


def _date(match: re.Match[str], year: int, month: int, number: int) -> list[Figure]:
    name = words_of("en", "month")[match[month]]
    return [stated(match, day(match[year] if year else None, name, match[number] if number else None))]


def _read_moon(match: re.Match[str]) -> list[Figure]:
    return [stated(match, day(None, words_of("en", "month")[match[1] or match[2]], None))]


def _read_clock(match: re.Match[str]) -> list[Figure]:
    hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
    if match[3]:
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    return [stated(match, f"{hour:02}:{minute:02}")]


def _read_percent(match: re.Match[str]) -> list[Figure]:
    unit = words_of("en", "percent")[" ".join(match[3].lower().split())]
    return [amount(match, _any(match[1]), _scale(match[2]), unit)]


def _currency(text: str) -> str:
    return words_of("en", "currency")[" ".join(text.split())]


def _read_paid(match: re.Match[str]) -> list[Figure]:
    return [amount(match, digits(match[2]), _scale(match[3]), _currency(match[1]))]


def _read_price(match: re.Match[str]) -> list[Figure]:
    return [amount(match, _any(match[1]), _scale(match[2]), _currency(match[3]))]


def _read_large(match: re.Match[str]) -> list[Figure]:
    return [amount(match, digits(match[1]), _scale(match[2]))]


def _read_fraction(match: re.Match[str]) -> list[Figure]:
    part = (match[2] or match[3] or match[4]).lower()
    below = {"half": 2, "quarter": 4}.get(part) or int(words_of("en", "ordinal")[part])
    return [stated(match, f"{plain(parse_words(match[1]))}/{below}")]


def _read_ordinal(match: re.Match[str]) -> list[Figure]:
    tens = parse_words(match[1]) if match[1] else Decimal(0)
    return [amount(match, tens + int(words_of("en", "ordinal")[match[2].lower()]))]


def _read_roman(match: re.Match[str]) -> list[Figure]:
    values = [_ROMAN[each] for each in match[1]]
    total = sum(-one if one < other else one for one, other in zip(values, [*values[1:], 0], strict=True))
    return [replace(amount(match, Decimal(total)), text=match[1])]


def _read_word(match: re.Match[str]) -> list[Figure]:
    form = " ".join(match[0].lower().split())
    return [amount(match, Decimal(words_of("en", "word")[form]), is_required=False)]
