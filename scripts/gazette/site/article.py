"""Article (正文页): the page of a publication as a separate HTML document, from the templates of the site's pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import html

from gazette.languages import Language
from gazette.pages.canonical import render_body
from gazette.pages.page import Page
from gazette.site.addresses import Addresses
from gazette.site.context import SiteContext
from gazette.site.rebase import rebase_elements
from gazette.site.templates import render_template

LAYOUT = "official-copy.html"


def article_document(page: Page, context: SiteContext, overrides: Path) -> str:
    """Return the page as HTML with complete URLs, without styles and fonts, which the typesetter adds."""
    gz = replace(context.page(page.path, page.tag, page.data), layout=LAYOUT)
    written = render_template(page.template, overrides, gz, page.title, render_body(page.body))
    return complete_addresses(written, page.path, context.labels[page.tag].language, context.settings.site_url)


def complete_addresses(written: str, path: str, language: Language, site_url: str) -> str:
    """Return the document with all relative links and addresses made complete, as paper and PDF files require."""
    document = html.document_fromstring(written)
    rebase_elements(document, path, language, Addresses(site_url).from_world)
    return f"<!doctype html>\n{html.tostring(document, encoding='unicode')}"
