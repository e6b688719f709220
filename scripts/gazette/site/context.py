"""Context (模板数据): all that a template shows besides the text itself, for one page in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from gazette.languages import SOURCE_TAG, Language
from gazette.pages.labels import Labels
from gazette.pages.lists import NOT_FOUND_PATH, SEARCH_PATH
from gazette.settings import Settings
from gazette.site.addresses import Addresses, page_address
from gazette.site.assets import Assets
from gazette.source.inline import find_numbers


@dataclass(frozen=True)
class Choice:
    """One entry of the language switcher; `href` is empty where the page does not exist in the language."""

    language: Language
    href: str
    is_current: bool


@dataclass(frozen=True)
class SiteContext:
    """What is the same on every page."""

    settings: Settings
    labels: Mapping[str, Labels]
    assets: Assets
    theme_style: str
    pages: frozenset[str]

    def page(self, path: str, tag: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """The variable `gz` of the templates."""
        labels, addresses = self.labels[tag], Addresses(self.settings.site_url)
        language = labels.language
        is_error = path == NOT_FOUND_PATH
        href = addresses.from_root if is_error else addresses.from_page(path, language)
        tags: list[str] = [] if is_error or path == SEARCH_PATH else list(data["tags"])
        return {
            "labels": labels.words,
            "language": language,
            "site_title": labels.site_title,
            "bureau": labels.bureau,
            "columns": labels.columns,
            "keep": keep_numbers,
            "data": data,
            "href": href,
            "to": lambda target: href(page_address(target, language)),
            "home": href(language.prefix or ""),
            "search": href(page_address(SEARCH_PATH, language)),
            "about": href(page_address("about", language)) if "about" in self.pages else "",
            "style": href(self.assets.style),
            "theme_style": href(self.theme_style),
            "scripts": {
                "early": href(self.assets.early),
                "late": href(self.assets.late),
                "search": href(self.assets.search),
                "search_page": href(self.assets.search_page),
            },
            "canonical": addresses.absolute(path, language) if not is_error else "",
            "alternates": _alternates(path, tags, self.settings, addresses),
            "choices": self._choices(path, tag, list(data["tags"]), href, is_error),
            "breadcrumbs": self._breadcrumbs(path, data, labels, href),
            "footer": self._footer(labels),
            "is_preview": self.settings.is_preview,
            "is_indexed": not is_error and path != SEARCH_PATH and not self.settings.is_preview,
        }

    def _choices(
        self, path: str, tag: str, tags: list[str], href: Callable[[str], str], is_error: bool
    ) -> list[Choice]:
        target = "" if is_error else path
        return [
            Choice(language, href(page_address(target, language)) if language.tag in tags else "", language.tag == tag)
            for language in self.settings.languages
        ]

    def _breadcrumbs(
        self, path: str, data: Mapping[str, Any], labels: Labels, href: Callable[[str], str]
    ) -> list[tuple[str, str]]:
        """The pages above this one; the home page has none."""
        if not path:
            return []
        crumbs = [(labels["home"], href(labels.language.prefix))]
        column = data.get("column")
        if column and path != column:
            crumbs.append((labels.columns[column], href(page_address(column, labels.language))))
        return crumbs

    def _footer(self, labels: Labels) -> list[tuple[str, str]]:
        """The bureau's particulars; in a preview what is missing is shown as missing, in public it is left out."""
        bureau = self.settings.gazette.bureau
        given = (
            ("footer_icp", bureau.icp_number),
            ("footer_public_security", bureau.public_security_number),
            ("footer_site_code", bureau.site_code),
        )
        missing = labels["not_configured"] if self.settings.is_preview else ""
        return [(labels[key], value or missing) for key, value in given if value or missing]


def keep_numbers(text: str) -> Markup:
    """Plain text as HTML in which hyphened numbers do not break."""
    pieces, at = [], 0
    for number in find_numbers(text):
        pieces += [escape(text[at : number.start()]), Markup('<span class="gz-number">{}</span>').format(number[0])]
        at = number.end()
    return Markup("").join([*pieces, escape(text[at:])])


def _alternates(path: str, tags: list[str], settings: Settings, addresses: Addresses) -> list[tuple[str, str]]:
    """hreflang → absolute address, with x-default at the source language."""
    if len(tags) < 2:
        return []
    pairs = [(tag, addresses.absolute(path, settings.language(tag))) for tag in tags]
    return [*pairs, ("x-default", addresses.absolute(path, settings.language(SOURCE_TAG)))]
