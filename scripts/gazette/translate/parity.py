"""Parity (数字一致): checks that a translation states the figures, links and images of its source and no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence, Set
from dataclasses import dataclass

from gazette.convert.chinese import engine
from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.counterparts import Counterpart
from gazette.model.publication import Edition, Publication, find_counterparts
from gazette.problems import Problem, problem
from gazette.translate.excuses import check_excuses, is_excused
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
            problems += _report(publication.source, edition, found)
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


def _report(source: Edition, edition: Edition, found: Iterable[FigureDifference]) -> list[Problem]:
    used: set[int] = set()
    problems = []
    for each in found:
        key = each.counterpart.key
        left = FigureDifference(
            each.counterpart, *(_unexcused(edition, key, one, used) for one in (each.missing, each.surplus))
        )
        if left.missing or left.surplus:
            problems.append(_problem(source, edition, left))
    return problems + check_excuses(edition, "figure", used)


def _unexcused(edition: Edition, key: str, placed: Placed | None, used: set[int]) -> Placed | None:
    """Return the figure, or None if the translator wrote down why it differs."""
    if placed and is_excused(edition, key, "figure", (placed.figure.value, placed.figure.text), used):
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
