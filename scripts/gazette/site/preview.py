"""Preview (预览): a site despite errors, renewed at each save: a wrong text shows its last good state, or its errors, at its own address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from gazette.pages.page import Page
from gazette.problems import Problem, PublicationError, errors_of
from gazette.rendered import Rendered
from gazette.site.making import make_site
from gazette.site.run import Run
from gazette.site.stage_files import StageFiles, compose_stage
from gazette.site.staging import FinishedStage
from gazette.site.tree import NO_TREE
from gazette.source.folders import find_folders

NO_PUBLICATION = ""  # in place of a publication, for problems that belong to none


class Preview:
    """The preview of a project in `folder`, which is served at `site_url`; `say` gets each problem as a sentence."""

    def __init__(self, run: Run, site_url: str, folder: Path, say: Callable[[str], None]) -> None:
        self._run, self._site_url, self.folder, self._say = run, site_url, folder, say
        self._good: dict[str, Rendered] = {}
        self._stage: StageFiles | None = None
        self._tree = NO_TREE
        self._sound: tuple[Mapping[str, tuple[str, ...]], Mapping[str, str]] = {}, {}

    @property
    def wording(self) -> str:
        return self._run.wording

    def renew(self) -> None:
        """Make the pages that have changed; raise PublicationError if there is nothing to show."""
        project = self._run.project
        stage, problems = compose_stage(project, self._site_url, with_sources=True)
        for each in problems:
            self._say(each.sentence(self._run.wording))
        if stage is None and self._stage is None:
            raise PublicationError(problems)
        folders = frozenset(each.path for each in find_folders(project.docs, project.shown)[0])
        if stage is not None:
            wrong = {
                owner for each in errors_of(problems) if (owner := owning_publication(each, project.shown, folders))
            }
            self._stage = self._despite(stage, wrong)
        assert self._stage
        notes = notes_of(problems, project.shown, folders, self._run.wording)
        run = replace(
            self._run, notes=self._settled(notes, {each.path: each.key for each in self._stage.publications}, problems)
        )
        finished = FinishedStage(self._stage, (), None, tuple(problems))
        self._tree = make_site(run, finished, (self.folder, self._tree), (self.folder, NO_TREE))

    def page_of_error(self, status: int) -> bytes | None:
        """Return the page that the server shows instead of one that is not there."""
        file = self.folder / f"{status}.html"
        return file.read_bytes() if file.is_file() else None

    def _settled(
        self, notes: Mapping[str, tuple[str, ...]], keys: Mapping[str, str], problems: Collection[Problem]
    ) -> Mapping[str, tuple[str, ...]]:
        """Return the notes to show: those of the last state without errors on pages that have not changed since.

        While a text has errors, signatures are not checked: without this each mistake would change every page.
        """
        if not errors_of(problems):
            self._sound = notes, keys
            return notes
        before, known = self._sound
        same = [path for path in keys if keys[path] and keys[path] == known.get(path)]
        kept = {path: before[path] for path in (NO_PUBLICATION, *same) if path in before}
        return {**kept, **notes}

    def _despite(self, stage: StageFiles, wrong: Collection[str]) -> StageFiles:
        """Return the stage with the last good state of wrong publications, or a page that shows only their errors."""
        for each in stage.publications:
            if each.path not in wrong:
                self._good[each.path] = each
        shown = [self._good[path] for path in wrong if path in self._good]
        right = [each for each in stage.publications if each.path not in wrong]
        return replace(
            stage,
            publications=tuple(sorted((*right, *shown), key=lambda each: each.path)),
            pages=(
                *stage.pages,
                *(page for path in sorted(wrong - self._good.keys()) for page in _error_pages(path, stage)),
            ),
            context=replace(stage.context, pages=stage.context.pages | set(wrong)),
        )


def mount_path(site_url: str) -> str:
    """Return the path below which the preview stands on its server."""
    return urlsplit(site_url or "/").path


def owning_publication(found: Problem, shown: str, folders: Collection[str]) -> str:
    """Return the publication in whose folder a problem lies; "" if it concerns the whole site."""
    if not found.path.startswith(f"{shown}/"):
        return NO_PUBLICATION
    place = found.path.removeprefix(f"{shown}/")
    return next((each.as_posix() for each in (Path(place), *Path(place).parents) if each.as_posix() in folders), "")


def notes_of(
    problems: Collection[Problem], shown: str, folders: Collection[str], wording: str
) -> Mapping[str, tuple[str, ...]]:
    """Return the sentences to show, by the publication on whose pages they stand, or NO_PUBLICATION."""
    notes: dict[str, tuple[str, ...]] = {}
    for each in problems:
        owner = owning_publication(each, shown, folders)
        notes[owner] = (*notes.get(owner, ()), each.sentence(wording))
    return notes


def _error_pages(path: str, stage: StageFiles) -> list[Page]:
    """Return a page in every language that shows only the errors."""
    tags = list(stage.context.labels)
    return [
        Page(path, tag, "main.html", words["broken_title"], {"tags": tags})
        for tag, words in stage.context.labels.items()
    ]
