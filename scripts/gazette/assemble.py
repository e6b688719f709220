"""Assemble (汇总): builds all files that MkDocs reads from the rendered publications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain

from gazette.convert.editions import ConvertedText
from gazette.convert.review import Occurrence
from gazette.pages.catalogue import CatalogueRecord, check_catalogue
from gazette.pages.labels import Labels
from gazette.pages.links import check_links
from gazette.pages.lists import compose_lists
from gazette.pages.page import Page
from gazette.paths import read_file
from gazette.problems import Problem
from gazette.rendered import Rendered
from gazette.search.index import build_index, index_of
from gazette.search.index_check import check_index
from gazette.search.passages import SearchText

SEARCH_FOLDER = "search-data"


@dataclass(frozen=True)
class RenderedSite:
    """The whole site before MkDocs runs (全站).

    `lists` are the pages that belong to no publication, `search` maps the paths of the search index files to their
    contents.
    """

    publications: tuple[Rendered, ...]
    lists: tuple[Page, ...] = ()
    search: Mapping[str, bytes] = field(default_factory=dict, repr=False)

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
        return {**dict(chain.from_iterable(own)), **{page.file: page.content for page in self.lists}, **self.search}


def publication_files(rendered: Rendered) -> dict[str, str | bytes]:
    """Return the pages and attachments of one publication by their paths in build/docs."""
    return {**{page.file: page.content for page in rendered.pages}, **attached_files(rendered)}


def assemble_site(
    rendered: Iterable[Rendered], labels: Mapping[str, Labels], broken: frozenset[str] = frozenset()
) -> tuple[RenderedSite, list[Problem]]:
    """Return the site, and the problems of its catalogue, links and search indexes.

    `broken` are the folders of publications that were not rendered because of their own errors; a link to them is not
    reported.
    """
    publications = sorted(rendered, key=lambda each: each.path)
    records = {each.path: each.record for each in publications}
    problems = check_catalogue(records.values())
    for each in publications:
        facts = each.facts
        problems += check_links(facts.links, each.path, frozenset(facts.attachments), records, broken)
    lists = tuple(compose_lists(records.values(), labels))
    searched = index_publications([each.search for each in publications if each.search], labels)
    problems += check_indexes(searched, publications, labels)
    return RenderedSite(tuple(publications), lists, searched), problems


def attached_files(rendered: Rendered) -> dict[str, bytes]:
    """Return the files beside a text that it uses, by their names in the stage, but those that cannot be read."""
    files = {}
    for name in sorted(rendered.facts.used):
        file = rendered.facts.attachments[name]
        with suppress(OSError):  # reported when the publication was rendered
            files[f"{rendered.path}/{name}"] = read_file(file, file.parent)
    return files


def index_publications(texts: Iterable[Mapping[str, SearchText]], labels: Mapping[str, Labels]) -> dict[str, bytes]:
    """Return the files of search-data/, path → bytes: one index per language, one for both Chinese scripts together."""
    known = list(texts)
    files: dict[str, bytes] = {}
    for group in dict.fromkeys(map(index_of, labels)):
        prefixes = {tag: labels[tag].language.prefix for tag in labels if index_of(tag) == group}
        editions = ({tag: each[tag] for tag in prefixes if tag in each} for each in known)
        files |= {f"{SEARCH_FOLDER}/{group}/{name}": content for name, content in build_index(editions, prefixes)}
    return files


def check_indexes(
    files: Mapping[str, str | bytes], publications: Iterable[Rendered], labels: Mapping[str, Labels]
) -> list[Problem]:
    """Report words of the search texts that the index of their language does not find."""
    known, problems = list(publications), list[Problem]()
    for group in dict.fromkeys(map(index_of, labels)):
        folder = f"{SEARCH_FOLDER}/{group}/"
        made = {name.removeprefix(folder): each for name, each in files.items() if name.startswith(folder)}
        texts = [each.search[tag] for each in known for tag in each.search if index_of(tag) == group]
        sources = {(text.path, text.tag): each.facts.files[text.tag] for each in known for text in each.search.values()}
        problems += check_index({name: each for name, each in made.items() if isinstance(each, bytes)}, texts, sources)
    return problems
