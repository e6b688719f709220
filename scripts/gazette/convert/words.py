"""Words (词): a Chinese text cut into words, as jieba cuts it."""

from __future__ import annotations

from functools import cache

import opencc_jieba_pyo3


def cut_words(text: str) -> list[str]:
    """Put together, the words are the text again. Simplified text is cut best; Traditional has the same places."""
    words: list[str] = jieba().jieba_cut(text, True)
    return words if "".join(words) == text else list(text)


def cut_known(text: str) -> list[str]:
    """The same with words of the dictionary only: what is not known stays in single characters."""
    words: list[str] = jieba().jieba_cut(text, False)
    return words if "".join(words) == text else list(text)


@cache
def jieba() -> opencc_jieba_pyo3.OpenCC:
    """The one segmenter of a process: its dictionary takes 90 MB."""
    return opencc_jieba_pyo3.OpenCC("s2tw")
