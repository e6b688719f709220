"""Rendered (成品): what one publication contributes to the site: facts for the others, and its texts."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from gazette.convert.decision_check import DecisionUse
from gazette.convert.editions import ConvertedText
from gazette.pages.catalogue import CatalogueRecord
from gazette.pages.links import WrittenLink
from gazette.pages.page import Page, PageRecord
from gazette.search.contribution import Contribution, Listing
from gazette.search.passages import SearchText
from gazette.store import NO_STORE, Store
from gazette.translate.freshness_check import Freshness

Contributions = Mapping[str, Contribution]  # name of a search index → what it needs of one publication


@dataclass(frozen=True)
class Content:
    """The texts of one publication: its pages, its search text by language tag, and what they were made from."""

    pages: tuple[Page, ...]
    search: Mapping[str, SearchText]
    text: ConvertedText


@dataclass(frozen=True)
class RenderedFacts:
    """What the rest of the site needs to know of one publication; small, so that an archive can be held in memory.

    `files` maps a language tag to the file of its text, `attachments` a name relative to the folder to its file; `used`
    are those that a text links to. `record`, `links`, `uses` and `freshness` are for the checks of the whole site,
    `listings` for the search indexes by their names.
    """

    record: CatalogueRecord
    pages: tuple[PageRecord, ...]
    files: Mapping[str, str]
    attachments: Mapping[str, Path]
    used: frozenset[str]
    links: tuple[WrittenLink, ...]
    uses: DecisionUse
    freshness: Freshness
    listings: Mapping[str, Listing] = field(default_factory=dict)


@dataclass(frozen=True)
class Rendered:
    """Everything that one publication contributes to the site, made without looking at any other.

    `load` returns the texts and `load_index` what the search indexes need of them, which may lie in a store; `key` is the digest of all that they were made from, "" if it is
    not known. What is derived from the texts is kept in `store` under that key.
    """

    facts: RenderedFacts
    load: Callable[[], Content] = field(compare=False, repr=False)
    load_index: Callable[[], Contributions] = field(compare=False, repr=False)
    key: str = ""
    store: Store = field(default=NO_STORE, compare=False, repr=False)

    @property
    def record(self) -> CatalogueRecord:
        return self.facts.record

    @property
    def path(self) -> str:
        return self.facts.record.path

    @cached_property
    def content(self) -> Content:
        return self.load()

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.content.pages

    @property
    def search(self) -> Mapping[str, SearchText]:
        return self.content.search

    @property
    def text(self) -> ConvertedText:
        return self.content.text

    def recall(self, name: str) -> Any:
        """Return what keep() kept under a name for the same texts, None if there is nothing."""
        kept = self.store.get(f"{self.key} {name}") if self.key else None
        return None if kept is None else pickle.loads(kept)

    def keep(self, name: str, value: object) -> None:
        """Keep what was derived from the texts, for the runs in which they are the same."""
        if self.key:
            self.store.put(f"{self.key} {name}", pickle.dumps(value, pickle.HIGHEST_PROTOCOL))

    def with_pages(self, pages: tuple[Page, ...]) -> Rendered:
        """Return the same publication on other pages, which no store knows."""
        content = replace(self.content, pages=pages)
        facts = replace(self.facts, pages=tuple(page.record for page in pages))
        return Rendered(facts, lambda: content, self.load_index)
