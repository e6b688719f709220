"""Assets (资源): the style sheet and scripts bundled from overrides/, under names that contain a hash of the content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Loaded before the page is drawn, so that a stored text size or colour does not flash.
EARLY = ("missing-scripts.js", "preferences.js")
# The search page's own script; SEARCH_MODULE below lists the parts of the search in order of dependency.
SEPARATE = ("search-page.js",)
# The script of the page that verifies a file: a SHA-256 library and the comparison.
VERIFY_SCRIPT = ("sha256", "verify-file")
SEARCH_MODULE = ("inflate", "text", "store", "query", "rank", "excerpt", "search")
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


def bundle_assets(overrides: Path, cut: Mapping[str, tuple[str, bytes]] | None = None) -> Assets:
    """Return the assets of the site.

    `cut` maps the names of this site's print fonts to (rule, content); if it is None, the whole faces are included.
    """
    scripts = sorted(path for path in (overrides / "js").glob("*.js") if path.name not in EARLY + SEPARATE)
    whole = sorted((overrides / FONTS).glob("*.woff2")) if cut is None else []
    files: dict[str, str | bytes] = {f"assets/{FONTS}/{file.name}": file.read_bytes() for file in whole}
    files |= {f"assets/{FONTS}/{name}": content for name, (_, content) in (cut or {}).items()}
    rules = None if cut is None else "\n".join(rule for rule, _ in cut.values())
    style = _add(files, "gazette", "css", [compose_style(overrides, rules)])
    early = _add(files, "early", "js", _read(overrides / "js" / name for name in EARLY))
    late = _add(files, "gazette", "js", _read(scripts))
    search = _add(files, "search", "js", _read(overrides / "js" / "search" / f"{name}.js" for name in SEARCH_MODULE))
    search_page = _add(files, "page", "js", _read(overrides / "js" / name for name in SEPARATE))
    verify = _add(files, "verify", "js", _read(overrides / "js" / "verify" / f"{name}.js" for name in VERIFY_SCRIPT))
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


def _add(files: dict[str, str | bytes], stem: str, suffix: str, parts: list[str]) -> str:
    content = "\n".join(part + "\n" for part in parts)
    content = lean_script(content) if suffix == "js" else content
    name = f"assets/{stem}.{hashlib.sha256(content.encode()).hexdigest()[:8]}.{suffix}"
    files[name] = content
    return name


def lean_script(content: str) -> str:
    """Return the script without indents, blank lines and comment lines; none of our scripts has multi-line strings."""
    lines = (line.strip() for line in content.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
