"""Print fonts (网页印刷字体): the faces in which pages of the site print, subset to the characters printed in them."""

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

# For the few Chinese names and numbers on pages of other languages, so that these load no whole Chinese face.
QUOTED_FAMILY = "GZ Quoted"
# The elements that official-copy.css sets in each role, besides title and body.
_STRONG, _EMPHASIS = ("h2", "strong", "b", "th", "caption"), ("em", "i", "cite")
_SET_IN = {"level1": _STRONG, "level2": ("h3", "blockquote"), "emphasis": _EMPHASIS}
_MONO = ("code", "pre", "kbd", "samp")
# Page numbers are set in the same face in every language.
_NUMBERING = ("en", "body", frozenset(map(ord, "0123456789 -–—")))
_TITLE = re.compile(r"^title: .*$", re.MULTILINE)  # of a staged page

_Words = Mapping[tuple[str, str], frozenset[int]]  # language tag and role → code points


@dataclass(frozen=True)
class PrintFace:
    """One @font-face rule: a face under a family's name, with the characters needed from it."""

    face: Face
    family: str
    characters: frozenset[int]

    @property
    def shorthand(self) -> str:
        """The face in the syntax of document.fonts.load."""
        return f'{self.face.style} {self.face.weight} 16px "{self.family}"'


@dataclass(frozen=True)
class PrintFaces:
    """`faces` sorted by face and family; `by_language` holds those needed by the pages of each language."""

    faces: tuple[PrintFace, ...]
    by_language: Mapping[str, tuple[PrintFace, ...]]


def add_print_fonts(
    files: Mapping[str, str | bytes],
    context: SiteContext,
    publications: Iterable[Rendered],
    overrides: Path,
    twins: Path,
) -> tuple[dict[str, str | bytes], SiteContext]:
    """Return a stage's files and its context with subset faces instead of whole ones; raise DamagedFontError."""
    pages = [page for each in publications for page in each.pages if "official" in page.data or page.body]
    chosen = choose_faces(find_words(pages, files, context.labels), read_faces(overrides / FONTS))
    assets = bundle_assets(overrides, cut_faces(chosen, twins))
    named = {tag: tuple(each.shorthand for each in own) for tag, own in chosen.by_language.items()}
    kept = {name: content for name, content in files.items() if name not in context.assets.files}
    return {**kept, **assets.files}, replace(context, assets=assets, print_faces=named)


def whole_faces(overrides: Path, tags: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the faces that pages of each language need if none is subset, without faces that only lend characters."""
    faces = read_faces(overrides / FONTS)
    own = {
        tag: [face for face in faces if any(each == tag and rank <= BODY for each, _, rank in face.serves)]
        for tag in tags
    }
    return {
        tag: tuple(PrintFace(face, face.family, frozenset()).shorthand for face in some) for tag, some in own.items()
    }


def find_words(pages: Iterable[Page], files: Mapping[str, str | bytes], labels: Mapping[str, Labels]) -> _Words:
    """Return the characters printed in each role.

    The body role has all characters of the pages, since its face can stand in for any other.
    """
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
    # Both at once, whichever is inside the other; a heading of the third level is both in languages without 楷体.
    for outer, inner in ((_STRONG, _EMPHASIS), (_EMPHASIS, _STRONG), (("h3",), _EMPHASIS)):
        for element in root.iter(*outer):
            yield from (("strong-emphasis", each.text_content()) for each in element.iter(*inner))
    if not page.tag.startswith("zh"):
        yield from (("strong-emphasis", element.text_content()) for element in root.iter("h3"))


def choose_faces(words: _Words, faces: Iterable[Face]) -> PrintFaces:
    """Assign each character to the first face of its stack that has it, as browsers do; unused faces are left out."""
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
    """Distribute `characters` among the faces of a stack, keyed by face and family."""
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
    """Return the subset faces: file name, which contains a hash of the content, → (rule, content).

    `twins` caches subsets by face, characters and tool, so that an unchanged site is not subset again.
    """
    # If a family has two files of one weight and style, browsers try the later rule first: it has the smaller file and
    # a unicode-range.
    ordered = sorted(chosen.faces, key=lambda each: (-len(each.characters), each.face.name, each.family))
    seen: set[tuple[str, int, str]] = set()
    made: dict[str, tuple[str, bytes]] = {}
    for each in ordered:
        kind = (each.family, each.face.weight, each.face.style)
        name, content = _cut(each, twins)
        # Two families may ask the same characters of a face: one file, two rules.
        rules = [*([made[name][0]] if name in made else []), _rule(each, name, is_partial=kind in seen)]
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
    """Return the face subset to these characters with all features; the licence stays in its name table."""
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
    """Write a file under a temporary name, then rename it: concurrent builds never read an incomplete file."""
    handle, part = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(part, target)


def _rule(wanted: PrintFace, name: str, *, is_partial: bool) -> str:
    """Return the @font-face rule; for `swap` see fonts/sheet.py.

    Most rules have no unicode-range, which would be longer than all other styles together.
    """
    points = ",".join(f"U+{point:X}" for point in sorted(wanted.characters))
    return (
        f'@font-face {{ font-family: "{wanted.family}"; font-weight: {wanted.face.weight}; font-style: {wanted.face.style};'
        f' font-display: swap; src: url("{name}") format("woff2");{f" unicode-range: {points};" if is_partial else ""} }}'
    )
