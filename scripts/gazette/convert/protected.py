"""Protected places (受保护处): places excluded from phrase conversion: terms of fixed form, document numbers, addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gazette.convert.dictionaries import Dictionaries, load_dictionaries
from gazette.convert.matching import find_terms
from gazette.languages import ConversionProfile

# The end of a document number, 机关代字〔年〕序号号; the short name of the body before it is converted like other words.
_DOCUMENT_NUMBER = re.compile(r"[发办函字规]〔\d{4}〕第?\d+号")
# ASCII only: in `https://www.example.cn/查询` the ideographs are more often the next word than part of the address;
# for addresses in Chinese there are `<…>` and links.
_ADDRESS = re.compile(r"(?:https?|ftp)://[!-~]+")

Locked = list[tuple[tuple[int, int], str]]


def find_protected(text: str, profile: ConversionProfile, terms: Mapping[str, str]) -> Locked:
    """Return the protected places with their Traditional form, in order and without overlaps.

    A term has its given form; the end of a document number is converted character by character; an address is kept.
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
    """Convert each character by itself, without phrases."""
    return data.regional("".join(data.characters.get(each, each) for each in text))
