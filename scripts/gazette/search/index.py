"""Index (索引): passages → files of one language's index: numbered texts, and terms in hashed shards."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gazette.search.terms import find_terms, folding

SHARD_BYTES = 16_000
TITLE_WEIGHT, HEADING_WEIGHT, TEXT_WEIGHT = 8, 3, 1


@dataclass(frozen=True)
class Passage:
    """The unit of a result (段落): `id` is its anchor, "" for the top of the page."""

    id: str
    heading: str
    text: str


@dataclass(frozen=True)
class SearchText:
    """One publication in one language as search sees it. `path` is its folder, `date` ISO 8601."""

    path: str
    title: str
    date: str
    passages: tuple[Passage, ...]


def build_index(texts: Iterable[SearchText]) -> dict[str, str]:
    """The files of one language's index, by name: `meta.json`, `texts/<publication>.json`, `terms/<shard>.json`."""
    postings: dict[str, list[int]] = defaultdict(list)
    files: dict[str, str] = {}
    count = 0
    for number, text in enumerate(sorted(texts, key=lambda each: each.path)):
        files[f"texts/{number}.json"] = _dump(
            [text.path, text.title, text.date, [[each.id, each.heading, each.text] for each in text.passages]]
        )
        for place, passage in enumerate(text.passages):
            for term, weight in _weights(text.title if place == 0 else "", passage).items():
                postings[term] += [number, place, weight]
        count = number + 1
    shards = _shards(postings)
    files |= {f"terms/{number}.json": _dump(shard) for number, shard in enumerate(shards)}
    files["meta.json"] = _dump({"shards": len(shards), "publications": count})
    return dict(sorted(files.items()))


def build_fold_file() -> str:
    """The fold map for the browser: two strings of the same number of characters, from and to."""
    pairs = sorted(folding().items())
    return _dump(["".join(a for a, _ in pairs), "".join(b for _, b in pairs)])


def shard_of(term: str, shards: int) -> int:
    """FNV-1a (32 bit) over UTF-16 code units, as JavaScript sees them."""
    value = 0x811C9DC5
    units = term.encode("utf-16-le")
    for at in range(0, len(units), 2):
        value = ((value ^ int.from_bytes(units[at : at + 2], "little")) * 0x01000193) & 0xFFFFFFFF
    return value % shards


def _weights(title: str, passage: Passage) -> dict[str, int]:
    weights: dict[str, int] = {}
    for words, weight in ((passage.text, TEXT_WEIGHT), (passage.heading, HEADING_WEIGHT), (title, TITLE_WEIGHT)):
        for term in find_terms(words):
            weights[term] = max(weight, weights.get(term, 0))
    return weights


def _shards(postings: dict[str, list[int]]) -> list[dict[str, list[int]]]:
    size = sum(len(term) + 4 * len(places) for term, places in postings.items())
    number = 1
    while number * SHARD_BYTES < size:
        number *= 2
    shards: list[dict[str, list[int]]] = [{} for _ in range(number)]
    for term in sorted(postings):
        shards[shard_of(term, number)][term] = postings[term]
    return shards


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
