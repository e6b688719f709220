"""Verification (核验页): the page on which the copies of a publication are verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gazette.model.issued import IssuedCopies, IssuedCopy
from gazette.model.versions import Version, Versions, current_version
from gazette.pages.canonical import short_form
from gazette.pages.compose import fact_row
from gazette.pages.labels import Labels
from gazette.pages.page import Page

VERIFY_PATH = "verify"


def verify_path(path: str) -> str:
    """Return the path of a publication's verification page: `verify/interpretations/2022/ip-pilot-city`."""
    return f"{VERIFY_PATH}/{path}"


def anchor_of(digest: str) -> str:
    """Return the anchor of one version on the verification page: its short digest, `3f2a-91c0-77de-04b8`."""
    return short_form(digest).replace(" ", "-").lower()


def compose_verification(
    page: Page, labels: Labels, versions: Versions, issued: IssuedCopies, files: Sequence[Mapping[str, Any]]
) -> Page:
    """Return the page that a copy's QR code opens: every version of the text, its status, and the files of each.

    `files` are the files of the publication in every language, because a reader may bring any of them to any page.
    """
    digest = str(page.data["official"]["fingerprint"])
    recorded = versions.get((page.path, page.tag), ())
    current = current_version(versions, page.path, page.tag, digest)
    rows = [
        _version_entry(each, issued.of(page.path, page.tag, each.number), labels, is_current=each == current)
        for each in reversed(recorded)
    ]
    if not any(row["is_current"] for row in rows):
        standing = _Standing(labels["version_unrecorded"], labels["version_draft"], is_current=True)
        rows.insert(0, _entry(digest, standing, labels))
    title = labels.fill("verify_title", title=page.title)
    publication = {"path": page.path, "title": page.title}
    data = {"tags": page.data["tags"], "publication": publication, "versions": rows, "copies": list(files)}
    return Page(verify_path(page.path), page.tag, "verify.html", title, data)


@dataclass(frozen=True)
class _Standing:
    """A version's name, what is said of it, and whether it is the one that holds."""

    name: str
    status: str
    is_current: bool


def _version_entry(
    version: Version, files: Sequence[IssuedCopy], labels: Labels, *, is_current: bool
) -> dict[str, Any]:
    name = labels.fill("version_name", number=version.number, date=labels.date(version.date))
    status = labels["version_current"] if is_current else labels["version_superseded"]
    return _entry(version.fingerprint, _Standing(name, status, is_current), labels, files)


def _entry(digest: str, standing: _Standing, labels: Labels, files: Sequence[IssuedCopy] = ()) -> dict[str, Any]:
    rows: list[Mapping[str, str]] = [
        fact_row("version_status", labels, standing.status),
        fact_row("copy_fingerprint", labels, short_form(digest)),
        fact_row("fingerprint_full", labels, digest),
        *(fact_row("copy_file_sha256", labels, each.sha256) for each in files),
    ]
    named = [{"sha256": each.sha256, "date": each.date.isoformat()} for each in files]
    return {
        "id": anchor_of(digest),
        "name": standing.name,
        "is_current": standing.is_current,
        "rows": rows,
        "files": named,
    }
