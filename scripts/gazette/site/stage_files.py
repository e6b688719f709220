"""Stage files (待排内容): composes everything that MkDocs reads, but the copies."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from gazette.assemble import publication_files
from gazette.digests import code_digest
from gazette.kept_index import SearchFiles, read_search
from gazette.pages.issued_list import ISSUED_LIST, compose_public_list
from gazette.pages.page import Page
from gazette.pages.statement import compose_statement, read_checks
from gazette.pipeline import CheckedSite, Progress, compose_project
from gazette.problems import Problem
from gazette.project import Project
from gazette.render import Signed
from gazette.rendered import Rendered
from gazette.shares import HERE, Workers
from gazette.site.assets import bundle_assets
from gazette.site.context import SiteContext
from gazette.site.outputs import Output, check_outputs, list_outputs
from gazette.site.print_fonts import whole_faces
from gazette.site.sitemap import build_robots, build_sitemap


@dataclass(frozen=True)
class StageFiles:
    """A composed stage: publications, all other pages, all other files, and the context for the templates."""

    publications: tuple[Rendered, ...]
    pages: tuple[Page, ...]
    common: Mapping[str, str | bytes]
    search: SearchFiles
    context: SiteContext
    signed: Signed
    outputs: tuple[Output, ...]
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, str | bytes]:
        """The content of every file by its name; loads the texts of all publications."""
        own = (publication_files(each).items() for each in self.publications)
        return {
            **dict(chain.from_iterable(own)),
            **{page.file: page.content for page in self.pages},
            **self.common,
            **read_search(self.search),
        }


def compose_stage(
    project: Project,
    site_url: str | None,
    progress: Progress = lambda done, total: None,
    workers: Workers = HERE,
    *,
    with_sources: bool = False,
) -> tuple[StageFiles | None, list[Problem]]:
    """Return every file of the stage except the copies, with all problems; None if the texts cannot be converted."""
    checked, problems = compose_project(project, site_url, progress, workers)
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
    common = {
        **assets.files,
        "sitemap.xml": build_sitemap(settings, records, {page.path for page in statement}),
        "robots.txt": build_robots(settings),
        ISSUED_LIST: compose_public_list(
            (page for each in checked.site.publications for page in each.facts.pages),
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
    stage = StageFiles(
        checked.site.publications,
        (*checked.site.lists, *statement),
        common,
        checked.site.search,
        context,
        checked.signed,
        outputs,
        checked.reasons,
    )
    return stage, unread + _checked_outputs(outputs, checked)


def _checked_outputs(outputs: tuple[Output, ...], checked: CheckedSite) -> list[Problem]:
    """Return what check_outputs() says; kept for the runs in which the register is the same."""
    listed = hashlib.sha256("\n".join(f"{each.address}\t{each.maker}\t{each.file}" for each in outputs).encode())
    key = f"outputs {listed.hexdigest()} {code_digest()}"
    if (kept := checked.store.get(key)) is not None:
        found: list[Problem] = pickle.loads(kept)
        return found
    found = check_outputs(outputs)
    checked.store.put(key, pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
    return found
