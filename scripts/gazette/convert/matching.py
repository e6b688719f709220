"""Matching (匹配): finds given terms in a text, the longest one at each place."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache


def find_terms(text: str, terms: Collection[str]) -> list[re.Match[str]]:
    """Return the matches of the terms in a text, without overlaps; the longest wins at each place."""
    return list(_pattern(frozenset(terms)).finditer(text)) if terms else []


@lru_cache(maxsize=64)
def _pattern(terms: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(terms, key=lambda term: (-len(term), term)))))
