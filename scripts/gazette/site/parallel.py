"""Parallel view (对照): two languages of a publication, block beside block, as pages with addresses of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from gazette.languages import Language
from gazette.pages.canonical import render_body
from gazette.rendered import Rendered
from gazette.site.addresses import Addresses, page_address
from gazette.site.context import SiteContext
from gazette.site.rebase import WriteAddress, prefix_ids, rebase_elements
from gazette.site.templates import render_template

TEMPLATE = "parallel.html"


def parallel_path(path: str, other: str) -> str:
    """Return the path of a publication's page with the language `other` beside its own."""
    return f"{path}/with-{other.lower()}"


def build_parallel(rendered: Rendered, context: SiteContext, overrides: Path) -> Iterator[tuple[str, str]]:
    """Yield (file name in the site, HTML) for each ordered pair of languages, under the first language's folder."""
    pages = [page for page in rendered.pages if "official" in page.data]
    bodies = {page.tag: render_body(page.body) for page in pages}
    for page, other in permutations(pages, 2):
        path = parallel_path(page.path, other.tag)
        language, beside = (context.settings.language(each.tag) for each in (page, other))
        place = Addresses(context.settings.site_url).from_page(path, language)
        one, two = (
            _blocks(bodies[each.tag], each.path, own, place) for each, own in ((page, language), (other, beside))
        )
        facts = [
            _pair(*(_fact(row) for row in rows)) for rows in zip(page.data["facts"], other.data["facts"], strict=False)
        ]
        data = {
            "tags": page.data["tags"],
            "column": page.data["column"],
            "shown_for": page.path,
            "beside": beside,
            "titles": (page.title, other.title),
            "facts": facts,
            "notices": (page.data["notice"], other.data["notice"]),
            "rows": [_pair(*row) for row in _align(one, two, other.tag)],
        }
        labels = context.labels[page.tag]
        title = labels.fill(
            "parallel_title", title=page.title, language=beside.locale.get_display_name(language.locale)
        )
        gz = context.page(path, page.tag, data)
        yield f"{page_address(path, language)}index.html", render_template(TEMPLATE, overrides, gz, title)


_Row = tuple[list[HtmlElement], list[HtmlElement]]


def _pair(one: object, other: object) -> dict[str, object]:
    return {"one": one, "other": other}


def _fact(row: dict[str, str]) -> dict[str, str]:
    return {"label": row["label"], "value": row["value"], "lang": row.get("lang", "")}


def _blocks(body: str, folder: str, language: Language, place: WriteAddress) -> list[HtmlElement]:
    """Return the body's blocks, with links and pictures rebased from the text's own page to the parallel page."""
    root = html.fragment_fromstring(body, create_parent="div")
    rebase_elements(root, folder, language, place)
    return list(root)


def _align(one: Sequence[HtmlElement], other: Sequence[HtmlElement], tag: str) -> list[tuple[str, str]]:
    """Return rows of HTML: block by block if both texts have the same blocks, otherwise split at common ids.

    Ids must be unique on a page: those of the other text, and its links to them, get its language as a prefix.
    """
    rows: list[_Row]
    if [each.tag for each in one] == [each.tag for each in other]:
        rows = [([a], [b]) for a, b in zip(one, other, strict=True)]
    else:
        common = {each.get("id") for each in one} & {each.get("id") for each in other} - {None}
        rows = list(zip(_parted(one, common), _parted(other, common), strict=True))
    for block in other:
        prefix_ids(block, f"{tag.lower()}-")
    return [(_written(a), _written(b)) for a, b in rows]


def _parted(blocks: Sequence[HtmlElement], ids: set[str | None]) -> list[list[HtmlElement]]:
    parts: list[list[HtmlElement]] = [[]]
    for block in blocks:
        if block.get("id") in ids:
            parts.append([])
        parts[-1].append(block)
    return parts


def _written(blocks: Sequence[HtmlElement]) -> str:
    return "".join(html.tostring(each, encoding="unicode", with_tail=False) for each in blocks)
