"""Segments (切分): longest dictionary matches in a text, from left or right, optionally restricted by word boundaries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from operator import add

from gazette.convert.dictionaries import Dictionaries
from gazette.convert.splits import reaches_over

# A segment: start, end, matched phrase ("" for a run without one).
Segment = tuple[int, int, str]
Place = tuple[int, int]  # start, end
# Long word → pieces of its best split (词缝); only words in which a phrase would match across a seam.
Seams = dict[str, tuple[str, ...]]


def forward(text: str, data: Dictionaries) -> list[Segment]:
    """Return the segments by longest match from the left, as OpenCC makes them."""
    return _longest(text, data, None)


def phrases_in(text: str, table: Dictionaries) -> list[Segment]:
    """Return the segments of `forward` that are phrases; quick for a small table."""
    found: list[Segment] = []
    bare = 0
    for match in table.openings.finditer(text):
        place = match.start()
        for length in table.starts.get(text[place : place + 2], ()) if place >= bare else ():
            key = text[place : place + length]
            if key in table.phrases:
                bare = place + len(key)  # shorter than `length` at the end of the text
                found.append((place, bare, key))
                break
    return found


class Held:
    """One text with its words: accepts only matches that cover whole words or lie inside one word.

    `places`: start and end of the word at each offset. `refused`: True once a match was rejected; if none is, the
    result equals OpenCC's own.
    """

    __slots__ = ("edges", "places", "refused", "seams", "text")

    def __init__(self, text: str, words: Sequence[str], seams: Seams) -> None:
        self.text, self.seams, self.refused = text, seams, False
        self.places: list[Place] = []
        self.edges = {len(text)}
        at = 0
        for word in words:
            self.edges.add(at)
            size = len(word)
            self.places += [(at, at + size)] * size
            at += size

    def fits(self, start: int, end: int) -> bool:
        """True if `text[start:end]` covers whole words, or lies inside one word without cutting a piece of it."""
        first, last = self.places[start]
        if end <= last:
            good = (start == first and end == last) or free_of_seams(
                self.text[first:last], start - first, end - first, self.seams
            )
        else:
            good = start == first and end in self.edges
        if not good:
            self.refused = True
        return good

    def forward(self, data: Dictionaries) -> list[Segment]:
        """Return the segments by longest fitting match from the left."""
        return _longest(self.text, data, self.fits)

    def backward(self, data: Dictionaries) -> list[Segment]:
        """Return the segments by longest fitting match from the right."""
        return backward(self.text, data, self.fits)


def within_words(text: str, words: Sequence[str], data: Dictionaries, seams: Seams) -> list[Segment]:
    """Return forward segments that cover whole words, or lie inside one word without cutting a piece of it."""
    return Held(text, words, seams).forward(data)


def free_of_seams(word: str, start: int, end: int, seams: Seams) -> bool:
    """True if `word[start:end]` starts and ends at seams of the word's split, or of the split of one of its pieces.

    Also True for the whole word, and for any part of a word that has no row in seams.tsv.
    """
    pieces = seams.get(word)
    if pieces is None or (start == 0 and end == len(word)):
        return True
    at, edges = 0, {0}
    for piece in pieces:
        if at <= start and end <= at + len(piece):
            return free_of_seams(piece, start - at, end - at, seams)
        at += len(piece)
        edges.add(at)
    return start in edges and end in edges


def _longest(text: str, data: Dictionaries, fits: Callable[[int, int], bool] | None) -> list[Segment]:
    phrases, size = data.phrases, len(text)
    segments: list[Segment] = []
    bare = 0
    lengths = list(map(data.starts.get, map(add, text, text[1:])))
    for place in compress(range(size), lengths):
        if place < bare:
            continue
        for length in lengths[place] or ():
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


def backward(text: str, data: Dictionaries, fits: Callable[[int, int], bool] | None = None) -> list[Segment]:
    """Return the segments by longest match from the right."""
    phrases, bare = data.phrases, len(text)
    segments: list[Segment] = []
    lengths = [(), (), *map(data.ends.get, map(add, text, text[1:]))]
    for place in compress(range(bare, 1, -1), reversed(lengths)):
        if place > bare:
            continue
        for length in lengths[place] or ():
            key = text[place - length : place] if length <= place else ""
            if key in phrases and (fits is None or fits(place - length, place)):
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
    """Return the converted text of the segments."""
    table, phrases, regional = data.table, data.phrases, data.regional
    return "".join(
        [phrases[key] if key else regional(text[start:end].translate(table)) for start, end, key in segments]
    )


def normalise(text: str, data: Dictionaries) -> str:
    """Replace compatibility ideographs by their canonical characters."""
    table = data.compatibility
    if table.keys().isdisjoint(text):
        return text
    return "".join(table.get(character, character) for character in text)


def word_places(words: Sequence[Sequence[str]], shut: Sequence[str]) -> list[Place]:
    """Return start and end of the word at each offset; `shut` are the locked texts between the pieces."""
    found: list[Place] = []
    for inside, locked in zip(words, [*shut, ""], strict=True):
        for word in (*inside, locked):
            found += [(len(found), len(found) + len(word))] * len(word)
    return found


def fits_word(text: str, start: int, end: int, word: Place, seams: Seams) -> bool:
    """True if `text[start:end]` covers the whole word, or lies inside it without cutting a piece of it."""
    first, last = word
    if first <= start and end <= last:
        inside = (text[first:last], start - first, end - first)
        return free_of_seams(*inside, seams) and not reaches_over(*inside)
    return start <= first and last <= end


def between(locked: Sequence[Place], size: int) -> Iterator[Place]:
    """Yield the places of a text of length `size` that are not locked."""
    at = 0
    for start, end in locked:
        yield at, start
        at = end
    yield at, size


def moved(segments: list[Segment], by: int) -> list[Segment]:
    """Return the segments shifted by `by` characters."""
    return [(start + by, end + by, key) for start, end, key in segments]
