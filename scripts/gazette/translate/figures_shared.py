"""Shared figures (通用数字): reads calendar dates, telephone numbers, fractions, serial numbers and addresses as figures, in any language."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from gazette.translate.figure import Figure, day
from gazette.translate.figure_rules import amount, rule, stated


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
