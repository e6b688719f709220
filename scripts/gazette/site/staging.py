"""Staging (排版): writes everything that MkDocs reads into build/docs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from gazette.pages.stage import write_stage
from gazette.problems import Problem, PublicationError, errors_of, judge_for_release
from gazette.project import Project
from gazette.site.context import SiteContext
from gazette.site.copy_cache import forget_others
from gazette.site.issuing import check_issued
from gazette.site.outputs import Output, with_assets
from gazette.site.parallel import build_parallel
from gazette.site.print_fonts import add_print_fonts
from gazette.site.stage_files import compose_stage
from gazette.site.typeset_problems import ragged_problems
from gazette.site.typesetting import finish_copies, plan_jobs, undamaged_fonts

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
        with undamaged_fonts():
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
