"""Figure (数字): the normal form of a number, date, amount or address, and the rule engine that reads it from a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from gazette.knowledge import kept, table_rows

_TABLE = Path(__file__).with_name("data") / "figures.tsv"
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


@dataclass(frozen=True)
class Figure:
    """What is stated (`value`: `3376`, `5%`, `CNY 50000`, `2022-10-27`), the words that state it, and their offset.

    One that is not `is_required` may match a figure of the other text or none: 一个, `once`. `number`, `scale` and
    `unit` are the parts of the value, for ranges that name the unit once. `also` are other values that the words may
    state: 9月 in 2027年1月至9月 is `--09` and `2027-09`.
    """

    value: str
    text: str
    start: int
    is_required: bool = True
    number: Decimal | None = None
    scale: Decimal = Decimal(1)
    unit: str = ""
    also: tuple[str, ...] = ()

    @property
    def values(self) -> frozenset[str]:
        return frozenset((self.value, *self.also))


Reader = Callable[["re.Match[str]"], Sequence[Figure]]


@dataclass(frozen=True)
class FigureRule:
    """One way to state a figure; if several rules match at one place, the first rule of the language wins."""

    name: str
    pattern: re.Pattern[str]
    read: Reader


def rule(name: str, pattern: str, read: Reader) -> FigureRule:
    return FigureRule(name, re.compile(pattern, re.MULTILINE), read)


def nothing(match: re.Match[str]) -> list[Figure]:
    """Return no figures, for words that hold a numeral and count nothing."""
    return []


@kept
def figure_words(language: str, role: str) -> dict[str, str]:
    """Return form → value for one role in a language, from figures.tsv."""
    return {
        row["form"]: row["value"] for row in table_rows(_TABLE) if row["language"] == language and row["role"] == role
    }


def either(forms: Iterable[str]) -> str:
    """Return a pattern that matches any of the forms, the longest first."""
    return "|".join(
        re.escape(each).replace(r"\ ", r"\s+") for each in sorted(forms, key=lambda form: (-len(form), form))
    )


def plain_number(number: Decimal) -> str:
    """Return a number without needless zeros: 18.020 is 18.02, 1E+2 is 100."""
    text = format(number.normalize(), "f")
    return text if "." in text or text == "0" else str(int(Decimal(text)))


def digits(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def amount(
    match: re.Match[str], number: Decimal, scale: Decimal = Decimal(1), unit: str = "", *, is_required: bool = True
) -> Figure:
    """Return the figure of a number with its scale (万) and unit (%, CNY)."""
    return Figure(value_of(number * scale, unit), match[0], match.start(), is_required, number, scale, unit)


def value_of(number: Decimal, unit: str) -> str:
    text = plain_number(number)
    return text if not unit else f"{text}{unit}" if unit in "%‰" else f"{unit} {text}"


def stated(match: re.Match[str], value: str, *, is_required: bool = True) -> Figure:
    """Return a figure that is no amount."""
    return Figure(value, match[0], match.start(), is_required)


def day(year: str | int | None, month: str | int | None, number: str | int | None) -> str:
    """Return what is given of a date: `2022-10-27`, `2022-10`, `--10-27`, `--10`."""
    parts = [f"{int(year)}" if year else "-"]
    parts += [f"{int(month):02}"] if month else []
    parts += [f"{int(number):02}"] if number else []
    return "-".join(parts)


@dataclass(frozen=True)
class Grammar:
    """How a language states figures: its rules, and where a figure can begin at all.

    `starts` finds a sign or a run of Latin letters; rules are tried at such a run only if it is one of `words` or
    near a digit.
    """

    rules: tuple[FigureRule, ...]
    starts: re.Pattern[str]
    words: frozenset[str] = frozenset()


def first_words(*forms: Iterable[str]) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z]", form.lower())[0] for group in forms for form in group)


def apply(grammar: Grammar, text: str) -> list[Figure]:
    """Return the figures that the rules read, in order; what one rule has read no other reads again."""
    found: list[Figure] = []
    rules, master = {each.name: each for each in grammar.rules}, _master(grammar.rules)
    at = 0
    while place := grammar.starts.search(text, at):
        at = place.end()
        if place[0][0] in _LETTERS and not _may_begin(place, grammar.words):
            continue
        if match := master.match(text, place.start()):
            one = rules[match.lastgroup or ""]
            again = one.pattern.match(text, place.start())
            assert again
            found += one.read(again)
            at = max(match.end(), place.start() + 1)
    return found


_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def _may_begin(place: re.Match[str], words: frozenset[str]) -> bool:
    word, after = place[0], place.string[place.end() : place.end() + 24]
    if word.lower() in words or word in ("http", "https") or set(word) <= set("IVXLC"):
        return True
    return after[:1].isdecimal() or (after[:1] in ("-", "/", ".", "_", "+", "@") and bool(re.search(r"[\d@]", after)))


@cache
def _master(rules: tuple[FigureRule, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{rule.name}>{rule.pattern.pattern})" for rule in rules), re.MULTILINE)


def _read_telephone(match: re.Match[str]) -> list[Figure]:
    number = re.sub(r"\D", "", match[0])
    number = number[2:] if match[0].startswith(("+86", "86")) else number
    return [stated(match, "tel:" + number.lstrip("0"))]


def _read_years(match: re.Match[str]) -> list[Figure]:
    """Read a range of years: `2022-2025`; `2022–25` ends in 2025 too."""
    last = match[2] if len(match[2]) == 4 else match[1][: 4 - len(match[2])] + match[2]
    first, second = amount(match, Decimal(match[1])), amount(match, Decimal(last))
    return [replace(first, text=match[1]), replace(second, text=match[2], start=match.start(2))]


def _read_part(match: re.Match[str]) -> list[Figure]:
    """Read 1/3 as a fraction, 24/7 as two numbers."""
    if int(match[1]) < int(match[2]):
        return [stated(match, match[0])]
    first, second = amount(match, Decimal(match[1])), amount(match, Decimal(match[2]))
    return [replace(first, text=match[1]), replace(second, text=match[2], start=match.start(2))]


_CALENDAR = r"(?<![\d-])([12]\d{3})(?P<part>[-./])(\d{1,2})(?P=part)(\d{1,2})(?![\d-])"
_TELEPHONE = r"(?<![\d-])(?:\+?86[- ]?)?(?:\(?0\d{2,3}\)?[- ]?\d{7,8}|1[3-9]\d{9}|[48]00-\d{3,4}-\d{3,4})(?!\d)"
_MIXED = r"(?:[A-Z]+[-/])*(?:[A-Za-z]+\d|\d+[A-Za-z])[A-Za-z0-9]*(?:[-/][A-Za-z0-9]+)*|[A-Z]{2,}-\d+(?:-\d+)*"
# Rules shared by all languages. Addresses are tried before all words, codes after all dates.
ADDRESSES = (
    rule(
        "address",
        r"https?://[^\s<>()（）《》“”‘’，。；、]+(?<![.,;:!?])|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        lambda match: [stated(match, match[0])],
    ),
)
SHARED = (
    rule("calendar", _CALENDAR, lambda match: [stated(match, day(match[1], match[3], match[4]))]),
    rule("abroad", r"(?<![\d-])\+86[- ]?\d{2,3}[- ]?\d{3,4}[- ]?\d{4}(?!\d)", _read_telephone),
    rule("telephone", _TELEPHONE, _read_telephone),
    rule("years", r"(?<![\d.,-])([12]\d{3})\s?[-–—－~～]\s?([12]?\d?\d{2})(?![\d.])", _read_years),
    rule("slash", r"(?<![\d/.])(\d{1,3})/(\d{1,4})(?![\d/])", _read_part),
    rule("serial", r"(?<![\d.,])0\d+(?!\.?\d)", lambda match: [stated(match, match[0])]),
)
CODES = (rule("code", rf"(?<![A-Za-z0-9])(?:{_MIXED})", lambda match: [stated(match, match[0].upper())]),)
