"""English figures (英文数字): reads 3,376, 1.2 billion yuan, five per cent, Article 3, 27 October 2022 as figures."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal

from gazette.knowledge import kept
from gazette.translate.elided import Joints, complete
from gazette.translate.figure import Figure, day, digits, plain_number
from gazette.translate.figure_rules import NUMBER, FigureRule, Grammar, amount, apply, nothing, rule, stated
from gazette.translate.figure_words import either, figure_words, first_words
from gazette.translate.figures_shared import ADDRESSES, CODES, SHARED

# Words before the second of two bounds: more than 50,000 but not more than 100,000 yuan.
_BOUND = r"(?:not|no|less|more|fewer|than|over|under|above|below|exceeding|up|to|at|most|least|a|total|of|and|but|or)"
_TO = r"(?:to|and|or|through|until|till|-|–|—)"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


# Words after which “May” and “March” are months.
_BEFORE_MAY = "|".join(
    rf"(?<=\b{word}\s)"
    for word in "in of from since until by to between after before every each early late".split()  # noqa: SIM905
)


@kept
def _joints() -> Joints:
    return Joints(
        amounts=re.compile(rf"(?:\s+or more)?,?\s*{_TO}\s*(?:{_BOUND}\s+)*|\s+(?:but|and)\s+(?:{_BOUND}\s+)+"),
        dates=re.compile(
            rf"\.?(?:,?\s*(?:{_TO}|on|at|from|,)\s*){{0,3}}\s*(?:of\s+the\s+(?:following|next)\s+year\s*)?"
        ),
        next_year=re.compile(r"\s*of\s+the\s+(?:following|next)\s+year\b"),
        afternoon=re.compile(r"(?!)"),
        shares_back=True,
        signs=re.compile(either(figure_words("en", "currency"))),
    )


def read_english(text: str) -> list[Figure]:
    return complete(apply(_grammar(), text), text, _joints())


@kept
def _grammar() -> Grammar:
    roles = ("cardinal", "ordinal", "month", "idle", "word", "currency", "part")
    words = first_words(*(figure_words("en", role) for role in roles)) | {
        "a",
        "an",
        "no",
        "last",
        "next",
        "past",
        *"ivx",
    }
    return Grammar(_rules(), re.compile(r"[\d(\[〔+¥$€]|[A-Za-z]+"), words - {""})


def _rules() -> tuple[FigureRule, ...]:
    return (
        *ADDRESSES,
        rule("idle", rf"(?i:\b(?:{either(figure_words('en', 'idle'))})\b)", nothing),
        *_dates(),
        *SHARED,
        *_amounts(),
        *CODES,
        rule(
            "romans",
            rf"\b(?i:{either(figure_words('en', 'part'))})\s+([IVX]+(?:(?:,\s*|,?\s*{_TO}\s*)[IVX]+)*)\b",
            _read_romans,
        ),
        rule("roman", r"(?:^|(?<=\())([IVXLC]+)(?=[.)])", _read_roman),
        rule("item", r"(?<=\()([ivx]+)(?=\))", _read_item),
        rule("latin", r"\b(X{0,3}(?:IX|IV|VI{1,3}|I{2,3})|X{2,3}|(?<=\b(?:Part|Book) )[VX])\b", _read_roman),
        rule("number", rf"(?<![\d.])({NUMBER})", lambda match: [amount(match, digits(match[1]))]),
        *_written(),
        rule("word", rf"(?i:\b(?:{either(figure_words('en', 'word'))})\b)", _read_word),
    )


def _dates() -> tuple[FigureRule, ...]:
    month, number, year = rf"({either(figure_words('en', 'month'))})\.?", r"(\d{1,2})(?:st|nd|rd|th)?", r"([12]\d{3})"
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
        rule("spring", rf"(?:{_BEFORE_MAY})(May|March)\b|\b(May|March)(?=(?:,|,?\s*{_TO})\s*{month}\b)", _read_moon),
        rule("moon", rf"\b(?!May\b|March\b){month}\b", _read_moon),
        rule("noon", r"\b12\s?noon\b", lambda match: [stated(match, "12:00")]),
        rule(
            "clock",
            r"(?<!\d)(\d{1,2})(?:[:.](\d\d))?\s?([ap])\.?m\b\.?|(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])",
            _read_clock,
        ),
    )


def _amounts() -> tuple[FigureRule, ...]:
    some = rf"({NUMBER}|{_cardinal()})"
    scale = rf"(?:[\s-]({either(figure_words('en', 'scale'))}))?"
    money = either(figure_words("en", "currency"))
    per = either(figure_words("en", "percent"))
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
            "leading",
            rf"\b(?i:(first)|last|next|past)\s+(?i:({NUMBER}|{_cardinal()}))(?=\s+(?:halves|quarters)\b)",
            _read_leading,
        ),
        rule(
            "fraction",
            rf"\b(?i:({_cardinal()})(?:[\s-]({_parts()})s\b|-({_parts()})\b|\s({_parts()})(?=\s(?:of|to|and|or|is|are|was|were)\b|[,.;:)]|\s*$)))",
            _read_fraction,
        ),
        rule("large", rf"(?<![\d.])({NUMBER})[\s-](?i:({either(figure_words('en', 'scale'))})\b)", _read_large),
    )


def _written() -> tuple[FigureRule, ...]:
    ordinal = either(figure_words("en", "ordinal"))
    tens = either([form for form, value in figure_words("en", "cardinal").items() if int(value) >= 20])
    return (
        rule("ordinal", rf"\b(?i:(?:({tens})[\s-])?({ordinal}))\b", _read_ordinal),
        rule("cardinal", rf"\b(?i:{_cardinal()})\b", lambda match: [amount(match, *_parted(match[0]))]),
    )


@kept
def _cardinal() -> str:
    """Return a pattern for a number in words: six, twenty-one, a hundred and twenty, two million."""
    values = figure_words("en", "cardinal")
    tens = either([form for form, value in values.items() if int(value) >= 20])
    units = either([form for form, value in values.items() if int(value) < 10])
    small = rf"(?:(?:{tens})(?:[\s-](?:{units}))?|(?:{either(values)}))"
    group = rf"(?:(?:{small}|an?)\s+hundred(?:\s+(?:and\s+)?{small})?|{small})"
    scale = either([form for form in figure_words("en", "scale") if form != "hundred"])
    return rf"(?:(?:{group}|an?)[\s-](?:{scale})(?:,?\s+(?:and\s+)?{group}(?:\s+(?:{scale}))?)*|{group})"


def _parts() -> str:
    return either(
        [form for form in figure_words("en", "ordinal") if form not in ("first", "second")] + ["half", "quarter"]
    )


def parse_words(text: str) -> Decimal:
    """Return the number that words state."""
    cardinals, scales = figure_words("en", "cardinal"), figure_words("en", "scale")
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
    return Decimal(figure_words("en", "scale")[text.lower()]) if text else Decimal(1)


def _date(match: re.Match[str], year: int, month: int, number: int) -> list[Figure]:
    name = figure_words("en", "month")[match[month]]
    return [stated(match, day(match[year] if year else None, name, match[number] if number else None))]


def _read_moon(match: re.Match[str]) -> list[Figure]:
    return [stated(match, day(None, figure_words("en", "month")[match[1] or match[2]], None))]


def _read_clock(match: re.Match[str]) -> list[Figure]:
    hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
    if match[3]:
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    return [stated(match, f"{hour:02}:{minute:02}")]


def _read_percent(match: re.Match[str]) -> list[Figure]:
    unit = figure_words("en", "percent")[" ".join(match[3].lower().split())]
    return [amount(match, _any(match[1]), _scale(match[2]), unit)]


def _currency(text: str) -> str:
    return figure_words("en", "currency")[" ".join(text.split())]


def _read_paid(match: re.Match[str]) -> list[Figure]:
    return [amount(match, digits(match[2]), _scale(match[3]), _currency(match[1]))]


def _read_price(match: re.Match[str]) -> list[Figure]:
    return [amount(match, _any(match[1]), _scale(match[2]), _currency(match[3]))]


def _read_large(match: re.Match[str]) -> list[Figure]:
    return [amount(match, digits(match[1]), _scale(match[2]))]


def _read_leading(match: re.Match[str]) -> list[Figure]:
    """Read “the first three quarters” as 3, not as 3/4."""
    return [replace(amount(match, *_parted(match[2])), text=match[2], start=match.start(2))]


def _parted(text: str) -> tuple[Decimal, Decimal]:
    """Split a number into what precedes its scales and those scales, which a range may share: five hundred → 5, 100."""
    if text[0].isdecimal():
        return digits(text), Decimal(1)
    words = re.split(r"[\s,-]+", text.lower())
    scales = figure_words("en", "scale")
    head = list(words)
    while len(head) > 1 and head[-1] in scales:
        head.pop()
    if set(head) & set(scales):
        return parse_words(text), Decimal(1)
    scale = math.prod((Decimal(scales[each]) for each in words[len(head) :]), start=Decimal(1))
    return Decimal(1) if head in (["a"], ["an"]) else parse_words(" ".join(head)), scale


def _read_romans(match: re.Match[str]) -> list[Figure]:
    """Read every numeral of a list: Chapters III to V."""
    return [
        replace(amount(match, _roman(each[0])), text=each[0], start=each.start())
        for each in re.compile("[IVX]+").finditer(match.string, match.start(1), match.end(1))
    ]


def _read_item(match: re.Match[str]) -> list[Figure]:
    """Read (i) as an optional number: it may be the letter after (h)."""
    return [amount(match, _roman(match[1].upper()), is_required=False)]


def _read_fraction(match: re.Match[str]) -> list[Figure]:
    part = (match[2] or match[3] or match[4]).lower()
    below = {"half": 2, "quarter": 4}.get(part) or int(figure_words("en", "ordinal")[part])
    return [stated(match, f"{plain_number(parse_words(match[1]))}/{below}")]


def _read_ordinal(match: re.Match[str]) -> list[Figure]:
    """Read an ordinal; “the first” before a number (the first 10 months) is optional: it may be no more than 前."""
    tens = parse_words(match[1]) if match[1] else Decimal(0)
    is_leading = bool(re.match(rf"\s+(?:\d|(?i:{_cardinal()})\b)", match.string[match.end() :]))
    return [amount(match, tens + int(figure_words("en", "ordinal")[match[2].lower()]), is_required=not is_leading)]


def _roman(text: str) -> Decimal:
    values = [_ROMAN[each] for each in text]
    return Decimal(sum(-one if one < other else one for one, other in zip(values, [*values[1:], 0], strict=True)))


def _read_roman(match: re.Match[str]) -> list[Figure]:
    return [replace(amount(match, _roman(match[1])), text=match[1])]


def _read_word(match: re.Match[str]) -> list[Figure]:
    form = " ".join(match[0].lower().split())
    return [amount(match, Decimal(figure_words("en", "word")[form]), is_required=False)]
