"""Staging (排版): everything that MkDocs reads, written into build/docs, and the context that its templates will ask for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from gazette.convert.chinese import check_engine
from gazette.convert.ledger import Ledger, read_ledger
from gazette.convert.overlay import check_overlay
from gazette.convert.review import check_decisions, check_open
from gazette.convert.scribe import Scribe
from gazette.pages.labels import PUBLICATION, find_label_occurrences, label_scribe, read_labels
from gazette.pages.stage import write_stage
from gazette.pipeline import Composition, Progress, compose_site
from gazette.problems import Problem, errors_of, judge_for_release
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
    """The folders of a project: mkdocs.yml and overrides/ in `root`, the texts in `docs`; and the ledger of the review."""

    root: Path
    docs: Path
    ledger: Path | None = None

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
        return self.name(self.docs)

    @property
    def ledger_file(self) -> Path:
        """Every folder of texts is reviewed with the project's own ledger, unless another is given."""
        return self.ledger or self.root / "scripts" / "review" / "ledger.tsv"

    def name(self, path: Path) -> str:
        """How problems name a file or a folder."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


def compose_stage(
    project: Project, site_url: str | None, theme_style: str, progress: Progress = lambda done, total: None
) -> tuple[dict[str, str | bytes], SiteContext | None, list[Problem]]:
    """Every file of the stage, and all problems; the context is None where there is nothing to convert with."""
    settings, problems = read_settings(project.root / "mkdocs.yml", site_url)
    if settings is None:
        return {}, None, problems
    ledger, problems = read_conversion(project)
    if ledger is None:
        return {}, None, problems
    scribe = label_scribe(settings, ledger)
    labels, problems = read_labels(project.root / "overrides" / "labels", settings, scribe)
    if problems:
        return {}, None, problems
    edition, problems = compose_site(project.docs, project.shown, settings, labels, ledger, progress)
    # A publication with errors has given none of its doubts: what is unused could not be told.
    problems += [] if errors_of(problems) else check_review(project, ledger, scribe, edition)
    assets = bundle_assets(project.root / "overrides")
    files = {
        **edition.files,
        **assets.files,
        "sitemap.xml": build_sitemap(settings, edition.records),
        "robots.txt": build_robots(settings),
    }
    context = SiteContext(settings, labels, assets, theme_style, frozenset(record.path for record in edition.records))
    return files, context, sorted(problems)


def read_conversion(project: Project) -> tuple[Ledger | None, list[Problem]]:
    """The ledger, after a look at everything else with which texts are converted."""
    problems = [*check_engine(), *check_overlay()]
    if problems:
        return None, problems
    return read_ledger(project.ledger_file, project.name(project.ledger_file))


def check_review(project: Project, ledger: Ledger, scribe: Scribe, edition: Composition) -> list[Problem]:
    """The labels, and the decisions against all texts. Other texts than the project's own use only part of its ledger."""
    labels = find_label_occurrences(project.root / "overrides" / "labels", scribe)
    if not project.is_own and project.ledger is None:
        return []
    publications = frozenset({PUBLICATION, *(record.path for record in edition.records)})
    return check_open(labels) + check_decisions(ledger, (*edition.occurrences, *labels), publications)


def stage_site(
    project: Project,
    site_url: str | None,
    theme_style: str,
    progress: Progress = lambda done, total: None,
    release: bool = False,
) -> Staged:
    """Compose and write; raises PublicationProblems before anything is written."""
    files, context, problems = compose_stage(project, site_url, theme_style, progress)
    problems = judge_for_release(problems) if release else problems
    if context is None or errors_of(problems):
        raise PublicationProblems(problems)
    write_stage(project.stage, files)
    return Staged(project.stage, context, tuple(problems))
