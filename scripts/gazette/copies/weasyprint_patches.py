"""Engine (排版引擎): WeasyPrint, the release whose inner workings we know, with what it lacks added in this one place."""

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
    """Private functions are replaced; of another release nobody knows whether they are still called."""


def prepare_engine(version: str = weasyprint.VERSION) -> None:
    if version != KNOWN:
        raise UnknownEngineError(
            f"official copies are set with WeasyPrint {KNOWN}, found {version}: copies/justify.py, grid.py, lines.py, structure.py and type_area.py "
            f"replace private functions. Install {KNOWN}, or read these files against the new release, pass tests/copies "
            "and change KNOWN in copies/weasyprint_patches.py."
        )
    inline.justify_line = justify_line
    inline.split_text_box = split_text_box
    block.block_level_layout = block_level_layout
    drawing.draw_first_line = draw_first_line
    # Gaps are written in whole thousandths of the type size, cut off: over a line that is half a point.
    drawing.int = _exact
    RasterImage.get_x_object = _plain_x_object
    tags._build_box_tree = build_box_tree
    weasyprint.pdf.add_links = add_links


_x_object = RasterImage.get_x_object


def _plain_x_object(image: RasterImage, interpolate: object, dpi_ratio: float) -> Any:
    """PDF/A-2 forbids interpolated pictures (ISO 19005-2, 6.2.8)."""
    return _x_object(image, interpolate=False, dpi_ratio=dpi_ratio)


def _exact(thousandths: float) -> float:
    rounded = round(thousandths, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def own_fonts_only() -> FontConfiguration:
    """Fontconfig reads the variable anew for each configuration; other users in this process keep theirs."""
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
