"""Kept rendering (沿用结果): a publication is rendered again only if something that its rendering depends on has changed."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path

from gazette.convert.ledger import EVERYWHERE
from gazette.copies.fonts import Face
from gazette.digests import Stamps, code_digest, code_stamps, digest_of, file_stamps, is_current, packages_digest
from gazette.paths import read_file
from gazette.problems import Problem, PublicationError, problem
from gazette.render import Inputs
from gazette.render_task import PackedRendering, render_task
from gazette.rendered import Content, Contributions, Rendered
from gazette.shares import HERE, Workers
from gazette.source.folders import SourceFolder
from gazette.store import Store

_KEPT_AT_ONCE = 16  # renderings; whether a table was edited meanwhile is asked once for all of them


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
        self.reasons: dict[str, tuple[str, ...]] = {}  # of the publications rendered in this run, by path
        signed = inputs.signed
        decisions = _rows((key.publication, each) for key, each in inputs.ledger.decisions.items())
        self._fonts = fonts_read(inputs.faces)
        self._font_stamps = file_stamps(self._fonts)
        self._common = {
            "settings": digest_of(inputs.settings),
            "labels": digest_of((inputs.shown, inputs.labels)),
            "fonts": digest_of([(each, each.read_bytes()) for each in self._fonts]),
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

    @property
    def folder(self) -> Path | None:
        """The folder beside the store for what is kept in files, None without a store."""
        return self._store.file.parent if self._store.file and self._store.can_keep else None

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
        self.reasons |= {folder.path: self._reasons(folder) for folder in missing}
        finished = self._workers.work(render_task(self._inputs), missing)
        while batch := list(islice(finished, _KEPT_AT_ONCE)):
            yield from self._kept(batch, keys)

    def _kept(
        self, batch: Sequence[tuple[SourceFolder, PackedRendering]], keys: Mapping[str, str]
    ) -> Iterator[tuple[Rendered | None, list[Problem]]]:
        """Keep what may be kept of some finished renderings, and yield them."""
        is_sound = self._store.can_keep and self._is_untouched()
        known = {
            folder.path: is_sound
            and not made.is_over_budget
            and bool(key := keys[folder.path])
            and self._key(folder) == key
            for folder, made in batch
        }
        rows = dict[str, bytes]()
        for folder, made in batch:
            if known[folder.path]:
                key = keys[folder.path]
                rows |= {f"{key} facts": made.facts, f"{key} content": made.content, f"{key} index": made.index}
                rows |= {self._last(folder): pickle.dumps(self.dependencies(folder))}
        self._store.put_many(rows)
        for folder, made in batch:
            if known[folder.path]:
                yield self._restored(folder, keys[folder.path], made.facts)
            else:
                facts, problems = pickle.loads(made.facts)
                yield (
                    facts and Rendered(facts, partial(pickle.loads, made.content), partial(pickle.loads, made.index)),
                    problems,
                )

    def _restored(self, folder: SourceFolder, key: str, kept: bytes) -> tuple[Rendered | None, list[Problem]]:
        facts, problems = pickle.loads(kept)
        if facts is None:
            return None, problems
        content, index = partial(self._content, folder, key), partial(self._index, folder, key)
        return Rendered(facts, content, index, key, self._store), problems

    def _content(self, folder: SourceFolder, key: str) -> Content:
        kept = self._store.get(f"{key} content")
        content: Content = pickle.loads(self._again(folder, key).content if kept is None else kept)
        return content

    def _index(self, folder: SourceFolder, key: str) -> Contributions:
        kept = self._store.get(f"{key} index")
        index: Contributions = pickle.loads(self._again(folder, key).index if kept is None else kept)
        return index

    def _again(self, folder: SourceFolder, key: str) -> PackedRendering:
        """Render a publication whose facts were kept and whose texts the store has lost."""
        made = render_task(self._inputs).work(folder)
        if made.is_refused or self._key(folder) != key:
            raise PublicationError([problem("docs.changed", f"{self._inputs.shown}/{folder.path}")])
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

    def _reasons(self, folder: SourceFolder) -> tuple[str, ...]:
        """Return the names of the dependencies that differ from those of the last rendering; none if it is unknown."""
        kept = self._store.get(self._last(folder))
        with suppress(OSError):
            now, last = self.dependencies(folder), pickle.loads(kept) if kept else {}
            return tuple(name for name, digest in now.items() if last and digest != last.get(name))
        return ()

    def _last(self, folder: SourceFolder) -> str:
        return f"last rendering of {folder.path} in {self._inputs.shown}"

    def _is_untouched(self) -> bool:
        """True if no table and no font was edited since this run began."""
        return code_stamps() == self._stamps and file_stamps(self._fonts) == self._font_stamps


def fonts_read(faces: Iterable[Face]) -> list[Path]:
    """Return the files of the faces, and the tables beside them."""
    files = [each.file for each in faces]
    tables = {table for file in files for table in file.parent.glob("*.tsv")}
    return [*files, *sorted(tables)]


def _rows(rows: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Return for each publication the digest of its rows of a signed table."""
    own: dict[str, list[object]] = {}
    for publication, row in rows:
        own.setdefault(publication, []).append(row)
    return {publication: digest_of(each) for publication, each in own.items()}
