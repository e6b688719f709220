"""Serving (预览服务): serves a preview on this computer, renews it at each save, and tells the browsers."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchdog.observers import Observer

from gazette.problems import PublicationError
from gazette.project import Project
from gazette.settings import read_settings
from gazette.site.preview import Preview, mount_path
from gazette.site.run import Run
from gazette.site.swap import restore

log = logging.getLogger("mkdocs.gazette")


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
        preview = Preview(Run(project, wording=wording), server.url, folder, log.info)
        server.error_handler = preview.page_of_error
        # Told by the system; MkDocs' own looks at every file twice a second.
        server.observer = Observer()  # type: ignore[assignment]
        preview.renew()
        for path in watched(project):
            if path.exists():
                server.watch(str(path))
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            log.info("Shutting down...")
        finally:
            server.shutdown()
    finally:
        shutil.rmtree(folder.parent, ignore_errors=True)


def _renew(preview: Preview) -> None:
    log.info("Building documentation...")
    started = time.monotonic()
    try:
        preview.renew()
    except PublicationError as error:
        for each in error.problems:
            log.error(each.sentence(preview.wording))
        raise SystemExit from None
    log.info("Documentation built in %.2f seconds", time.monotonic() - started)


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
