"""Splits (拆分): judges whether a stretch of a word is a piece of its best split into words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from gazette.convert.words import jieba


@lru_cache(maxsize=8192)
def reaches_over(word: str, start: int, end: int) -> bool:
    """True if `word[start:end]` is not a piece of the word's best split: 试制 in 考试制度.

    The best split into two or more pieces has the fewest pieces, then the fewest single characters. A split that is
    equally good and keeps the stretch whole, or cuts it only inside, is accepted. Inside a piece, the piece's own best
    split counts: 核糖 in 脱氧│核糖核酸.
    """
    inside = _split(word[start:end], whole=True)
    kept = tuple(map(sum, zip(_split(word[:start], whole=True), inside, _split(word[end:], whole=True), strict=True)))
    best = _split(word, whole=False)
    return best < kept and all(reaches_over(*piece) for piece in _around(word, start, end, best))


def _around(word: str, start: int, end: int, best: tuple[int, int]) -> Iterator[tuple[str, int, int]]:
    """Yield the pieces of the best splits that contain `word[start:end]`, with its position in each."""
    for at in (*range(1, start + 1), *range(end, len(word))):
        one, other = _split(word[:at], whole=True), _split(word[at:], whole=True)
        if (one[0] + other[0], one[1] + other[1]) == best:
            yield (word[at:], start - at, end - at) if at <= start else (word[:at], start, end)


@lru_cache(maxsize=8192)
def _split(text: str, *, whole: bool) -> tuple[int, int]:
    """Return the number of pieces and of single characters in the best split into dictionary words.

    If not `whole`, the text is split into at least two pieces.
    """
    if not text:
        return 0, 0
    if len(text) == 1:
        return 1, 1
    if whole and jieba().jieba_cut(text, hmm=False) == [text]:
        return 1, 0
    parts = ((_split(text[:at], whole=True), _split(text[at:], whole=True)) for at in range(1, len(text)))
    return min((one[0] + other[0], one[1] + other[1]) for one, other in parts)
