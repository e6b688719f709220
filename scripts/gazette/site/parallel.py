"""Parallel view (对照): two languages of a publication, block beside block, as pages with addresses of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import permutations
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from gazette.languages import Language
from gazette.pages.canonical import render_body
from gazette.pages.page import Page
from gazette.site.addresses import Addresses, page_address
from gazette.site.context import SiteContext
from gazette.site.rebase import WriteAddress, prefix_ids, rebase_elements
from gazette.site.templates import render_template

TEMPLATE = "parallel.html"
# Attributes that rebase_elements and prefix_ids may change; blocks without any are the same on every page.
_ADDRESSED = re.compile(r"\s(?:href|src)=")
_POINTED = re.compile(r"\s(?:href|src|id|for|aria-labelledby|aria-describedby|headers)=")


def parallel_path(path: str, other: str) -> str:
    """Return the path of a publication's page with the language `other` beside its own."""
    return f"{path}/with-{other.lower()}"


def build_parallel(pages: Iterable[Page], context: SiteContext, overrides: Path) -> Iterator[tuple[str, str]]:
    """Yield (file name in the site, HTML) for each ordered pair of languages of a publication, under the first's folder."""
    pages = [page for page in pages if "official" in page.data]
    if len(pages) < 2:
        return
    texts = {page.tag: _Text(render_body(page.body)) for page in pages}
    for page, other in permutations(pages, 2):
        path = parallel_path(page.path, other.tag)
        language, beside = (context.settings.language(each.tag) for each in (page, other))
        place = Addresses(context.settings.site_url).from_page(path, language)
        facts = [
            _pair(*(_fact(row) for row in rows)) for rows in zip(page.data["facts"], other.data["facts"], strict=False)
        ]
        one, two = texts[page.tag], texts[other.tag]
        written = (
            one.written(page.path, language, place),
            two.written(other.path, beside, place, prefix=f"{other.tag.lower()}-"),
        )
        data = {
            "tags": page.data["tags"],
            "column": page.data["column"],
            "shown_for": page.path,
            "beside": beside,
            "titles": (page.title, other.title),
            "facts": facts,
            "notices": (page.data["notice"], other.data["notice"]),
            "rows": [_pair(*row) for row in _align(one, two, *written)],
        }
        labels = context.labels[page.tag]
        title = labels.fill(
            "parallel_title", title=page.title, language=beside.locale.get_display_name(language.locale)
        )
        gz = context.page(path, page.tag, data)
        yield f"{page_address(path, language)}index.html", render_template(TEMPLATE, overrides, gz, title)


def _pair(one: object, other: object) -> dict[str, object]:
    return {"one": one, "other": other}


def _fact(row: dict[str, str]) -> dict[str, str]:
    return {"label": row["label"], "value": row["value"], "lang": row.get("lang", "")}


class _Text:
    """The blocks of one body, parsed once for all pages on which it stands."""

    def __init__(self, body: str) -> None:
        self._blocks: list[HtmlElement] = list(html.fragment_fromstring(body, create_parent="div"))
        self._plain = [_written(each) for each in self._blocks]
        self.tags = [each.tag for each in self._blocks]
        self.ids = [each.get("id") for each in self._blocks]

    def written(self, folder: str, language: Language, place: WriteAddress, *, prefix: str = "") -> list[str]:
        """Return the blocks as HTML, with links and pictures rebased from the text's own page to the parallel page.

        Ids must be unique on a page: with `prefix` the ids and the links to them get it.
        """
        touched = _POINTED if prefix else _ADDRESSED
        return [
            self._moved(number, folder, language, place, prefix) if touched.search(plain) else plain
            for number, plain in enumerate(self._plain)
        ]

    def _moved(self, number: int, folder: str, language: Language, place: WriteAddress, prefix: str) -> str:
        block = deepcopy(self._blocks[number])
        rebase_elements(block, folder, language, place)
        if prefix:
            prefix_ids(block, prefix)
        return _written(block)


def _align(one: _Text, other: _Text, written: Sequence[str], beside: Sequence[str]) -> list[tuple[str, str]]:
    """Return rows of HTML: block by block if both texts have the same blocks, otherwise split at common ids."""
    if one.tags == other.tags:
        return list(zip(written, beside, strict=True))
    common = {*one.ids} & {*other.ids} - {None}
    return list(zip(_parted(written, one.ids, common), _parted(beside, other.ids, common), strict=True))


def _parted(blocks: Sequence[str], ids: Sequence[str | None], common: set[str | None]) -> list[str]:
    parts = [""]
    for block, own in zip(blocks, ids, strict=True):
        if own in common:
            parts.append("")
        parts[-1] += block
    return parts


def _written(block: HtmlElement) -> str:
    written: str = html.tostring(block, encoding="unicode", with_tail=False)
    return written
