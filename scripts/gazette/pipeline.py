"""Pipeline (流程): renders each publication by itself, then assembles the site from all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from gazette.assemble import RenderedSite, assemble_site
from gazette.convert.chinese import check_engine
from gazette.convert.decision_check import check_decisions, find_uses
from gazette.convert.ledger import Ledger, read_ledger
from gazette.convert.overlay import check_overlay
from gazette.convert.review import Occurrence, check_open
from gazette.copies.fonts import read_faces
from gazette.digests import code_stamps, digest_of
from gazette.kept_rendering import KeptRendering
from gazette.knowledge import renew_knowledge
from gazette.model.issued import read_recorded
from gazette.pages.labels import PUBLICATION, Labels, find_label_occurrences, label_scribe, read_labels
from gazette.pages.official import check_recorded
from gazette.problems import Problem, errors_of
from gazette.project import Project, check_project_files
from gazette.render import Inputs, Signed
from gazette.rendered import Rendered
from gazette.settings import Settings, read_settings
from gazette.shares import HERE, Workers
from gazette.source.folders import SourceFolder, find_folders
from gazette.store import NO_STORE, Store
from gazette.translate.freshness_check import check_freshness
from gazette.translate.term_base import check_term_base
from gazette.translate.translation_record import read_translations

Progress = Callable[[int, int], None]


def _unseen(done: int, total: int) -> None:
    """Ignore progress."""


@dataclass(frozen=True)
class CheckedSite:
    """The checked site, before anything is written; `store` keeps what is made of it.

    `reasons` maps the path of each publication that was rendered again to the names of what it depends on and has
    changed, none if it is new.
    """

    settings: Settings
    labels: Mapping[str, Labels]
    ledger: Ledger
    signed: Signed
    site: RenderedSite
    label_occurrences: tuple[Occurrence, ...]
    store: Store = NO_STORE
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """The occurrences of the texts and of the labels."""
        return (*self.site.occurrences, *self.label_occurrences)

    def only(self, publication: str) -> CheckedSite:
        """Return the site with one publication only, or with the labels only."""
        own = tuple(each for each in self.site.publications if each.path == publication)
        labels = self.label_occurrences if publication == PUBLICATION else ()
        return replace(self, site=replace(self.site, publications=own), label_occurrences=labels)

    def occurrences_in(self, publication: str) -> tuple[Occurrence, ...]:
        """Return the occurrences of one publication, or of the labels."""
        return self.only(publication).occurrences


def compose_project(
    project: Project, site_url: str | None, progress: Progress = _unseen, workers: Workers = HERE
) -> tuple[CheckedSite | None, list[Problem]]:
    """Read, convert and check a whole project; return the site and all problems, sorted.

    The site is None if project files, settings, tables, labels or signed records cannot be used. `progress` is called
    with the number of publications done and their total.
    """
    stamps = code_stamps()  # before any table is read
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
    faces = tuple(read_faces(project.root / "overrides" / "fonts"))
    inputs = Inputs(project.shown, settings, labels, ledger, signed, faces)
    store = Store(project.store)  # open as long as a rendering may load its texts from it
    kept = KeptRendering(inputs, store, stamps, workers)
    site, problems = compose_site(project.docs, inputs, progress, kept)
    store.settle()
    occurrences = find_label_occurrences(folder, scribe)
    checked = CheckedSite(settings, labels, ledger, signed, site, occurrences, store, kept.reasons)
    # A publication with errors may have yielded no doubts, so that unused decisions could not be recognized.
    problems += [] if errors_of(problems) else _check_review(project, checked)
    return checked, sorted(problems)


def _check_review(project: Project, checked: CheckedSite) -> list[Problem]:
    """Check labels, decisions, recorded versions and translations, if the signed tables belong to these texts."""
    if not project.is_signed_for:
        return []
    ledger, site, signed = checked.ledger, checked.site, checked.signed
    publications = frozenset({PUBLICATION, *(record.path for record in site.records)})
    uses = [find_uses(ledger, checked.label_occurrences), *(each.facts.uses for each in site.publications)]
    unrecorded = [
        found
        for each in site.publications
        for found in check_recorded(each.facts.pages, signed.versions, each.record.file)
    ]
    fresh = {each.path: each.facts.freshness for each in site.publications}
    stale = check_freshness(fresh, signed.translations, with_unused=project.is_own) if signed.translations else []
    return [
        *check_open(checked.label_occurrences),
        *check_decisions(ledger, uses, publications, checked.occurrences_in),
        *unrecorded,
        *stale,
    ]


def compose_site(
    docs: Path, inputs: Inputs, progress: Progress = lambda done, total: None, kept: KeptRendering | None = None
) -> tuple[RenderedSite, list[Problem]]:
    """Render and assemble all of docs/; return the files that MkDocs reads, and all problems, sorted."""
    folders, problems = find_folders(docs, inputs.shown)
    rendered, found = render_publications(folders, inputs, progress, kept)
    problems += found
    broken = frozenset(each.path for each in folders) - {each.path for each in rendered}
    indexes = kept.folder / "index" / digest_of(str(docs))[:12] if kept and kept.folder else None
    site, found = assemble_site(rendered, inputs.labels, broken, indexes)
    # Another error of a text (two passages with one id) can make search lose words: report only that error first.
    wrong = {each.path.rpartition("/")[0] for each in errors_of(problems)}
    found = [each for each in found if each.code != "search.word-lost" or each.path.rpartition("/")[0] not in wrong]
    return site, sorted(problems + found)


def render_publications(
    folders: Iterable[SourceFolder],
    inputs: Inputs,
    progress: Progress = lambda done, total: None,
    kept: KeptRendering | None = None,
) -> tuple[list[Rendered], list[Problem]]:
    """Render any subset of the publications; return those that could be rendered, and all problems.

    What `kept` has of an earlier run, made from the same, is not rendered again.
    """
    rendered, problems = [], []
    queue = list(folders)
    kept = kept or KeptRendering(inputs, NO_STORE, code_stamps())
    progress(0, len(queue))
    for number, (one, found) in enumerate(kept.render_all(queue), 1):
        rendered += [one] if one else []
        problems += found
        progress(number, len(queue))
    return rendered, problems
