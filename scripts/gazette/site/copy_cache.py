"""Copy cache (正本缓存): typesets the planned copies, those that have not changed taken from the cache."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields, replace
from datetime import date
from functools import partial
from pathlib import Path

from gazette.budget import Budget
from gazette.copies.draft import Mark
from gazette.copies.typeset import CopyDocument, CopyError, TypesetCopy, typeset
from gazette.copies.typesetter import describe_typesetter
from gazette.copies.workers import copy_workers, typeset_within
from gazette.pages.words import characters_of, check_words
from gazette.pipeline import Progress
from gazette.problems import Problem
from gazette.site.copy_jobs import Job

IN_PROCESS = 2  # up to this number no workers are started, which takes as long as one copy
COPY = Budget(seconds=600, megabytes=4000)  # a statute of 200 pages takes a minute


class LostWordsError(Exception):
    """Raised if the words set by the typesetter differ from the source."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def make_copies(jobs: list[Job], cache: Path, progress: Progress) -> Iterator[tuple[Job, bytes]]:
    """Yield every job with its PDF, in order; raise CopyError or LostWordsError.

    Copies in `cache` are not typeset again. The jobs returned have the number of pages, the size in bytes and the
    ragged lines.
    """
    cache.mkdir(parents=True, exist_ok=True)
    keys = [copy_key(job.document) for job in jobs]
    missing = [(job.document, key) for job, key in zip(jobs, keys, strict=True) if not _stored(cache, key)]
    by_key = dict(zip(keys, jobs, strict=True))
    for done, (key, copy) in enumerate(_typeset_all(missing), 1):
        job = by_key[key]
        if lost := check_words(
            job.edition.file if job.edition else job.path, job.said, "copy", characters_of(copy.words)
        ):
            raise LostWordsError(lost)
        _store(cache, key, copy)
        progress(done, len(missing))
    for job, key in zip(jobs, keys, strict=True):
        stored = _stored(cache, key)
        assert stored
        content = stored.read_bytes()
        pages = int(stored.stem.split(".")[1])
        ragged = tuple(
            (words, block, lacking) for words, block, lacking in json.loads(stored.with_suffix(".json").read_bytes())
        )
        yield replace(job, file=replace(job.file, pages=pages, size=len(content)), ragged=ragged), content


def cached_copy(cache: Path, key: str) -> bytes | None:
    """Return the cached copy of a document by its key; None if it is not there."""
    file = _stored(cache, key)
    return file.read_bytes() if file else None


def cached_keys(cache: Path) -> frozenset[str]:
    """Return the keys of all cached copies."""
    return frozenset(file.name.split(".")[0] for file in cache.glob("*.pdf"))


def forget_others(keys: Collection[str], cache: Path) -> None:
    """Remove the copies from the cache that have none of these keys."""
    for file in [*cache.glob("*.pdf"), *cache.glob("*.json")]:
        if file.name.split(".")[0] not in keys:
            file.unlink(missing_ok=True)


def _typeset_all(missing: list[tuple[CopyDocument, str]]) -> Iterator[tuple[str, TypesetCopy]]:
    if len(missing) <= IN_PROCESS:
        yield from ((key, typeset_within(COPY, document, typeset)) for document, key in missing)
        return
    number = min(os.cpu_count() or 1, len(missing))
    at_once = max(1, min(4, len(missing) // (4 * number)))
    with copy_workers(number) as pool:
        made = pool.map(partial(typeset_within, COPY), (document for document, _ in missing), chunksize=at_once)
        try:
            yield from zip((key for _, key in missing), made, strict=True)
        except BrokenProcessPool:
            raise CopyError(
                missing[0][0].title, ("a worker was ended from outside, perhaps for want of memory",)
            ) from None


def copy_key(document: CopyDocument) -> str:
    """Return the cache key: a hash of the typesetter and of all fields of the document."""
    parts = {field.name: _keyed(getattr(document, field.name)) for field in fields(document)}
    text = json.dumps((describe_typesetter(), parts), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _keyed(value: object) -> object:
    """Return a value of a document in a form that JSON accepts; files and bytes are replaced by their digests."""
    if isinstance(value, bytes | Path):
        return _digest(value)
    if isinstance(value, Mapping):
        return {name: _keyed(each) for name, each in value.items()}
    if isinstance(value, Mark):
        return [value.words, _keyed(value.font)]
    if isinstance(value, Collection) and not isinstance(value, str):
        return [_keyed(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _digest(content: bytes | Path) -> str:
    """Return a font's file name, which contains its digest, or the SHA-256 of other content."""
    if isinstance(content, Path) and content.suffix == ".ttf":
        return content.name
    return hashlib.sha256(content.read_bytes() if isinstance(content, Path) else content).hexdigest()


def _stored(cache: Path, key: str) -> Path | None:
    return next(cache.glob(f"{key}.*.pdf"), None)


def _store(cache: Path, key: str, copy: TypesetCopy) -> None:
    """Write the PDF last: if it exists, its JSON file exists too."""
    (cache / f"{key}.{copy.pages}.json").write_text(json.dumps(copy.ragged, ensure_ascii=False), encoding="utf-8")
    fresh = cache / f".{key}.{os.getpid()}"
    fresh.write_bytes(copy.content)
    fresh.rename(cache / f"{key}.{copy.pages}.pdf")
