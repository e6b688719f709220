"""Terms (检索词): text → folded characters → terms. overrides/js/search.js does the same in the browser; tests hold the two together."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from gazette.convert.chinese import fold_map

# Ideographs and kana, Hangul: written without spaces, cut into pairs.
_UNSPACED = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+(?:[-./:]?[^\W_{_UNSPACED}]+)*")
# Readers type straight quotation marks.
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")


@cache
def folding() -> dict[str, str]:
    return fold_map() | _QUOTES


def fold(text: str) -> str:
    """NFKC and lower case, character by character, Traditional to Simplified."""
    return "".join(map(_folded, text))


@cache
def _folded(character: str) -> str:
    table = folding()
    return "".join(table.get(each, each) for each in unicodedata.normalize("NFKC", character).lower())


def find_terms(text: str) -> list[str]:
    """The terms of a text in order: single characters and overlapping pairs of Chinese; words, and the parts of `0533-3188608`."""
    terms: list[str] = []
    for run in _RUN.findall(fold(text)):
        if _IS_UNSPACED.match(run):
            terms += run
            terms += [run[at : at + 2] for at in range(len(run) - 1)]
        else:
            parts = re.split(r"[-./:]", run)
            terms += [run, *parts] if len(parts) > 1 else [run]
    return terms
