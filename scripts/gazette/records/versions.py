"""Recording (登记): the present texts recorded as the next versions, with the files in which they will be published."""

from __future__ import annotations

import hashlib
import shlex
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from gazette.model.issued import IssuedCopies, IssuedCopy, issued_copies, write_issued
from gazette.model.versions import Version, Versions, arrange, current_version, write_versions
from gazette.pages.page import PageRecord
from gazette.pipeline import CheckedSite, Progress, compose_project
from gazette.problems import Problem, PublicationError, errors_of, problem
from gazette.project import Project
from gazette.render import Signed, compose_pages
from gazette.site.stage_files import complete_stage
from gazette.site.typesetting import finish_copies, plan_jobs


@dataclass(frozen=True)
class Recorded:
    """The rows added to the two tables: versions, and files of these or of earlier versions."""

    versions: tuple[Version, ...] = ()
    files: tuple[IssuedCopy, ...] = ()


@dataclass(frozen=True)
class Recording:
    """Who records, when, and why."""

    recorder: str
    day: date
    remark: str = ""


def record_versions(
    project: Project,
    publications: Collection[str],
    entry: Recording,
    site_url: str | None = None,
    progress: Progress = lambda done, total: None,
) -> tuple[Recorded, list[Problem]]:
    """Record each text that differs from its latest version, and its copy as it will be published under `site_url`.

    No name in `publications` means all. Nothing is written if there are errors, if a doubtful character is open, or if
    the date is before that of the last version.
    """
    checked, problems = compose_project(project, site_url)
    if checked is None or errors_of(problems):
        return Recorded(), problems
    known = {each.record.path for each in checked.site.publications}
    if unknown := [name for name in publications if name.strip("/") not in known]:
        wanted = ", ".join(sorted(known))
        return Recorded(), [
            problem("publication.unknown", project.shown, found=name, wanted=wanted) for name in unknown
        ]
    chosen = {name.strip("/") for name in publications} or known
    made = _new_versions(checked, chosen, entry)
    if refused := [*_check_reviewed(project, checked, chosen), *_check_dates(project, checked, made)]:
        return Recorded(), refused
    versions = arrange([*(each for own in checked.signed.versions.values() for each in own), *made])
    try:
        issued = _typeset(project, _with_versions(checked, versions), chosen, entry, progress)
    except PublicationError as error:
        return Recorded(), error.problems
    files = tuple(each for each in issued.rows if not checked.signed.issued.find(each.sha256))
    if refused := _check_dates(project, checked, files):
        return Recorded(), refused
    done, refused = _write(project, checked.signed, versions, Recorded(tuple(made), files))
    return done, [*problems, *refused]


def _write(project: Project, before: Signed, versions: Versions, new: Recorded) -> tuple[Recorded, list[Problem]]:
    """Write the versions first: then every recorded file has its version, even after an interruption."""
    refused: list[Problem] = []
    if new.versions:
        file = project.versions_file
        _, refused = write_versions(file, project.name(file), before.versions, versions)
    if refused or not new.files:
        return (Recorded() if refused else new), refused
    file, known = project.issued_file, issued_copies([*before.issued.rows, *new.files])
    _, refused = write_issued(file, project.name(file), project.versions_file, before.issued, known)
    return (Recorded(new.versions) if refused else new), refused


def _check_reviewed(project: Project, checked: CheckedSite, chosen: Collection[str]) -> list[Problem]:
    """Report each text with open doubts (versions.open), at the line of the first, with the command that shows them."""
    problems = []
    for each in checked.site.publications:
        asked = [one for one in each.text.occurrences if not one.is_settled]
        unsigned = [one for one in asked if one.is_open]
        if unsigned and each.record.path in chosen:
            details = {"total": str(len(asked)), "open": str(len(unsigned))}
            command = command_line(project, "review", each.record.path)
            first = min(unsigned, key=lambda one: one.line)
            problems.append(problem("versions.open", first.file, first.line, command=command, **details))
    return problems


def command_line(project: Project, *words: str) -> str:
    """Return a shell command to copy, with the texts and the ledger of this run if they are not the project's own."""
    options = [] if project.is_own else ["--docs", str(project.docs)]
    options += ["--ledger", str(project.ledger)] if project.ledger else []
    return shlex.join(("scripts/publish", *words, *options))


def _check_dates(project: Project, checked: CheckedSite, rows: Iterable[Version | IssuedCopy]) -> list[Problem]:
    """Report each text (versions.date) that would be recorded or issued before the day of its last version."""
    problems = []
    for each in rows:
        last = max(
            (one.date for one in checked.signed.versions.get((each.publication, each.language), ())), default=None
        )
        if last and each.date < last:
            place = (
                project.name(project.versions_file),
                0,
                f"{each.publication} {each.language}",
                each.date.isoformat(),
            )
            problems.append(problem("versions.date", *place, last=last.isoformat()))
    return problems


def _new_versions(checked: CheckedSite, chosen: Collection[str], entry: Recording) -> list[Version]:
    made = []
    for page in _pages(checked):
        digest = page.fingerprint
        if page.path in chosen and digest and not current_version(checked.signed.versions, page.path, page.tag, digest):
            number = len(checked.signed.versions.get((page.path, page.tag), ())) + 1
            made.append(Version(page.path, page.tag, number, entry.day, digest, entry.recorder, entry.remark))
    return made


def _pages(checked: CheckedSite) -> Iterable[PageRecord]:
    return (page for each in checked.site.publications for page in each.facts.pages)


def _with_versions(checked: CheckedSite, versions: Versions) -> CheckedSite:
    """Return the same texts on pages that name the new versions."""
    signed = replace(checked.signed, versions=versions)
    publications = tuple(
        each.with_pages(compose_pages(each.text, checked.labels, signed)) for each in checked.site.publications
    )
    return replace(checked, signed=signed, site=replace(checked.site, publications=publications))


def _typeset(
    project: Project, checked: CheckedSite, chosen: Collection[str], entry: Recording, progress: Progress
) -> IssuedCopies:
    """Return the file of each current version, typeset as in a build."""
    stage, problems = complete_stage(project, checked)
    if errors_of(problems):
        raise PublicationError(problems)
    digests = {(page.path, page.tag): page.fingerprint for page in _pages(checked) if page.fingerprint}
    rows = []
    jobs = [job for job in plan_jobs(project, stage) if job.path in chosen]
    with _copies_of(project) as cache:
        finished = [(job, hashlib.sha256(content).hexdigest()) for job, content in finish_copies(jobs, cache, progress)]
    for job, sha256 in finished:
        version = current_version(stage.signed.versions, job.path, job.tag, digests[job.path, job.tag])
        assert version, "every chosen text is recorded by now"
        rows.append(IssuedCopy(job.path, job.tag, version.number, sha256, entry.day, entry.recorder))
    return issued_copies(rows)


@contextmanager
def _copies_of(project: Project) -> Iterator[Path]:
    """Provide the folder for cached copies: for texts other than the project's own a temporary one for this run."""
    if project.is_own:
        yield project.copies
        return
    with tempfile.TemporaryDirectory(prefix="gazette-copies-") as place:
        yield Path(place)
