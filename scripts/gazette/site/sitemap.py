"""Sitemap (站点地图): robots.txt and sitemap.xml with dates and translations of the pages (sitemaps.org, hreflang)."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping
from datetime import date

from gazette.pages.catalogue import CatalogueRecord
from gazette.pages.overview import ALL_PATH, overview_places
from gazette.settings import Settings
from gazette.site.addresses import Addresses

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def build_sitemap(settings: Settings, records: Iterable[CatalogueRecord], undated: Iterable[str] = ()) -> str:
    """Return sitemap.xml.

    `<lastmod>` is the publication's date; a list has the date of its newest publication; `undated` paths have none.
    """
    ElementTree.register_namespace("", _SITEMAP)
    ElementTree.register_namespace("xhtml", _XHTML)
    root = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    for path, (tags, day) in sorted(_pages(settings, list(records), undated).items()):
        for tag in tags:
            root.append(_url(settings, path, tag, tags, day))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def build_robots(settings: Settings) -> str:
    """Return robots.txt, which excludes all crawlers from a preview."""
    if settings.is_preview:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\nSitemap: {settings.site_url}sitemap.xml\n"


def _pages(
    settings: Settings, records: list[CatalogueRecord], undated: Iterable[str]
) -> Mapping[str, tuple[list[str], date | None]]:
    newest = max((record.published for record in records if record.published), default=None)
    pages: dict[str, tuple[list[str], date | None]] = {path: (list(settings.tags), newest) for path in ("", ALL_PATH)}
    pages |= {path: (list(settings.tags), None) for path in undated}
    for path, own in overview_places(records).items():
        pages[path] = (list(settings.tags), own[0].published)
    for folder in settings.gazette.columns:
        dates = [record.published for record in records if record.column == folder and record.published]
        pages[folder] = (list(settings.tags), max(dates, default=None))
        for year in {day.year for day in dates}:
            pages[f"{folder}/{year}"] = (list(settings.tags), max(day for day in dates if day.year == year))
    return pages | {record.path: (list(record.titles), record.published) for record in records}


def _url(settings: Settings, path: str, tag: str, tags: list[str], day: date | None) -> ElementTree.Element:
    """A page in one language, and where its other languages are."""
    addresses = Addresses(settings.site_url)
    url = ElementTree.Element(f"{{{_SITEMAP}}}url")
    ElementTree.SubElement(url, f"{{{_SITEMAP}}}loc").text = addresses.absolute(path, settings.language(tag))
    if day:
        ElementTree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = day.isoformat()
    for other in [*tags, "x-default"]:
        target = settings.language(tags[0] if other == "x-default" else other)
        attributes = {"rel": "alternate", "hreflang": other, "href": addresses.absolute(path, target)}
        ElementTree.SubElement(url, f"{{{_XHTML}}}link", attributes)
    return url
