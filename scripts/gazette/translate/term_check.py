"""Term check (术语核查): checks translations for the prescribed and forbidden renderings of Chinese terms."""

from __future__ import annotations

from functools import cache, lru_cache

import snowballstemmer

from gazette.languages import stemming_algorithm
from gazette.model.counterparts import Counterpart
from gazette.model.publication import Edition, Publication, find_counterparts
from gazette.problems import Problem, problem
from gazette.source.inline import plain_text
from gazette.translate.excuses import check_excuses, is_excused
from gazette.translate.term_base import APOSTROPHE, COLUMNS, TOKEN, TermBase, read_term_base, term_tokens
from gazette.translate.term_places import find_in


def check_terms(publication: Publication, base: TermBase | None = None) -> list[Problem]:
    """Check all translations into a language of the term base."""
    terms = read_term_base() if base is None else base
    problems = []
    for tag, edition in publication.editions.items():
        if tag in COLUMNS[1:]:
            # A name whose rendering the translator recorded hides the terms in it: 知识产权强国 in the title of an outline.
            names = [each.chinese for each in edition.translation.renderings] if edition.translation else []
            used: set[int] = set()
            for each in find_counterparts(publication.source, edition):
                asked = {term: terms[term] for term in find_in(plain_text(each.source), terms, names)}
                problems += _check_passage(publication.source, edition, each, asked, used)
            problems += check_excuses(edition, "term", used)
    return problems


def _check_passage(
    source: Edition, edition: Edition, one: Counterpart, asked: TermBase, used: set[int]
) -> list[Problem]:
    words = TOKEN.findall(APOSTROPHE.sub(" ", plain_text(one.translation)))
    stems, plain = _stems(tuple(words), edition.tag), f" {' '.join(words).lower()} "
    problems = []
    for term, forms in asked.items():
        details = {"term": term, "source": f"{source.file}:{one.source_line}", "block": one.key}
        wanted = [form.text for form in forms if form.status != "forbidden"]
        there = any(f" {_stems(tuple(term_tokens(form)), edition.tag)} " in f" {stems} " for form in wanted)
        bad = [
            form.text
            for form in forms
            if form.status == "forbidden" and f" {' '.join(term_tokens(form.text))} " in plain
        ]
        if (not there or bad) and is_excused(edition, one.key, "term", {term}, used):
            continue
        for form in bad:
            problems.append(problem("term.forbidden", edition.file, one.line, found=form, **details, wanted=wanted[0]))
        if not there and not bad:
            problems.append(problem("term.missing", edition.file, one.line, **details, wanted=" / ".join(wanted)))
    return problems


@lru_cache(maxsize=4096)
def _stems(words: tuple[str, ...], language: str) -> str:
    """Return the stems of words: patents and patent, licensing and licence are the same."""
    return " ".join(_stemmer(stemming_algorithm(language)).stemWords([word.lower() for word in words]))


@cache
def _stemmer(name: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(name)
