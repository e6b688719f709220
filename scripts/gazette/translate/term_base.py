"""Term base (术语库): checks translations for prescribed and forbidden English renderings of Chinese terms."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

import snowballstemmer

from gazette.convert.tables import find_terms
from gazette.knowledge import kept, table_cells
from gazette.languages import SOURCE_TAG, stemming_algorithm
from gazette.model.counterparts import Counterpart
from gazette.model.publication import Edition, Publication, find_counterparts
from gazette.model.text_marks import folded_words
from gazette.problems import Problem, problem
from gazette.source.inline import plain_text

TERMS = Path(__file__).with_name("data") / "terms.tsv"
_HEAD = [SOURCE_TAG, "en", "status", "source"]
Status = Literal["preferred", "admitted", "forbidden"]
_TOKEN = re.compile(r"[^\W_]+")
# The whole name of an office (机关、单位名称): its place, its function, its kind. 局面 and 部分 are none.
_OFFICE = re.compile(
    r"(?:国家|全国|中国|中央|[省市县区州盟旗])(?:(?![的和与等及对将由在])[\u4e00-\u9fff]){2,12}?"
    r"(?:局|委员会|办公室|厅|署|法院|检察院|协会|学会|联合会|研究院|学院|大学|代办处|出版社)(?![面势部限域])"
)
_APOSTROPHE = re.compile(r"[’'](?:s\b)?")


@dataclass(frozen=True)
class Form:
    """A rendering of a term that is preferred, admitted or forbidden, and the source that says so."""

    text: str
    status: Status
    source: str


# Chinese term → its forms, the preferred one first.
TermBase = Mapping[str, tuple[Form, ...]]


@kept
def read_term_base(file: Path = TERMS) -> TermBase:
    forms: dict[str, list[Form]] = {}
    for row in table_cells(file)[1:]:
        if len(row) == len(_HEAD) and row[2] in get_args(Status):
            forms.setdefault(row[0], []).append(Form(row[1], cast(Status, row[2]), row[3]))
    order = get_args(Status)
    return {term: tuple(sorted(own, key=lambda form: order.index(form.status))) for term, own in forms.items()}


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def check_term_base(file: Path = TERMS, shown: str = "") -> list[Problem]:
    """Report invalid rows: an empty cell, the same form twice, two preferred forms of a term, or none."""
    path = shown or f"scripts/gazette/translate/data/{file.name}"
    head, *rows = _rows(file) or [[]]
    wanted = ", ".join(_HEAD)
    if head != _HEAD:
        return [problem("term-base.row", path, 1, found="\t".join(head), wanted=wanted)]
    problems, forms, preferred = [], dict[tuple[str, str], int](), dict[str, int]()
    for line, row in enumerate(rows, 2):
        if len(row) != len(_HEAD) or not all(row) or row[2] not in get_args(Status):
            problems.append(problem("term-base.row", path, line, found="\t".join(row), wanted=wanted))
            continue
        key = (row[0], " ".join(_tokens(row[1])))
        first = forms.get(key) or (preferred.get(row[0]) if row[2] == "preferred" else None)
        if first:
            problems.append(problem("term-base.conflict", path, line, found=f"{row[0]}: {row[1]}", first=str(first)))
        forms.setdefault(key, line)
        preferred |= {row[0]: preferred.get(row[0], line)} if row[2] == "preferred" else {}
    for line, row in enumerate(rows, 2):
        if row and row[0] not in preferred and not problems:
            problems.append(problem("term-base.preferred", path, line, found=row[0]))
            preferred[row[0]] = line
    return problems


def check_terms(publication: Publication, base: TermBase | None = None) -> list[Problem]:
    """Check all translations into a language of the term base."""
    terms = read_term_base() if base is None else base
    problems = []
    for tag, edition in publication.editions.items():
        if tag in _HEAD[1:]:
            # A name whose rendering the translator recorded hides the terms in it: 知识产权强国 in the title of an outline.
            names = [each.chinese for each in edition.translation.renderings] if edition.translation else []
            used: set[int] = set()
            for each in find_counterparts(publication.source, edition):
                asked = {term: terms[term] for term in find_in(plain_text(each.source), terms, names)}
                problems += _check_passage(publication.source, edition, each, asked, used)
            problems += _check_excuses(edition, used)
    return problems


def _check_passage(
    source: Edition, edition: Edition, one: Counterpart, asked: TermBase, used: set[int]
) -> list[Problem]:
    words = _TOKEN.findall(_APOSTROPHE.sub(" ", plain_text(one.translation)))
    stems, plain = _stems(tuple(words), edition.tag), f" {' '.join(words).lower()} "
    problems = []
    for term, forms in asked.items():
        details = {"term": term, "source": f"{source.file}:{one.source_line}", "block": one.key}
        wanted = [form.text for form in forms if form.status != "forbidden"]
        there = any(f" {_stems(tuple(_tokens(form)), edition.tag)} " in f" {stems} " for form in wanted)
        bad = [
            form.text for form in forms if form.status == "forbidden" and f" {' '.join(_tokens(form.text))} " in plain
        ]
        if (not there or bad) and _is_excused(edition, one.key, term, used):
            continue
        for form in bad:
            problems.append(problem("term.forbidden", edition.file, one.line, found=form, **details, wanted=wanted[0]))
        if not there and not bad:
            problems.append(problem("term.missing", edition.file, one.line, **details, wanted=" / ".join(wanted)))
    return problems


def find_in(text: str, terms: TermBase, names: Sequence[str] = ()) -> list[str]:
    """Return the terms in a Chinese text, the longest if several begin at one place; none inside a longer name.

    专利 in 国家专利局 belongs to the name of an office, which is rendered as a whole: CNIPA.
    """
    known = {folded_words(term): term for term in terms}
    longer = [name for each in names if (name := folded_words(each)) not in known]
    words = folded_words(text)
    offices = [match.span() for match in _OFFICE.finditer(words)]
    return [
        known[match[0]]
        for match in find_terms(words, [*known, *longer])
        if match[0] in known and not any(start <= match.start() and match.end() < end for start, end in offices)
    ]


def _tokens(text: str) -> list[str]:
    return [token.lower() for token in _TOKEN.findall(_APOSTROPHE.sub(" ", text))]


@lru_cache(maxsize=4096)
def _stems(words: tuple[str, ...], language: str) -> str:
    """Return the stems of words: patents and patent, licensing and licence are the same."""
    return " ".join(_stemmer(stemming_algorithm(language)).stemWords([word.lower() for word in words]))


@cache
def _stemmer(name: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(name)


def _is_excused(edition: Edition, key: str, term: str, used: set[int]) -> bool:
    for number, excuse in enumerate(edition.translation.exceptions if edition.translation else ()):
        if (excuse.block, excuse.term) == (key, term):
            used.add(number)
            return True
    return False


def _check_excuses(edition: Edition, used: set[int]) -> list[Problem]:
    """Report exceptions for terms that are rendered as the term base says, or that do not occur."""
    problems = []
    for number, excuse in enumerate(edition.translation.exceptions if edition.translation else ()):
        if excuse.term and number not in used and edition.is_aligned:
            line = edition.lines.get(f"translation.exceptions.{number}.term", 1)
            problems.append(problem("term.unused", edition.file, line, "translation", excuse.term, block=excuse.block))
    return problems
