"""Proper names (专名): the names of persons and places in a text that contain ambiguous characters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise, repeat

from gazette.convert.choice import Choice
from gazette.convert.gazetteer import UNITS, PlaceName, find_place_names
from gazette.convert.name_contexts import find_unproven
from gazette.convert.name_tables import surnames
from gazette.convert.names import Name, find_names
from gazette.convert.persons import NOBODY, Persons
from gazette.convert.segments import Place


@dataclass(frozen=True, slots=True)
class Naming:
    """A profile's view of the name tables: `candidates` of a character, regional form, the bureau's spelling."""

    candidates: Mapping[str, tuple[str, ...]]
    translate: Callable[[str, str], str]
    spellings: Mapping[str, str]

    def forms(self, source: str, written: Sequence[str]) -> tuple[str, ...]:
        """Return a table's forms (in Taiwan's spelling) as this profile writes them."""
        regional = (self.translate(source, form) for form in written)
        return tuple(dict.fromkeys(self.spellings.get(form, form) for form in regional))


@dataclass(frozen=True, slots=True)
class Proper:
    """A name at [start, end) of a text; if not `sure`, a reviewer decides whether it is one."""

    start: int
    end: int
    sure: bool
    text: str
    found: Name | PlaceName

    def _written(self, at: int) -> tuple[str, ...]:
        """Return the forms of the character at `at` in this name, in Taiwan's spelling; () if no table gives any."""
        return self.found.forms(at, self.text[at - self.start])

    def choice(self, offset: int, source: str, naming: Naming) -> Choice:
        """Return the form used in names; tier 1 if there are several forms or none is known."""
        every = naming.candidates[source]
        forms = naming.forms(source, self._written(offset)) or every
        candidates = tuple(dict.fromkeys((*forms, *every)))
        first, *others = forms
        tier, risk = (1, 0.5) if others else (3, 0.0)
        return Choice(offset, source, first, candidates, self.text, "name", tier, risk, [("name", self.text)])

    def doubted(self, choice: Choice, naming: Naming) -> Choice:
        """Return a choice as a doubt of tier 1 where a name is possible, unless a name would be written the same.

        Not doubted: an unlikely name whose usual form is the chosen one, and a word that official usage has settled. A
        dictionary word that may be a whole name (朴素, 余韵) keeps the dictionary's form, and is a doubt.
        """
        if choice.kind == "phrase" and choice.entry[-1] in UNITS:
            return choice  # the dictionary has the whole place name: 谷城县
        if self.found.yields and choice.tier == 4:
            return choice
        is_word = choice.kind in ("phrase", "house") and choice.entry == self.text
        is_proposed = isinstance(self.found, Name) and self.found.likely and not is_word
        forms = naming.forms(choice.source, self._written(choice.offset))
        if isinstance(self.found, Name) and not is_proposed:
            forms = _usual(choice.source, forms, naming)
        if forms == (choice.chosen,) or not (forms or is_proposed or isinstance(self.found, Name) or self.found.yields):
            return choice
        made = self.choice(choice.offset, choice.source, naming) if is_proposed else choice
        reasons = [("maybe-name", self.text), *(each for each in made.reasons if each[0] not in ("name", "settled"))]
        return replace(made, tier=1, risk=max(made.risk, 0.5), reasons=reasons)


def _usual(source: str, forms: Sequence[str], naming: Naming) -> tuple[str, ...]:
    """Return the most common form in names and as a surname, for a name whose extent is unknown."""
    as_surname = naming.forms(source, surnames().get(source, ()))
    return tuple(dict.fromkeys((*forms[:1], *as_surname[:1])))


def find_proper(
    text: str,
    locked: Sequence[Place],
    places: Sequence[int],
    cut: Callable[[str], Sequence[str]],
    persons: Persons = NOBODY,
) -> list[Proper]:
    """Return the names that contain one of the offsets `places`, in order; none overlaps another or a locked place."""
    sizes = list(map(len, cut(text)))
    word = list(chain.from_iterable(map(repeat, pairwise(accumulate(sizes, initial=0)), sizes)))
    found: list[Name | PlaceName] = [*find_place_names(text, places, word), *find_names(text, places, word, persons)]
    proper = _apart(found, text, locked)
    taken = {at for one in proper for at in range(one.start, one.end)}
    unproven = find_unproven(text, places, word, taken, persons)
    return _apart([*(one.found for one in proper), *unproven], text, locked) if unproven else proper


def _apart(found: Sequence[Name | PlaceName], text: str, locked: Sequence[Place]) -> list[Proper]:
    """Return names that overlap neither a locked place nor an earlier choice (sure ones first), in order."""
    proper: list[Proper] = []
    taken = {at for start, end in locked for at in range(start, end)}
    for each in sorted(found, key=lambda one: (not one.sure, one.start, -one.end)):
        inside = range(each.start, each.end)
        if taken.isdisjoint(inside):
            taken.update(inside)
            proper.append(Proper(each.start, each.end, each.sure, text[each.start : each.end], each))
    return sorted(proper, key=lambda one: one.start)
