"""Kept copies (沿用正本): the official copies of a stage; what is known of a copy is kept until its page or its means change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gazette.copies.fonts import read_faces, served_tags
from gazette.copies.libraries import LIBRARIES, library_version
from gazette.digests import code_digest, digest_of, packages_digest
from gazette.pipeline import Progress
from gazette.problems import Problem
from gazette.project import Project
from gazette.rendered import Rendered
from gazette.site.context import CopyFile
from gazette.site.copy_cache import cached_copy, cached_keys, copy_key, forget_others
from gazette.site.copy_jobs import Job
from gazette.site.stage_files import StageFiles
from gazette.site.typeset_problems import ragged_problems
from gazette.site.typesetting import finish_copies, plan_jobs


@dataclass(frozen=True)
class FinishedCopy:
    """A finished copy: page, file, its SHA-256, the key of its document in the cache of copies, and its problems."""

    path: str
    tag: str
    file: CopyFile
    sha256: str
    key: str
    problems: tuple[Problem, ...]


class CopyRoom:
    """The copies of one stage. `out` is the folder of the last site, which may hold those that are not in the cache."""

    def __init__(self, project: Project, stage: StageFiles, out: Path | None = None) -> None:
        self._project, self._stage, self._out = project, stage, out
        self._cache = project.copies
        self._cached = cached_keys(self._cache)
        self._served = served_tags(read_faces(project.root / "overrides" / "fonts"))
        self._name = f"copies {self._means()}"

    def finish(self, progress: Progress) -> list[FinishedCopy]:
        """Return every copy, typeset where nothing is known of it; raise PublicationError."""
        found = {each.path: self._known(each) for each in self._stage.publications}
        missing = tuple(each for each in self._stage.publications if found[each.path] is None)
        made = self._make(missing, progress)
        for each in missing:
            each.keep(self._name, made.get(each.path, ()))
        finished = [copy for own in (found | made).values() for copy in own or ()]
        forget_others({each.key for each in finished}, self._cache)
        return finished

    def content(self, copy: FinishedCopy) -> bytes:
        """Return the bytes of a copy, typeset again if they are nowhere as they were."""
        for found in self._contents(copy):
            if hashlib.sha256(found).hexdigest() == copy.sha256:
                return found
        own = [each for each in self._stage.publications if each.path == copy.path]
        jobs = [job for job in self._plan(own) if job.tag == copy.tag]
        [(_, content)] = finish_copies(jobs, self._cache, lambda done, total: None)
        return content

    def _known(self, rendered: Rendered) -> tuple[FinishedCopy, ...] | None:
        """Return what is known of a publication's copies; None if a copy is unknown or lost."""
        if not any(page.fingerprint and page.tag in self._served for page in rendered.facts.pages):
            return ()
        known: tuple[FinishedCopy, ...] | None = rendered.recall(self._name)
        return known if known is not None and all(map(self._is_there, known)) else None

    def _is_there(self, copy: FinishedCopy) -> bool:
        return copy.key in self._cached or (self._out is not None and (self._out / copy.file.address).is_file())

    def _contents(self, copy: FinishedCopy) -> Iterator[bytes]:
        if (content := cached_copy(self._cache, copy.key)) is not None:
            yield content
        if self._out and (file := self._out / copy.file.address).is_file():
            yield file.read_bytes()

    def _plan(self, publications: Iterable[Rendered]) -> list[Job]:
        return plan_jobs(self._project, replace(self._stage, publications=tuple(publications)))

    def _make(self, missing: Iterable[Rendered], progress: Progress) -> dict[str, tuple[FinishedCopy, ...]]:
        made: dict[str, tuple[FinishedCopy, ...]] = {}
        for job, content in finish_copies(self._plan(missing), self._cache, progress):
            key, sha256 = copy_key(job.document), hashlib.sha256(content).hexdigest()
            copy = FinishedCopy(job.path, job.tag, job.file, sha256, key, tuple(ragged_problems([job])))
            made[job.path] = (*made.get(job.path, ()), copy)
        return made

    def _means(self) -> str:
        """Return the digest of what every copy is made with, besides its page: the templates and the typesetter."""
        overrides = self._project.root / "overrides"
        files = [*sorted(overrides.rglob("*.html")), overrides / "css" / "official-copy.css"]
        templates = [(each.relative_to(overrides).as_posix(), each.read_bytes()) for each in files]
        plain = sorted(
            self._stage.context.pages - {each.path for each in self._stage.publications if each.record.published}
        )
        makers = (code_digest(), packages_digest(), [library_version(name) for name in LIBRARIES])
        labels, settings = self._stage.context.labels, self._stage.context.settings
        return digest_of((makers, templates, plain, labels, settings))
