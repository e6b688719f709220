"""Article (正文页): the page of a publication as a document by itself, from the same templates as the page of the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from lxml import html

from gazette.languages import Language
from gazette.pages.canonical import render_body
from gazette.pages.page import Page
from gazette.site.addresses import Addresses
from gazette.site.context import SiteContext
from gazette.site.rebase import rebase_elements

LAYOUT = "official-copy.html"


@dataclass(frozen=True)
class _Shown:
    """What templates know as `page`."""

    meta: Mapping[str, Any]
    content: str


def article_document(page: Page, context: SiteContext, overrides: Path) -> str:
    """HTML of the page with complete addresses; styles and fonts are the typesetter's."""
    gz = context.page(page.path, page.tag, page.data) | {"layout": LAYOUT}
    written = render_template(page.template, overrides, gz, page.title, render_body(page.body))
    return complete_addresses(written, page.path, context.labels[page.tag].language, context.settings.site_url)


def render_template(name: str, overrides: Path, gz: Mapping[str, Any], title: str, content: str = "") -> str:
    """A template of overrides/ as MkDocs renders it."""
    return _environment(overrides).get_template(name).render(gz=gz, page=_Shown({"title": title}, content))


def complete_addresses(written: str, path: str, language: Language, site_url: str) -> str:
    """On paper and in a PDF nothing is relative: links to other publications and to attachments become complete ones."""
    document = html.document_fromstring(written)
    rebase_elements(document, path, language, Addresses(site_url).from_world)
    return f"<!doctype html>\n{html.tostring(document, encoding='unicode')}"


@lru_cache(maxsize=4)
def _environment(overrides: Path) -> Environment:
    """As MkDocs has it once engine.py has made it escape whatever no template calls safe."""
    return Environment(loader=FileSystemLoader(overrides), autoescape=True)
