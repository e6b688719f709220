"""Addresses (网址): the address of a page relative to another page or to the site's root, or as a complete URL."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from gazette.languages import Language


@dataclass(frozen=True)
class Addresses:
    """Writer of addresses for a site; `site_url` ends in a slash."""

    site_url: str

    def absolute(self, path: str, language: Language) -> str:
        """Return the complete URL of a page."""
        return urljoin(self.site_url, page_address(path, language))

    def from_page(self, path: str, language: Language) -> Callable[[str], str]:
        """Return a function that turns a site address into a relative link on the page `path`."""
        here = page_address(path, language)

        def href(address: str) -> str:
            relative = posixpath.relpath("/" + quote(address), "/" + here) if address or here else "."
            return relative + "/" if (address.endswith("/") or not address) else relative

        return href

    def from_world(self, address: str) -> str:
        """Return the complete URL of a file of the site, for paper, PDF files and other hosts."""
        return urljoin(self.site_url, quote(address))

    def from_root(self, address: str) -> str:
        """Return an address from the server's root, for the 404 pages, which a server shows under any address."""
        return urlsplit(self.site_url).path + quote(address)


def page_address(path: str, language: Language) -> str:
    """Return the address of a page inside the site: `en/interpretations/2022/ip-pilot-city/`."""
    return f"{language.prefix}{path}/" if path else language.prefix
