"""Protected places (受保护处): terms with a fixed form, document numbers and addresses; nothing around them reaches in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gazette.convert.dictionaries import Dictionaries, load_dictionaries
from gazette.convert.tables import find_terms
from gazette.languages import ConversionProfile

# The end of a document number, 机关代字〔年〕序号号: what stands before it is a body's short name, and words like any others.
_DOCUMENT_NUMBER = re.compile(r"[发办函字规]〔\d{4}〕第?\d+号")
# Its ASCII part: `https://www.example.cn/查询` is more often an address and the next word than an address in Chinese, and
# `<…>` and links are there for those.
_ADDRESS = re.compile(r"(?:https?|ftp)://[!-~]+")

Locked = list[tuple[tuple[int, int], str]]


def find_protected(text: str, profile: ConversionProfile, terms: Mapping[str, str]) -> Locked:
    """Each protected place with the form that stands there in Traditional, in order, none inside another.

    A term has its given form; the end of a document number is converted character by character; an address stays.
    """
    found: Locked = [(match.span(), match[0]) for match in _ADDRESS.finditer(text)] if "://" in text else []
    found += [(match.span(), terms[match[0]]) for match in find_terms(text, terms)]
    if "〔" in text:
        data = load_dictionaries(profile)
        found += [(match.span(), by_character(match[0], data)) for match in _DOCUMENT_NUMBER.finditer(text)]
    locked: Locked = []
    for place, form in sorted(found, key=lambda each: (each[0][0], -each[0][1])):
        if not locked or place[0] >= locked[-1][0][1]:
            locked.append((place, form))
    return locked


def by_character(text: str, data: Dictionaries) -> str:
    """Each character by itself, without any phrase."""
    return data.regional("".join(data.characters.get(each, each) for each in text))
