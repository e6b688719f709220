"""Recording (登记): the present texts → the next versions, with the files in which they will be published, beside the ledger."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from gazette.model.issued import IssuedCopies, IssuedCopy, issued_copies, write_issued
from gazette.model.versions import Version, Versions, arrange, current_version, write_versions
from gazette.pages.page import Page
from gazette.pipeline import Progress, compose_pages
from gazette.problems import Problem, PublicationProblems, errors_of, problem
from gazette.site.staging import Composed, Project, complete_stage, compose_project, finish_copies, plan_jobs


@dataclass(frozen=True)
class Recorded:
    """What was added to the two tables: versions, and files of these or of versions recorded before."""

    versions: tuple[Version, ...] = ()
    files: tuple[IssuedCopy, ...] = ()


@dataclass(frozen=True)
class Entry:
    """Who records, when, and why."""

    recorder: str
    day: date
    remark: str = ""


def record_versions(
    project: Project,
    publications: Collection[str],
    entry: Entry,
    site_url: str | None = None,
    progress: Progress = lambda done, total: None,
) -> tuple[Recorded, list[Problem]]:
    """A version for each text that differs from its latest one, and the copy of each as it will be published under
    `site_url`; of all publications where none is named. Nothing is written where there are errors.
    """
    composed, problems = compose_project(project, site_url)
    if composed is None or errors_of(problems):
        return Recorded(), problems
    known = {each.record.path for each in composed.edition.publications}
    if unknown := [name for name in publications if name.strip("/") not in known]:
        wanted = ", ".join(sorted(known))
        return Recorded(), [
            problem("publication.unknown", project.shown, found=name, wanted=wanted) for name in unknown
        ]
    chosen = {name.strip("/") for name in publications} or known
    made = _new_versions(composed, chosen, entry)
    versions = arrange([*(each for own in composed.signed.versions.values() for each in own), *made])
    try:
        issued = _typeset(project, _with_versions(composed, versions), chosen, entry, progress)
    except PublicationProblems as error:
        return Recorded(), error.problems
    finally:
        if not project.is_own:
            shutil.rmtree(project.stage.parent, ignore_errors=True)
    before = composed.signed.issued
    files = tuple(each for each in issued.rows if not before.find(each.sha256))
    if made:
        write_versions(project.versions_file, versions)
    if files:
        write_issued(project.issued_file, issued_copies([*before.rows, *files]))
    return Recorded(tuple(made), files), problems


def _new_versions(composed: Composed, chosen: Collection[str], entry: Entry) -> list[Version]:
    made = []
    for page in _pages(composed):
        digest = str(page.data.get("official", {}).get("fingerprint", ""))
        if (
            page.path in chosen
            and digest
            and not current_version(composed.signed.versions, page.path, page.tag, digest)
        ):
            number = len(composed.signed.versions.get((page.path, page.tag), ())) + 1
            made.append(Version(page.path, page.tag, number, entry.day, digest, entry.recorder, entry.remark))
    return made


def _pages(composed: Composed) -> Iterable[Page]:
    return (page for each in composed.edition.publications for page in each.pages)


def _with_versions(composed: Composed, versions: Versions) -> Composed:
    """The same texts on pages that name the new versions."""
    signed = replace(composed.signed, versions=versions)
    publications = tuple(
        replace(each, pages=compose_pages(each.text, composed.labels, signed)) for each in composed.edition.publications
    )
    return replace(composed, signed=signed, edition=replace(composed.edition, publications=publications))


def _typeset(
    project: Project, composed: Composed, chosen: Collection[str], entry: Entry, progress: Progress
) -> IssuedCopies:
    """The file of each current version, typeset as a build does it."""
    stage, problems = complete_stage(project, composed)
    if errors_of(problems):
        raise PublicationProblems(problems)
    digests = {
        (page.path, page.tag): page.data["official"]["fingerprint"]
        for page in _pages(composed)
        if "official" in page.data
    }
    rows = []
    jobs = [job for job in plan_jobs(project, stage) if job.path in chosen]
    for job, content in finish_copies(jobs, project.copies, progress):
        version = current_version(stage.signed.versions, job.path, job.tag, digests[job.path, job.tag])
        assert version, "every chosen text is recorded by now"
        sha256 = hashlib.sha256(content).hexdigest()
        rows.append(IssuedCopy(job.path, job.tag, version.number, sha256, entry.day, entry.recorder))
    return issued_copies(rows)
