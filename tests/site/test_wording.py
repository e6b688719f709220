"""The theme's wording that we ship: every key of Material's, and the Traditional file is the conversion of the Simplified one."""

from __future__ import annotations

import re
from pathlib import Path

import material

from converted import scribe

WORDING = Path(__file__).parents[2] / "overrides" / "partials" / "languages"
THEIRS = Path(material.__file__).parent / "templates" / "partials" / "languages" / "zh.html"


def entries(file: Path) -> dict[str, str]:
    return dict(re.findall(r'^\s*"([^"]+)": "(.*)",?$', file.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_simplified_wording_has_every_key_of_materials() -> None:
    assert entries(WORDING / "zh-Hans.html").keys() == entries(THEIRS).keys()


def test_the_traditional_wording_is_the_conversion_of_the_simplified() -> None:
    simplified, traditional = entries(WORDING / "zh-Hans.html"), entries(WORDING / "zh-Hant.html")
    convert = scribe().convert
    expected = {key: "zh-Hant" if key == "language" else convert(words) for key, words in simplified.items()}
    assert len(simplified) > 40 and traditional == expected
