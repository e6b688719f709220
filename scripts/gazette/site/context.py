"""Context (模板数据): everything that a template shows besides the text, for one page in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import segno
from markupsafe import Markup, escape

from gazette.languages import SOURCE_TAG, Language
from gazette.pages.issued_list import ISSUED_LIST
from gazette.pages.labels import Labels
from gazette.pages.lists import NOT_FOUND_PATH, SEARCH_PATH
from gazette.pages.overview import ALL_PATH
from gazette.pages.statement import STATEMENT_PATH
from gazette.pages.verification import VERIFY_PATH
from gazette.settings import Settings
from gazette.site.addresses import Addresses, page_address
from gazette.site.assets import Assets
from gazette.site.page_context import PageContext, page_data
from gazette.source.inline import find_numbers

UNINDEXED = (SEARCH_PATH, VERIFY_PATH)


@dataclass(frozen=True)
class LanguageChoice:
    """One entry of the language switcher; `href` is "" if the page does not exist in the language."""

    language: Language
    href: str
    is_current: bool
    words: Mapping[str, str]


@dataclass(frozen=True)
class CopyFile:
    """A finished official copy: address in the site, file name for downloads, number of pages, size in bytes."""

    address: str
    name: str
    pages: int
    size: int


@dataclass(frozen=True)
class SiteContext:
    """The data shared by all pages.

    `print_faces` holds, for each language, the faces that its pages print in, in the syntax of document.fonts.load.
    """

    settings: Settings
    labels: Mapping[str, Labels]
    assets: Assets
    pages: frozenset[str]
    copies: Mapping[tuple[str, str], CopyFile] = field(default_factory=dict)
    print_faces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def page(self, path: str, tag: str, data: Mapping[str, Any]) -> PageContext:
        """Return the variable `gz` of the templates for one page."""
        labels, addresses = self.labels[tag], Addresses(self.settings.site_url)
        language = labels.language
        is_error = path == NOT_FOUND_PATH
        href = addresses.from_root if is_error else addresses.from_page(path, language)
        tags: list[str] = [] if is_error or path == SEARCH_PATH else list(data["tags"])
        return PageContext(
            **self._words(labels),
            **self._links(href, language),
            layout="main.html",
            print_faces="|".join(self.print_faces.get(tag, ())),
            path=path,
            data=page_data(data),
            official=self._copy(path, labels, href),
            code=verification_code(addresses, path, data, labels) if not self.settings.is_preview else Markup(),
            canonical=addresses.absolute(path, language) if not is_error else "",
            alternates=_alternates(path, [] if "shown_for" in data else tags, self.settings, addresses),
            choices=self._choices(data.get("shown_for", path), tag, list(data["tags"]), href, is_error=is_error),
            breadcrumbs=self._breadcrumbs(path, data, labels, href),
            is_preview=self.settings.is_preview,
            is_indexed=not is_error and path.split("/")[0] not in UNINDEXED and not self.settings.is_preview,
        )

    def _words(self, labels: Labels) -> dict[str, Any]:
        """Return what is the same on every page of a language."""
        return {
            "labels": labels.words,
            "language": labels.language,
            "site_title": labels.site_title,
            "bureau": labels.bureau,
            "columns": labels.columns,
            "keep": keep_numbers,
            "line_joint": "" if labels.language.is_chinese else " ",
            "footer": self._footer(labels),
        }

    def _links(self, href: Callable[[str], str], language: Language) -> dict[str, Any]:
        """Return the links that every page has, relative to this page."""
        return {
            "href": href,
            "to": lambda target: href(page_address(target, language)),
            "in_language": lambda target, tag: href(page_address(target, self.settings.language(tag))),
            "home": href(language.prefix or ""),
            "search": href(page_address(SEARCH_PATH, language)),
            "all": href(page_address(ALL_PATH, language)),
            "about": href(page_address("about", language)) if "about" in self.pages else "",
            "accessibility": href(page_address(STATEMENT_PATH, language)) if STATEMENT_PATH in self.pages else "",
            "style": href(self.assets.style),
            "scripts": {
                "early": href(self.assets.early),
                "late": href(self.assets.late),
                "search": href(self.assets.search),
                "search_page": href(self.assets.search_page),
                "verify": href(self.assets.verify),
            },
            "verify": self._verify(href),
        }

    def _verify(self, href: Callable[[str], str]) -> dict[str, Any]:
        """Return the links to the list of issued copies and to each language's verification pages."""
        places = {
            each.tag: {"name": each.name, "verify": href(page_address(VERIFY_PATH, each))}
            for each in self.settings.languages
        }
        return {"list": href(ISSUED_LIST), "root": href(""), "languages": places}

    def _copy(self, path: str, labels: Labels, href: Callable[[str], str]) -> dict[str, str]:
        file = self.copies.get((path, labels.language.tag))
        if not file:
            return {}
        size = max(1, round(file.size / 1000))
        shown = labels.fill("official_copy_pdf", pages=file.pages, size=size)
        return {"href": href(file.address), "name": file.name, "description": shown}

    def _choices(
        self, path: str, tag: str, tags: list[str], href: Callable[[str], str], *, is_error: bool
    ) -> list[LanguageChoice]:
        target = "" if is_error else path
        return [
            LanguageChoice(
                language,
                href(page_address(target, language)) if language.tag in tags else "",
                language.tag == tag,
                self.labels[language.tag].words,
            )
            for language in self.settings.languages
        ]

    def _breadcrumbs(
        self, path: str, data: Mapping[str, Any], labels: Labels, href: Callable[[str], str]
    ) -> list[tuple[str, str]]:
        """Return (title, link) of the pages above this one; the home page has none."""
        if not path:
            return []
        crumbs = [(labels["home"], href(labels.language.prefix))]
        column = data.get("column")
        if column and path != column:
            crumbs.append((labels.columns[column], href(page_address(column, labels.language))))
        if path.startswith(f"{ALL_PATH}/"):
            crumbs.append((labels["all_publications"], href(page_address(ALL_PATH, labels.language))))
        return crumbs

    def _footer(self, labels: Labels) -> list[tuple[str, str]]:
        """Return (label, value) of the bureau's particulars; missing ones are shown in a preview only."""
        bureau = self.settings.gazette.bureau
        given = (
            ("footer_icp", bureau.icp_number),
            ("footer_public_security", bureau.public_security_number),
            ("footer_site_code", bureau.site_code),
            ("accessibility_contact", bureau.accessibility_contact),
        )
        missing = labels["not_configured"] if self.settings.is_preview else ""
        return [(labels[key], value or missing) for key, value in given if value or missing]


def verification_code(addresses: Addresses, path: str, data: Mapping[str, Any], labels: Labels) -> Markup:
    """Return an inline SVG of the QR code (ISO/IEC 18004) with the address where this text is verified."""
    if "official" not in data:
        return Markup()
    address = f"{addresses.absolute(data['official']['verify'], labels.language)}#{data['official']['anchor']}"
    label = Markup('<svg role="img" aria-label="{}"').format(labels["copy_code"])
    return Markup(_drawn_code(address).replace("<svg", str(label), 1))


@lru_cache(maxsize=1024)
def _drawn_code(address: str) -> str:
    """Return the code as SVG; a page and its official copy show the same."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(omitsize=True, border=2, svgclass="gz-copy-colophon__code")


def keep_numbers(text: str) -> Markup:
    """Return plain text as HTML in which hyphenated numbers do not break."""
    pieces, at = [], 0
    for number in find_numbers(text):
        pieces += [escape(text[at : number.start()]), Markup('<span class="gz-number">{}</span>').format(number[0])]
        at = number.end()
    return Markup("").join([*pieces, escape(text[at:])])


def _alternates(path: str, tags: list[str], settings: Settings, addresses: Addresses) -> list[tuple[str, str]]:
    """Return (hreflang, complete URL) pairs, with x-default for the source language; [] for a single language."""
    if len(tags) < 2:
        return []
    pairs = [(tag, addresses.absolute(path, settings.language(tag))) for tag in tags]
    return [*pairs, ("x-default", addresses.absolute(path, settings.language(SOURCE_TAG)))]
