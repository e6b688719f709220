"""Stemming (词干): stem words in the languages that have a Snowball algorithm in both Python and JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import snowballstemmer

from gazette.languages import stemming_algorithm

# To add a language: its algorithm's name in gazette.languages, and Snowball's JavaScript of the same version here.
_SNOWBALL = Path(__file__).with_name("data") / "snowball"


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """Return the function word → stem of a language; without an algorithm it returns the word unchanged."""
    name = stemming_algorithm(language)
    if not name:
        return str
    stem = snowballstemmer.stemmer(name).stemWord
    return cache(lambda word: str(stem(word)) if word.isalpha() else word)


def stemmer_script(language: str) -> str:
    """Return the same algorithm as an ES module for the browser, or "" if there is none."""
    name = stemming_algorithm(language)
    if not name:
        return ""
    base, own = ((_SNOWBALL / f"{each}-stemmer.js").read_text(encoding="utf-8").strip() for each in ("base", name))
    return (
        "// Snowball 3.0.1, BSD-3-Clause, https://snowballstem.org/license.html\n"
        f"var BaseStemmer;\n{base}\n{own}\n"
        f"const stemmer = new {name.capitalize()}Stemmer();\n"
        "export const stem = (word) => (/^\\p{L}+$/u.test(word) ? stemmer.stemWord(word) : word);\n"
    )
