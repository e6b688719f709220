"""Build (成站): one MkDocs run into a new folder, which takes the old one's place only when everything went well."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from gazette.problems import Problem, PublicationProblems, problem
from gazette.site import engine
from gazette.site.staging import Project

MARKER = ".gazette-site"


@dataclass(frozen=True)
class BuiltSite:
    """The finished folder and what was noticed on the way."""

    folder: Path
    pages: int
    warnings: tuple[Problem, ...]


def build_site(
    project: Project, out: Path, site_url: str | None, release: bool = False, with_copies: bool = True
) -> BuiltSite:
    """Raises PublicationProblems and leaves `out` as it was when anything is wrong; a release must be reviewed too."""
    if refusal := _refuse(out, project.docs):
        raise PublicationProblems([refusal])
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PublicationProblems([problem("out.unwritable", out.as_posix(), found=error.strerror or "")]) from None
    with _alone(project):
        return _build(project, out, {"site_url": site_url} if site_url else {}, release, with_copies)


@contextlib.contextmanager
def _alone(project: Project) -> Iterator[None]:
    """Two builds of the same texts share a stage: the second waits for the first. A lost lock ends with its process."""
    if not project.docs.is_dir():
        yield
        return
    folder = os.open(project.docs, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _build(project: Project, out: Path, options: dict[str, str], release: bool, with_copies: bool) -> BuiltSite:
    try:
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise PublicationProblems([problem("out.unwritable", out.as_posix(), found=error.strerror or "")]) from None
    try:
        warnings = _run_mkdocs(project, fresh, options, {"gazette_release": release, "gazette_copies": with_copies})
        (fresh / MARKER).write_text("Made by scripts/publish build, which may replace this folder.\n", encoding="utf-8")
        os.chmod(fresh, 0o755)
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        if not project.is_own:
            shutil.rmtree(project.stage.parent, ignore_errors=True)
    return BuiltSite(out, sum(1 for _ in out.rglob("*.html")), warnings)


def serve_site(project: Project, address: str) -> None:
    """Preview with live reload until interrupted."""
    serve(config_file=str(project.root / "mkdocs.yml"), docs_dir=str(project.docs), dev_addr=address)


def _refuse(out: Path, docs: Path) -> Problem | None:
    """Only an empty folder or a site of ours is replaced: a wrong --out must not cost anyone their files."""
    if out.is_relative_to(docs):
        return problem("out.inside-docs", out.as_posix())
    if not out.exists():
        return None
    if not out.is_dir() or (any(out.iterdir()) and not (out / MARKER).exists()):
        return problem("out.foreign", out.as_posix())
    return None


def _run_mkdocs(project: Project, folder: Path, options: dict[str, str], extra: dict[str, bool]) -> tuple[Problem, ...]:
    collector = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    logger.propagate = False
    try:
        config = load_config(
            str(project.root / "mkdocs.yml"), docs_dir=str(project.docs), site_dir=str(folder), **options
        )
        config.extra |= {"gazette_project": project, **extra}
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
        warnings = config.extra["gazette_staged"].warnings
    except engine.Stopped as stopped:
        raise PublicationProblems(stopped.problems) from None
    except (Abort, ConfigurationError) as error:
        raise PublicationProblems(
            collector.problems or [problem("site.engine", "mkdocs.yml", found=str(error))]
        ) from None
    finally:
        logger.removeHandler(collector)
    if collector.problems:
        raise PublicationProblems(collector.problems)
    return tuple(warnings)


def _swap(fresh: Path, out: Path) -> None:
    """Two renames: a reader of `out` sees the old site or the new one, and nothing half-made."""
    if not out.exists():
        fresh.rename(out)
        return
    old = fresh.with_name(fresh.name + ".old")
    out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old)


class _Collector(logging.Handler):
    """MkDocs' own warnings are errors: what our checks let pass must not be published either."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.problems.append(problem("site.engine", "mkdocs.yml", found=record.getMessage()))
