"""Words (词): a Chinese text cut into words, as jieba cuts it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

import opencc_jieba_pyo3


def cut_words(text: str) -> list[str]:
    """Put together, the words are the text again. Simplified text is cut best; Traditional has the same places."""
    words: list[str] = jieba().jieba_cut(text, True)
    return words if "".join(words) == text else list(text)


@lru_cache(maxsize=8192)
def tag_word(word: str) -> str:
    """The part of speech that the dictionary gives a word (`nr` a person, `ns` a place); "" for what it does not know."""
    tagged: list[tuple[str, str]] = jieba().jieba_tag(word, False)
    return tagged[0][1] if len(tagged) == 1 else ""


@lru_cache(maxsize=64)
def cut_known(text: str) -> tuple[str, ...]:
    """The same with words of the dictionary only: what is not known stays in single characters."""
    words: list[str] = jieba().jieba_cut(text, False)
    return tuple(words if "".join(words) == text else text)


@lru_cache(maxsize=8192)
def reaches_over(word: str, start: int, end: int) -> bool:
    """Whether `word[start:end]` is no piece of the word's best split: 试制 in 考试制度.

    The best split into two or more pieces has few pieces, then few single characters; one as good that keeps the stretch
    together, or parts it only inside, will do. Inside a piece, the piece's own best split counts: 核糖 in 脱氧│核糖核酸.
    """
    inside = _split(word[start:end], whole=True)
    kept = tuple(map(sum, zip(_split(word[:start], whole=True), inside, _split(word[end:], whole=True), strict=True)))
    best = _split(word, whole=False)
    return best < kept and all(reaches_over(*piece) for piece in _around(word, start, end, best))


def _around(word: str, start: int, end: int, best: tuple[int, int]) -> Iterator[tuple[str, int, int]]:
    """The pieces of the best splits that hold `word[start:end]`, and its place in each."""
    for at in (*range(1, start + 1), *range(end, len(word))):
        one, other = _split(word[:at], whole=True), _split(word[at:], whole=True)
        if (one[0] + other[0], one[1] + other[1]) == best:
            yield (word[at:], start - at, end - at) if at <= start else (word[:at], start, end)


@lru_cache(maxsize=8192)
def _split(text: str, whole: bool) -> tuple[int, int]:
    """Pieces and single characters of the best split into the dictionary's words; not `whole`: into two or more."""
    if not text:
        return 0, 0
    if len(text) == 1:
        return 1, 1
    if whole and jieba().jieba_cut(text, False) == [text]:
        return 1, 0
    parts = ((_split(text[:at], whole=True), _split(text[at:], whole=True)) for at in range(1, len(text)))
    return min((one[0] + other[0], one[1] + other[1]) for one, other in parts)


@cache
def jieba() -> opencc_jieba_pyo3.OpenCC:
    """The one segmenter of a process: its dictionary takes 90 MB."""
    return opencc_jieba_pyo3.OpenCC("s2tw")
