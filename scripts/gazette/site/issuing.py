"""Issuing (发出文件): the list of issued copies, verify/copies.json, with the check for unrecorded files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from gazette.model.issued import IssuedCopies
from gazette.model.versions import Versions, current_version
from gazette.pages.labels import Labels
from gazette.pages.page import Page
from gazette.pages.verification import issued_entry
from gazette.problems import Problem, problem
from gazette.render import Rendered, Signed
from gazette.site.copy_jobs import Job


def compose_public_list(
    pages: Iterable[Page], labels: Mapping[str, Labels], versions: Versions, issued: IssuedCopies, *, with_removed: bool
) -> str:
    """Return verify/copies.json: one object for each issued file.

    Keys: `sha256`, `publication`, `language`, `number`, `date`, `current`, `title`, `url`. Files of publications no
    longer on the site are included if `with_removed`.
    """
    known = {(page.path, page.tag): page for page in pages if "official" in page.data}
    entries = [
        issued_entry(each, page, labels.get(each.language), versions)
        for each in issued.rows
        if (page := known.get((each.publication, each.language))) or with_removed
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def check_issued(finished: Iterable[tuple[Job, bytes]], rendered: Iterable[Rendered], signed: Signed) -> list[Problem]:
    """Report a publication (issued.unrecorded) if a recorded version would be published in an unrecorded file."""
    publications = list(rendered)
    digests = {
        (page.path, page.tag): page.data["official"]["fingerprint"]
        for each in publications
        for page in each.pages
        if "official" in page.data
    }
    missing: dict[str, list[str]] = {}
    for job, content in finished:
        version = current_version(signed.versions, job.path, job.tag, digests[job.path, job.tag])
        copy = signed.issued.find(hashlib.sha256(content).hexdigest())
        if version and (copy is None or copy.number != version.number):
            missing.setdefault(job.path, []).append(job.tag)
    files = {each.record.path: each.record.file for each in publications}
    return [
        problem("issued.unrecorded", files[path], found=", ".join(tags), publication=path)
        for path, tags in missing.items()
    ]
