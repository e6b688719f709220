"""Engine (引擎): one run of MkDocs into a folder; its warnings are errors: what our checks missed is not published either."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from gazette.problems import Problem, PublicationError, problem
from gazette.site import mkdocs_events
from gazette.site.context import SiteContext
from gazette.site.run import Run
from gazette.site.staging import WrittenStage

# mkdocs-static-i18n misses the home page in a share without one.
_NO_HOME = "Could not find a homepage"


def render_pages(run: Run, context: SiteContext, files: Mapping[str, str], folder: Path) -> Path:
    """Render staged pages (name → Markdown) as `folder`/site, a part of a site, and return it; raise PublicationError.

    The pages may link to pages that are not among them. `folder` is made.
    """
    docs, site = folder / "docs", folder / "site"
    for name, content in files.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(content, encoding="utf-8", newline="\n")
    share = WrittenStage(docs, context)
    _run_mkdocs(replace(run, share=share), site, context.settings.site_url)
    return site


def _run_mkdocs(run: Run, site: Path, site_url: str) -> None:
    collector = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    logger.propagate = False
    try:
        file = str(run.project.root / "mkdocs.yml")
        config = load_config(file, docs_dir=str(run.project.docs), site_dir=str(site), site_url=site_url)
        config.extra[mkdocs_events.RUN] = run
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except mkdocs_events.Stopped as stopped:
        raise PublicationError(stopped.problems) from None
    except (Abort, ConfigurationError) as error:
        raise PublicationError(collector.problems or [problem("site.engine", "mkdocs.yml", found=str(error))]) from None
    finally:
        logger.removeHandler(collector)
    if collector.problems:
        raise PublicationError(collector.problems)


class _Collector(logging.Handler):
    """Log handler that turns MkDocs' warnings into errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        if _NO_HOME not in record.getMessage():
            self.problems.append(problem("site.engine", "mkdocs.yml", found=record.getMessage()))
