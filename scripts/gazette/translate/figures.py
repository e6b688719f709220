"""Figures (数字核对用): finds every figure that a passage of Markdown states, with its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from gazette.source.inline import find_targets, scan_inline
from gazette.translate.figure import Figure, plain_number
from gazette.translate.figures_chinese import read_chinese
from gazette.translate.figures_english import read_english

_READERS = {"zh": read_chinese, "en": read_english}
_DIGITS = re.compile(r"\d+(?:[.,٫٬]\d+)*")


@dataclass(frozen=True)
class Placed:
    """A figure and the line of the file on which it stands."""

    figure: Figure
    line: int


def reads(language: str) -> bool:
    """True if the language has a grammar of figures; of others only the digits are read."""
    return language.split("-")[0] in _READERS


def find_figures(passages: Iterable[tuple[str, int]], language: str) -> list[Placed]:
    """Return the figures of Markdown passages, links and images included; each passage comes with its first line."""
    return [
        Placed(figure, line + text.count("\n", 0, at)) for text, line in passages for figure, at in _of(text, language)
    ]


def _of(text: str, language: str) -> list[tuple[Figure, int]]:
    words, offsets = read_words(text)
    figures = _READERS.get(language.split("-")[0], read_digits)(words)
    found = [(figure, offsets[figure.start] if figure.start < len(offsets) else len(text)) for figure in figures]
    return found + [
        (Figure(f"{'image' if target.is_image else 'link'}:{target.destination}", target.destination, 0), target.start)
        for target in find_targets(text)
    ]


def read_words(text: str) -> tuple[str, list[int]]:
    """Return the readable text of inline Markdown, and the offset in `text` of each of its characters.

    Full-width digits and Latin letters become narrow.
    """
    words: list[str] = []
    offsets: list[int] = []
    for span in scan_inline(text):
        piece = text[span.start : span.end]
        if span.kind == "opaque":
            shown = f" {span.shown} " if span.shown else " "
            words += shown
            offsets += [span.start] * len(shown)
        elif span.kind == "markup":
            part = "\n" if span.breaks or "\n" in piece else ""
            words += part
            offsets += [span.start] * len(part)
        else:
            words += map(narrow, piece)
            offsets += range(span.start, span.end)
    return "".join(words), offsets


def narrow(character: str) -> str:
    """Return a full-width digit, letter or sign as a narrow one; the full-width comma parts numbers and stays."""
    if not "！" <= character <= "～" or character == "，":
        return character
    return unicodedata.normalize("NFKC", character)


def read_digits(text: str) -> list[Figure]:
    """Return the numbers written in digits, without separators, whose meaning differs by language."""
    return [
        Figure("".join(each for each in match[0] if each.isdecimal()), match[0], match.start())
        for match in _DIGITS.finditer("".join(_decimal(each) for each in text))
    ]


def _decimal(character: str) -> str:
    """Return a digit of any script, such as Arabic, as an ASCII digit; other characters stay."""
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def parts_of(figure: Figure) -> frozenset[str]:
    """Return all digit strings that a language may write for a figure.

    1.2亿 may be 12 (of 1.2) or 120000000; a date is its three numbers.
    """
    numbers = [
        *re.findall(r"\d+(?:\.\d+)?", figure.value),
        *([plain_number(figure.number)] if figure.number is not None else []),
    ]
    return frozenset(form for each in numbers for form in (each.replace(".", ""), each.lstrip("0").replace(".", "")))
