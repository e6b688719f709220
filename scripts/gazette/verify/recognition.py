"""Recognition (认定): finds the published edition that a submitted copy belongs to, by its identifier or its words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gazette.verify.published import Published, without_space

# dc:identifier of an official copy: publication folder, language tag, canonical digest of the typeset text.
IDENTIFIER = re.compile(r"(?P<path>\S+) (?P<tag>\S+) (?P<fingerprint>[0-9a-f]{64})")
_LEAST_LIKENESS = 0.5
_PIECE = 8  # length of the compared substrings: two texts rarely share eight characters in a row by chance


def find_by_identifier(identifier: str, texts: Iterable[Published]) -> Published | None:
    """Return the edition named by the identifier of a PDF, or None."""
    named = IDENTIFIER.fullmatch(identifier)
    return next((each for each in texts if named and (each.path, each.tag) == (named["path"], named["tag"])), None)


def find_by_words(found: str, texts: Iterable[Published]) -> Published | None:
    """Return the edition most similar to `found`, or None below a threshold.

    Similarity: share of the edition's substrings of _PIECE characters found, plus 1 if its title occurs.
    """
    words = without_space(found)
    pieces = {words[at : at + _PIECE] for at in range(len(words) - _PIECE + 1)}
    best, most = None, _LEAST_LIKENESS
    for each in texts:
        own = without_space(each.text)
        mine = {own[at : at + _PIECE] for at in range(len(own) - _PIECE + 1)} or {own}
        likeness = len(pieces & mine) / len(mine)
        likeness += without_space(each.title) in words  # an old version may have little but the title in common
        if likeness > most:
            best, most = each, likeness
    return best
