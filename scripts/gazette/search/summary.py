"""Summary (概要): the files of an index that depend on all of its publications: head, facets, words for guessing."""

from __future__ import annotations

import hashlib
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from gazette.convert.variants import folded_variants
from gazette.search.contribution import IndexedWords, Listing
from gazette.search.fragments import CHUNK, GROUP, SLOTS, pack
from gazette.search.postings import OWN_FILE_LEAST, SHARD_BYTES, TERM_BYTES, Shards
from gazette.search.reading import DamagedIndexError
from gazette.search.stemming import stemmer_script
from gazette.search.tables import question_words, synonyms
from gazette.search.terms import fold, index_of, search_folding

HEAD = "index.bin"
FACETS = "facets.bin"
INDEX_LAYOUT = 1  # of an index and of what is kept to renew it; to be raised when the code writes either differently
_NUMBERS = (INDEX_LAYOUT, SLOTS, CHUNK, GROUP, OWN_FILE_LEAST, SHARD_BYTES, TERM_BYTES)


class Tally:
    """How many publications have each word to guess from, and each character.

    The words are packed by first letter, so that a renewed index unpacks only the letters that have changed.
    """

    def __init__(self, words: Mapping[str, bytes] | None = None, seen: Mapping[str, int] | None = None) -> None:
        self._packed = dict(words or {})
        self._open: dict[str, Counter[str]] = {}
        self.seen = Counter(seen or {})

    def add(self, words: IndexedWords) -> None:
        """Count a publication that was not there."""
        self.seen.update(words.seen)
        for word in words.words.split("\n") if words.words else ():
            self._counts(word[0])[word] += 1

    def exchange(self, before: IndexedWords, after: IndexedWords) -> None:
        """Count what a publication has after an edit instead of what it had; raise DamagedIndexError if it had not."""
        old, new = (_parts(each) for each in (before, after))
        for number, parts in ((1, new - old), (-1, old - new)):
            for part in parts:
                counts = self._counts(part[0]) if len(part) > 1 else self.seen
                counts[part] += number
                if counts[part] < 0:
                    raise DamagedIndexError(part)

    def _counts(self, letter: str) -> Counter[str]:
        if letter not in self._open:
            self._open[letter] = pickle.loads(self._packed[letter]) if letter in self._packed else Counter()
        return self._open[letter]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield (name, bytes) of the lists of words whose letter was opened: for correcting and completing words."""
        for letter, counts in sorted(self._open.items()):
            if +counts:
                yield words_name(letter), pack(sorted(+counts))

    def packed(self) -> dict[str, bytes]:
        """Return the counts by first letter."""
        opened = {letter: pickle.dumps(+counts) for letter, counts in self._open.items() if +counts}
        return {**{letter: each for letter, each in self._packed.items() if letter not in self._open}, **opened}


def _parts(words: IndexedWords) -> set[str]:
    """Return the words, which have several characters each, and the characters."""
    return {*words.seen, *(word for word in words.words.split("\n") if word)}


def words_name(letter: str) -> str:
    """Return the name of the file of the words that begin with a letter."""
    return f"words/{ord(letter):x}.bin"


def digest_of_making(prefixes: Mapping[str, str], code: str) -> str:
    """Return the digest of all that an index depends on besides its publications."""
    return hashlib.sha256(repr((list(prefixes.items()), code, _NUMBERS)).encode()).hexdigest()


def _version(listings: Iterable[Listing], others: object) -> str:
    """Return the version of an index, which browsers add to the addresses of its files: another one of each content."""
    digest = hashlib.sha256(repr((_NUMBERS, others)).encode())
    for each in listings:
        digest.update(each.digest.encode())
    return digest.hexdigest()[:8]


def pack_facets(listings: Sequence[Listing]) -> bytes:
    """Return the values that readers can filter by: facet → [values, [index of each entry's value]]."""
    entries = [entry for each in listings for entry in each.entries]
    made: dict[str, Any] = {}
    for number, name in ((1, "years"), (2, "columns"), (3, "bodies")):
        values = sorted({str(entry[number]) for entry in entries})
        place = {value: at for at, value in enumerate(values)}
        made[name] = [values, [place[str(entry[number])] for entry in entries]]
    return pack(made)


def pack_head(listings: Sequence[Listing], prefixes: Mapping[str, str], shards: Shards, tally: Tally) -> bytes:
    """Return the file that a browser reads first: where everything stands, and what it needs to read a query."""
    language = index_of(next(iter(prefixes)))
    entries = [entry for each in listings for entry in each.entries]
    forms, variants = _forms(+tally.seen, language)
    absent = {tag: [number for number, entry in enumerate(entries) if tag not in entry.tags] for tag in prefixes}
    head = {
        "prefixes": dict(prefixes),
        "slots": SLOTS,
        "shards": shards.number,
        "split": shards.split,
        "common": shards.common,
        "counts": [entry.fragments for entry in entries],
        "absent": {tag: numbers for tag, numbers in absent.items() if numbers},
        "forms": ["".join(forms), "".join(forms.values())],
        "variants": ["".join(variants), "".join(variants.values())],
        "questions": question_words(language),
        "synonyms": synonyms(language),
        "stem": bool(stemmer_script(language)),
        "letters": "".join(sorted(tally.packed())),
    }
    return pack({"version": _version(listings, (head, stemmer_script(language))), **head})


def _forms(characters: Iterable[str], language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the Traditional → Simplified forms and the variants that the texts contain or a reader may type.

    No character is in both tables.
    """
    seen = set(characters)
    folded = {
        *map(fold, seen),
        *chain.from_iterable(question_words(language)),
        *chain.from_iterable(chain(*synonyms(language))),
    }
    forms = {a: b for a, b in sorted(search_folding().items()) if a in seen or fold(a) in folded}
    return forms, {a: b for a, b in sorted(folded_variants().items()) if b in folded and a not in forms}
