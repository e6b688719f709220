"""Segments (切分): longest matches over the dictionaries, forwards as OpenCC makes them, backwards, and held to whole words."""

from __future__ import annotations

from collections.abc import Callable
from operator import add

from gazette.convert.dictionaries import Dictionaries

# A segment: start, end, the key that matched ("" for a run without any phrase).
Segment = tuple[int, int, str]


def forward(text: str, data: Dictionaries) -> list[Segment]:
    """Segments of the text by the longest match from the left, as OpenCC makes them."""
    return _longest(text, data, None)


def within_words(text: str, words: list[str], data: Dictionaries) -> list[Segment]:
    """Segments of the forward match that lie inside one word or cover whole words."""
    ends: list[int] = []
    begins: set[int] = set()
    for word in words:
        begins.add(len(ends))
        ends += [len(ends) + len(word)] * len(word)
    begins.add(len(ends))
    return _longest(text, data, lambda start, end: end <= ends[start] or (start in begins and end in begins))


def _longest(text: str, data: Dictionaries, fits: Callable[[int, int], bool] | None) -> list[Segment]:
    phrases, size = data.phrases, len(text)
    segments: list[Segment] = []
    bare = 0
    for place, lengths in enumerate(map(data.starts.get, map(add, text, text[1:]))):
        if lengths is None or place < bare:
            continue
        for length in lengths:
            end = place + length
            if end <= size and text[place:end] in phrases and (fits is None or fits(place, end)):
                if bare < place:
                    segments.append((bare, place, ""))
                segments.append((place, end, text[place:end]))
                bare = end
                break
    if bare < size:
        segments.append((bare, size, ""))
    return segments


def backward(text: str, data: Dictionaries) -> list[Segment]:
    """Segments of the text by the longest match from the right."""
    phrases, bare = data.phrases, len(text)
    segments: list[Segment] = []
    pairs = list(map(data.ends.get, map(add, text, text[1:])))
    for place in range(len(text), 1, -1):
        lengths = pairs[place - 2]
        if lengths is None or place > bare:
            continue
        for length in lengths:
            key = text[place - length : place] if length <= place else ""
            if key in phrases:
                if place < bare:
                    segments.append((place, bare, ""))
                segments.append((place - length, place, key))
                bare = place - length
                break
    if bare > 0:
        segments.append((0, bare, ""))
    segments.reverse()
    return segments


def render(text: str, segments: list[Segment], data: Dictionaries) -> str:
    """The converted text of the segments."""
    table, phrases, regional = data.table, data.phrases, data.regional
    return "".join(
        [phrases[key] if key else regional(text[start:end].translate(table)) for start, end, key in segments]
    )


def normalise(text: str, data: Dictionaries) -> str:
    """Compatibility ideographs replaced by their canonical characters."""
    table = data.compatibility
    if table.keys().isdisjoint(text):
        return text
    return "".join(table.get(character, character) for character in text)
