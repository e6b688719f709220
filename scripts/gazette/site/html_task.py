"""HTML as a task (网页任务): renders a share of a site's pages by one run of MkDocs, here or on another machine."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from gazette.pages.page import Page
from gazette.project import Project
from gazette.rendered import Rendered
from gazette.shares import Away, Task
from gazette.site.context import SiteContext
from gazette.site.engine import render_pages
from gazette.site.parallel import build_parallel
from gazette.site.run import Run

HTML = "html"
_SETTINGS_FILES = ("mkdocs.yml", "scripts/mkdocs_hooks.py")
# Folders of overrides/ that no page is rendered with: pages only name what comes of them.
_LINKED = ("fonts", "js", "css", "bundles")


@dataclass(frozen=True)
class PageShare:
    """What one run of MkDocs renders: publications, and pages of none; `folder` is its own."""

    folder: Path
    publications: Sequence[Rendered]
    pages: Sequence[Page]


def html_task(run: Run, context: SiteContext) -> Task[PageShare, Path]:
    """Return the rendering of shares as a task; its results are the folders with their parts of the site."""
    away = Away(HTML, partial(_means, run, context), _sent, _received, largest=1)
    return Task(partial(_render, run, context), away, least=2)


def set_up_html(means: bytes, room: Path) -> Callable[[bytes], bytes]:
    """Return the function that renders the shares which `packed` of the task describes, in the folder `room`."""
    context, notes, files = pickle.loads(means)
    _write(room, files)
    run = Run(Project(room, room / "docs"), notes=notes)
    run.project.docs.mkdir()
    return partial(_render_sent, run, context)


def template_files(root: Path) -> list[str]:
    """Return the names of the files that pages are rendered with: settings, hooks, templates, labels."""
    overrides = root / "overrides"
    files = [each.relative_to(root).as_posix() for each in sorted(overrides.rglob("*")) if each.is_file()]
    used = [each for each in files if each.split("/")[1] not in _LINKED]
    return used + [each for each in _SETTINGS_FILES if (root / each).is_file()]


def files_in(folder: Path) -> list[str]:
    """Return the names of all files below a folder."""
    return [
        os.path.relpath(os.path.join(place, name), folder)
        for place, _, names in os.walk(folder)
        for name in sorted(names)
    ]


def _render(run: Run, context: SiteContext, share: PageShare) -> Path:
    """Render a share and return the folder with its part of the site."""
    return _render_pages(run, context, share.folder, [*(each.pages for each in share.publications), share.pages])


def _render_pages(run: Run, context: SiteContext, folder: Path, groups: Sequence[Sequence[Page]]) -> Path:
    """Render the pages of each publication, and those of none, into folder/site, and return it."""
    site = render_pages(run, context, {page.file: page.content for group in groups for page in group}, folder)
    for group in groups:
        for name, content in build_parallel(group, context, run.project.root / "overrides"):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(content, encoding="utf-8", newline="\n")
    return site


def _means(run: Run, context: SiteContext) -> bytes:
    root = run.project.root
    named = replace(context, assets=replace(context.assets, files={}))
    files = {name: (root / name).read_bytes() for name in template_files(root)}
    return pickle.dumps((named, run.notes, files), pickle.HIGHEST_PROTOCOL)


def _sent(shares: Sequence[PageShare]) -> bytes:
    """Describe shares: the pages of each publication, and those of none."""
    sent = [[*(each.load().pages for each in share.publications), tuple(share.pages)] for share in shares]
    return pickle.dumps(sent, pickle.HIGHEST_PROTOCOL)


def _received(shares: Sequence[PageShare], results: bytes) -> list[Path]:
    sites = [share.folder / "site" for share in shares]
    for site, files in zip(sites, pickle.loads(results), strict=True):
        _write(site, files)
    return sites


def _render_sent(run: Run, context: SiteContext, shares: bytes) -> bytes:
    made = []
    for groups in pickle.loads(shares):
        with TemporaryDirectory(dir=run.project.root) as folder:
            site = _render_pages(run, context, Path(folder), groups)
            made.append({name: (site / name).read_bytes() for name in files_in(site)})
    return pickle.dumps(made, pickle.HIGHEST_PROTOCOL)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
