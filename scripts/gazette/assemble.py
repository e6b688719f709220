"""Assemble (汇总): builds all files that MkDocs reads from the rendered publications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gazette.convert.editions import ConvertedText
from gazette.convert.review import Occurrence
from gazette.pages.catalogue import CatalogueRecord, check_catalogue
from gazette.pages.labels import Labels
from gazette.pages.links import check_links, used_attachments
from gazette.pages.lists import compose_lists
from gazette.pages.page import Page
from gazette.paths import read_file, unreadable
from gazette.problems import Problem, problem
from gazette.render import Rendered
from gazette.search.contribution import contribute
from gazette.search.index import build_index
from gazette.search.index_check import check_index
from gazette.search.passages import SearchText
from gazette.search.terms import index_of
from gazette.source.attachments import check_attachment

SEARCH_FOLDER = "search-data"


@dataclass(frozen=True)
class RenderedSite:
    """The whole site before MkDocs runs (全站).

    `files` maps a path in build/docs to its content. `lists` are the pages that belong to no publication, `search` the
    paths of the search index files; the contents of both are in `files` too.
    """

    files: Mapping[str, str | bytes]
    publications: tuple[Rendered, ...]
    lists: tuple[Page, ...] = ()
    search: tuple[str, ...] = ()

    @property
    def records(self) -> tuple[CatalogueRecord, ...]:
        return tuple(each.record for each in self.publications)

    @property
    def texts(self) -> tuple[ConvertedText, ...]:
        return tuple(each.text for each in self.publications)

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        return tuple(each for text in self.texts for each in text.occurrences)


def assemble_site(
    rendered: Iterable[Rendered], labels: Mapping[str, Labels], broken: frozenset[str] = frozenset()
) -> tuple[RenderedSite, list[Problem]]:
    """Return the files of the site, and the problems of its catalogue, links, attachments and search indexes.

    `broken` are the folders of publications that were not rendered because of their own errors; a link to them is not
    reported.
    """
    publications = sorted(rendered, key=lambda each: each.record.path)
    records = {each.record.path: each.record for each in publications}
    problems = check_catalogue(records.values())
    files: dict[str, str | bytes] = {}
    for each in publications:
        available = frozenset(each.attachments)
        problems += check_links(each.text, available, records, broken)
        used = used_attachments(each.text, available)
        folder = each.record.file.rsplit("/", 1)[0]
        problems += [problem("attachment.unused", f"{folder}/{name}", 0) for name in sorted(available - used)]
        files |= {page.file: page.content for page in each.pages}
        for name in sorted(used):
            file = each.attachments[name]
            try:
                content = read_file(file, file.parent)
            except OSError as error:
                problems.append(unreadable(error, f"{folder}/{name}"))
                continue
            problems += check_attachment(f"{folder}/{name}", content)
            files[f"{each.record.path}/{name}"] = content
    lists = tuple(compose_lists(records.values(), labels))
    searched = index_publications([each.search for each in publications if each.search], labels)
    files |= {page.file: page.content for page in lists}
    files |= searched
    problems += check_indexes(files, publications, labels)
    return RenderedSite(files, tuple(publications), lists, tuple(searched)), problems


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
    sources = {(text.path, tag): each.text.editions[tag].file for each in known for tag, text in each.search.items()}
    made = [contribute(each.search) for each in known]
    for group in dict.fromkeys(map(index_of, labels)):
        folder = f"{SEARCH_FOLDER}/{group}/"
        index = {name.removeprefix(folder): each for name, each in files.items() if name.startswith(folder)}
        read = {name: each for name, each in index.items() if isinstance(each, bytes)}
        problems += check_index(read, [each[group] for each in made if group in each], sources)
    return problems
