"""Sitemap (站点地图): robots.txt and sitemap.xml with dates and translations of the pages (sitemaps.org, hreflang)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from xml.sax.saxutils import escape, quoteattr

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
    addresses = Addresses(settings.site_url)
    urls = [
        _url(tag, {each: addresses.absolute(path, settings.language(each)) for each in tags}, day)
        for path, (tags, day) in sorted(_pages(settings, list(records), undated).items())
        for tag in tags
    ]
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            f'<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">\n',
            *urls,
            "</urlset>\n",
        )
    )


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


def _url(tag: str, places: Mapping[str, str], day: date | None) -> str:
    """Return the element of a page in one language, with the addresses of all its languages (tag → URL)."""
    others = {**places, "x-default": next(iter(places.values()))}
    return "".join(
        (
            f"  <url>\n    <loc>{escape(places[tag])}</loc>\n",
            f"    <lastmod>{day.isoformat()}</lastmod>\n" if day else "",
            *(
                f'    <xhtml:link rel="alternate" hreflang="{other}" href={quoteattr(place)} />\n'
                for other, place in others.items()
            ),
            "  </url>\n",
        )
    )
