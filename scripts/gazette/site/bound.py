"""Bound copies (合订本): all official copies of a year in one document, with a table of contents."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

from lxml import html

from gazette.site.context import CopyFile, SiteContext
from gazette.site.copy_jobs import Job, file_name
from gazette.site.page_context import BoundContext
from gazette.site.rebase import prefix_ids
from gazette.site.templates import render_template


def bind_year(key: tuple[int, str], jobs: Sequence[Job], context: SiteContext, overrides: Path) -> Job:
    """Return one job that binds many; `key` is (year, language tag)."""
    year, tag = key
    labels = context.labels[tag]
    title = labels.fill("bound_title", site=labels.site_title, year=year)
    articles = [_article(job, f"copy-{number}-") for number, job in enumerate(jobs, 1)]
    entries = [(f"copy-{number}-article", job.document.title) for number, job in enumerate(jobs, 1)]
    gz = BoundContext(labels.language, labels.words, entries, articles)
    written = render_template("bound-copies.html", overrides, gz, title)
    address = context.settings.site_url
    resources = {name: content for job in jobs for name, content in job.document.resources.items()}
    # The style names fonts relative to the document; a bound document lies at the root.
    resources |= {
        urljoin(address, name.rsplit("/", 1)[-1]): font for name, font in resources.items() if name.endswith(".woff2")
    }
    digest = hashlib.sha256(written.encode()).hexdigest()
    last = jobs[-1].document
    fonts = dict.fromkeys(line for job in jobs for line in job.document.styles[0].splitlines())
    styles = ("\n".join(fonts), *last.styles[1:])
    document = replace(
        last,
        html=written,
        styles=styles,
        resources=resources,
        address=address,
        title=title,
        identifier=f"{year} {tag} {digest}",
        mark=next((job.document.mark for job in jobs if job.document.mark), None),
    )
    said = tuple(replace(each, file=job.edition.file if job.edition else job.path) for job in jobs for each in job.said)
    return Job("", tag, CopyFile("", file_name(f"{title} {labels.language.name}"), 0, 0), document, said=said)


def _article(job: Job, prefix: str) -> str:
    """Return a copy's article with prefixed ids, so that its internal links stay inside it."""
    article = html.document_fromstring(job.document.html).find(".//article")
    article.set("id", "article")
    prefix_ids(article, prefix)
    return str(html.tostring(article, encoding="unicode"))
