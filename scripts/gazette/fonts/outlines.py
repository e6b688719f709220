"""Font outlines (字形加工): turn a source font into one of ours: TrueType outlines, common metrics, its own name."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from fontTools import subset
from fontTools.misc.timeTools import timestampFromString
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem

from gazette.fonts.grafts import GraftedPart
from gazette.fonts.recipes import Recipe

# Common to all faces, so that the line height does not depend on the faces of its characters.
UNITS_PER_EM, ASCENT, DESCENT = 1000, 880, -120
# Windows clips at these heights; no glyph exceeds them.
WIN_ASCENT, WIN_DESCENT = 1250, 450
# Maximal distance of the quadratic from the cubic curve, in thousandths of the size: 0.01 mm at 16 pt.
TOLERANCE = 1.0
VERSION = "1.000"
# The date of GB/T 9704-2012, a constant so that every run gives the same bytes.
_DATED = timestampFromString("Fri Jun 29 00:00:00 2012")
_DROPPED = ("VORG", "vhea", "vmtx", "BASE", "GDEF", "DSIG", "FFTM", "kern", "LTSH", "VDMX", "hdmx", "PCLT", "gasp", "EBLC",
            "EBDT", "EBSC", "meta", "STAT", "morx", "mort", "JSTF", "Zapf", "feat")  # fmt: skip


@dataclass(frozen=True)
class Graft:
    """A glyph to compose, with the source fonts of its parts; `width` in thousandths of the size."""

    character: str
    width: int
    parts: tuple[tuple[GraftedPart, Any], ...]


def reduce_font(font: Any, characters: Iterable[int], features: Iterable[str]) -> None:
    """Subset a font to `characters`, keeping only `features` of its layout rules.

    Other features would make each engine set Chinese differently.
    """
    options = subset.Options()
    options.layout_features = list(features)
    # CFF hints disappear with the outlines; removing them first would only cost time.
    options.hinting = "CFF " in font
    options.glyph_names = options.legacy_kern = options.legacy_cmap = options.symbol_cmap = False
    options.notdef_outline = options.recommended_glyphs = True
    options.drop_tables += [tag for tag in _DROPPED if tag != "GDEF" or not options.layout_features]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=sorted(characters))
    worker.subset(font)


def finish_font(font: Any, recipe: Recipe, grafts: Iterable[Graft]) -> None:
    """Apply outlines, grafts, metrics and names to a font, in this order."""
    if "glyf" in font and font["head"].unitsPerEm != UNITS_PER_EM:
        scale_upem(font, UNITS_PER_EM)
    if "CFF " in font or recipe.rise:
        _redraw(font, recipe.rise)
    separate_characters(font)
    for graft in grafts:
        _graft(font, graft)
    _unify_metrics(font, recipe)
    _rename(font, recipe)


def _redraw(font: Any, rise: int) -> None:
    """Redraw every glyph as TrueType, raised by `rise`.

    Chromium embeds CFF in a PDF as Type 3, which archives reject.
    """
    cubic = "CFF " in font
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    drawn = {name: _as_quadratic(_contours(glyphs, name), (1, 0, 0, 1, 0, rise), reverse=cubic) for name in order}
    if cubic:
        del font["CFF "]
        font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
        font["glyf"].glyphOrder = order
        font["maxp"] = _maximum()
        font.sfntVersion = "\x00\x01\x00\x00"
    font["glyf"].glyphs = drawn
    for name in order:
        _set_bearing(font, name, font["hmtx"][name][0])


def _maximum() -> Any:
    """Return the maxp table of a TrueType font without hints; its counts are computed on saving."""
    table = newTable("maxp")
    table.tableVersion, table.maxZones = 0x00010000, 1
    for name in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
                 "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
                 "maxCompositeContours", "maxComponentDepth", "numGlyphs"):  # fmt: skip
        setattr(table, name, 0)
    return table


def _contours(glyphs: Any, name: str) -> list[list[tuple[str, Any]]]:
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    found: list[list[tuple[str, Any]]] = []
    for step in pen.value:
        if step[0] == "moveTo":
            found.append([])
        found[-1].append(step)
    return found


def _as_quadratic(contours: Iterable[list[tuple[str, Any]]], matrix: tuple[float, ...], *, reverse: bool) -> Any:
    pen = TTGlyphPen(None)
    _draw(contours, matrix, pen, reverse=reverse)
    return pen.glyph(dropImpliedOnCurves=False)


def _draw(contours: Iterable[list[tuple[str, Any]]], matrix: tuple[float, ...], pen: Any, *, reverse: bool) -> None:
    moved = TransformPen(Cu2QuPen(pen, TOLERANCE, reverse_direction=reverse), matrix)
    for contour in contours:
        for step, points in contour:
            getattr(moved, step)(*points)


def separate_characters(font: Any) -> None:
    """Give each character its own glyph: text extracted from a PDF names only one character per shared glyph."""
    order, cmap = font.getGlyphOrder(), font.getBestCmap()
    used: set[str] = set()
    copies: dict[int, str] = {}
    for point in sorted(cmap):
        if cmap[point] in used:
            copies[point] = f"copy{point:04X}"
        used.add(cmap[point])
    font.setGlyphOrder([*order, *copies.values()])
    font["glyf"].glyphOrder = font.getGlyphOrder()
    for point, name in copies.items():
        font["glyf"].glyphs[name] = deepcopy(font["glyf"][cmap[point]])
        font["hmtx"].metrics[name] = font["hmtx"].metrics[cmap[point]]
    for table in font["cmap"].tables:
        table.cmap.update({point: name for point, name in copies.items() if point in table.cmap})


def _graft(font: Any, graft: Graft) -> None:
    """Compose a glyph from its parts, replacing the character's glyph or adding a new one."""
    pen = TTGlyphPen(None)
    for part, source in graft.parts:
        name = source.getBestCmap()[ord(part.character)]
        unit = UNITS_PER_EM / source["head"].unitsPerEm
        contours = _contours(source.getGlyphSet(), name)
        chosen = contours if part.contours is None else [contours[each] for each in part.contours]
        scale_x, scale_y, right, up = part.matrix
        _draw(chosen, (scale_x * unit, 0, 0, scale_y * unit, right, up), pen, reverse="CFF " in source)
    name = font.getBestCmap().get(ord(graft.character)) or f"graft{ord(graft.character):04X}"
    if name not in font.getGlyphOrder():
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"].glyphOrder = font.getGlyphOrder()
        for table in font["cmap"].tables:
            table.cmap[ord(graft.character)] = name
    font["glyf"].glyphs[name] = pen.glyph(dropImpliedOnCurves=False)
    _set_bearing(font, name, graft.width)


def _set_bearing(font: Any, name: str, width: int) -> None:
    glyph = font["glyf"].glyphs[name]
    glyph.recalcBounds(font["glyf"])
    font["hmtx"].metrics[name] = (width, glyph.xMin if glyph.numberOfContours else 0)


def _unify_metrics(font: Any, recipe: Recipe) -> None:
    head, hhea, os2, post = font["head"], font["hhea"], font["OS/2"], font["post"]
    head.created = head.modified = _DATED
    head.macStyle = (recipe.weight == 700) | (recipe.style == "italic") << 1
    head.fontRevision = float(VERSION)
    hhea.ascent, hhea.descent, hhea.lineGap = ASCENT, DESCENT, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENT, DESCENT, 0
    os2.usWinAscent, os2.usWinDescent = WIN_ASCENT, WIN_DESCENT
    os2.usWeightClass = recipe.weight
    # The licences allow embedding; some sources carry a stricter bit than their licence.
    os2.fsType = 0
    os2.fsSelection = (recipe.style == "italic") | (recipe.weight == 700) << 5
    os2.fsSelection |= 0x40 if not os2.fsSelection else 0
    post.formatType = 3.0
    font.recalcTimestamp = False


def _rename(font: Any, recipe: Recipe) -> None:
    """Give the font our name; the original copyright and trademark notices stay.

    The font is modified, and some licences reserve the original name.
    """
    table = font["name"]
    kept = {number: table.getDebugName(number) for number in (0, 7)}
    family = f"Gazette {recipe.face.removeprefix('Gazette').split('-')[0]}"
    style = {(400, "normal"): "Regular", (700, "normal"): "Bold", (400, "italic"): "Italic"}.get(
        (recipe.weight, recipe.style), "Bold Italic"
    )
    source = f"{recipe.member} of Debian's {recipe.package}"
    names = {
        0: kept[0],
        1: family,
        2: style,
        3: f"{VERSION};{recipe.face}",
        4: f"{family} {style}",
        5: f"Version {VERSION}",
        6: recipe.face if "-" in recipe.face else f"{recipe.face}-Regular",
        7: kept[7],
        10: f"Changed from {source}: fewer characters, TrueType outlines, other vertical metrics and name.",
        13: f"{recipe.licence}; see LICENSE.{recipe.face.split('-')[0]}.txt",
    }
    table.names = []
    for number, text in names.items():
        if text:
            table.setName(" ".join(text.split()), number, 3, 1, 0x409)


def open_font(data: Any, index: int) -> Any:
    """Open a font from a font file or collection."""
    return TTFont(data, fontNumber=index, lazy=True, recalcTimestamp=False)
