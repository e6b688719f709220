"""Numerals (汉字数字): parses Chinese numerals (一百二十三, 二〇二二, 一亿二千万) for the whole project."""

from __future__ import annotations

NUMERALS = "〇零一二两三四五六七八九十百千万亿"
DIGITS = dict(zip("〇零一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
PLACES = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10**4, "亿": 10**8}


def numeral(text: str) -> int:
    """Return the integer of a numeral: 一百二十三 → 123, 二〇二二 → 2022, 一亿二千万 → 120000000, 十四 → 14.

    Raises KeyError for a character outside NUMERALS, ValueError for an empty string.
    """
    if not set(text) & {*PLACES, *GROUPS}:
        return int("".join(str(DIGITS[each]) for each in text))
    total = group = number = 0
    for each in text:
        if each in DIGITS:
            number = DIGITS[each]
        elif each in PLACES:
            group += (number or 1) * PLACES[each]
            number = 0
        elif each == "亿":
            total, group, number = (total + group + number or 1) * GROUPS[each], 0, 0
        else:
            total, group, number = total + (group + number or 1) * GROUPS[each], 0, 0
    return total + group + number
