"""Issuing (发出文件): checks that the copies that are about to be published are recorded as issued."""

from __future__ import annotations

from collections.abc import Iterable

from gazette.model.versions import current_version
from gazette.problems import Problem, problem
from gazette.render import Signed
from gazette.rendered import Rendered
from gazette.site.kept_copies import FinishedCopy


def check_issued(copies: Iterable[FinishedCopy], rendered: Iterable[Rendered], signed: Signed) -> list[Problem]:
    """Report a publication (issued.unrecorded) if a recorded version would be published in an unrecorded file."""
    publications = list(rendered)
    digests = {
        (page.path, page.tag): page.fingerprint
        for each in publications
        for page in each.facts.pages
        if page.fingerprint
    }
    missing: dict[str, list[str]] = {}
    for each in copies:
        version = current_version(signed.versions, each.path, each.tag, digests[each.path, each.tag])
        copy = signed.issued.find(each.sha256)
        if version and (copy is None or copy.number != version.number):
            missing.setdefault(each.path, []).append(each.tag)
    files = {each.record.path: each.record.file for each in publications}
    return [
        problem("issued.unrecorded", files[path], found=", ".join(tags), publication=path)
        for path, tags in missing.items()
    ]
