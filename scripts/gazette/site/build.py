"""Build (成站): a whole site in a folder of its own, which replaces the old site only if everything succeeded."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from gazette.problems import Problem, PublicationError, problem
from gazette.project import Project, check_project_files
from gazette.shares import HERE, Workers
from gazette.site.build_options import BuildOptions, StepProgress, be_quiet
from gazette.site.disk import FULL, full_disk_named
from gazette.site.spare import is_spare, next_site, prepare_spare
from gazette.site.swap import place, restore
from gazette.site.target import check_site_target
from gazette.site.tree import NO_TREE, SiteTree, keep_tree, read_tree
from gazette.site.unchanged import BuildRecord, find_unchanged, is_as_read, keep_record, read_sources
from gazette.store import Store

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class BuiltSite:
    """The finished folder, its number of HTML files, and the warnings.

    It is not new if the last build had made the same. `reasons`: see CheckedSite.
    """

    folder: Path
    pages: int
    warnings: tuple[Problem, ...]
    tree: SiteTree = field(default=NO_TREE, repr=False)
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_new: bool = True


def build_site(  # noqa: PLR0913  # the door of the room: what is built where, and by name how
    project: Project,
    out: Path,
    site_url: str | None,
    *,
    release: bool = False,
    with_copies: bool = True,
    workers: Workers = HERE,
    on_progress: StepProgress = be_quiet,
) -> BuiltSite:
    """Build the site into `out`; on any error raise PublicationError and leave `out` unchanged.

    A release must also be reviewed. If `out` is a symbolic link, the folder that it points to is replaced and the link
    stays.
    """
    with full_disk_named(out, project):
        out = _make_ready(out, project)
        with _alone(project), ExitStack() as stack:
            options = BuildOptions(site_url, release, with_copies, workers)
            sources = read_sources(project, options) if project.store else None
            if sources and (record := find_unchanged(project, out, sources)):
                return BuiltSite(out, record.pages, record.warnings, is_new=False)
            fresh = _writable(out, lambda: stack.enter_context(next_site(project, out)))
            built = _build(project, options, fresh, out, on_progress)
            # What was edited while the site was made may be on it as it was before, or as it is now.
            if sources and is_as_read(sources, project):
                keep_record(project, out, BuildRecord(sources.digest, built.pages, built.warnings), built.tree)
            stack.close()
            prepare_spare(project, out)
            return built


def _make_ready(out: Path, project: Project) -> Path:
    """Return the resolved target, with its parent made and killed runs cleared away; raise PublicationError."""
    try:
        out = out.resolve()
    except RuntimeError:  # a link that leads to itself
        raise PublicationError([problem("out.foreign", out.as_posix())]) from None
    # MkDocs reads its settings before we do.
    if refusal := check_site_target(out, project) or check_project_files(project):
        raise PublicationError(refusal)
    _writable(out, lambda: out.parent.mkdir(parents=True, exist_ok=True))
    _writable(out, lambda: restore(out))
    return out


def _writable(out: Path, step: Callable[[], _Result]) -> _Result:
    """Return the result of `step`; an OSError other than a full disk becomes the problem out.unwritable."""
    try:
        return step()
    except OSError as error:
        if error.errno in FULL:
            raise
        raise PublicationError([problem("out.unwritable", out.as_posix(), found=error.strerror or "")]) from None


@contextlib.contextmanager
def _alone(project: Project) -> Iterator[None]:
    """Make a second build of the same texts wait for the first: they share a stage. The lock ends with its process."""
    if not project.docs.is_dir():
        yield
        return
    folder = os.open(project.docs, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@contextlib.contextmanager
def _store_of(project: Project) -> Iterator[Path]:
    """Provide the project's store, or else one for this run, which holds the texts that memory need not hold."""
    if project.store:
        yield project.store
        return
    with tempfile.TemporaryDirectory(prefix="gazette-") as folder:
        yield Path(folder) / "store.sqlite"


def _build(project: Project, options: BuildOptions, fresh: Path, out: Path, on_progress: StepProgress) -> BuiltSite:
    # The engines are loaded only now: to say that nothing has changed needs none of them.
    from gazette.site.kept import keep_previous
    from gazette.site.making import make_site
    from gazette.site.run import Run
    from gazette.site.staging import finish_stage

    try:
        # The disk is examined while it is still full: the incomplete site is removed afterwards.
        with full_disk_named(out, project), _store_of(project) as file, closing(Store(file)) as store:
            finished = finish_stage(replace(project, store=file), options, on_progress, out)
            last, spare = read_tree(store, out), read_tree(store, fresh)
            run = Run(project, on_progress=on_progress)
            tree = make_site(run, finished, (fresh, spare), (out, last), options.workers)
            keep_previous(out, fresh)
            os.chmod(fresh, stat.S_IMODE(out.stat().st_mode) if out.exists() else 0o755)
            place(fresh, out)
            if is_spare(project, fresh):  # now it holds the last site, or will hold this one
                keep_tree(store, fresh, last or tree)
    finally:
        if not project.is_own:
            shutil.rmtree(project.stage.parent, ignore_errors=True)
    pages = sum(name.endswith(".html") for files in tree.files.values() for name in files)
    return BuiltSite(out, pages, finished.warnings, tree, finished.files.reasons)
