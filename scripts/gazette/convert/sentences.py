"""Sentences (句子): the sentence around a doubtful character in both scripts, for the reviewer."""

from __future__ import annotations

import re
from typing import NamedTuple

from gazette.convert.scribe import Doubt

# End of a sentence, with closing quotation marks and brackets after it; a line break is an end as well.
_END = re.compile(r"[。！？!?]+[”’」』）》\])]*|\n")
_JOINT = re.compile(r"[，、；：,;:]")
_NEAR = 15  # characters within which a cut looks for a comma or the like
LEFT_OUT = "…"


class Sentence(NamedTuple):
    """A sentence in one line, split at the character in question."""

    before: str
    character: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}【{self.character}】{self.after}"

    @property
    def length(self) -> int:
        return len(self.before) + 1 + len(self.after)


def find_sentences(doubt: Doubt, most: int) -> tuple[Sentence, Sentence]:
    """Return the sentence around a doubt, Simplified and Traditional.

    A sentence longer than `most` characters is shortened, at a comma if one is near, and marked with an ellipsis.
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
    """Return start and end of the sentence that contains `offset`, without white space at its ends."""
    ends = [match.end() for match in _END.finditer(text)]
    start = max((each for each in ends if each <= offset), default=0)
    end = min((each for each in ends if each > offset), default=len(text))
    start += len(text[start:offset]) - len(text[start:offset].lstrip())
    return start, offset + 1 + len(text[offset + 1 : end].rstrip())


def cut_sentence(text: str, offset: int, start: int, end: int, most: int) -> tuple[int, int]:
    """Return start and end of what is shown of a sentence: at most `most` characters, including `offset`."""
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
