"""Terms (检索词): the index terms of a text, after folding its characters.

overrides/js/search/text.js does the same in the browser; tests compare the two.
"""

from __future__ import annotations

import re
import unicodedata
from operator import add

from gazette.convert import chinese
from gazette.convert.variants import folded_variants
from gazette.knowledge import kept

# Ideographs, kana and Hangul: treated as written without spaces, cut into pairs.
_UNSPACED = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = rf"[^\W_{_UNSPACED}]+"
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_WORD_RUN = re.compile(rf"{_WORD}(?:[-./:]?{_WORD})*")
_JOINTS = re.compile(r"[-./:]")
# Invisible characters (format characters, variation selectors) and combining accents.
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
# Readers type straight quotation marks.
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}


class _Folding(dict[int, str]):
    """Table for str.translate: a character is folded when it is first met."""

    def __missing__(self, code: int) -> str:
        table = folded_variants()
        normal = unicodedata.normalize("NFKC", chr(code))
        if len(bare := _UNSEEN.sub("", unicodedata.normalize("NFKD", normal))) <= len(normal):
            normal = bare  # accents are ignored, precomposed or combining; Hangul syllables stay whole
        folded = "".join(_QUOTES.get(each) or table.get(each, each) for each in normal.lower())
        self[code] = folded
        return folded


@kept
def _folding() -> _Folding:
    return _Folding()


@kept
def search_folding() -> dict[str, str]:
    """Return Traditional → Simplified characters; folding applies it twice (麼 → 么 → 幺)."""
    return chinese.simplified_forms()


def index_of(tag: str) -> str:
    """Return the name of the index of a language: both Chinese scripts share one."""
    return tag.split("-")[0]


def fold(text: str) -> str:
    """Fold a text for search: NFKC, lower case, no accents, one form per Chinese character.

    Characters are folded one by one, without context.
    """
    return text.translate(_folding())


def find_runs(folded: str) -> list[str]:
    """Return the runs of unspaced script in a folded text."""
    return _UNSPACED_RUN.findall(folded)


def index_terms(folded: str) -> tuple[set[str], set[str]]:
    """Return the character pairs and the words of a folded text.

    The last character of a run is a term by itself; any other single character is found as the start of a pair.
    Compound words such as `0533-3188608` and `18.02` are indexed whole and in parts.
    """
    runs = find_runs(folded)
    pairs = {run[-1] for run in runs}.union(*[map(add, run, run[1:]) for run in runs])
    words = set(_WORD_RUN.findall(folded))
    if words:
        words.update([part for word in words if not word.isalnum() for part in _JOINTS.split(word)])
    return pairs, words
