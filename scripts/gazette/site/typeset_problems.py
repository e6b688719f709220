"""Typesetting problems (排印问题): what the typesetter refused or left ragged, with the file and line of the block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gazette.copies.typeset import CopyError
from gazette.model.publication import Edition
from gazette.problems import Problem, problem
from gazette.site.copy_jobs import Job
from gazette.source.inline import plain_text

# In characters, an eighth of a line of 28. Lines that end a little sooner, because a bracket, number or Latin word did
# not fit, are common and nobody notices them. An editor's judgement; no source at hand.
SEEN = 3.5
_NO_WORDS = re.compile(r"[\W_]+")


def refused_problems(error: CopyError, jobs: Iterable[Job]) -> list[Problem]:
    """Return the problems copy.refused and copy.overflow of a failed copy.

    A bound copy has no edition, so its problems name the title instead of a file.
    """
    edition = next((job.edition for job in jobs if job.document.identifier == error.identifier), None)
    file = edition.file if edition else error.title
    problems = [problem("copy.refused", file, found=each) for each in error.reasons]
    for each in error.overflows:
        line = find_line(edition, each.block, each.words)
        details = {"page": str(each.page), "beyond": f"{abs(each.beyond):.1f}"}
        problems.append(problem("copy.overflow", file, line, found=each.words, **details))
    return list(dict.fromkeys(problems))


def ragged_problems(jobs: Iterable[Job]) -> Iterator[Problem]:
    """Yield one warning (copy.ragged) for each line that is visibly short of its measure."""
    for job in jobs:
        for words, block, lacking in job.ragged:
            if job.edition and lacking > SEEN:
                yield problem("copy.ragged", job.edition.file, find_line(job.edition, block, words), found=words)


def find_line(edition: Edition | None, block: str, words: str) -> int:
    """Return the line of the block or fact with these words; 0 (the whole file) if there is none."""
    if edition is None:
        return 0
    for wanted in (_key(block), _key(words)):
        for each in edition.blocks if wanted else ():
            if wanted in _key(plain_text(each.text)) or wanted in _key(each.text):
                return each.line
        for name, value in edition.facts.items():
            if wanted and wanted in _key(value):
                return edition.lines.get(name, 0)
    return 0


def _key(text: str) -> str:
    return _NO_WORDS.sub("", text)
