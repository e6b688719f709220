"""Engine (排版引擎): the replacements of WeasyPrint's private functions, valid for the one release that we know."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import weasyprint
import weasyprint.pdf
from weasyprint.draw import text as drawing
from weasyprint.images import RasterImage
from weasyprint.layout import block, inline
from weasyprint.pdf import tags
from weasyprint.text.fonts import FontConfiguration

from gazette.copies.grid import block_level_layout
from gazette.copies.justify import justify_line
from gazette.copies.lines import split_text_box
from gazette.copies.tag_tree import add_links, build_box_tree
from gazette.copies.type_area import draw_first_line

KNOWN = "70.0"
NO_SYSTEM_FONTS = Path(__file__).with_name("no-system-fonts.conf")
_environment = threading.Lock()


class UnknownEngineError(RuntimeError):
    """Raised for another WeasyPrint release, in which the replaced private functions may no longer be called."""


def prepare_engine(version: str = weasyprint.VERSION) -> None:
    """Replace WeasyPrint's private functions by ours; raise UnknownEngineError for another release."""
    if version != KNOWN:
        raise UnknownEngineError(
            f"official copies are set with WeasyPrint {KNOWN}, found {version}: copies/justify.py, grid.py, lines.py, tag_tree.py and type_area.py "
            f"replace private functions. Install {KNOWN}, or read these files against the new release, pass tests/copies "
            "and change KNOWN in copies/weasyprint_patches.py."
        )
    inline.justify_line = justify_line
    inline.split_text_box = split_text_box
    block.block_level_layout = block_level_layout
    drawing.draw_first_line = draw_first_line
    # WeasyPrint truncates gaps to whole thousandths of the type size, which adds up to half a point over a line.
    drawing.int = _exact
    RasterImage.get_x_object = _plain_x_object
    tags._build_box_tree = build_box_tree
    weasyprint.pdf.add_links = add_links


_x_object = RasterImage.get_x_object


def _plain_x_object(image: RasterImage, interpolate: object, dpi_ratio: float) -> Any:
    """Return the picture without interpolation, which PDF/A-2 forbids (ISO 19005-2, 6.2.8)."""
    return _x_object(image, interpolate=False, dpi_ratio=dpi_ratio)


def _exact(thousandths: float) -> float:
    rounded = round(thousandths, 1)
    whole = int(rounded)
    return whole if rounded == whole else rounded


def own_fonts_only() -> FontConfiguration:
    """Return a font configuration without the system's fonts.

    Fontconfig reads the environment variable for each new configuration; it is restored for other users in this
    process.
    """
    with _environment:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(NO_SYSTEM_FONTS)
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before
