"""Proper names (专名): the persons and places that a text names, as stretches whose characters have forms of their own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from gazette.convert.gazetteer import PlaceName, find_places
from gazette.convert.names import Name, find_names, name_forms

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Proper:
    """A name at [start, end) of a text. Where it is not `sure` that a name stands there, a person decides."""

    start: int
    end: int
    sure: bool
    text: str
    whole: str
    found: Name | PlaceName

    def forms(self, at: int) -> tuple[str, ...]:
        """The forms that the character at `at` may take in this name, in Taiwan's spelling; () where no table says."""
        if isinstance(self.found, Name):
            return name_forms(self.found, self.whole, at)
        return self.found.forms(at, self.whole[at])

    @property
    def is_proposed(self) -> bool:
        return isinstance(self.found, Name) and self.found.likely


def find_proper(
    text: str,
    locked: Sequence[Place],
    ambiguous: Collection[str],
    cut: Callable[[str], Sequence[str]],
    persons: Collection[str] = (),
) -> list[Proper]:
    """The names that hold an ambiguous character, in order; none touches another one or a locked place."""
    places = [at for at, each in enumerate(text) if each in ambiguous]
    if not places:
        return []
    found: list[Name | PlaceName] = [*find_places(text, places, cut), *find_names(text, places, cut, persons)]
    proper: list[Proper] = []
    for each in sorted(found, key=lambda one: (not one.sure, one.start, -one.end)):
        taken = [*locked, *((one.start, one.end) for one in proper)]
        if all(each.end <= start or end <= each.start for start, end in taken):
            proper.append(Proper(each.start, each.end, each.sure, text[each.start : each.end], text, each))
    return sorted(proper, key=lambda one: one.start)
