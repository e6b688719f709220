"""Official copies (官方文本): plans the copy of each publication as a document for the typesetter."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from gazette.copies.fonts import Face, coverage, font_stack, needed_faces, read_faces, served_tags, unpack_faces
from gazette.languages import Language
from gazette.model.publication import Edition
from gazette.pages.page import Page
from gazette.pages.words import ADDED, Said, find_said, in_page_order
from gazette.rendered import Rendered
from gazette.site.addresses import Addresses, page_address
from gazette.site.article import article_document
from gazette.site.context import CopyFile, SiteContext

if TYPE_CHECKING:
    from gazette.copies.draft import Mark
    from gazette.copies.typeset import CopyDocument

_LONGEST_NAME = 80  # in characters: file systems allow 255 bytes, and a Chinese character takes three


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
    from gazette.copies.typeset import CopyDocument  # the typesetter takes half a second to load

    settings, labels = means.context.settings, means.context.labels[page.tag]
    addresses = Addresses(settings.site_url)
    address = addresses.absolute(page.path, settings.language(page.tag))
    resources: dict[str, bytes | Path] = {
        addresses.from_world(f"{page.path}/{name}"): file for name, file in rendered.facts.attachments.items()
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
    from gazette.copies.draft import Mark

    face = next(each for each in font_stack(page.tag, "title", faces) if set(map(ord, words)) <= coverage(each))
    return Mark(words, unpack_faces([face], twins_folder)[face.file.name])


def file_name(title: str) -> str:
    """Return the title as a file name, without characters that Windows forbids."""
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', " ", title).strip(" .")
    return f"{name[:_LONGEST_NAME].rstrip(' .') or 'copy'}.pdf"
