"""Making (成站): the files of a finished site, part by part; parts that have not changed are taken over from the last site."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gazette.assemble import attached_files
from gazette.digests import code_digest, code_stamps, digest_of, is_current, packages_digest
from gazette.pages.page import Page
from gazette.problems import PublicationError, problem
from gazette.rendered import Rendered
from gazette.shares import HERE, Workers
from gazette.site.context import SiteContext
from gazette.site.disk import full_disk_named
from gazette.site.html_task import PageShare, files_in, html_task, template_files
from gazette.site.kept_copies import FinishedCopy
from gazette.site.outputs import page_file, publication_outputs
from gazette.site.run import Run
from gazette.site.spare import remove_others
from gazette.site.staging import FinishedStage
from gazette.site.tree import Linker, Part, SiteTree, grow_tree

_LARGEST_SHARE = 150  # publications in one run of MkDocs
_LEAST_SHARED = 12  # publications; for fewer one run of MkDocs is enough


@dataclass(frozen=True)
class _Plan:
    """All parts of a site, each with what it is made from: a publication, another page, or the content of a file.

    The contents of the search indexes are read when they are needed.
    """

    publications: Mapping[Part, Rendered]
    pages: Mapping[Part, Page]
    files: Mapping[Part, bytes | None]

    @property
    def parts(self) -> list[Part]:
        return [*self.publications, *self.pages, *self.files]

    def without(self, known: Iterable[Part]) -> _Plan:
        gone = set(known)
        return _Plan(
            {part: each for part, each in self.publications.items() if part not in gone},
            {part: each for part, each in self.pages.items() if part not in gone},
            {part: each for part, each in self.files.items() if part not in gone},
        )


def make_site(
    run: Run,
    finished: FinishedStage,
    spare: tuple[Path, SiteTree],
    last: tuple[Path, SiteTree],
    workers: Workers = HERE,
) -> SiteTree:
    """Make the site in the folder `spare`, and return its tree; raise PublicationError.

    `spare` and `last` are each a folder with its tree: that in which the site is made, empty or an earlier site, and
    the last site. A file that is made again with the same content keeps its time stamp, so that caches and rsync do
    not take it for a new one.
    """
    fresh, before = spare[0], last[0]
    plan = _plan(finished, run)
    there = spare[1].unchanged(plan.parts, fresh)
    lacking = plan.without(there)
    taken = last[1].unchanged(lacking.parts, before)
    made = lacking.without(taken)
    # The disk is examined while it is still full: what waits in `room` is removed afterwards.
    with tempfile.TemporaryDirectory(dir=fresh.parent) as room, full_disk_named(before, run.project):
        # What can fail comes first: until then the folder is as it was.
        rendered = _render(run, finished.files.context, made, Path(room), workers)
        ready = [*rendered, _write(made, finished, Path(room, "files"))]
        remove_others(fresh, (name for part in there for name in part.names))
        linker = Linker(fresh)
        linker.take(before, (name for part in taken for name in part.names))
        for folder, names in ready:
            for name in names:
                linker.move(folder, name)
    names = [name for part in made.parts for name in part.names]
    if lost := [problem("output.missing", name) for name in sorted(names) if not (fresh / name).is_file()]:
        raise PublicationError(lost)
    _keep_times(names, before, fresh)
    return grow_tree(plan.parts, fresh)


def _write(made: _Plan, finished: FinishedStage, folder: Path) -> tuple[Path, list[str]]:
    """Write the files of the parts that MkDocs does not render, and return the folder with their names."""
    linker, names = Linker(folder), []
    for name, content in _contents(made, finished):
        linker.write(name, content)
        names.append(name)
    return folder, names


def _contents(made: _Plan, finished: FinishedStage) -> Iterator[tuple[str, bytes]]:
    for part, content in made.files.items():
        yield part.names[0], _of_index(part, finished) if content is None else content
    for rendered in made.publications.values():
        yield from attached_files(rendered).items()
    changed = {rendered.path for rendered in made.publications.values()}
    yield from ((copy.file.address, finished.content_of(copy)) for copy in finished.copies if copy.path in changed)


def _of_index(part: Part, finished: FinishedStage) -> bytes:
    """Return a file of the search indexes; raise PublicationError if it was touched since the index was made."""
    content = finished.files.search.read(part.names[0])
    if hashlib.sha256(content).hexdigest() != part.key:
        raise PublicationError([problem("output.changed", part.names[0])])
    return content


def _plan(finished: FinishedStage, run: Run) -> _Plan:
    stage = finished.files
    labels, means = stage.context.labels, _means(finished, run)
    copies: dict[str, list[FinishedCopy]] = {}
    for copy in finished.copies:
        copies.setdefault(copy.path, []).append(copy)
    publications, pages, files = dict[Part, Rendered](), dict[Part, Page](), dict[Part, bytes | None]()
    for rendered in stage.publications:
        own = [(each.tag, each.file, each.sha256) for each in copies.get(rendered.path, ())]
        addresses = {file.address for _, file, _ in own}
        names = [
            each.address
            for each in publication_outputs(rendered, labels)
            if each.maker != "copy" or each.address in addresses
        ]
        key = digest_of((rendered.key, means, own, run.notes.get(rendered.path, ()))) if rendered.key and means else ""
        publications[Part(f"publication {rendered.path}", key, tuple(names))] = rendered
    for page in stage.pages:
        notes = run.notes.get(page.path, ()) if page.path else ()
        key = digest_of((page.digest, means, notes)) if means else ""
        pages[Part(f"page {page.file}", key, (page_file(page.path, page.tag, labels),))] = page
    for name, content in stage.common.items():
        written = content.encode() if isinstance(content, str) else content
        files[Part(f"file {name}", hashlib.sha256(written).hexdigest(), (name,))] = written
    files |= {Part(f"file {name}", digest, (name,)): None for name, digest in stage.search.digests.items()}
    return _Plan(publications, pages, files)


def _means(finished: FinishedStage, run: Run) -> str:
    """Return the digest of what every page is rendered with: templates, settings, names of assets, the code.

    It is "" in a process whose modules were edited after it loaded them.
    """
    if not is_current(code_stamps()):
        return ""
    context, project = finished.files.context, run.project
    own = {each.path for each in finished.files.publications if each.record.published}
    assets = context.assets
    return digest_of(
        (
            [(name, (project.root / name).read_bytes()) for name in template_files(project.root)],
            [assets.style, assets.early, assets.late, assets.search, assets.search_page, assets.verify],
            (context.settings, context.labels, context.print_faces, sorted(context.pages - own)),
            (code_digest(), packages_digest(), run.notes.get("", ())),
        )
    )


def _render(run: Run, context: SiteContext, made: _Plan, room: Path, workers: Workers) -> list[tuple[Path, list[str]]]:
    """Render all pages of the parts, in as many shares as there are workers; return folders with their files."""
    expected = {name for part in made.parts for name in part.names}
    shares = _cut(list(made.publications.values()), list(made.pages.values()), room, workers)
    rendered = []
    for share, site in workers.work(html_task(run, context), shares):
        names = files_in(site)
        if unknown := [problem("output.unknown", name) for name in names if name not in expected]:
            raise PublicationError(unknown)
        rendered.append((site, names))
        run.on_progress("render", len(share.publications), len(made.publications))
    return rendered


def _cut(publications: Sequence[Rendered], pages: Sequence[Page], room: Path, workers: Workers) -> list[PageShare]:
    """Return the shares, those with the lists first; none if there is nothing to render."""
    if not publications and not pages:
        return []
    count = max(-(-len(publications) // _LARGEST_SHARE), workers.count) if len(publications) >= _LEAST_SHARED else 1
    size = max(1, -(-len(publications) // count))
    starts = range(0, max(1, len(publications)), size)
    return [PageShare(room / str(at), publications[at : at + size], pages if at == 0 else ()) for at in starts]


def _keep_times(names: Iterable[str], last: Path, fresh: Path) -> None:
    """Give the time stamp of the last site's file to each new file with the same content."""
    for name in names:
        try:
            before = os.lstat(last / name)
            is_equal = before.st_size == os.lstat(fresh / name).st_size and (
                (last / name).read_bytes() == (fresh / name).read_bytes()
            )
        except OSError:
            continue
        if is_equal:
            os.utime(fresh / name, ns=(before.st_atime_ns, before.st_mtime_ns))
