"""Staging (排版): everything that MkDocs reads, written into build/docs, with the context for its templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from gazette.copies.fonts import DamagedFontError
from gazette.copies.typeset import CopyError
from gazette.pages.stage import write_stage
from gazette.pages.statement import compose_statement, read_checks
from gazette.pages.verification import ISSUED_LIST
from gazette.pipeline import CheckedSite, Progress, compose_project
from gazette.problems import Problem, PublicationError, errors_of, judge_for_release, problem
from gazette.project import Project as Project
from gazette.render import Rendered, Signed
from gazette.site.assets import bundle_assets
from gazette.site.context import SiteContext
from gazette.site.copy_jobs import Job, LostWordsError, forget_others, make_copies, plan_copies
from gazette.site.issuing import check_issued, compose_public_list
from gazette.site.outputs import Output, check_outputs, list_outputs, with_assets
from gazette.site.parallel import build_parallel
from gazette.site.print_fonts import add_print_fonts, whole_faces
from gazette.site.sitemap import build_robots, build_sitemap
from gazette.site.typeset_problems import ragged_problems, refused_problems

StepProgress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class WrittenStage:
    """A written stage: its folder, the context for the templates, and the warnings.

    For a preview, `warnings` includes errors, and `folders` holds the publications' folders.
    """

    folder: Path
    context: SiteContext
    warnings: tuple[Problem, ...]
    outputs: tuple[Output, ...]
    folders: frozenset[str] = frozenset()


@dataclass(frozen=True)
class StageFiles:
    """A composed stage: files by name, the context for the templates, and the publications that will have copies."""

    files: Mapping[str, str | bytes]
    context: SiteContext
    publications: tuple[Rendered, ...]
    signed: Signed
    outputs: tuple[Output, ...]


def compose_stage(
    project: Project, site_url: str | None, progress: Progress = lambda done, total: None, *, with_sources: bool = False
) -> tuple[StageFiles | None, list[Problem]]:
    """Return every file of the stage except the copies, with all problems; None if the texts cannot be converted."""
    checked, problems = compose_project(project, site_url, progress)
    if checked is None:
        return None, problems
    stage, unread = complete_stage(project, checked, with_sources=with_sources)
    return stage, problems + unread


def complete_stage(
    project: Project, checked: CheckedSite, *, with_sources: bool = False
) -> tuple[StageFiles, list[Problem]]:
    """Add what the site has besides the pages of its publications: statement, assets, sitemap and lists.

    `with_sources` adds source maps of the scripts.
    """
    settings, records = checked.settings, checked.site.records
    assets = bundle_assets(project.root / "overrides", with_sources=with_sources)
    checks, unread = read_checks(project.checks_file, project.name(project.checks_file), checked.labels)
    contact = settings.gazette.bureau.accessibility_contact or ""
    statement = compose_statement(checks, checked.labels, contact)
    files = {
        **checked.site.files,
        **{page.file: page.content for page in statement},
        **assets.files,
        "sitemap.xml": build_sitemap(settings, records, {page.path for page in statement}),
        "robots.txt": build_robots(settings),
        ISSUED_LIST: compose_public_list(
            (page for each in checked.site.publications for page in each.pages),
            checked.labels,
            checked.signed.versions,
            checked.signed.issued,
            with_removed=project.is_signed_for,
        ),
    }
    paths = frozenset((*(record.path for record in records), *(page.path for page in statement)))
    print_faces = whole_faces(project.root / "overrides", settings.tags)
    context = SiteContext(settings, checked.labels, assets, paths, print_faces=print_faces)
    tables = Path(project.name(project.ledger_file.parent))
    outputs = list_outputs(checked.site, checked.labels, statement, assets.files, tables)
    stage = StageFiles(files, context, checked.site.publications, checked.signed, outputs)
    return stage, unread + check_outputs(outputs)


def stage_site(
    project: Project,
    site_url: str | None,
    progress: StepProgress = lambda step, done, total: None,
    *,
    release: bool = False,
    with_copies: bool = True,
) -> WrittenStage:
    """Compose and write the stage; raise PublicationError before anything is written."""
    stage, problems = compose_stage(project, site_url, partial(progress, "compose"))
    problems = judge_for_release(problems) if release else problems
    if stage is None or errors_of(problems):
        raise PublicationError(problems)
    files, context = dict(stage.files), stage.context
    if with_copies:
        with _undamaged_fonts():
            files, context = add_print_fonts(
                files, context, stage.publications, project.root / "overrides", project.fonts
            )
    for each in stage.publications:
        files |= build_parallel(each, context, project.root / "overrides")
    if with_copies:
        jobs = plan_jobs(project, stage)
        finished = list(finish_copies(jobs, project.copies, partial(progress, "typeset")))
        unissued = check_issued(finished, stage.publications, stage.signed) if project.is_signed_for else []
        problems += judge_for_release(unissued) if release else unissued
        if errors_of(problems):
            raise PublicationError(problems)
        forget_others(jobs, project.copies)
        files |= {job.file.address: content for job, content in finished}
        problems = [*problems, *ragged_problems(job for job, _ in finished)]
        context = replace(context, copies={(job.path, job.tag): job.file for job, _ in finished})
    write_stage(project.stage, files)
    return WrittenStage(project.stage, context, tuple(problems), with_assets(stage.outputs, context.assets.files))


def plan_jobs(project: Project, stage: StageFiles) -> list[Job]:
    """Return the copies to typeset; raise PublicationError (font.damaged) if a font differs from faces.tsv."""
    with _undamaged_fonts():
        return plan_copies(stage.publications, stage.context, project.root / "overrides", project.fonts)


@contextmanager
def _undamaged_fonts() -> Iterator[None]:
    try:
        yield
    except DamagedFontError as error:
        raise PublicationError([problem("font.damaged", "overrides/fonts", found=str(error))]) from None


def finish_copies(jobs: list[Job], cache: Path, progress: Progress) -> Iterator[tuple[Job, bytes]]:
    """Yield the finished copies; raise PublicationError if the typesetter refuses one."""
    try:
        yield from make_copies(jobs, cache, progress)
    except LostWordsError as lost:
        raise PublicationError(lost.problems) from None
    except CopyError as error:
        raise PublicationError(refused_problems(error, jobs)) from None
