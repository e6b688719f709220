"""Assets (资源): one style sheet and the scripts, put together from overrides/; a name changes when its content does."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Loaded before the page is drawn, so that a remembered text size or colour does not flash.
EARLY = ("preferences.js",)
# The search page's own behaviour, and the module that searches: its parts in the order in which they build on one another.
SEPARATE = ("search-page.js",)
SEARCH_MODULE = ("inflate", "text", "store", "query", "rank", "excerpt", "search")
FIRST_STYLES = ("tokens.css", "base.css")
LAST_STYLES = ("print.css",)


@dataclass(frozen=True)
class Assets:
    """`files` by name in the site; the other fields are names in it."""

    style: str
    early: str
    late: str
    search: str
    search_page: str
    files: Mapping[str, str] = field(repr=False, default_factory=dict)


def bundle_assets(overrides: Path) -> Assets:
    styles = sorted(path for path in (overrides / "css").glob("*.css") if path.name not in FIRST_STYLES + LAST_STYLES)
    ordered = (
        [overrides / "css" / name for name in FIRST_STYLES]
        + styles
        + [overrides / "css" / name for name in LAST_STYLES]
    )
    scripts = sorted(path for path in (overrides / "js").glob("*.js") if path.name not in EARLY + SEPARATE)
    files: dict[str, str] = {}
    style = _add(files, "gazette", "css", ordered)
    early = _add(files, "early", "js", [overrides / "js" / name for name in EARLY])
    late = _add(files, "gazette", "js", scripts)
    search = _add(files, "search", "js", [overrides / "js" / "search" / f"{name}.js" for name in SEARCH_MODULE])
    search_page = _add(files, "page", "js", [overrides / "js" / name for name in SEPARATE])
    favicon = overrides / "favicon.svg"
    files["assets/favicon.svg"] = favicon.read_text(encoding="utf-8")
    return Assets(style, early, late, search, search_page, files)


def _add(files: dict[str, str], stem: str, suffix: str, parts: list[Path]) -> str:
    content = "\n".join(path.read_text(encoding="utf-8").strip() + "\n" for path in parts)
    content = lean_script(content) if suffix == "js" else content
    name = f"assets/{stem}.{hashlib.sha256(content.encode()).hexdigest()[:8]}.{suffix}"
    files[name] = content
    return name


def lean_script(content: str) -> str:
    """Without indents, blank lines and lines that are only a comment; none of our scripts has text that runs over lines."""
    lines = (line.strip() for line in content.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
