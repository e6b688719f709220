"""Audit (字形核查): compare every glyph of a face with how other faces draw its character and similar ones."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont

from gazette.fonts.characters import is_ideograph
from gazette.fonts.drawing import open_face
from gazette.fonts.references import Reference
from gazette.fonts.shapes import GlyphShape, distance, find_shape, rank_patterns

# Distance by which another character must be nearer than the own one. 0 for variants, which a font may have swapped.
_MARGIN, VARIANT_MARGIN = 0.03, 0.0
# Distance from its own character that no difference in design reaches.
FAR = 0.32
NEIGHBOURS = 24
_VARIANTS = (
    "kSimplifiedVariant",
    "kTraditionalVariant",
    "kZVariant",
    "kSemanticVariant",
    "kSpecializedSemanticVariant",
)
# Code points of blank characters.
BLANK = frozenset({0x20, 0xA0, 0x3000, *range(0x2000, 0x2010), 0x202F, 0x205F})


@dataclass(frozen=True)
class GlyphFinding:
    """A suspect glyph of a face.

    `kind`: "empty"; "same" (outline equal to that of `other`); "nearer" (to `other` than to itself); "far"; "alone"
    (in no reference face). `own`, `apart`: distances to the own character and to `other`.
    """

    face: str
    point: int
    kind: str
    other: int = 0
    own: float = 0.0
    apart: float = 0.0

    @property
    def character(self) -> str:
        return chr(self.point)


@dataclass(frozen=True)
class Audited:
    """The findings of one face and, for the contact sheets, the distance of each glyph from its character."""

    findings: tuple[GlyphFinding, ...]
    apart: Mapping[int, float]


def read_variants(unihan: str) -> dict[int, frozenset[int]]:
    """Return characters that a font may have drawn for one another: Unihan's variants, in both directions.

    `unihan`: the text of Unihan_Variants.txt.
    """
    found: dict[int, set[int]] = {}
    for line in unihan.splitlines():
        point, field, values = [*line.split("\t"), "", ""][:3]
        if not point.startswith("U+") or field not in _VARIANTS:
            continue
        one = int(point.removeprefix("U+"), 16)
        for other in (int(each.split("<")[0].removeprefix("U+"), 16) for each in values.split()):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {point: frozenset(others - {point}) for point, others in found.items()}


@dataclass(frozen=True)
class FaceData:
    """A face as TrueType. `slope`: rise of its horizontal strokes."""

    name: str
    data: bytes
    slope: float = 0.0


def audit_face(
    face: FaceData,
    references: Sequence[Reference],
    variants: Mapping[int, frozenset[int]],
    sample: Collection[int] | None = None,
) -> Audited:
    """Audit a face. `sample`: the code points to compare with each other; None for all.

    Ideographs are compared both as drawn and levelled.
    """
    name, data = face.name, face.data
    with TTFont(io.BytesIO(data), lazy=True) as font:
        points = frozenset(font.getBestCmap())
        findings = _find_same(name, font)
    drawing = open_face(data)
    chosen = sorted(points - BLANK if sample is None else points & frozenset(sample))
    judge = _Judge(references, chosen, variants)
    apart: dict[int, float] = {}
    for point in chosen:
        slopes = {0.0, face.slope} if is_ideograph(point) else {0.0}
        shapes = [shape for slope in slopes if (shape := find_shape(drawing, point, slope))]
        if not shapes:
            findings.append(GlyphFinding(name, point, "empty"))
            continue
        found, apart[point] = judge.compare(name, point, shapes)
        findings += found
    return Audited(tuple(each for each in findings if each.point in set(chosen)), apart)


def _find_same(name: str, font: Any) -> list[GlyphFinding]:
    """Find characters drawn exactly like another one with a lower code point."""
    outlines: dict[tuple[Any, ...], int] = {}
    findings = []
    table, cmap = font["glyf"], font.getBestCmap()
    for point in sorted(cmap.keys() - BLANK):
        coordinates, ends, _ = table[cmap[point]].getCoordinates(table)
        if not len(coordinates):
            continue
        first = outlines.setdefault((tuple(coordinates), tuple(ends), font["hmtx"][cmap[point]][0]), point)
        if first != point:
            findings.append(GlyphFinding(name, point, "same", first))
    return findings


class _Judge:
    """The references' shapes of the face's own characters, in one pool for ideographs and one for signs."""

    def __init__(
        self, references: Sequence[Reference], points: Collection[int], variants: Mapping[int, frozenset[int]]
    ) -> None:
        self.references, self.variants = references, variants
        self._seen = cache(self._shapes)
        self._pools = {
            kind: self._pool(filter(lambda each: is_ideograph(each) is kind, points)) for kind in (True, False)
        }

    def _shapes(self, point: int) -> tuple[GlyphShape, ...]:
        drawn = (find_shape(each.drawing, point) for each in self.references if point in each.points)
        return tuple(shape for shape in drawn if shape)

    def _pool(self, points: Iterable[int]) -> tuple[list[tuple[int, GlyphShape]], list[int]]:
        """Return (code point, shape) pairs and their patterns; one shape per character suffices to find neighbours."""
        entries = [(point, shape) for point in sorted(points) for shape in self._seen(point)[:1]]
        return entries, [shape.pattern for _, shape in entries]

    def compare(self, name: str, point: int, shapes: Sequence[GlyphShape]) -> tuple[list[GlyphFinding], float]:
        """Return the findings about a glyph, and its distance from its own character (9.0 if no reference has it).

        `shapes`: the glyph as drawn, and levelled.
        """
        own = min((distance(shape, each) for shape in shapes for each in self._seen(point)), default=9.0)
        if own == 9.0:
            return [GlyphFinding(name, point, "alone")], own
        entries, patterns = self._pools[is_ideograph(point)]
        others = []
        for shape in shapes:
            near = [entries[place] for place in rank_patterns(shape, patterns, NEIGHBOURS)]
            others += [(distance(shape, each), other, _MARGIN) for other, each in near if other != point]
            for other in self.variants.get(point, ()):
                others += [(distance(shape, each), other, VARIANT_MARGIN) for each in self._seen(other)]
        nearest, other, _ = min(others, default=(9.0, 0, 0.0))
        if any(apart + margin < own for apart, _, margin in others):
            return [GlyphFinding(name, point, "nearer", other, own, nearest)], own
        return ([GlyphFinding(name, point, "far", other, own, nearest)] if own > FAR else []), own


def describe_finding(finding: GlyphFinding) -> str:
    """Return a finding as one tab-separated line for a person."""
    named = f"{finding.character} U+{finding.point:04X} {unicodedata.name(finding.character, '')}".strip()
    other = f" {chr(finding.other)} U+{finding.other:04X}" if finding.other else ""
    apart = f" ({finding.own:.2f}, the other {finding.apart:.2f})" if finding.own else ""
    return f"{finding.face}\t{finding.kind}\t{named}{other}{apart}"
