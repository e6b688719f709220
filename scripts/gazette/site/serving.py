"""Serving (预览服务): serves a preview on this computer, renews it at each save, and tells the browsers."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer

from gazette.problems import PublicationError
from gazette.project import Project
from gazette.settings import read_settings
from gazette.site.preview import Preview, mount_path
from gazette.site.run import Run
from gazette.site.swap import restore

_LOG = logging.getLogger("mkdocs.gazette")
_SAVED = (FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent)


def serve_site(project: Project, address: str, wording: str) -> None:
    """Serve a preview with live reload until interrupted; the finished site is only restored after a killed run.

    Raise PublicationError if there is nothing to show, and OSError if nothing can be served at `address`.
    """
    restore((project.root / "site").resolve())
    settings, _ = read_settings(project.root / "mkdocs.yml", None)
    host, _, port = address.rpartition(":")
    folder = Path(tempfile.mkdtemp(prefix="gazette-preview-")) / "site"
    folder.mkdir()
    try:
        server = LiveReloadServer(
            lambda: _renew(preview), host, int(port), str(folder), mount_path(settings.site_url if settings else "")
        )
        preview = Preview(Run(project, wording=wording), server.url, folder, _LOG.info)
        server.error_handler = preview.page_of_error
        server.observer = _Saves()
        _renew(preview)
        for path in watched(project):
            if path.exists():
                server.watch(str(path))
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            _LOG.info("Shutting down...")
        finally:
            server.shutdown()
    finally:
        shutil.rmtree(folder.parent, ignore_errors=True)


class _Saves(Observer):  # type: ignore[misc, valid-type]
    """Observer of saved files, told by the system: MkDocs' own looks at every file twice a second."""

    def schedule(self, *given: Any, **named: Any) -> Any:
        # Not of files that are opened and closed: a build reads them all.
        return super().schedule(*given, **{**named, "event_filter": list(_SAVED)})


def _renew(preview: Preview) -> None:
    _LOG.info("Building documentation...")
    started = time.monotonic()
    try:
        preview.renew()
    except PublicationError as error:
        for each in error.problems:
            _LOG.error(each.sentence(preview.wording))
        raise
    _LOG.info("Documentation built in %.2f seconds", time.monotonic() - started)


def watched(project: Project) -> list[Path]:
    """Return what people edit: texts, templates and styles, signed tables, and the data tables of the code."""
    code = project.root / "scripts" / "gazette"
    return [
        project.docs,
        project.root / "overrides",
        project.ledger_file.parent,
        *code.glob("*.tsv"),
        *code.glob("*/data"),
    ]
