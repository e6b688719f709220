"""Printing (印制): official copies written into a folder, each named by its title, or bound by year."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from gazette.pipeline import Progress
from gazette.problems import Problem, PublicationError, errors_of, problem
from gazette.project import Project
from gazette.site.bound import bind_year
from gazette.site.copy_jobs import Job
from gazette.site.stage_files import StageFiles, compose_stage
from gazette.site.typesetting import finish_copies, plan_jobs
from gazette.whole_file import replace_file


@dataclass(frozen=True)
class Order:
    """The copies to print; empty fields mean all publications and all languages."""

    publications: Collection[str] = ()
    tags: Collection[str] = ()
    is_bound: bool = False


@dataclass(frozen=True)
class Printed:
    """A printed file and its number of pages."""

    file: Path
    pages: int


def print_copies(project: Project, order: Order, out: Path, site_url: str | None, progress: Progress) -> list[Printed]:
    """Print the ordered copies into `out`, replacing files of the same name.

    On errors raise PublicationError and write nothing.
    """
    stage, problems = compose_stage(project, site_url)
    if stage is None or errors_of(problems):
        raise PublicationError(problems)
    if unknown := _unknown(stage, order, project):
        raise PublicationError(unknown)
    jobs = [job for job in plan_jobs(project, stage) if _is_wanted(job, order)]
    if order.is_bound:
        jobs = [bind_year(year, list(own), stage.context, project.root / "overrides") for year, own in _by_year(jobs)]
    finished = list(finish_copies(jobs, project.copies, progress))
    out.mkdir(parents=True, exist_ok=True)
    names = _names([job for job, _ in finished])
    for (_, content), name in zip(finished, names, strict=True):
        replace_file(out / name, content)
    return [Printed(out / name, job.file.pages) for (job, _), name in zip(finished, names, strict=True)]


def _unknown(stage: StageFiles, order: Order, project: Project) -> list[Problem]:
    paths = sorted(each.record.path for each in stage.publications)
    tags = stage.context.settings.tags
    return [
        problem("publication.unknown", project.shown, found=name, wanted=", ".join(paths))
        for name in order.publications
        if name.strip("/") not in paths
    ] + [
        problem("copy.language", "mkdocs.yml", found=tag, wanted=", ".join(tags))
        for tag in order.tags
        if tag not in tags
    ]


def _is_wanted(job: Job, order: Order) -> bool:
    paths = {name.strip("/") for name in order.publications}
    return (not paths or job.path in paths) and (not order.tags or job.tag in order.tags)


def _by_year(jobs: Iterable[Job]) -> list[tuple[tuple[int, str], list[Job]]]:
    """Return the jobs grouped by year of publication and language, within a year ordered by date."""
    ordered = sorted(jobs, key=lambda job: (job.document.created.year, job.tag, job.document.created, job.path))
    groups = groupby(ordered, key=lambda job: (job.document.created.year, job.tag))
    return [(key, list(own)) for key, own in groups]


def _names(jobs: Sequence[Job]) -> list[str]:
    """Return the file names; equal titles get language and a short hash."""
    names = [job.file.name for job in jobs]
    shown = []
    for job, name in zip(jobs, names, strict=True):
        if names.count(name) > 1:
            mark = hashlib.sha256(f"{job.path} {job.tag}".encode()).hexdigest()[:6]
            name = f"{name.removesuffix('.pdf')} ({job.tag} {mark}).pdf"
        shown.append(name)
    return shown
