"""Kept fonts (沿用字体): the fonts of the last copies stay loaded in a process that sets many copies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from multiprocessing.util import Finalize
from pathlib import Path

from weasyprint.text.fonts import FontConfiguration

MOST_SETS = 4  # of fonts; a publication in two scripts needs two
_FACES = re.compile(r"(?:\s*@font-face\s*\{[^{}]*\})*\s*")
_NAME = re.compile(r'url\("([^"]*)"\)')

FontsKey = tuple[object, ...]
_kept: dict[FontsKey, FontConfiguration] | None = None


def keep_fonts() -> None:
    """From now on keep the fonts of this process loaded, until it ends; its temporary files are removed then."""
    global _kept
    if _kept is None:
        _kept = {}
        Finalize(None, let_go_fonts, exitpriority=1)


def let_go_fonts() -> None:
    """Remove the temporary files of the fonts that are kept; they can no longer be used."""
    for fonts in (_kept or {}).values():
        fonts.__del__()  # a worker ends without collecting its garbage


def is_faces(style: str) -> bool:
    """True if a style sheet consists of @font-face rules."""
    return bool(_FACES.fullmatch(style))


def fonts_key(styles: Iterable[str], files: Callable[[str], bytes | Path | None]) -> FontsKey | None:
    """Return what tells the fonts of a copy from others; None if they cannot be kept.

    These are its sheets of @font-face rules, and the files that they name, with their dates.
    """
    if _kept is None or any("@font-face" in style.lower() and not is_faces(style) for style in styles):
        return None
    faces = "".join(style for style in styles if is_faces(style))
    names, key = _NAME.findall(faces), list[object]([faces])
    if len(names) != faces.count("@font-face"):
        return None
    for name in names:
        file = files(name)
        if not isinstance(file, Path) or not file.is_file():
            return None
        key.append((file, file.stat().st_mtime_ns))
    return tuple(key)


def kept_fonts(key: FontsKey | None) -> FontConfiguration | None:
    """Return the fonts kept under `key`, or None."""
    return _kept.get(key) if _kept and key else None


def put_fonts(key: FontsKey | None, fonts: FontConfiguration) -> None:
    """Keep the fonts under `key`, in place of those kept for longest if there are too many."""
    if _kept is None or key is None:
        return
    while len(_kept) >= MOST_SETS:
        del _kept[next(iter(_kept))]
    _kept[key] = fonts
