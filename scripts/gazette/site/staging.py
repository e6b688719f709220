"""Staging (排版): everything of a site but its HTML: the files that MkDocs reads, and the official copies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from gazette.pages.stage import write_stage
from gazette.problems import Problem, PublicationError, errors_of, judge_for_release
from gazette.project import Project
from gazette.site.build_options import BuildOptions, StepProgress, be_quiet
from gazette.site.context import SiteContext
from gazette.site.issuing import check_issued
from gazette.site.kept_copies import CopyRoom, FinishedCopy
from gazette.site.parallel import build_parallel
from gazette.site.printed import add_print_fonts
from gazette.site.stage_files import StageFiles, compose_stage
from gazette.site.typesetting import undamaged_fonts


@dataclass(frozen=True)
class FinishedStage:
    """A stage with its copies; `room` returns their contents, and is None if there are none."""

    files: StageFiles
    copies: tuple[FinishedCopy, ...]
    room: CopyRoom | None
    warnings: tuple[Problem, ...]

    def content_of(self, copy: FinishedCopy) -> bytes:
        assert self.room, "only a room makes copies"
        return self.room.content(copy)


@dataclass(frozen=True)
class WrittenStage:
    """A written stage: its folder, the context for the templates, and the warnings."""

    folder: Path
    context: SiteContext
    warnings: tuple[Problem, ...] = ()


def finish_stage(
    project: Project, options: BuildOptions, progress: StepProgress = be_quiet, out: Path | None = None
) -> FinishedStage:
    """Compose the stage and finish the copies; raise PublicationError. `out` is the folder of the last site."""
    stage, problems = compose_stage(project, options.site_url, partial(progress, "compose"), options.workers)
    problems = judge_for_release(problems) if options.release else problems
    if stage is None or errors_of(problems):
        raise PublicationError(problems)
    if not options.with_copies:
        return FinishedStage(stage, (), None, tuple(problems))
    with undamaged_fonts():
        stage = add_print_fonts(stage, project.root / "overrides", project.fonts)
    room = CopyRoom(project, stage, out)
    copies = room.finish(partial(progress, "typeset"))
    unissued = check_issued(copies, stage.publications, stage.signed) if project.is_signed_for else []
    problems += judge_for_release(unissued) if options.release else unissued
    if errors_of(problems):
        raise PublicationError(problems)
    problems = [*problems, *(found for each in copies for found in each.problems)]
    context = replace(stage.context, copies={(each.path, each.tag): each.file for each in copies})
    return FinishedStage(replace(stage, context=context), tuple(copies), room, tuple(problems))


def stage_site(project: Project, options: BuildOptions, progress: StepProgress = be_quiet) -> WrittenStage:
    """Write the whole stage with its copies to build/docs, for MkDocs by itself; raise PublicationError before that."""
    finished = finish_stage(project, options, progress)
    stage = finished.files
    files = stage.files
    for each in stage.publications:
        files |= build_parallel(each.pages, stage.context, project.root / "overrides")
    files |= {each.file.address: finished.content_of(each) for each in finished.copies}
    write_stage(project.stage, files)
    return WrittenStage(project.stage, stage.context, finished.warnings)
