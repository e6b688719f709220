"""Words (词): segmentation of Chinese text into words by jieba."""

from __future__ import annotations

from functools import cache, lru_cache

import opencc_jieba_pyo3


def cut_words(text: str) -> list[str]:
    """Split a text into words, unknown ones guessed; joined, they are the text.

    Simplified text is segmented best; a Traditional text has the same word boundaries.
    """
    words: list[str] = jieba().jieba_cut(text, hmm=True)
    return words if "".join(words) == text else list(text)


@lru_cache(maxsize=8192)
def tag_word(word: str) -> str:
    """Return jieba's part-of-speech tag of a word (`nr` person, `ns` place), "" for an unknown word."""
    tagged: list[tuple[str, str]] = jieba().jieba_tag(word, hmm=False)
    return tagged[0][1] if len(tagged) == 1 else ""


@lru_cache(maxsize=64)
def cut_known(text: str) -> tuple[str, ...]:
    """Split a text into dictionary words; what is unknown becomes single characters."""
    words: list[str] = jieba().jieba_cut(text, hmm=False)
    return tuple(words if "".join(words) == text else text)


@cache
def jieba() -> opencc_jieba_pyo3.OpenCC:
    """Return the segmenter, one per process: its dictionary takes 90 MB."""
    return opencc_jieba_pyo3.OpenCC("s2tw")
