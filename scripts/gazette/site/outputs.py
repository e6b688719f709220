"""Outputs (产出登记): the register of all files of the finished site, in which every address has exactly one maker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path, PurePosixPath

from gazette.assemble import RenderedSite
from gazette.file_names import check_name, folded_name
from gazette.knowledge import kept, table_rows
from gazette.pages.issued_list import ISSUED_LIST
from gazette.pages.labels import Labels
from gazette.pages.lists import NOT_FOUND_PATH
from gazette.pages.page import Page
from gazette.problems import Problem, problem
from gazette.rendered import Rendered
from gazette.site.addresses import page_address
from gazette.site.copy_jobs import copy_address
from gazette.site.parallel import parallel_path

_TABLE = Path(__file__).with_name("data") / "makers.tsv"
ASSET, ATTACHMENT, _COPY = "asset", "attachment", "copy"


@dataclass(frozen=True)
class Output:
    """One file of the finished site: its address, its maker (a row of makers.tsv), and the file it is made from."""

    address: str
    maker: str
    file: str


def list_outputs(
    site: RenderedSite, labels: Mapping[str, Labels], statement: Iterable[Page], assets: Iterable[str], tables: Path
) -> tuple[Output, ...]:
    """Return the register of a site, derived from its makers' input and not from the files; attachments come last.

    `tables` is the folder of signed tables as problems name it. Copies are registered whether or not they are made.
    """
    own = [each for rendered in site.publications for each in publication_outputs(rendered, labels)]
    return (
        *(Output(page_file(page.path, page.tag, labels), "list", "mkdocs.yml") for page in site.lists),
        *(Output(name, "search", "docs") for name in site.search.digests),
        *(
            Output(page_file(page.path, page.tag, labels), "statement", f"{tables}/accessibility.tsv")
            for page in statement
        ),
        *_assets(assets),
        Output("sitemap.xml", "sitemap", "mkdocs.yml"),
        Output("robots.txt", "robots", "mkdocs.yml"),
        Output(ISSUED_LIST, "issued", f"{tables}/copies.tsv"),
        *sorted(own, key=lambda each: each.maker == ATTACHMENT),
    )


def with_assets(outputs: Iterable[Output], assets: Iterable[str]) -> tuple[Output, ...]:
    """Return the register with these assets instead: those with the cut print fonts."""
    return (*_assets(assets), *(each for each in outputs if each.maker != ASSET))


def _assets(names: Iterable[str]) -> Iterator[Output]:
    return (Output(name, ASSET, "overrides") for name in names)


def publication_outputs(rendered: Rendered, labels: Mapping[str, Labels]) -> Iterator[Output]:
    """Yield the files of one publication; attachments that no text links to are not published."""
    pages, files = rendered.facts.pages, rendered.facts.files
    for page in pages:
        is_own = page.path == rendered.path
        yield Output(page_file(page.path, page.tag, labels), "page" if is_own else "verification", files[page.tag])
        if page.fingerprint:
            yield Output(copy_address(page.path, labels[page.tag].language), _COPY, files[page.tag])
    for page, other in permutations((each for each in pages if each.fingerprint), 2):
        address = page_address(parallel_path(page.path, other.tag), labels[page.tag].language)
        yield Output(f"{address}index.html", "parallel", files[page.tag])
    folder = rendered.record.file.rpartition("/")[0]
    for name in sorted(rendered.facts.used):
        yield Output(f"{rendered.path}/{name}", ATTACHMENT, f"{folder}/{name}")


def page_file(path: str, tag: str, labels: Mapping[str, Labels]) -> str:
    """Return the file of a page in the finished site."""
    language = labels[tag].language
    if path == NOT_FOUND_PATH:
        return f"{language.prefix}404.html"
    return f"{page_address(path, language)}index.html"


def check_outputs(outputs: Iterable[Output]) -> list[Problem]:
    """Report files whose addresses are the same on some system (output.clash), and names forbidden on some system."""
    first: dict[str, Output] = {}
    folders: dict[str, Output] = {}
    problems = []
    for each in outputs:
        place = PurePosixPath(folded_name(each.address))
        above = [parent.as_posix() for parent in place.parents if parent.name]
        other = first.get(place.as_posix()) or folders.get(place.as_posix())
        other = other or next((first[name] for name in above if name in first), None)
        if other:
            problems.append(_clash(each, other))
            continue
        first[place.as_posix()] = each
        folders |= {name: each for name in above if name not in folders}
        if each.maker != ATTACHMENT:  # their names are checked by source/folders.py
            problems += [found for part in PurePosixPath(each.address).parts for found in check_name(part, each.file)]
    return list(dict.fromkeys(problems))


def _clash(one: Output, other: Output) -> Problem:
    mine, its = _makers()[one.maker], _makers()[other.maker]
    return problem(
        "output.clash",
        one.file,
        found=one.address,
        file=other.file,
        maker_zh=mine["name_zh"],
        maker_en=mine["name_en"],
        other_zh=its["name_zh"],
        other_en=its["name_en"],
    )


@kept
def _makers() -> dict[str, dict[str, str]]:
    return {row["maker"]: row for row in table_rows(_TABLE)}
