"""Figure rules (数字规则): reads the figures in a text by the rules of its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gazette.translate.figure import Figure, value_of

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
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


def amount(
    match: re.Match[str], number: Decimal, scale: Decimal = Decimal(1), unit: str = "", *, is_required: bool = True
) -> Figure:
    """Return the figure of a number with its scale (万) and unit (%, CNY)."""
    return Figure(value_of(number * scale, unit), match[0], match.start(), is_required, number, scale, unit)


def stated(match: re.Match[str], value: str, *, is_required: bool = True) -> Figure:
    """Return a figure that is no amount."""
    return Figure(value, match[0], match.start(), is_required)


@dataclass(frozen=True)
class Grammar:
    """How a language states figures: its rules, and where a figure can begin at all.

    `starts` finds a sign or a run of Latin letters; rules are tried at such a run only if it is one of `words` or
    near a digit.
    """

    rules: tuple[FigureRule, ...]
    starts: re.Pattern[str]
    words: frozenset[str] = frozenset()


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
