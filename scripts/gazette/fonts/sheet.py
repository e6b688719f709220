"""Font sheet (字体样式): the text of print-fonts.css: @font-face rules and font stacks, from the table of faces."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from gazette.copies.fonts import RARE, ROLES, Face, coverage, font_stack

_HEAD = """\
/* The print faces of official copies. Made by scripts/gazette/fonts/make_fonts.py from faces.tsv: do not edit.

   Every Chinese family has one weight, declared as 400: set font-weight: normal and font-synthesis: none with it, and
   choose the family instead of the weight, so that nothing is emboldened or slanted by a machine. GZ Latin has four.
   GZ Latin Han has letters and digits but none of “ ” ‘ ’ — … ·, which in Chinese text come from the Chinese face;
   Only the faces of rare ideographs have a unicode-range, so that no reader loads them without need; the typesetter of the
   PDF does not know it. Stacks, by language and role:

"""


def print_fonts_css(faces: Collection[Face]) -> str:
    """Return the style sheet; the PDF typesetter replaces the woff2 files by equal TrueType files."""
    tags = sorted({tag for face in faces for tag, _, _ in face.serves}, reverse=True)
    stacks = "\n".join(line for tag in tags for line in _stacks(tag, faces))
    rules = "\n".join(map(_rule, sorted(faces, key=lambda each: (each.family, each.weight, each.style))))
    return f"{_HEAD}{stacks} */\n\n{rules}"


def _stacks(tag: str, faces: Collection[Face]) -> list[str]:
    """Return the stacks of a language as comment lines, one line for all roles with the same stack."""
    named = [(role, font_stack(tag, role, faces)) for role in ROLES]
    ordered = sorted(named, key=lambda each: ([face.family for face in each[1]], ROLES.index(each[0])))
    lines = []
    for stack, roles in groupby(ordered, key=lambda each: [face.family for face in each[1]]):
        families = ", ".join(f'"{family}"' for family in stack)
        lines.append(f"   {tag:8} {', '.join(role for role, _ in roles):32} {families}")
    return lines


def _rule(face: Face) -> str:
    """Return the @font-face rule of a face.

    `swap`: a browser that prints before the fonts are loaded (Chromium 87) prints in another font instead of nothing.
    """
    rare = all(rank >= RARE for _, _, rank in face.serves)
    blocks = f"  unicode-range: {_blocks(face)};\n" if rare else ""
    return (
        f'@font-face {{\n  font-family: "{face.family}";\n  font-weight: {face.weight};\n  font-style: {face.style};\n'
        f'  font-display: swap;\n  src: url("{face.file.name}") format("woff2");\n{blocks}}}\n'
    )


def _blocks(face: Face) -> str:
    """Return the unicode-range: blocks of 256 in which the face has characters, adjacent ones joined."""
    rows = sorted({point >> 8 for point in coverage(face) if point > 0xFF})
    starts = [row for row in rows if row - 1 not in rows]
    ends = [row for row in rows if row + 1 not in rows]
    return ", ".join(f"U+{start:X}00-{end:X}FF" for start, end in zip(starts, ends, strict=True))
