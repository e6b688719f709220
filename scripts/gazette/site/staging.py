"""Staging (排版): everything that MkDocs reads, written into build/docs, and the context that its templates will ask for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gazette.convert.chinese import check_engine
from gazette.convert.ledger import Ledger, read_ledger
from gazette.convert.overlay import check_overlay
from gazette.convert.review import Occurrence, check_decisions, check_open
from gazette.pages.labels import PUBLICATION, Labels, find_label_occurrences, label_scribe, read_labels
from gazette.pages.stage import write_stage
from gazette.pipeline import Composition, Progress, compose_site
from gazette.problems import Problem, errors_of, judge_for_release
from gazette.settings import Settings, read_settings
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


@dataclass(frozen=True)
class Composed:
    """All that is known of the site before anything is written. `occurrences` are those of the texts and of the labels."""

    settings: Settings
    labels: Mapping[str, Labels]
    ledger: Ledger
    edition: Composition
    occurrences: tuple[Occurrence, ...]


def compose_project(
    project: Project, site_url: str | None, progress: Progress = lambda done, total: None
) -> tuple[Composed | None, list[Problem]]:
    """Everything checked and converted; None where there is nothing to convert with."""
    settings, problems = read_settings(project.root / "mkdocs.yml", site_url)
    if settings is None:
        return None, problems
    problems = [*check_engine(), *check_overlay()]
    ledger, found = read_ledger(project.ledger_file, project.name(project.ledger_file))
    if problems or ledger is None:
        return None, problems + found
    folder = project.root / "overrides" / "labels"
    scribe = label_scribe(settings, ledger)
    labels, problems = read_labels(folder, settings, scribe)
    if problems:
        return None, problems
    edition, problems = compose_site(project.docs, project.shown, settings, labels, ledger, progress)
    occurrences = (*edition.occurrences, *find_label_occurrences(folder, scribe))
    composed = Composed(settings, labels, ledger, edition, occurrences)
    # A publication with errors has given none of its doubts: what is unused could not be told.
    problems += [] if errors_of(problems) else _check_review(project, composed)
    return composed, sorted(problems)


def _check_review(project: Project, composed: Composed) -> list[Problem]:
    """The labels, and the decisions against all texts. Other texts than the project's own use only part of its ledger."""
    if not project.is_own and project.ledger is None:
        return []
    publications = frozenset({PUBLICATION, *(record.path for record in composed.edition.records)})
    labels = [each for each in composed.occurrences if each.doubt.place.publication == PUBLICATION]
    return check_open(labels) + check_decisions(composed.ledger, composed.occurrences, publications)


def compose_stage(
    project: Project, site_url: str | None, theme_style: str, progress: Progress = lambda done, total: None
) -> tuple[dict[str, str | bytes], SiteContext | None, list[Problem]]:
    """Every file of the stage, and all problems; the context is None where there is nothing to convert with."""
    composed, problems = compose_project(project, site_url, progress)
    if composed is None:
        return {}, None, problems
    settings, records = composed.settings, composed.edition.records
    assets = bundle_assets(project.root / "overrides")
    files = {
        **composed.edition.files,
        **assets.files,
        "sitemap.xml": build_sitemap(settings, records),
        "robots.txt": build_robots(settings),
    }
    context = SiteContext(settings, composed.labels, assets, theme_style, frozenset(record.path for record in records))
    return files, context, problems


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
