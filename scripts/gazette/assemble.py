"""Assemble (汇总): builds all files that MkDocs reads from the rendered publications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from gazette.convert.editions import ConvertedText
from gazette.convert.review import Occurrence
from gazette.kept_index import NO_SEARCH, SearchFiles, index_publications, read_search
from gazette.pages.catalogue import CatalogueRecord, check_catalogue
from gazette.pages.labels import Labels
from gazette.pages.links import check_links
from gazette.pages.lists import compose_lists
from gazette.pages.page import Page
from gazette.paths import read_file
from gazette.problems import Problem
from gazette.rendered import Rendered


@dataclass(frozen=True)
class RenderedSite:
    """The whole site before MkDocs runs (全站); `lists` are the pages that belong to no publication."""

    publications: tuple[Rendered, ...]
    lists: tuple[Page, ...] = ()
    search: SearchFiles = field(default=NO_SEARCH, repr=False)

    @property
    def records(self) -> tuple[CatalogueRecord, ...]:
        return tuple(each.record for each in self.publications)

    @property
    def texts(self) -> tuple[ConvertedText, ...]:
        return tuple(each.text for each in self.publications)

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        return tuple(each for text in self.texts for each in text.occurrences)

    @property
    def files(self) -> dict[str, str | bytes]:
        """The content of every file by its path in build/docs; loads the texts of all publications."""
        own = (publication_files(each).items() for each in self.publications)
        return {
            **dict(chain.from_iterable(own)),
            **{page.file: page.content for page in self.lists},
            **read_search(self.search),
        }


def publication_files(rendered: Rendered) -> dict[str, str | bytes]:
    """Return the pages and attachments of one publication by their paths in build/docs."""
    return {**{page.file: page.content for page in rendered.pages}, **attached_files(rendered)}


def assemble_site(
    rendered: Iterable[Rendered],
    labels: Mapping[str, Labels],
    broken: frozenset[str] = frozenset(),
    index_folder: Path | None = None,
) -> tuple[RenderedSite, list[Problem]]:
    """Return the site, and the problems of its catalogue, links and search indexes.

    `broken` are the folders of publications that were not rendered because of their own errors; a link to them is not
    reported. `index_folder` holds the search indexes of the last run.
    """
    publications = sorted(rendered, key=lambda each: each.path)
    records = {each.path: each.record for each in publications}
    problems = check_catalogue(records.values())
    for each in publications:
        facts = each.facts
        problems += check_links(facts.links, each.path, frozenset(facts.attachments), records, broken)
    lists = tuple(compose_lists(records.values(), labels))
    search, found = index_publications(publications, labels, index_folder)
    return RenderedSite(tuple(publications), lists, search), problems + found


def attached_files(rendered: Rendered) -> dict[str, bytes]:
    """Return the files beside a text that it uses, by their names in the stage, but those that cannot be read."""
    files = {}
    for name in sorted(rendered.facts.used):
        file = rendered.facts.attachments[name]
        with suppress(OSError):  # reported when the publication was rendered
            files[f"{rendered.path}/{name}"] = read_file(file, file.parent)
    return files
