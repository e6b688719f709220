"""Print fonts (网页印刷字体): the faces in which pages of the site print, subset to the characters printed in them."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from gazette.copies.fonts import BODY, LATIN, Face, coverage, font_stack, read_faces, unpack_faces
from gazette.site.assets import FONTS

# For the few Chinese names and numbers on pages of other languages, so that these load no whole Chinese face.
QUOTED_FAMILY = "GZ Quoted"
# Page numbers are set in the same face in every language.
_NUMBERING = ("en", "body", frozenset(map(ord, "0123456789 -–—")))

PrintedWords = Mapping[tuple[str, str], frozenset[int]]  # language tag and role → code points


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


def choose_faces(words: PrintedWords, faces: Iterable[Face]) -> PrintFaces:
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
    from fontTools import subset  # only a site whose fonts have changed needs it

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
