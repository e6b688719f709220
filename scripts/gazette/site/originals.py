"""Originals (原件): the official copy of an edition as published, from the finished site or typeset again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urljoin

from gazette.model.issued import IssuedCopies
from gazette.model.versions import Version
from gazette.pipeline import CheckedSite
from gazette.problems import PublicationError, errors_of
from gazette.project import Project
from gazette.site.stage_files import complete_stage
from gazette.site.typesetting import finish_copies, plan_jobs

_LARGEST_KEPT = 64 << 20  # in bytes; no copy is larger


@dataclass(frozen=True)
class Original:
    """An official copy to compare with.

    `where` is its address on the public site, a file of the last built site, or the command that makes it. `is_issued`
    is true for a recorded file; otherwise it is only the same text, typeset as of today.
    """

    content: bytes
    where: str
    is_issued: bool


def find_original(project: Project, checked: CheckedSite, path: str, tag: str) -> Original | None:
    """Return the copy of the current text; None if the language has no copies or the text cannot be typeset."""
    own = tuple(each for each in checked.site.publications if each.path == path)
    stage, problems = complete_stage(project, checked)
    if errors_of(problems):
        return None
    try:
        jobs = [job for job in plan_jobs(project, replace(stage, publications=own)) if job.tag == tag]
        if not jobs:
            return None
        address = jobs[0].file.address
        built = project.root / "site" / address if project.is_own else None
        where = _where(checked, address, built, f"scripts/publish print {path} --edition {tag}")
        if built and built.is_file() and checked.signed.issued.find(_sha256(content := built.read_bytes())):
            return Original(content, where, is_issued=True)
        [(_, content)] = finish_copies(jobs, project.copies, lambda done, total: None)
    except PublicationError:
        return None
    return Original(content, where, checked.signed.issued.find(_sha256(content)) is not None)


def find_kept(
    folder: Path | None, issued: IssuedCopies, path: str, tag: str, version: Version | None
) -> Original | None:
    """Return a kept file of that version: a PDF in or below `folder` whose SHA-256 was recorded; None if absent."""
    if folder is None or version is None:
        return None
    wanted = {
        row.sha256 for row in issued.rows if (row.publication, row.language, row.number) == (path, tag, version.number)
    }
    for file in sorted(folder.rglob("*.pdf")):
        if file.is_file() and file.stat().st_size <= _LARGEST_KEPT and _sha256(content := file.read_bytes()) in wanted:
            return Original(content, str(file), is_issued=True)
    return None


def _where(checked: CheckedSite, address: str, built: Path | None, command: str) -> str:
    if not checked.settings.is_preview:
        return urljoin(checked.settings.site_url, quote(address))
    return str(built) if built and built.is_file() else command


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
