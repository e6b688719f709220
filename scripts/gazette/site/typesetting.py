"""Typesetting (排印): the official copies of a site; what the typesetter refuses is a problem of its publication."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gazette.copies.fonts import DamagedFontError
from gazette.copies.typeset import CopyError
from gazette.pipeline import Progress
from gazette.problems import PublicationError, problem
from gazette.project import Project
from gazette.site.copy_cache import LostWordsError, make_copies
from gazette.site.copy_jobs import Job, plan_copies
from gazette.site.stage_files import StageFiles
from gazette.site.typeset_problems import refused_problems


def plan_jobs(project: Project, stage: StageFiles) -> list[Job]:
    """Return the copies to typeset; raise PublicationError (font.damaged) if a font differs from faces.tsv."""
    with undamaged_fonts():
        return plan_copies(stage.publications, stage.context, project.root / "overrides", project.fonts)


@contextmanager
def undamaged_fonts() -> Iterator[None]:
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
