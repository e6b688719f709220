"""Index (索引): the files of one search index: head, facets, term shards, text fragments, words for guessing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from gazette.convert.variants import folded_variants
from gazette.search.fragments import (
    GROUP,
    SLOTS,
    TEXT_FROM,
    IndexEntry,
    Simplifier,
    cut_chunks,
    fragment_count,
    make_entries,
    make_fragments,
    pack,
)
from gazette.search.passages import SearchText
from gazette.search.postings import Postings, Shards
from gazette.search.stemming import stemmer, stemmer_script
from gazette.search.tables import question_words, synonyms
from gazette.search.terms import fold, index_terms, search_folding

HEAD = "index.bin"
FACETS = "facets.bin"
GUESSED_LENGTH = 4  # letters in the shortest word that is kept for correcting misspellings


@dataclass
class _Growing:
    """What accumulates while the publications are added one after another."""

    postings: Postings = field(default_factory=Postings)
    counts: list[int] = field(default_factory=list)
    entries: list[tuple[tuple[str, ...], str, str, str]] = field(default_factory=list)
    simplifier: Simplifier = field(default_factory=Simplifier)
    words: set[str] = field(default_factory=set)


def index_of(tag: str) -> str:
    """Return the name of the index of a language: both Chinese scripts share one."""
    return tag.split("-")[0]


def build_index(texts: Iterable[Mapping[str, SearchText]], prefixes: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one index as (name, bytes).

    `texts`: per publication, in path order, its editions by language tag. `prefixes`: language tag → folder in the
    site. Equal texts give equal bytes; an edit changes only the files of its publication and of its terms.
    """
    language = index_of(next(iter(prefixes)))
    growing, stem = _Growing(), stemmer(language)
    base = 0
    digest = hashlib.sha256()
    for editions in texts:
        for entry in make_entries(editions):
            chunks = cut_chunks(entry.text)
            _add_terms(growing, entry, chunks, base, stem)
            for number, content in enumerate(make_fragments(entry, chunks, growing.simplifier), base // SLOTS):
                digest.update(content)
                yield f"texts/{number // GROUP}/{number}.bin", content
            growing.counts.append(fragment_count(len(chunks)))
            growing.entries.append((entry.tags, entry.text.date[:4], entry.text.column, _facet_body(entry)))
            base += growing.counts[-1] * SLOTS
    shards = growing.postings.shards()
    for name, content in growing.postings.files(shards):
        digest.update(content)
        yield name, content
    for letter, words in _by_letter(growing.words).items():
        yield f"words/{ord(letter):x}.bin", pack(words)
    yield FACETS, pack(_facets(growing))
    yield HEAD, pack(_head(growing, language, prefixes, shards, digest.hexdigest()[:8]))
    if script := stemmer_script(language):
        yield "stem.js", script.encode()


def _add_terms(growing: _Growing, entry: IndexEntry, chunks: list[Any], base: int, stem: Any) -> None:
    """Add the postings of title, facts and text chunks. A heading belongs to the chunk that begins with it."""
    text = entry.text
    pieces = [(0, text.title), (1, "\n".join(text.facts))]
    before = ""
    for slot, chunk in enumerate(chunks, TEXT_FROM):
        shown = []
        for each in chunk:
            shown += [each.text] if each.heading == before else [each.heading, each.text]
            before = each.heading
        pieces.append((slot, "\n".join(shown)))
    for slot, piece in pieces:
        pairs, words = index_terms(fold(piece))
        growing.postings.add(pairs, base + slot)
        growing.words |= words
        growing.postings.add(words if stem is str else set(map(stem, words)), base + slot)


def _by_letter(words: set[str]) -> dict[str, list[str]]:
    """Return alphabetic words, unstemmed, by first letter: for correcting misspellings and completing typed words."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if len(word) >= GUESSED_LENGTH and word.isalpha():
            by_letter[word[0]].append(word)
    return by_letter


def _facet_body(entry: IndexEntry) -> str:
    return entry.text.body if entry.simplified is None else f"{entry.simplified.body}\t{entry.text.body}"


def _facets(growing: _Growing) -> dict[str, Any]:
    """Return the values that readers can filter by: facet → [values, [index of each entry's value]]."""
    made: dict[str, Any] = {}
    for number, name in ((1, "years"), (2, "columns"), (3, "bodies")):
        values = sorted({str(entry[number]) for entry in growing.entries})
        place = {value: at for at, value in enumerate(values)}
        made[name] = [values, [place[str(entry[number])] for entry in growing.entries]]
    return made


def _head(
    growing: _Growing, language: str, prefixes: Mapping[str, str], shards: Shards, version: str
) -> dict[str, Any]:
    tags = list(prefixes)
    forms, variants = _tables(growing, language)
    absent = {tag: [number for number, entry in enumerate(growing.entries) if tag not in entry[0]] for tag in tags}
    return {
        "version": version,
        "prefixes": dict(prefixes),
        "slots": SLOTS,
        "shards": shards.number,
        "split": shards.split,
        "common": shards.common,
        "counts": growing.counts,
        "absent": {tag: numbers for tag, numbers in absent.items() if numbers},
        "forms": ["".join(forms), "".join(forms.values())],
        "variants": ["".join(variants), "".join(variants.values())],
        "questions": question_words(language),
        "synonyms": synonyms(language),
        "stem": bool(stemmer_script(language)),
        "letters": "".join(_by_letter(growing.words)),
    }


def _tables(growing: _Growing, language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the Traditional → Simplified forms and the variants that the texts contain or a reader may type.

    No character is in both tables.
    """
    seen = set(map(chr, growing.simplifier))
    folded = {
        *map(fold, seen),
        *chain.from_iterable(question_words(language)),
        *chain.from_iterable(chain(*synonyms(language))),
    }
    forms = {a: b for a, b in sorted(search_folding().items()) if a in seen or fold(a) in folded}
    return forms, {a: b for a, b in sorted(folded_variants().items()) if b in folded and a not in forms}
