"""Check (核查): checks that the search text of a page has every word that the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gazette.problems import Problem, problem
from gazette.search.passages import BREAK, SearchText, parts_by_name
from gazette.search.terms import find_runs, fold, index_terms

# Numbers that the page adds by itself: those of list items and of footnote references.
_NUMBERED = re.compile(r"^\d{1,9}\. ")
_PARTS = re.compile(r"\t|\[\d+\]")
_SPACES = re.compile(r"[^\S\t\n]+")
MOST_NAMED = 5  # limit of words named in one problem


def check_searched(file: str, lines: Iterable[str], text: SearchText) -> list[Problem]:
    """Report words that a page shows in `lines` and that are missing from its search text (search.word-lost).

    `file` is the path that the problem names.
    """
    written = BREAK.join(parts_by_name(text).values())
    as_written = frozenset(written.split(BREAK))
    shown_lines = [_NUMBERED.sub("", line) for line in lines]
    others = [line for line in shown_lines if line not in as_written]
    if not others:
        return []
    held = _folded(written)
    lines_held = frozenset(held.split(BREAK))
    words: set[str] | None = None
    missing = dict[str, None]()
    for shown in map(_folded, others):
        if shown in lines_held:
            continue
        words = index_terms(held)[1] if words is None else words
        for part in _PARTS.split(shown):
            missing |= dict.fromkeys(each for each in find_runs(part) if each not in held)
            missing |= dict.fromkeys(sorted(index_terms(part)[1] - words))
    return [problem("search.word-lost", file, found=" ".join(list(missing)[:MOST_NAMED]))] if missing else []


def _folded(text: str) -> str:
    """Fold a text and reduce white space to single spaces, line breaks kept."""
    return _SPACES.sub(" ", fold(text)).strip()
