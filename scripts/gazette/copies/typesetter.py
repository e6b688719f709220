"""Typesetter (排版环境): what determines the bytes of a copy besides its document: code, packages, libraries, fontconfig."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import requires, version
from pathlib import Path

from gazette.copies.libraries import LIBRARIES, library_version
from gazette.copies.weasyprint_patches import NO_SYSTEM_FONTS

SCRIPTS = Path(__file__).parents[2]
ENTRY = "gazette.copies.typeset"


@cache
def describe_typesetter() -> tuple[str, ...]:
    """Return one line for each package, library and file that determines the bytes of a copy: its version or SHA-256."""
    packages = [f"{name} {version(name)}" for name in find_packages("weasyprint")]
    libraries = [f"{name} {library_version(name)}" for name in LIBRARIES]
    files = [NO_SYSTEM_FONTS, *find_modules(ENTRY).values()]
    digests = [f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    return (*packages, *libraries, *digests)


def find_modules(entry: str, scripts: Path = SCRIPTS) -> dict[str, Path]:
    """Return our modules that `entry` imports, directly or indirectly, also inside functions, with their files."""
    found: dict[str, Path] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        file = scripts.joinpath(*name.split(".")).with_suffix(".py")
        if name not in found and file.is_file():
            found[name] = file
            waiting += _imports(file)
    return dict(sorted(found.items()))


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def find_packages(name: str) -> list[str]:
    """Return a package and its direct requirements without extras."""
    needed = (each for each in requires(name) or () if "extra ==" not in each)
    return [name, *sorted(each.split(" ")[0].split("[")[0] for each in needed)]
