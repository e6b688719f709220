"""Official copy (官方文本): the version data on the last page of a printed copy, which its verification page repeats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
# The list of all files in which copies were issued, for the whole site.
ISSUED_LIST = f"{VERIFY_PATH}/copies.json"


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


def issued_entry(copy: IssuedCopy, page: Page | None, labels: Labels | None, versions: Versions) -> dict[str, Any]:
    """Return the entry of verify/copies.json for one issued file.

    `url` is the publication's page, relative to the root of the site. For a text no longer on the site (`page` is
    None), `title` and `url` are "" and `current` is false.
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
    """Report a publication (versions.unrecorded) of which some language's present text is not recorded as a version."""
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
