"""Libraries (系统库): the system libraries that the typesetter loads, with their versions, asked without the typesetter."""

from __future__ import annotations

import ctypes
from functools import cache

# Text layout, shaping, font selection, each with its version function.
LIBRARIES = {
    "pango": ("libpango-1.0", "pango_version_string", ctypes.c_char_p),
    "harfbuzz": ("libharfbuzz", "hb_version_string", ctypes.c_char_p),
    "fontconfig": ("libfontconfig", "FcGetVersion", ctypes.c_int),
}
# File names that WeasyPrint tries on Linux, macOS and Windows.
_NAMES = ("{}.so.0", "{}.so.1", "{}.0.dylib", "{}.1.dylib", "{}.dylib", "{}-0.dll", "{}-1.dll", "{}-0", "{}-1")


@cache
def library_version(name: str) -> str:
    """Return the version that a system library reports, or "unknown"."""
    stem, function, kind = LIBRARIES[name]
    for form in _NAMES:
        try:
            tell = getattr(ctypes.CDLL(form.format(stem)), function)
        except (OSError, AttributeError):
            continue
        tell.restype = kind
        told = tell()
        return told.decode() if isinstance(told, bytes) else str(told)
    return "unknown"
