"""Rebasing (改址): adapts addresses and ids of a rendered text to another page than the one it was made for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from lxml.html import HtmlElement

from gazette.languages import Language
from gazette.site.addresses import page_address

WriteAddress = Callable[[str], str]  # an address in the site → the link as written on the page that shows the text

PAGE_FILE = "index.md"
_ADDRESSED = {"a": "href", "img": "src"}
_POINTERS = ("id", "for", "aria-labelledby", "aria-describedby", "headers")
_TAG = re.compile(r"""<(?P<name>[A-Za-z][^\s/>]*)(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(
    r"""(?P<before>\s(?P<name>[^\s=>"'/]+)\s*=\s*)(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))"""
)


def rebase(written: str, folder: str, language: Language, place: WriteAddress) -> str:
    """Return an address in the text of `folder` in `language` as `place` writes it.

    Authors name files relative to their own, with `index.md` for a text. Addresses that end in a slash are ours, made
    for the text's own page. Complete URLs, absolute paths and fragments of the same page are returned unchanged.
    """
    try:
        parts = urlsplit(written)
    except ValueError:
        return written
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return written
    base = page_address(folder, language) if parts.path.endswith("/") else folder
    target = posixpath.normpath(posixpath.join(base, unquote(parts.path)))
    if parts.path.endswith("/"):
        target = f"{target}/" if target != "." else ""
    elif posixpath.basename(target) == PAGE_FILE:
        target = page_address(posixpath.dirname(target), language)
    address = urlsplit(place(target))
    return urlunsplit(address._replace(query=parts.query, fragment=parts.fragment))


def rebase_elements(root: HtmlElement | Element, folder: str, language: Language, place: WriteAddress) -> None:
    """Rebase every link and picture under `root`, in place."""
    for element in root.iter():
        name = _ADDRESSED.get(element.tag) if isinstance(element.tag, str) else None
        if name and (written := element.get(name)):
            element.set(name, rebase(written, folder, language, place))


def rebase_tags(written: str, folder: str, language: Language, place: WriteAddress) -> str:
    """Rebase the tags in an HTML fragment that is not a whole element; everything else stays byte for byte."""

    def in_attribute(match: re.Match[str]) -> str:
        address = match["double"] or match["single"] or match["bare"] or ""
        quoted = rebase(unescape(address), folder, language, place)
        return f'{match["before"]}"{escape(quoted)}"'

    def in_tag(tag: re.Match[str]) -> str:
        wanted = _ADDRESSED.get(tag["name"].lower())
        return _ATTRIBUTE.sub(lambda each: in_attribute(each) if each["name"].lower() == wanted else each[0], tag[0])

    return _TAG.sub(in_tag, written)


def prefix_ids(root: HtmlElement, prefix: str) -> None:
    """Prefix all ids under `root` and all references to them, in place, so that they are unique on the page."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in _POINTERS:
            if element.get(name):
                element.set(name, " ".join(prefix + each for each in element.get(name).split()))
        if element.get("href", "").startswith("#"):
            element.set("href", f"#{prefix}{element.get('href')[1:]}")
