"""Built pages as tests see them: parsed by lxml, which had no part in making them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "li",
    "td",
    "th",
    "caption",
    "dt",
    "dd",
    "figcaption",
    "title",
    "summary",
    "label",
    "button",
    "span",
    "a",
}


def parse(file: Path) -> HtmlElement:
    return html.document_fromstring(file.read_bytes().decode("utf-8"))


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def article(file: Path) -> HtmlElement:
    (body,) = parse(file).find_class("gz-body")
    return body


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words_in(page: HtmlElement, language: str) -> Iterator[tuple[str, str]]:
    """(where, text) of everything that a reader can read in `language`: text, and the attributes that are read out."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        if language_of(element) == language:
            if element.text:
                yield element.tag, element.text
            for name in (
                "alt",
                "title",
                "placeholder",
                "aria-label",
                "content",
                "data-none",
                "data-count",
                "data-failed",
                "data-working",
            ):
                if value := element.get(name):
                    yield f"{element.tag}@{name}", value
        parent = element.getparent()
        if element.tail and parent is not None and language_of(parent) == language:
            yield "tail", element.tail


def language_of(element: HtmlElement) -> str:
    for each in (element, *element.iterancestors()):
        if each.get("lang") is not None:
            return str(each.get("lang"))
    return ""
