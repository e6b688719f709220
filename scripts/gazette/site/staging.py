"""Staging (排版): everything that MkDocs reads, written into build/docs, and the context that its templates will ask for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from gazette.pages.labels import read_labels
from gazette.pages.stage import write_stage
from gazette.pipeline import Progress, compose_site
from gazette.problems import Problem, errors_of
from gazette.settings import read_settings
from gazette.site.assets import bundle_assets
from gazette.site.context import SiteContext
from gazette.site.sitemap import build_robots, build_sitemap


@dataclass(frozen=True)
class Staged:
    """A written stage: its folder, what the templates need, and the warnings."""

    folder: Path
    context: SiteContext
    warnings: tuple[Problem, ...]


class PublicationProblems(Exception):
    """Errors that stop a build; carries warnings too, so that everything is said at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Project:
    """The folders of a project: mkdocs.yml and overrides/ in `root`, the texts in `docs`."""

    root: Path
    docs: Path

    @property
    def is_own(self) -> bool:
        """Whether these are the project's own texts; the stage of any other is not kept."""
        return self.docs == self.root / "docs"

    @property
    def stage(self) -> Path:
        """build/docs for the project's own texts, a folder of its own for any other."""
        if self.is_own:
            return self.root / "build" / "docs"
        return self.root / "build" / "other" / hashlib.sha256(str(self.docs).encode()).hexdigest()[:12] / "docs"

    @property
    def shown(self) -> str:
        """How problems name the folder of texts."""
        return (
            self.docs.relative_to(self.root).as_posix() if self.docs.is_relative_to(self.root) else self.docs.as_posix()
        )


def compose_stage(
    project: Project, site_url: str | None, theme_style: str, progress: Progress = lambda done, total: None
) -> tuple[dict[str, str | bytes], SiteContext | None, list[Problem]]:
    """Every file of the stage, and all problems; the context is None where not even the settings could be read."""
    settings, problems = read_settings(project.root / "mkdocs.yml", site_url)
    if settings is None:
        return {}, None, problems
    labels, problems = read_labels(project.root / "overrides" / "labels", settings)
    if problems:
        return {}, None, problems
    edition, problems = compose_site(project.docs, project.shown, settings, labels, progress)
    assets = bundle_assets(project.root / "overrides")
    files = {
        **edition.files,
        **assets.files,
        "sitemap.xml": build_sitemap(settings, edition.records),
        "robots.txt": build_robots(settings),
    }
    context = SiteContext(settings, labels, assets, theme_style, frozenset(record.path for record in edition.records))
    return files, context, problems


def stage_site(
    project: Project, site_url: str | None, theme_style: str, progress: Progress = lambda done, total: None
) -> Staged:
    """Compose and write; raises PublicationProblems before anything is written."""
    files, context, problems = compose_stage(project, site_url, theme_style, progress)
    if context is None or errors_of(problems):
        raise PublicationProblems(problems)
    write_stage(project.stage, files)
    return Staged(project.stage, context, tuple(problems))
