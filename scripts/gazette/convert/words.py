"""Words (词): a Chinese text cut into words, as jieba cuts it."""

from __future__ import annotations

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


def cut_known(text: str) -> list[str]:
    """The same with words of the dictionary only: what is not known stays in single characters."""
    words: list[str] = jieba().jieba_cut(text, False)
    return words if "".join(words) == text else list(text)


@cache
def jieba() -> opencc_jieba_pyo3.OpenCC:
    """The one segmenter of a process: its dictionary takes 90 MB."""
    return opencc_jieba_pyo3.OpenCC("s2tw")
