"""Sentences (句子): the sentence around a doubtful character, for the person who decides; the same stretch in both scripts."""

from __future__ import annotations

import re
from typing import NamedTuple

from gazette.convert.scribe import Doubt

# What ends a sentence, with the quotation marks and brackets that close behind it; a line break ends one too.
_END = re.compile(r"[。！？!?]+[”’」』）》\])]*|\n")
_JOINT = re.compile(r"[，、；：,;:]")
_NEAR = 15  # how far a cut looks for a joint of the sentence
LEFT_OUT = "…"


class Sentence(NamedTuple):
    """A sentence in one line, around the character in question."""

    before: str
    character: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}【{self.character}】{self.after}"

    @property
    def length(self) -> int:
        return len(self.before) + 1 + len(self.after)


def find_sentences(doubt: Doubt, most: int) -> tuple[Sentence, Sentence]:
    """The sentence in which a doubt stands as it is written and as it is published, in Simplified and in Traditional characters.

    One of more than `most` characters is cut on either side, at a comma where there is one near, and says so with an ellipsis.
    """
    start, end = sentence_around(doubt.text, doubt.offset)
    first, last = cut_sentence(doubt.text, doubt.offset, start, end, most)
    edges = (LEFT_OUT if first > start else "", LEFT_OUT if last < end else "")
    simplified, traditional = (
        Sentence(
            edges[0] + _one_line(text[first : doubt.offset]),
            text[doubt.offset],
            _one_line(text[doubt.offset + 1 : last]) + edges[1],
        )
        for text in (doubt.text, doubt.written)
    )
    return simplified, traditional


def sentence_around(text: str, offset: int) -> tuple[int, int]:
    """Where the sentence begins and ends that holds the character at `offset`."""
    ends = [match.end() for match in _END.finditer(text)]
    start = max((each for each in ends if each <= offset), default=0)
    end = min((each for each in ends if each > offset), default=len(text))
    start += len(text[start:offset]) - len(text[start:offset].lstrip())
    return start, offset + 1 + len(text[offset + 1 : end].rstrip())


def cut_sentence(text: str, offset: int, start: int, end: int, most: int) -> tuple[int, int]:
    """What is shown of a sentence: all, or at most so many characters with the one at `offset` among them."""
    if end - start <= most:
        return start, end
    first = max(start, min(offset - most // 2, end - most))
    last = min(end, first + most)
    if first > start and (joint := _JOINT.search(text, first, max(first, min(first + _NEAR, offset)))):
        first = joint.end()
    if last < end and (joints := list(_JOINT.finditer(text, max(last - _NEAR, offset + 1), last))):
        last = joints[-1].end()
    return first, last


def _one_line(text: str) -> str:
    return "".join(" " if each.isspace() else each for each in text)
