"""Colours that everybody can read."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance of #rrggbb."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_has_the_contrast_of_wcag_aaa_in_light_and_dark() -> None:
    text = (ROOT / "overrides" / "css" / "tokens.css").read_text(encoding="utf-8")
    pair = r"--gz-([a-z-]+): var\(--gz-light, (#[0-9a-f]{6})\) var\(--gz-dark, (#[0-9a-f]{6})\);"
    colours = re.findall(pair, text)
    # Every colour stands in a pair, and nowhere twice.
    assert len(re.findall(r"#[0-9a-f]{3,8}\b", text)) == 2 * len(colours) == 2 * len({name for name, _, _ in colours})
    for scheme in ({name: light for name, light, _ in colours}, {name: dark for name, _, dark in colours}):
        for ink, paper in (
            ("ink", "paper"),
            ("ink", "wash"),
            ("ink", "mark"),
            ("ink-soft", "paper"),
            ("ink-soft", "wash"),
            ("accent", "paper"),
            ("accent", "wash"),
            ("on-accent", "accent"),
        ):
            light, dark = sorted((luminance(scheme[ink]), luminance(scheme[paper])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 7, (ink, paper)
