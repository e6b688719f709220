"""Issued files (已发文件清单): the public list of the files in which copies were issued, verify/copies.json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from gazette.model.issued import IssuedCopies, IssuedCopy
from gazette.model.versions import NO_DIGEST, Versions, current_version
from gazette.pages.labels import Labels
from gazette.pages.page import PageRecord
from gazette.pages.verification import VERIFY_PATH

# The list of all files in which copies were issued, for the whole site.
ISSUED_LIST = f"{VERIFY_PATH}/copies.json"


def issued_entry(
    copy: IssuedCopy, page: PageRecord | None, labels: Labels | None, versions: Versions
) -> dict[str, Any]:
    """Return the entry of verify/copies.json for one issued file.

    `url` is the publication's page, relative to the root of the site. For a text no longer on the site (`page` is
    None), `title` and `url` are "" and `current` is false.
    """
    digest = page.fingerprint if page else NO_DIGEST
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


def compose_public_list(
    pages: Iterable[PageRecord],
    labels: Mapping[str, Labels],
    versions: Versions,
    issued: IssuedCopies,
    *,
    with_removed: bool,
) -> str:
    """Return verify/copies.json: one object for each issued file.

    Keys: `sha256`, `publication`, `language`, `number`, `date`, `current`, `title`, `url`. Files of publications no
    longer on the site are included if `with_removed`.
    """
    known = {(page.path, page.tag): page for page in pages if page.fingerprint}
    entries = [
        issued_entry(each, page, labels.get(each.language), versions)
        for each in issued.rows
        if (page := known.get((each.publication, each.language))) or with_removed
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
