"""Issuing (发出文件): checks that the copies that are about to be published are recorded as issued."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from gazette.model.versions import current_version
from gazette.problems import Problem, problem
from gazette.render import Rendered, Signed
from gazette.site.copy_jobs import Job


def check_issued(finished: Iterable[tuple[Job, bytes]], rendered: Iterable[Rendered], signed: Signed) -> list[Problem]:
    """Report a publication (issued.unrecorded) if a recorded version would be published in an unrecorded file."""
    publications = list(rendered)
    digests = {
        (page.path, page.tag): page.fingerprint
        for each in publications
        for page in each.facts.pages
        if page.fingerprint
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
