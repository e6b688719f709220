"""Staging (排版): everything that MkDocs reads, written into build/docs, and the context that its templates will ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from gazette.assemble import Composition
from gazette.convert.chinese import check_engine
from gazette.convert.ledger import Ledger, read_ledger
from gazette.convert.overlay import check_overlay
from gazette.convert.review import Occurrence, check_decisions, check_open
from gazette.copies.fonts import FontDamaged, check_coverage, read_faces
from gazette.copies.typeset import CopyError
from gazette.copies.wording import accepted_characters, find_lines
from gazette.knowledge import renew_knowledge
from gazette.model.issued import read_recorded
from gazette.pages.labels import PUBLICATION, Labels, find_label_occurrences, label_scribe, read_labels
from gazette.pages.stage import write_stage
from gazette.pages.statement import compose_statement, read_checks
from gazette.pages.verification import ISSUED_LIST, check_recorded
from gazette.pipeline import Progress, compose_site
from gazette.problems import Problem, PublicationProblems, errors_of, judge_for_release, problem
from gazette.project import Project as Project
from gazette.project import check_project_files
from gazette.render import Rendered, Signed
from gazette.settings import Settings, read_settings
from gazette.site.assets import bundle_assets
from gazette.site.context import SiteContext
from gazette.site.copy_jobs import Job, WordsLost, forget_others, make_copies, plan_copies, served_tags
from gazette.site.issuing import check_issued, compose_public_list
from gazette.site.outputs import Output, check_outputs, list_outputs, with_assets
from gazette.site.parallel import build_parallel
from gazette.site.print_fonts import add_print_fonts, whole_faces
from gazette.site.sitemap import build_robots, build_sitemap
from gazette.site.typeset_problems import ragged_problems, refused_problems
from gazette.translate.freshness import check_freshness
from gazette.translate.term_base import check_term_base
from gazette.translate.translation_record import read_translations

StepProgress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Staged:
    """A written stage: its folder, what the templates need, and the warnings; in a preview errors too, and the publications'
    folders.
    """

    folder: Path
    context: SiteContext
    warnings: tuple[Problem, ...]
    outputs: tuple[Output, ...]
    folders: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stage:
    """What is to be written into the stage, what the templates need, and the publications of which there will be copies."""

    files: Mapping[str, str | bytes]
    context: SiteContext
    publications: tuple[Rendered, ...]
    signed: Signed
    outputs: tuple[Output, ...]


@dataclass(frozen=True)
class Composed:
    """All that is known of the site before anything is written. `occurrences` are those of the texts and of the labels."""

    settings: Settings
    labels: Mapping[str, Labels]
    ledger: Ledger
    signed: Signed
    edition: Composition
    occurrences: tuple[Occurrence, ...]


def compose_project(
    project: Project, site_url: str | None, progress: Progress = lambda done, total: None
) -> tuple[Composed | None, list[Problem]]:
    """Everything checked and converted; None where there is nothing to convert with."""
    renew_knowledge()
    if problems := check_project_files(project):
        return None, problems
    settings, problems = read_settings(project.root / "mkdocs.yml", site_url)
    if settings is None:
        return None, problems
    problems = [*check_engine(), *check_overlay(), *check_term_base()]
    ledger, found = read_ledger(project.ledger_file, project.name(project.ledger_file))
    versions, issued, unread = read_recorded(project.versions_file, project.issued_file, project.name)
    seen, unseen = read_translations(project.translations_file, project.name(project.translations_file))
    if problems or ledger is None or unread or unseen:
        return None, problems + found + unread + unseen
    folder = project.root / "overrides" / "labels"
    scribe = label_scribe(settings, ledger)
    labels, problems = read_labels(folder, settings, scribe)
    if problems:
        return None, problems
    signed = Signed(versions, seen, issued)
    edition, problems = compose_site(project.docs, project.shown, settings, labels, ledger, signed, progress)
    occurrences = (*edition.occurrences, *find_label_occurrences(folder, scribe))
    problems += _check_fonts(project, settings, edition)
    composed = Composed(settings, labels, ledger, signed, edition, occurrences)
    # A publication with errors has given none of its doubts: what is unused could not be told.
    problems += [] if errors_of(problems) else _check_review(project, composed)
    return composed, sorted(problems)


def _check_fonts(project: Project, settings: Settings, edition: Composition) -> list[Problem]:
    """Every character of every copy has a face, and none is borrowed unless a person has accepted it."""
    faces = read_faces(project.root / "overrides" / "fonts")
    served = served_tags(faces)
    problems = []
    for text in edition.texts:
        lines = (line for line in find_lines(text) if line.tag in served)
        accepted = {*settings.gazette.official_copies.borrowed_characters, *accepted_characters(text)}
        problems += check_coverage(lines, accepted, faces)
    return problems


def _check_review(project: Project, composed: Composed) -> list[Problem]:
    """The labels, the decisions against all texts, and the versions, where there are any of these texts."""
    if not project.is_signed_for:
        return []
    publications = frozenset({PUBLICATION, *(record.path for record in composed.edition.records)})
    labels = [each for each in composed.occurrences if each.doubt.place.publication == PUBLICATION]
    unrecorded = [
        found
        for each in composed.edition.publications
        for found in check_recorded(each.pages, composed.signed.versions, each.record.file)
    ]
    seen = composed.signed.translations
    stale = check_freshness(composed.edition.texts, seen, with_unused=project.is_own) if seen else []
    return (
        check_open(labels) + check_decisions(composed.ledger, composed.occurrences, publications) + unrecorded + stale
    )


def compose_stage(
    project: Project, site_url: str | None, progress: Progress = lambda done, total: None, with_sources: bool = False
) -> tuple[Stage | None, list[Problem]]:
    """Every file of the stage but the copies, and all problems; None where there is nothing to convert with."""
    composed, problems = compose_project(project, site_url, progress)
    if composed is None:
        return None, problems
    stage, unread = complete_stage(project, composed, with_sources)
    return stage, problems + unread


def complete_stage(project: Project, composed: Composed, with_sources: bool = False) -> tuple[Stage, list[Problem]]:
    """What the site has besides the pages of its publications; `with_sources` that of the scripts, for a browser's tools."""
    settings, records = composed.settings, composed.edition.records
    assets = bundle_assets(project.root / "overrides", with_sources=with_sources)
    checks, unread = read_checks(project.checks_file, project.name(project.checks_file), composed.labels)
    contact = settings.gazette.bureau.accessibility_contact or ""
    statement = compose_statement(checks, composed.labels, contact)
    files = {
        **composed.edition.files,
        **{page.file: page.content for page in statement},
        **assets.files,
        "sitemap.xml": build_sitemap(settings, records, {page.path for page in statement}),
        "robots.txt": build_robots(settings),
        ISSUED_LIST: compose_public_list(
            (page for each in composed.edition.publications for page in each.pages),
            composed.labels,
            composed.signed.versions,
            composed.signed.issued,
            with_removed=project.is_signed_for,
        ),
    }
    paths = frozenset((*(record.path for record in records), *(page.path for page in statement)))
    print_faces = whole_faces(project.root / "overrides", settings.tags)
    context = SiteContext(settings, composed.labels, assets, paths, print_faces=print_faces)
    tables = Path(project.name(project.ledger_file.parent))
    outputs = list_outputs(composed.edition, composed.labels, statement, assets.files, tables)
    stage = Stage(files, context, composed.edition.publications, composed.signed, outputs)
    return stage, unread + check_outputs(outputs)


def stage_site(
    project: Project,
    site_url: str | None,
    progress: StepProgress = lambda step, done, total: None,
    release: bool = False,
    with_copies: bool = True,
) -> Staged:
    """Compose and write; raises PublicationProblems before anything is written."""
    stage, problems = compose_stage(project, site_url, partial(progress, "compose"))
    problems = judge_for_release(problems) if release else problems
    if stage is None or errors_of(problems):
        raise PublicationProblems(problems)
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
            raise PublicationProblems(problems)
        forget_others(jobs, project.copies)
        files |= {job.file.address: content for job, content in finished}
        problems = [*problems, *ragged_problems(job for job, _ in finished)]
        context = replace(context, copies={(job.path, job.tag): job.file for job, _ in finished})
    write_stage(project.stage, files)
    return Staged(project.stage, context, tuple(problems), with_assets(stage.outputs, context.assets.files))


def plan_jobs(project: Project, stage: Stage) -> list[Job]:
    """What is to be typeset; a font file that is not the one of faces.tsv stops the build."""
    with _undamaged_fonts():
        return plan_copies(stage.publications, stage.context, project.root / "overrides", project.fonts)


@contextmanager
def _undamaged_fonts() -> Iterator[None]:
    try:
        yield
    except FontDamaged as error:
        raise PublicationProblems([problem("font.damaged", "overrides/fonts", found=str(error))]) from None


def finish_copies(jobs: list[Job], cache: Path, progress: Progress) -> Iterator[tuple[Job, bytes]]:
    """What the typesetter refuses is a problem of the publication."""
    try:
        yield from make_copies(jobs, cache, progress)
    except WordsLost as lost:
        raise PublicationProblems(lost.problems) from None
    except CopyError as error:
        raise PublicationProblems(refused_problems(error, jobs)) from None
