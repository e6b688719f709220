"""Elided parts (省略): completes figures of a range or a list that share a unit, year or month: 2027年1月至9月."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gazette.translate.figure import Figure, day, value_of

_DATE = re.compile(r"(\d{4}|-)-(\d\d)(?:-(\d\d))?")
_CLOCK = re.compile(r"(\d\d):(\d\d)")


@dataclass(frozen=True)
class Joints:
    """How a language joins the members of a range or a list.

    `amounts` matches between two numbers that share a scale or a unit, `dates` between dates and times. `next_year`
    says that the date after or before it is a year later. `afternoon` begins a time whose half of the day holds for
    the next. `suffix` (of Chinese) finds what a bare number counts: 日 or 月. `shares_back`: a year, a month and a half
    of the day that stand last hold for what went before, as in English. `signs` are money signs that stand in front.
    """

    amounts: re.Pattern[str]
    dates: re.Pattern[str]
    next_year: re.Pattern[str]
    afternoon: re.Pattern[str]
    suffix: re.Pattern[str] | None = None
    shares_back: bool = False
    signs: re.Pattern[str] | None = None


@dataclass(frozen=True)
class _Day:
    year: int | None
    month: int
    number: int | None


def complete(found: Sequence[Figure], text: str, joints: Joints) -> list[Figure]:
    """Return the figures with what they share: amounts in full; dates as written, with the full date in `also`."""
    figures = _with_units(found, text, joints)
    done: list[Figure] = []
    for chain in _chains(figures, text, joints):
        done += _complete_dates(chain, text, joints) if len(chain) > 1 else chain
    return done


def _between(one: Figure, other: Figure, text: str) -> str:
    return text[one.start + len(one.text) : other.start]


def _with_units(found: Sequence[Figure], text: str, joints: Joints) -> list[Figure]:
    """Complete `5至10万元`, `5 to 10 per cent`, `RMB 3–5 million`: the last scale and either unit hold for both."""
    figures = list(found)
    is_list = False
    for at in range(len(figures) - 2, -1, -1):
        one, later = figures[at], figures[at + 1]
        between = _between(one, later, text)
        is_list = bool(joints.amounts.fullmatch(between)) or (is_list and between == ", ")
        if is_list:
            figures[at] = _like_later(one, later, joints)
    for at in range(1, len(figures)):
        one, later = figures[at - 1], figures[at]
        leads = joints.signs and one.unit and joints.signs.match(one.text)
        if leads and not later.unit and later.number and joints.amounts.fullmatch(_between(one, later, text)):
            figures[at] = replace(later, value=value_of(later.number * later.scale, one.unit), unit=one.unit)
    return figures


def _like_later(one: Figure, later: Figure, joints: Joints) -> Figure:
    if one.number is None or later.number is None or (_is_year(one) and not _is_year(later)):
        return one
    leads = bool(joints.signs and joints.signs.match(one.text))
    if one.unit and not leads:
        return one
    scale = later.scale if one.scale == 1 and one.number < later.number else one.scale
    unit = one.unit or later.unit
    return replace(one, value=value_of(one.number * scale, unit), scale=scale, unit=unit)


def _is_year(one: Figure) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", one.text))


def _chains(figures: Sequence[Figure], text: str, joints: Joints) -> Iterator[list[Figure]]:
    """Yield runs of figures with only joints of dates between them."""
    chain: list[Figure] = []
    for one in figures:
        if chain and not joints.dates.fullmatch(_between(chain[-1], one, text)):
            yield chain
            chain = []
        chain.append(one)
    if chain:
        yield chain


def _complete_dates(chain: list[Figure], text: str, joints: Joints) -> list[Figure]:
    chain = _forwards(chain, text, joints)
    return _backwards(chain) if joints.shares_back else chain


def _forwards(chain: list[Figure], text: str, joints: Joints) -> list[Figure]:
    """Complete 2027年5月1日至15日, May 1 to 15, 2027: what stands first holds for what follows."""
    done: list[Figure] = []
    known: _Day | None = None
    is_afternoon = False
    for one in chain:
        date, clock = _date(one), _CLOCK.fullmatch(one.value)
        if clock:
            later = f"{int(clock[1]) + 12:02}:{clock[2]}" if is_afternoon and int(clock[1]) < 12 else ""
            one = _named(one, later)
            is_afternoon = bool(joints.afternoon.match(one.text)) or bool(later)
        elif date:
            year = date.year or (known.year if known else None)
            if not date.year and year and _is_next_year(done[-1] if done else None, one, text, joints):
                year += 1
            known = replace(date, year=year)
            one = _named(one, day(known.year, known.month, known.number))
        elif known and _is_trailing_year(known, done[-1], one, text, joints):
            return [_in_year(each, int(one.text)) for each in done] + chain[len(done) + 1 :]
        elif known and (found := _bare(one, known, text, joints)):
            known, one = found, _named(one, day(found.year, found.month, found.number))
        done.append(one)
    return done


def _bare(one: Figure, known: _Day, text: str, joints: Joints) -> _Day | None:
    """Return a bare number as a day of the month or a month of the year before it, or None."""
    number = _small(one)
    if not number:
        return None
    if joints.suffix is None:
        return replace(known, number=number) if known.number and number <= 31 else None
    counts = joints.suffix.match(text, one.start + len(one.text))
    if not counts:
        return None
    if counts[1] == "月":
        return _Day(known.year, number, None) if number <= 12 else None
    return replace(known, number=number) if number <= 31 else None


def _small(one: Figure) -> int | None:
    is_bare = one.number is not None and not one.unit and one.scale == 1 and one.number == one.number.to_integral()
    return int(one.number) if is_bare and one.number and 1 <= one.number <= 31 else None


def _is_trailing_year(known: _Day, before: Figure, one: Figure, text: str, joints: Joints) -> bool:
    is_american = joints.shares_back and not known.year and known.number is not None
    return is_american and _is_year(one) and bool(re.fullmatch(r",?\s+", _between(before, one, text)))


def _in_year(one: Figure, year: int) -> Figure:
    """Return a figure whose date, as written or as inferred, has no year, with that year."""
    for value in (one.value, *one.also):
        date = _DATE.fullmatch(value)
        if date and date[1] == "-":
            return _named(one, f"{year}{value[1:]}")
    return one


def _is_next_year(before: Figure | None, one: Figure, text: str, joints: Joints) -> bool:
    joint = _between(before, one, text) if before else ""
    return bool(joints.next_year.search(joint) or joints.next_year.match(text, one.start + len(one.text)))


def _backwards(chain: list[Figure]) -> list[Figure]:
    """Complete 1 to 15 May 2027, January to September 2027, 2 to 5 p.m.: what stands last holds for the others."""
    done: list[Figure] = []
    known: _Day | None = None
    half = ""
    for one in reversed(chain):
        date, clock = _date(one), _CLOCK.fullmatch(one.value)
        if clock:
            is_told = bool(re.search(r"[ap]\.?m\.?$", one.text))
            half = one.text if is_told else half
            if half and not is_told and int(clock[1]) <= 12:
                one = _named(one, _clock(Decimal(f"{int(clock[1])}.{clock[2]}"), half))
        elif date:
            year = date.year or (known.year if known else None)
            one = _named(one, day(year, date.month, date.number))
            known = replace(date, year=year)
        elif half and one.number is not None and one.number <= 12:
            one = _named(one, _clock(one.number, half))
        elif known and known.number and (number := _small(one)):
            one = _named(one, day(known.year, known.month, number))
        done.append(one)
    return done[::-1]


def _clock(number: Decimal, half: str) -> str:
    """Return the time of a number whose half of the day stands later: 9.30 before `11 a.m.` is 09:30."""
    hour, _, minute = str(number).partition(".")
    return f"{int(hour) % 12 + (12 if 'p' in half.lower() else 0):02}:{(minute or '00'):0<2}"


def _date(one: Figure) -> _Day | None:
    match = _DATE.fullmatch(one.value) if one.number is None else None
    if not match:
        return None
    return _Day(int(match[1]) if match[1] != "-" else None, int(match[2]), int(match[3]) if match[3] else None)


def _named(one: Figure, value: str) -> Figure:
    return one if not value or value == one.value or value in one.also else replace(one, also=(*one.also, value))
