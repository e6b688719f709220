"""Official copy (官方文本): what a printed copy says of itself on its last page, and the page on which it is verified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gazette.languages import SOURCE_TAG
from gazette.model.issued import IssuedCopies, IssuedCopy
from gazette.model.versions import Version, Versions, current_version
from gazette.pages.canonical import canonical_digest, canonical_text, short_form
from gazette.pages.compose import fact_row
from gazette.pages.labels import Labels
from gazette.pages.page import Page
from gazette.problems import Problem, problem

VERIFY_PATH = "verify"
# The files in which copies were published, of the whole site.
ISSUED_LIST = f"{VERIFY_PATH}/copies.json"


def add_copy(page: Page, labels: Labels, versions: Versions, is_reviewed: bool = True) -> Page:
    """The page of a publication with `official`: its fingerprint, its version, and the rows of the copy's last page.

    It is a draft on paper until its text is recorded as a version and `is_reviewed`.
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


def verify_path(path: str) -> str:
    """Where a publication's copies are verified: `verify/interpretations/2022/ip-pilot-city`."""
    return f"{VERIFY_PATH}/{path}"


def anchor_of(digest: str) -> str:
    """The place of one version on the page of verification."""
    return short_form(digest).replace(" ", "-").lower()


def compose_verification(
    page: Page, labels: Labels, versions: Versions, issued: IssuedCopies, files: Sequence[Mapping[str, Any]]
) -> Page:
    """The page that a copy's QR code opens: every version of the text, which of them holds, and the files of each.

    `files` are those of the publication in every language: a reader may bring any of them to any page.
    """
    digest = str(page.data["official"]["fingerprint"])
    recorded = versions.get((page.path, page.tag), ())
    current = current_version(versions, page.path, page.tag, digest)
    rows = [
        _version_entry(each, each == current, issued.of(page.path, page.tag, each.number), labels)
        for each in reversed(recorded)
    ]
    if not any(row["is_current"] for row in rows):
        rows.insert(0, _entry(digest, labels["version_unrecorded"], labels["version_draft"], True, labels))
    title = labels.fill("verify_title", title=page.title)
    publication = {"path": page.path, "title": page.title}
    data = {"tags": page.data["tags"], "publication": publication, "versions": rows, "copies": list(files)}
    return Page(verify_path(page.path), page.tag, "verify.html", title, data)


def issued_entry(copy: IssuedCopy, page: Page | None, labels: Labels | None, versions: Versions) -> dict[str, Any]:
    """What readers and their programs are told of one file: `url` is the publication's page, from the root of the site.

    A text that is no longer on the site (`page` is None) has neither title nor address, and no file of it is current.
    """
    digest = page.data["official"]["fingerprint"] if page else ""
    version = current_version(versions, copy.publication, copy.language, digest)
    return {
        "sha256": copy.sha256,
        "publication": copy.publication,
        "language": copy.language,
        "number": copy.number,
        "date": copy.date.isoformat(),
        "current": version is not None and version.number == copy.number,
        "title": page.title if page else "",
        "url": f"{labels.language.prefix}{page.path}/" if page and labels else "",
    }


def check_recorded(pages: Iterable[Page], versions: Versions, file: str) -> list[Problem]:
    """One problem for a publication of which some language's text is not recorded as it stands."""
    copies = [page for page in pages if "official" in page.data]
    open_tags = [
        page.tag
        for page in copies
        if not current_version(versions, page.path, page.tag, page.data["official"]["fingerprint"])
    ]
    if not open_tags:
        return []
    return [problem("versions.unrecorded", file, found=", ".join(open_tags), publication=copies[0].path)]


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


def _version_entry(version: Version, is_current: bool, files: Sequence[IssuedCopy], labels: Labels) -> dict[str, Any]:
    name = labels.fill("version_name", number=version.number, date=labels.date(version.date))
    status = labels["version_current"] if is_current else labels["version_superseded"]
    return _entry(version.fingerprint, name, status, is_current, labels, files)


def _entry(
    digest: str, name: str, status: str, is_current: bool, labels: Labels, files: Sequence[IssuedCopy] = ()
) -> dict[str, Any]:
    rows: list[Mapping[str, str]] = [
        fact_row("version_status", labels, status),
        fact_row("copy_fingerprint", labels, short_form(digest)),
        fact_row("fingerprint_full", labels, digest),
        *(fact_row("copy_file_sha256", labels, each.sha256) for each in files),
    ]
    named = [{"sha256": each.sha256, "date": each.date.isoformat()} for each in files]
    return {"id": anchor_of(digest), "name": name, "is_current": is_current, "rows": rows, "files": named}
