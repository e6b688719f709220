"""Print fonts (网页印刷字体): the faces that the site's pages are printed in, each cut to the characters that it prints there."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from fontTools import subset
from lxml import html

from gazette.copies.fonts import BODY, LATIN, Face, coverage, font_stack, read_faces, unpack_faces
from gazette.languages import Language
from gazette.pages.canonical import render_body
from gazette.pages.labels import Labels
from gazette.pages.page import Page
from gazette.render import Rendered
from gazette.site.assets import FONTS, bundle_assets
from gazette.site.context import SiteContext

# The words of a few Chinese names and numbers on pages of other languages: such a page needs no whole Chinese face.
QUOTED_FAMILY = "GZ Quoted"
# What official-copy.css sets in which role, besides the title and the body.
_SET_IN = {"level1": ("h2", "strong", "b", "th", "caption"), "level2": ("h3", "em", "i", "cite", "blockquote")}
_MONO = ("code", "pre", "kbd", "samp")
# The numbers of pages, in every language in the same face.
_NUMBERING = ("en", "body", frozenset(map(ord, "0123456789 -–—")))
_TITLE = re.compile(r"^title: .*$", re.MULTILINE)  # of a staged page

_Words = Mapping[tuple[str, str], frozenset[int]]  # language tag and role → code points


@dataclass(frozen=True)
class PrintFace:
    """One rule of the style sheet: a face under a family's name, with the characters that it is asked for."""

    face: Face
    family: str
    characters: frozenset[int]

    @property
    def shorthand(self) -> str:
        """As document.fonts.load takes it."""
        return f'{self.face.style} {self.face.weight} 16px "{self.family}"'


@dataclass(frozen=True)
class PrintFaces:
    """`faces` in the order of families; `by_language` are those that pages of a language ask for."""

    faces: tuple[PrintFace, ...]
    by_language: Mapping[str, tuple[PrintFace, ...]]


def add_print_fonts(
    files: Mapping[str, str | bytes],
    context: SiteContext,
    publications: Iterable[Rendered],
    overrides: Path,
    twins: Path,
) -> tuple[dict[str, str | bytes], SiteContext]:
    """The files of a stage and what its templates need, with cut faces in the place of the whole ones; raises FontDamaged."""
    pages = [page for each in publications for page in each.pages if "official" in page.data or page.body]
    chosen = choose_faces(find_words(pages, files, context.labels), read_faces(overrides / FONTS))
    assets = bundle_assets(overrides, cut_faces(chosen, twins))
    named = {tag: tuple(each.shorthand for each in own) for tag, own in chosen.by_language.items()}
    kept = {name: content for name, content in files.items() if name not in context.assets.files}
    return {**kept, **assets.files}, replace(context, assets=assets, print_faces=named)


def whole_faces(overrides: Path, tags: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What pages of each language ask for where no face is cut: those that set it, and none that is only borrowed from."""
    faces = read_faces(overrides / FONTS)
    own = {
        tag: [face for face in faces if any(each == tag and rank <= BODY for each, _, rank in face.serves)]
        for tag in tags
    }
    return {
        tag: tuple(PrintFace(face, face.family, frozenset()).shorthand for face in some) for tag, some in own.items()
    }


def find_words(pages: Iterable[Page], files: Mapping[str, str | bytes], labels: Mapping[str, Labels]) -> _Words:
    """What is printed in each role; the body face has all that stands on any page, as it stands in for every other."""
    found: dict[tuple[str, str], set[str]] = {}

    def add(tag: str, role: str, words: Iterable[str]) -> None:
        found.setdefault((tag, role), set()).update(*words)

    for tag, own in labels.items():
        add(tag, "body", [*own.words.values(), own.site_title, own.bureau, *own.columns.values(), *own.topics.values()])
        add(tag, "body", (other.language.name for other in labels.values()))
        add(tag, "level1", [own["facts"], own["contact"], own["accessibility_checks"]])
        add(tag, "level2", [own["preview"]])
        language = own.language
        written = [content for name, content in files.items() if _is_page(name, language) and isinstance(content, str)]
        add(tag, "body", written)
        add(tag, "title", (title[0] for content in written if (title := _TITLE.search(content))))
    for page in pages:
        add(page.tag, "title", [page.title, labels[page.tag]["draft_mark"]])
        add(page.tag, "level2", page.data.get("notice", ()))
        for role, text in _in_roles(page):
            add(page.tag, role, [text])
    return {key: frozenset(map(ord, "".join(characters))) for key, characters in found.items()}


def _is_page(name: str, language: Language) -> bool:
    _, _, file = name.rpartition("/")
    return file == ("index.md" if not language.prefix else f"index.{language.tag}.md")


def _in_roles(page: Page) -> Iterable[tuple[str, str]]:
    if not page.body.strip():
        return
    root = html.fragment_fromstring(render_body(page.body), create_parent="div")
    for role, names in (*_SET_IN.items(), ("mono", _MONO)):
        for element in root.iter(*names):
            yield role, element.text_content()


def choose_faces(words: _Words, faces: Iterable[Face]) -> PrintFaces:
    """Each character in the first face of its stack that has it, as a browser chooses; faces of which nothing is asked are left out."""
    faces = tuple(faces)
    numbering, role, digits = _NUMBERING
    asked: dict[str, dict[tuple[str, str], set[int]]] = {tag: {} for tag, _ in words}
    for (tag, own_role), characters in words.items():
        _ask(asked[tag], tag, font_stack(tag, own_role, faces), characters)
    for own in asked.values():
        _ask(own, numbering, font_stack(numbering, role, faces), digits)
    named = {face.name: face for face in faces}
    whole: dict[tuple[str, str], set[int]] = {}
    for own in asked.values():
        for key, taken in own.items():
            whole.setdefault(key, set()).update(taken)
    made = {key: PrintFace(named[key[0]], key[1], frozenset(whole[key])) for key in sorted(whole)}
    by_language = {tag: tuple(made[key] for key in sorted(own)) for tag, own in asked.items()}
    return PrintFaces(tuple(made.values()), by_language)


def _ask(asked: dict[tuple[str, str], set[int]], tag: str, stack: Iterable[Face], characters: Iterable[int]) -> None:
    """Share out `characters` among the faces of a stack, by face and family."""
    left = set(characters)
    for face in stack:
        if not left:
            return
        taken = left & coverage(face)
        is_latin = any(rank == LATIN for _, _, rank in face.serves)
        family = face.family if tag.startswith("zh") or is_latin else QUOTED_FAMILY
        if taken:
            asked.setdefault((face.name, family), set()).update(taken)
        left -= taken


def cut_faces(chosen: PrintFaces, twins: Path) -> dict[str, tuple[str, bytes]]:
    """The style sheet's rule and the file's content, by the file's name, which changes when its content does.

    `twins` keeps what was cut before, by the face, its characters and the tool: the same site costs nothing the second time.
    """
    # Where a family has two files of one kind the later rule goes first, and must say for which characters: the smaller one.
    ordered = sorted(chosen.faces, key=lambda each: (-len(each.characters), each.face.name, each.family))
    seen: set[tuple[str, int, str]] = set()
    made: dict[str, tuple[str, bytes]] = {}
    for each in ordered:
        kind = (each.family, each.face.weight, each.face.style)
        name, content = _cut(each, twins)
        # Two families may ask the same characters of a face: one file, two rules.
        rules = [*([made[name][0]] if name in made else []), _rule(each, name, kind in seen)]
        made[name] = "\n".join(rules), content
        seen.add(kind)
    return made


def _cut(wanted: PrintFace, twins: Path) -> tuple[str, bytes]:
    makers = f"{version('fonttools')} {version('brotli')} {hashlib.sha256(Path(__file__).read_bytes()).hexdigest()}"
    recipe = f"{makers} {wanted.face.sha256} {sorted(wanted.characters)}"
    kept = twins / f"{wanted.face.name}-{hashlib.sha256(recipe.encode()).hexdigest()[:16]}.woff2"
    if not kept.is_file():
        [twin] = unpack_faces([wanted.face], twins).values()
        _write_whole(kept, _subset(twin, wanted.characters))
    content = kept.read_bytes()
    return f"{wanted.face.name}.{hashlib.sha256(content).hexdigest()[:8]}.woff2", content


def _subset(twin: Path, characters: frozenset[int]) -> bytes:
    """All that the face says of these characters, and of no other; the licence stays in its names."""
    options = subset.Options()
    options.flavor, options.notdef_outline, options.recalc_timestamp = "woff2", True, False
    options.name_IDs, options.layout_features, options.hinting = ["*"], ["*"], False
    with subset.load_font(str(twin), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=sorted(characters))
        cutter.subset(font)
        made = io.BytesIO()
        subset.save_font(font, made, options)
    return made.getvalue()


def _write_whole(target: Path, content: bytes) -> None:
    """Two builds at once write the same file twice, and neither reads half of one."""
    handle, part = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(part, target)


def _rule(wanted: PrintFace, name: str, is_partial: bool) -> str:
    """`swap`: see fonts/sheet.py. Most rules have no unicode-range, which would be longer than all other styles together."""
    points = ",".join(f"U+{point:X}" for point in sorted(wanted.characters))
    return (
        f'@font-face {{ font-family: "{wanted.family}"; font-weight: {wanted.face.weight}; font-style: {wanted.face.style};'
        f' font-display: swap; src: url("{name}") format("woff2");{f" unicode-range: {points};" if is_partial else ""} }}'
    )
