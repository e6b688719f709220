"""Parity (数字一致): checks that a translation states the figures, links and images of its source and no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence, Set
from dataclasses import dataclass

from gazette.convert.chinese import engine
from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.counterparts import Counterpart
from gazette.model.facts import Excuse
from gazette.model.publication import Edition, Publication, find_counterparts
from gazette.problems import Problem, problem
from gazette.translate.figure import Figure
from gazette.translate.figures import Placed, find_figures, parts_of, read_digits, reads


@dataclass(frozen=True)
class FigureDifference:
    """A figure of the source that is missing, a surplus one of the translation, or one in place of the other."""

    counterpart: Counterpart
    missing: Placed | None
    surplus: Placed | None


def check_parity(publication: Publication) -> list[Problem]:
    """Check all translations of a publication, the Traditional text too if a person wrote it."""
    problems = []
    for tag, edition in publication.editions.items():
        if tag != SOURCE_TAG:
            counterparts = find_counterparts(publication.source, edition)
            found = [each for one in counterparts for each in find_figure_differences(one, tag)]
            problems += _report(publication.source, edition, counterparts, found)
    return problems


def find_figure_differences(counterpart: Counterpart, tag: str) -> list[FigureDifference]:
    """Return the figures of one passage that have no counterpart in the other text."""
    source = find_figures(counterpart.source_passages, SOURCE_TAG)
    passages = counterpart.passages
    if tag == CONVERTED_TAG:  # a person's Traditional text: the tables hold Simplified forms
        passages = [(engine("t2s")(text), line) for text, line in passages]
    translation = find_figures(passages, tag)
    if reads(tag):
        missing, surplus = _unmatched(source, translation)
    else:
        missing, surplus = _unmatched_digits(counterpart, source, translation)
    pairs = [FigureDifference(counterpart, one, other) for one, other in zip(missing, surplus, strict=False)]
    pairs += [FigureDifference(counterpart, each, None) for each in missing[len(surplus) :]]
    return pairs + [FigureDifference(counterpart, None, each) for each in surplus[len(missing) :]]


def _unmatched(source: Sequence[Placed], translation: Sequence[Placed]) -> tuple[list[Placed], list[Placed]]:
    """Return the required figures of each side for which the other has none left; optional ones are used last."""
    return _left(source, translation), _left(translation, source)


def _left(ones: Sequence[Placed], others: Sequence[Placed]) -> list[Placed]:
    """Return the required figures of `ones` that match nothing: neither by a written value nor by an inferred one."""
    there = sorted((each.figure for each in others), key=lambda figure: not figure.is_required)
    left = [each for each in ones if each.figure.is_required]
    taken: set[int] = set()
    for is_written in (True, False):
        places: dict[str, list[int]] = defaultdict(list)  # value → indexes in `there`, the last first
        for at in reversed(range(len(there))):
            for value in _values(there[at], is_written=is_written):
                places[value].append(at)
        rest = []
        for each in left:
            found = [
                _first(places[value], taken) for value in _values(each.figure, is_written=is_written) & places.keys()
            ]
            if known := [at for at in found if at is not None]:
                taken.add(min(known))
            else:
                rest.append(each)
        left = rest
    return left


def _values(figure: Figure, *, is_written: bool) -> Set[str]:
    return {figure.value} if is_written else figure.values


def _first(places: list[int], taken: Container[int]) -> int | None:
    """Return the last item that is not taken, and drop the items after it; None if none is left."""
    while places and places[-1] in taken:
        places.pop()
    return places[-1] if places else None


def _unmatched_digits(
    counterpart: Counterpart, source: Sequence[Placed], translation: Sequence[Placed]
) -> tuple[list[Placed], list[Placed]]:
    """Return the unmatched numbers for a language without a grammar, of which only digits can be read.

    A number in digits matches if it stands on the other side, or is part of a figure there.
    """
    written = {each.value for text, _ in counterpart.source_passages for each in read_digits(text)}
    known = (
        written | {part for each in source for part in parts_of(each.figure)} | {each.figure.value for each in source}
    )
    stated = {each.figure.value for each in translation}
    missing = [
        each
        for each in source
        if (each.figure.value not in stated and ":" in each.figure.value)
        or (each.figure.text[:1].isascii() and each.figure.scale == 1 and not parts_of(each.figure) & stated)
    ]
    # 1.2亿 may be 1億2000万, 120 millions, 12 crore: beside a scale, surplus numbers cannot be told from parts of it.
    scaled = any(each.figure.scale != 1 for each in source)
    return missing, [] if scaled else [each for each in translation if each.figure.value not in known]


def _report(
    source: Edition, edition: Edition, counterparts: Sequence[Counterpart], found: Iterable[FigureDifference]
) -> list[Problem]:
    excuses = edition.translation.exceptions if edition.translation else ()
    used: set[int] = set()
    problems = []
    for each in found:
        left = FigureDifference(
            each.counterpart, *(_unexcused(each, one, excuses, used) for one in (each.missing, each.surplus))
        )
        if left.missing or left.surplus:
            problems.append(_problem(source, edition, left))
    return problems + _check_excuses(edition, counterparts, excuses, used)


def _unexcused(
    difference: FigureDifference, placed: Placed | None, excuses: Sequence[Excuse], used: set[int]
) -> Placed | None:
    """Return the figure, or None if the translator wrote down why it differs.

    One exception excuses its figure each time it occurs in the passage.
    """
    for number, excuse in enumerate(excuses):
        figure = placed.figure if placed else None
        if figure and excuse.block == difference.counterpart.key and excuse.figure in (figure.value, figure.text):
            used.add(number)
            return None
    return placed


def _problem(source: Edition, edition: Edition, left: FigureDifference) -> Problem:
    missing, surplus, key = left.missing, left.surplus, left.counterpart.key
    if missing and surplus:
        details = {"wanted": missing.figure.text, "source": f"{source.file}:{missing.line}", "block": key}
        return problem("parity.differs", edition.file, surplus.line, found=surplus.figure.text, **details)
    if missing:
        details = {"wanted": missing.figure.text, "source": f"{source.file}:{missing.line}", "block": key}
        return problem("parity.missing", edition.file, left.counterpart.line, **details)
    assert surplus
    details = {"source": f"{source.file}:{left.counterpart.source_line}", "block": key}
    return problem("parity.surplus", edition.file, surplus.line, found=surplus.figure.text, **details)


def _check_excuses(
    edition: Edition, counterparts: Sequence[Counterpart], excuses: Sequence[Excuse], used: set[int]
) -> list[Problem]:
    """Report exceptions for figures that do not differ: no longer needed, or never right."""
    problems = []
    for number, excuse in enumerate(excuses):
        if excuse.figure and number not in used and edition.is_aligned:
            line = edition.lines.get(f"translation.exceptions.{number}.figure", 1)
            problems.append(
                problem("parity.unused", edition.file, line, "translation", excuse.figure, block=excuse.block)
            )
    return problems
