"""Assets (资源): the style sheet and the bundled scripts of overrides/, under names that contain a hash of the content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# esbuild's output for overrides/js, committed, so that a build needs no Node.js (decision 0018).
BUNDLES = "bundles"
FIRST_STYLES = ("tokens.css", "base.css")
# All print rules are in one sheet, shared with official copies; the other sheets apply to the screen only.
PRINT_STYLE = "official-copy.css"
# Browsers fetch the print fonts only when they print.
FONTS, FONT_STYLE = "fonts", "print-fonts.css"


@dataclass(frozen=True)
class Assets:
    """The names in the site of style sheet and scripts; `files` maps the names of all assets to their content."""

    style: str
    early: str
    late: str
    search: str
    search_page: str
    verify: str
    files: Mapping[str, str | bytes] = field(repr=False, default_factory=dict)


def bundle_assets(
    overrides: Path, cut: Mapping[str, tuple[str, bytes]] | None = None, *, with_sources: bool = False
) -> Assets:
    """Return the assets of the site.

    `cut` maps the names of this site's print fonts to (rule, content); if it is None, the whole faces are included.
    `with_sources` adds source maps, so that a browser's developer tools show overrides/js instead of the bundles.
    """
    whole = sorted((overrides / FONTS).glob("*.woff2")) if cut is None else []
    files: dict[str, str | bytes] = {f"assets/{FONTS}/{file.name}": file.read_bytes() for file in whole}
    files |= {f"assets/{FONTS}/{name}": content for name, (_, content) in (cut or {}).items()}
    rules = None if cut is None else "\n".join(rule for rule, _ in cut.values())
    style = _add(files, "gazette", "css", compose_style(overrides, rules) + "\n")
    early, late, search, search_page, verify = (
        _add_script(files, overrides / BUNDLES / f"{stem}.js", with_sources=with_sources)
        for stem in ("early", "gazette", "search", "page", "verify")
    )
    favicon = overrides / "favicon.svg"
    files["assets/favicon.svg"] = favicon.read_text(encoding="utf-8")
    return Assets(style, early, late, search, search_page, verify, files)


def compose_style(overrides: Path, rules: str | None = None) -> str:
    """Return the style sheet: components for the screen, official copy and fonts for print.

    `rules` are the @font-face rules of the cut faces; if it is None, those of the whole faces are used.
    """
    css = overrides / "css"
    first = [css / name for name in FIRST_STYLES]
    components = sorted(path for path in css.glob("*.css") if path.name not in (*FIRST_STYLES, PRINT_STYLE))
    screen = "\n".join(_read((*first, *components)))
    whole, paper = _read((overrides / FONTS / FONT_STYLE, css / PRINT_STYLE))
    fonts = whole if rules is None else rules
    return "\n".join((f"@media screen {{\n{screen}\n}}", fonts.replace('url("', f'url("{FONTS}/'), paper))


def _read(files: Iterable[Path]) -> list[str]:
    return [file.read_text(encoding="utf-8").strip() for file in files]


def _add(files: dict[str, str | bytes], stem: str, suffix: str, content: str) -> str:
    name = f"assets/{stem}.{hashlib.sha256(content.encode()).hexdigest()[:8]}.{suffix}"
    files[name] = content
    return name


def _add_script(files: dict[str, str | bytes], bundle: Path, *, with_sources: bool) -> str:
    content = bundle.read_text(encoding="utf-8")
    if with_sources:
        map_name = _add(files, bundle.stem, "js.map", _source_map(bundle))
        content += f"//# sourceMappingURL={map_name.rpartition('/')[2]}\n"
    return _add(files, bundle.stem, "js", content)


def _source_map(bundle: Path) -> str:
    """Return esbuild's source map with the sources added; a file that is not on this machine (a library) gets null."""
    written = json.loads(bundle.with_name(f"{bundle.name}.map").read_text(encoding="utf-8"))
    places = [bundle.parent / source for source in written["sources"]]
    written["sourcesContent"] = [place.read_text(encoding="utf-8") if place.is_file() else None for place in places]
    return json.dumps(written, ensure_ascii=False)
