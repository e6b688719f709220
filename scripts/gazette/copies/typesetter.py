"""Typesetter (排版环境): what determines the bytes of a copy besides its document: code, packages, libraries, fontconfig."""

from __future__ import annotations

import ast
import ctypes
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import requires, version
from pathlib import Path

from weasyprint.text import ffi as loaded

from gazette.copies.weasyprint_patches import NO_SYSTEM_FONTS

SCRIPTS = Path(__file__).parents[2]
ENTRY = "gazette.copies.typeset"
# The system libraries that WeasyPrint loads (text layout, shaping, font selection), with their version functions.
LIBRARIES = {
    "pango": ("libpango-1.0", "pango_version_string", ctypes.c_char_p),
    "harfbuzz": ("libharfbuzz", "hb_version_string", ctypes.c_char_p),
    "fontconfig": ("libfontconfig", "FcGetVersion", ctypes.c_int),
}
# File names that WeasyPrint tries on Linux, macOS and Windows.
_NAMES = ("{}.so.0", "{}.so.1", "{}.0.dylib", "{}.1.dylib", "{}.dylib", "{}-0.dll", "{}-1.dll", "{}-0", "{}-1")


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


def library_version(name: str) -> str:
    """Return the version that a loaded system library reports, or "unknown"."""
    stem, function, kind = LIBRARIES[name]
    assert getattr(loaded, name)
    for form in _NAMES:
        try:
            tell = getattr(ctypes.CDLL(form.format(stem)), function)
        except (OSError, AttributeError):
            continue
        tell.restype = kind
        told = tell()
        return told.decode() if isinstance(told, bytes) else str(told)
    return "unknown"
