"""Preview (预览): a site despite errors: a wrong text shows its last good state, or its errors, at its own address."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from gazette.pages.page import Page
from gazette.pages.stage import write_stage
from gazette.problems import Problem, PublicationError, errors_of
from gazette.project import Project
from gazette.site.build_options import StepProgress
from gazette.site.outputs import with_assets
from gazette.site.parallel import build_parallel
from gazette.site.run import Contents
from gazette.site.stage_files import StageFiles, compose_stage
from gazette.site.staging import WrittenStage
from gazette.source.folders import find_folders


def stage_preview(
    project: Project, site_url: str | None, progress: StepProgress, good: dict[str, Contents]
) -> WrittenStage:
    """Write what can be shown, without copies; raise PublicationError if there is nothing to show.

    `good` maps each publication to its files as of its last state without errors; it is updated.
    """
    stage, problems = compose_stage(project, site_url, partial(progress, "compose"), with_sources=True)
    if stage is None:
        raise PublicationError(problems)
    folders = frozenset(each.path for each in find_folders(project.docs, project.shown)[0])
    wrong = {owner for each in errors_of(problems) if (owner := owning_publication(each, project.shown, folders))}
    files = _without_wrong(stage, wrong, project.root / "overrides", good)
    for path in sorted(wrong):
        files |= good.get(path) or _error_pages(path, stage)
    write_stage(project.stage, files)
    context = replace(stage.context, pages=stage.context.pages | wrong)
    outputs = with_assets(stage.outputs, context.assets.files)
    return WrittenStage(project.stage, context, tuple(problems), outputs, folders)


def owning_publication(found: Problem, shown: str, folders: Collection[str]) -> str:
    """Return the publication in whose folder a problem lies; "" if it concerns the whole site."""
    if not found.path.startswith(f"{shown}/"):
        return ""
    place = found.path.removeprefix(f"{shown}/")
    return next((each.as_posix() for each in (Path(place), *Path(place).parents) if each.as_posix() in folders), "")


def problems_on(path: str, staged: WrittenStage, shown: str) -> list[Problem]:
    """Return the problems to show on a page: its own, and those that belong to no publication."""
    return [each for each in staged.warnings if owning_publication(each, shown, staged.folders) in ("", path)]


def _without_wrong(stage: StageFiles, wrong: Collection[str], overrides: Path, good: dict[str, Contents]) -> Contents:
    """Return all files of the stage except those of wrong publications, and store those of the others in `good`."""
    files = dict(stage.files)
    for each in stage.publications:
        path = each.record.path
        own = {name: files.pop(name) for name in list(files) if name.startswith(f"{path}/")}
        if path not in wrong:
            good[path] = own | dict(build_parallel(each, stage.context, overrides))
            files |= good[path]
    return files


def _error_pages(path: str, stage: StageFiles) -> Contents:
    """Return a page in every language that shows only the errors."""
    tags = list(stage.context.labels)
    pages: Iterable[Page] = (
        Page(path, tag, "main.html", words["broken_title"], {"tags": tags})
        for tag, words in stage.context.labels.items()
    )
    return {page.file: page.content for page in pages}
