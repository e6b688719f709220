"""Doubles (异码同形字): characters that look like another one and are not it, such as ⼀ (a radical, U+2F00) for 一."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from pathlib import Path

from gazette.problems import Problem, problem

_TABLE = Path(__file__).with_name("data") / "radicals.tsv"


def check_doubles(text: str, shown: str) -> list[Problem]:
    """One problem for each such character of a file, with every line on which it stands.

    Searches do not find it, conversion passes it by, and a font draws it in another hand: it comes with text that was
    copied out of a PDF.
    """
    problems = []
    for character in sorted(filter(meant_character, set(text))):
        wanted = meant_character(character)
        lines = [number for number, line in enumerate(text.split("\n"), 1) if character in line]
        told = {"wanted": _named(wanted), "lines": ", ".join(map(str, lines))}
        problems.append(problem("source.double", shown, lines[0], found=_named(character), **told))
    return problems


@cache
def meant_character(character: str) -> str:
    """The character that is to be written instead, or nothing: radicals, strokes, and whatever Unicode holds to be the same.

    Only what stands for one other character: an accented letter of two parts is no double.
    """
    kind, *parts = unicodedata.decomposition(character).split() or [""]
    if not parts and kind:  # a canonical single: compatibility ideographs, the Kelvin and the Ångström sign
        return unicodedata.normalize("NFC", character)
    if 0x2F00 <= ord(character) < 0x2FE0 and parts:
        return chr(int(parts[0], 16))
    return _radicals().get(character, "")


def _named(character: str) -> str:
    return f"{character} U+{ord(character):04X}"


@cache
def _radicals() -> dict[str, str]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["character"]: row["ideograph"] for row in rows}
