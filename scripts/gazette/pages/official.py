"""Official copy (官方文本): what a printed copy says of itself on its last page, above all which recorded version it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gazette.languages import SOURCE_TAG
from gazette.model.versions import Version, Versions, current_version
from gazette.pages.canonical import canonical_digest, canonical_text, short_form
from gazette.pages.compose import fact_row
from gazette.pages.labels import Labels
from gazette.pages.page import Page, PageRecord
from gazette.pages.verification import anchor_of, verify_path
from gazette.problems import Problem, problem


def add_copy(page: Page, labels: Labels, versions: Versions, *, is_reviewed: bool = True) -> Page:
    """Return the page of a publication with `data["official"]`: digest, version and the rows of the copy's last page.

    The copy is marked as a draft until its text is recorded as a version and `is_reviewed` is true.
    """
    digest = canonical_digest(canonical_text(page))
    version = current_version(versions, page.path, page.tag, digest)
    official = {
        "fingerprint": digest,
        "anchor": anchor_of(digest),
        "verify": verify_path(page.path),
        "is_draft": version is None or not is_reviewed,
        "rows": _rows(page, digest, version, labels),
    }
    return replace(page, data={**page.data, "official": official})


def _rows(page: Page, digest: str, version: Version | None, labels: Labels) -> list[dict[str, str]]:
    shown = labels["version_unrecorded"]
    if version:
        shown = labels.fill("version_of", number=version.number, date=labels.date(version.date))
    notice = [labels["copy_original"]] if page.tag == SOURCE_TAG else page.data["notice"]
    status = ("" if labels.language.is_chinese else " ").join(notice)
    return [
        fact_row("copy_language", labels, labels.fill("copy_language_of", name=labels.language.name, status=status)),
        *[fact_row("published", labels, row["value"]) for row in page.data["facts"] if row["key"] == "published"],
        fact_row("copy_version", labels, shown),
        fact_row("copy_fingerprint", labels, short_form(digest)),
    ]


def check_recorded(pages: Iterable[PageRecord], versions: Versions, file: str) -> list[Problem]:
    """Report a publication (versions.unrecorded) of which some language's present text is not recorded as a version."""
    copies = [page for page in pages if page.fingerprint]
    open_tags = [page.tag for page in copies if not current_version(versions, page.path, page.tag, page.fingerprint)]
    if not open_tags:
        return []
    return [problem("versions.unrecorded", file, found=", ".join(open_tags), publication=copies[0].path)]
