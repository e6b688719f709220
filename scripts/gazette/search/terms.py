"""Terms (检索词): text → folded characters → terms. overrides/js/search/text.js does the same in the browser; tests hold the two together."""

from __future__ import annotations

import re
import unicodedata
from operator import add

from gazette.convert import chinese
from gazette.convert.variants import folded_variants
from gazette.knowledge import kept

# Ideographs and kana, Hangul: written without spaces, cut into pairs.
_UNSPACED = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = rf"[^\W_{_UNSPACED}]+"
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_WORD_RUN = re.compile(rf"{_WORD}(?:[-./:]?{_WORD})*")
_JOINTS = re.compile(r"[-./:]")
# What has no shape of its own, format characters and variation selectors, and the accents that stand above and below letters.
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
# Readers type straight quotation marks.
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}


class _Folding(dict[int, str]):
    """For str.translate: a character is folded when it is first met."""

    def __missing__(self, code: int) -> str:
        table = folded_variants()
        normal = unicodedata.normalize("NFKC", chr(code))
        if len(bare := _UNSEEN.sub("", unicodedata.normalize("NFKD", normal))) <= len(normal):
            normal = (
                bare  # an accent counts for nothing, in one character with its letter or beside it; Hangul stays whole
            )
        folded = "".join(_QUOTES.get(each) or table.get(each, each) for each in normal.lower())
        self[code] = folded
        return folded


@kept
def _folding() -> _Folding:
    return _Folding()


@kept
def search_folding() -> dict[str, str]:
    """Each Traditional character with its Simplified one, to be applied twice; made once."""
    return chinese.simplified_forms()


def fold(text: str) -> str:
    """What is searched for and searched in: NFKC, lower case, without accents, and of all ways to write a Chinese character
    one, character by character.
    """
    return text.translate(_folding())


def find_runs(folded: str) -> list[str]:
    """Stretches of a folded text that are written without spaces."""
    return _UNSPACED_RUN.findall(folded)


def index_terms(folded: str) -> tuple[set[str], set[str]]:
    """Pairs of characters, and words (`0533-3188608` and `18.02` as one and in parts), of a folded text.

    The last character of a stretch is a pair without its second; each other one is found as the first of a pair.
    """
    runs = find_runs(folded)
    pairs = {run[-1] for run in runs}.union(*[map(add, run, run[1:]) for run in runs])
    words = set(_WORD_RUN.findall(folded))
    if words:
        words.update([part for word in words if not word.isalnum() for part in _JOINTS.split(word)])
    return pairs, words
