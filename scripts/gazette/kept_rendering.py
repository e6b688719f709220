"""Kept rendering (沿用结果): a publication is rendered again only if something that its rendering depends on has changed."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from gazette.convert.ledger import EVERYWHERE
from gazette.digests import Stamps, code_digest, code_stamps, digest_of, file_stamps, is_current, packages_digest
from gazette.paths import read_file
from gazette.problems import Problem
from gazette.render import Inputs
from gazette.render_task import render_task
from gazette.rendered import Content, Rendered
from gazette.shares import HERE, Workers
from gazette.source.folders import SourceFolder
from gazette.store import Store


class KeptRendering:
    """Rendering of the publications of one site with a store of earlier results.

    The key of a result is a digest of everything that the result can depend on: the files of its folder, the settings,
    the labels, the faces, the signed rows about the publication, every file of the code with its tables, and the
    versions of all installed packages. A result is not kept if the text, the tables or the fonts changed while it was
    made (`stamps` are code_stamps() from before any table was read), or if it depends on the speed of the machine.
    """

    def __init__(self, inputs: Inputs, store: Store, stamps: Stamps, workers: Workers = HERE) -> None:
        self._inputs, self._store, self._stamps, self._workers = inputs, store, stamps, workers
        self._is_current = is_current(stamps)
        signed = inputs.signed
        decisions = _rows((key.publication, each) for key, each in inputs.ledger.decisions.items())
        self._fonts = [each.file for each in inputs.faces]
        self._font_stamps = file_stamps(self._fonts)
        self._common = {
            "settings": digest_of(inputs.settings),
            "labels": digest_of((inputs.shown, inputs.labels)),
            "fonts": digest_of([(each, each.file.read_bytes()) for each in inputs.faces]),
            "code": code_digest(),
            "packages": packages_digest(),
            "decisions for all": decisions.get(EVERYWHERE, ""),
        }
        self._signed = {
            "decisions": decisions,
            "versions": _rows((key[0], rows) for key, rows in signed.versions.items()),
            "issued files": _rows((each.publication, each) for each in signed.issued.rows),
            "translations": _rows(
                (key[0], rows) for key, rows in (signed.translations.rows if signed.translations else {}).items()
            ),
        }

    def render_all(self, folders: Sequence[SourceFolder]) -> Iterator[tuple[Rendered | None, list[Problem]]]:
        """Yield what render_publication returns of each folder, in any order; from the store what is there."""
        keys = {folder.path: self._key(folder) for folder in folders}
        kept = self._store.get_many(f"{key} facts" for key in keys.values() if key)
        missing = []
        for folder in folders:
            key = keys[folder.path]
            if key and (facts := kept.pop(f"{key} facts", None)) is not None:
                yield self._restored(folder, key, facts)
            else:
                missing.append(folder)
        for folder, made in self._workers.work(render_task(self._inputs), missing):
            key = keys[folder.path]
            can_be_kept = key and self._can_be_kept(folder, key, is_over_budget=made.is_over_budget)
            if can_be_kept:
                self._store.put_many({f"{key} facts": made.facts, f"{key} content": made.content})
                yield self._restored(folder, key, made.facts)
            else:
                facts, problems = pickle.loads(made.facts)
                yield facts and Rendered(facts, partial(pickle.loads, made.content)), problems

    def _restored(self, folder: SourceFolder, key: str, kept: bytes) -> tuple[Rendered | None, list[Problem]]:
        facts, problems = pickle.loads(kept)
        return facts and Rendered(facts, partial(self._content, folder, key), key, self._store), problems

    def _content(self, folder: SourceFolder, key: str) -> Content:
        """Return the texts of a rendering whose facts were kept; made again if the store has lost them."""
        if (kept := self._store.get(f"{key} content")) is not None:
            content: Content = pickle.loads(kept)
            return content
        made: Content | None = pickle.loads(render_task(self._inputs).work(folder).content)
        assert made, folder.path
        return made

    def _key(self, folder: SourceFolder) -> str:
        """Return the key of a rendering; "" if there is none.

        There is none in a process whose modules were edited after it loaded them, or if a file cannot be read, which
        the rendering itself reports.
        """
        if not self._is_current:
            return ""
        try:
            return digest_of(self.dependencies(folder))
        except OSError:
            return ""

    def dependencies(self, folder: SourceFolder) -> dict[str, str]:
        """Return the digest of each kind of thing that the rendering of a folder depends on, by name; raise OSError."""
        own = {name: rows.get(folder.path, "") for name, rows in self._signed.items()}
        texts = {tag: (file, read_file(file, file.parent)) for tag, file in folder.pages.items()}
        return {
            "text": digest_of((folder.path, texts)),
            "attachments": digest_of(
                [(name, file, read_file(file, file.parent)) for name, file in folder.attachments.items()]
            ),
            **own,
            **self._common,
        }

    def _can_be_kept(self, folder: SourceFolder, key: str, *, is_over_budget: bool) -> bool:
        return (
            self._store.can_keep
            and not is_over_budget
            and self._key(folder) == key
            and code_stamps() == self._stamps
            and file_stamps(self._fonts) == self._font_stamps
        )


def _rows(rows: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Return for each publication the digest of its rows of a signed table."""
    own: dict[str, list[object]] = {}
    for publication, row in rows:
        own.setdefault(publication, []).append(row)
    return {publication: digest_of(each) for publication, each in own.items()}
