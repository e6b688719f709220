"""Official copies (官方文本): the page of each publication, typeset as PDF, with a cache for unchanged ones."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

from gazette.budget import Budget, OverBudget, within
from gazette.copies.draft import Mark
from gazette.copies.fonts import Face, coverage, font_stack, needed_faces, read_faces, served_tags, unpack_faces
from gazette.copies.typeset import CopyDocument, CopyError, TypesetCopy, typeset
from gazette.copies.typesetter import describe_typesetter
from gazette.languages import Language
from gazette.model.publication import Edition
from gazette.pages.page import Page
from gazette.pages.words import ADDED, Said, characters_of, check_words, find_said, in_page_order
from gazette.pipeline import Progress
from gazette.problems import Problem
from gazette.render import Rendered
from gazette.site.addresses import Addresses, page_address
from gazette.site.article import article_document
from gazette.site.context import CopyFile, SiteContext

IN_PROCESS = 2  # up to this number no workers are started: a worker needs a second to start
_LONGEST_NAME = 80  # in characters: file systems allow 255 bytes, and a Chinese character takes three
COPY = Budget(seconds=600, megabytes=4000)  # a statute of 200 pages takes a minute


@dataclass(frozen=True)
class Job:
    """One copy to make: page, target file, the typesetter's input, and the words that must appear on paper.

    `edition` is the text as written; `said` holds its words in the order of the page. `ragged` is set once the copy is
    made: the lines left short because of a long word, each as the line's words, its block's words, and the width that
    it lacks, in type sizes.
    """

    path: str
    tag: str
    file: CopyFile
    document: CopyDocument
    edition: Edition | None = None
    said: tuple[Said, ...] = ()
    ragged: tuple[tuple[str, str, float], ...] = ()


class LostWordsError(Exception):
    """Raised if the words set by the typesetter differ from the source."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True)
class _Means:
    """What every copy of a site is made with. `twins_folder` keeps the faces as the typesetter reads them."""

    context: SiteContext
    overrides: Path
    style: str
    faces: Collection[Face]
    twins_folder: Path


def plan_copies(rendered: Iterable[Rendered], context: SiteContext, overrides: Path, twins_folder: Path) -> list[Job]:
    """Return a job for each publication in each language that has print fonts; plain pages have no copy."""
    faces = read_faces(overrides / "fonts")
    served = served_tags(faces)
    style = (overrides / "css" / "official-copy.css").read_text(encoding="utf-8")
    means = _Means(context, overrides, style, faces, twins_folder)
    return [
        _job(page, each, means)
        for each in rendered
        for page in each.pages
        if "official" in page.data and page.tag in served
    ]


def font_style(faces: Iterable[Face]) -> str:
    """Return the @font-face rules of these faces only: the typesetter reads every font that a style names."""
    ordered = sorted(faces, key=lambda each: each.name)
    return "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style};'
        f' src: url("{face.file.name}"); }}\n'
        for face in ordered
    )


def _job(page: Page, rendered: Rendered, means: _Means) -> Job:
    settings, labels = means.context.settings, means.context.labels[page.tag]
    addresses = Addresses(settings.site_url)
    address = addresses.absolute(page.path, settings.language(page.tag))
    resources: dict[str, bytes | Path] = {
        addresses.from_world(f"{page.path}/{name}"): file for name, file in rendered.attachments.items()
    }
    facts = rendered.record
    assert facts.published
    html = article_document(page, means.context, means.overrides)
    needed = needed_faces(html, page.tag, means.faces)
    resources |= {urljoin(address, name): file for name, file in unpack_faces(needed, means.twins_folder).items()}
    document = CopyDocument(
        html=html,
        styles=(font_style(needed), means.style),
        resources=resources,
        address=address,
        title=page.title,
        language=page.tag,
        author=labels.bureau,
        created=facts.published,
        identifier=f"{page.path} {page.tag} {page.data['official']['fingerprint']}",
        mark=draft_mark(page, labels["draft_mark"], means.faces, means.twins_folder)
        if page.data["official"]["is_draft"]
        else None,
        left_out=ADDED,
    )
    name = copy_address(page.path, labels.language)
    edition = rendered.text.editions[page.tag]
    said = tuple(in_page_order(edition.blocks, find_said(edition.blocks)))
    return Job(page.path, page.tag, CopyFile(name, file_name(page.title), 0, 0), document, edition, said)


def copy_address(path: str, language: Language) -> str:
    """Return the address of a publication's copy: in its folder, named after it."""
    return f"{page_address(path, language)}{path.rsplit('/', 1)[-1]}.pdf"


def draft_mark(page: Page, words: str, faces: Collection[Face], twins_folder: Path) -> Mark:
    """Return the draft mark in the face of titles."""
    face = next(each for each in font_stack(page.tag, "title", faces) if set(map(ord, words)) <= coverage(each))
    return Mark(words, unpack_faces([face], twins_folder)[face.file.name])


def file_name(title: str) -> str:
    """Return the title as a file name, without characters that Windows forbids."""
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', " ", title).strip(" .")
    return f"{name[:_LONGEST_NAME].rstrip(' .') or 'copy'}.pdf"


def make_copies(jobs: list[Job], cache: Path, progress: Progress) -> Iterator[tuple[Job, bytes]]:
    """Yield every job with its PDF, in order; raise CopyError or LostWordsError.

    Copies in `cache` are not typeset again. The jobs returned have the number of pages, the size in bytes and the
    ragged lines.
    """
    cache.mkdir(parents=True, exist_ok=True)
    keys = [_key(job.document) for job in jobs]
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


def forget_others(jobs: Iterable[Job], cache: Path) -> None:
    """Remove the copies from the cache that no job needs."""
    keys = {_key(job.document) for job in jobs}
    for file in [*cache.glob("*.pdf"), *cache.glob("*.json")]:
        if file.name.split(".")[0] not in keys:
            file.unlink(missing_ok=True)


def _typeset_all(missing: list[tuple[CopyDocument, str]]) -> Iterator[tuple[str, TypesetCopy]]:
    if len(missing) <= IN_PROCESS:
        yield from ((key, _typeset_within(document)) for document, key in missing)
        return
    workers = min(os.cpu_count() or 1, len(missing))
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        made = pool.map(_typeset_within, (document for document, _ in missing), chunksize=4)
        try:
            yield from zip((key for _, key in missing), made, strict=True)
        except BrokenProcessPool:
            raise CopyError(
                missing[0][0].title, ("a worker was ended from outside, perhaps for want of memory",)
            ) from None


def _typeset_within(document: CopyDocument) -> TypesetCopy:
    """Return the copy; a text that exceeds its time or memory is refused with CopyError."""
    try:
        with within(COPY):
            return typeset(document)
    except OverBudget as over:
        raise CopyError(document.title, (f"typesetting takes more than {over.amount}",), document.identifier) from None


def _key(document: CopyDocument) -> str:
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
