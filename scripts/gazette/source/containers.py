"""Containers (容器文件): finds what attachments hide from a reader: macros, archive paths that escape, formulas."""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile

from gazette.problems import Problem, problem

# Names of program code inside Office files: parts in OOXML (ECMA-376), storages in OLE files.
_PROGRAM = re.compile(r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|macrosheets/[^/]+)$", re.IGNORECASE)
_OLE, _STORAGES = (
    b"\xd0\xcf\x11\xe0",
    tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros")),
)
_ZIP = b"PK\x03\x04"
# A cell, quoted or not, with its delimiter, which differs by the language of the spreadsheet program.
_CELL = re.compile(r'(?P<cell>"(?:[^"]|"")*"?|[^,;\t\n"][^,;\t\n]*)(?=[,;\t\n]|\Z)|[,;\t\n"]')
_FORMULA = re.compile(r"[=+\-@＝＋－＠]")
_NUMBER = re.compile(
    r"[+\-＋－]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\s*[%‰％]?|[-－]+"
)
_SHOWN = 40


def check_container(shown: str, content: bytes) -> list[Problem]:
    """Return the warnings for one attachment whose extension has been compared with its first bytes."""
    if content.startswith(_ZIP):
        return _check_zip(shown, content)
    if content.startswith(_OLE) and any(name in content for name in _STORAGES):
        return [problem("attachment.macros", shown)]
    return _check_cells(shown, content) if shown.lower().endswith(".csv") else []


def _check_zip(shown: str, content: bytes) -> list[Problem]:
    """Check a ZIP file by its list of entries; nothing is unpacked, whatever its size would be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return [problem("attachment.damaged", shown)]
    climbing = [each for each in entries if _climbs(each)]
    program = next((each for each in entries if _PROGRAM.search(each.filename)), None)
    return [problem("attachment.climbs", shown, found=each.orig_filename[:_SHOWN]) for each in climbing[:1]] + (
        [problem("attachment.macros", shown, found=program.filename[:_SHOWN])] if program else []
    )


def _climbs(entry: zipfile.ZipInfo) -> bool:
    """True if unpacking the entry could write outside its folder: an upward path, an absolute path, or a link."""
    name = entry.orig_filename.replace("\\", "/")
    is_above = posixpath.normpath(name).split("/")[0] == ".." or ".." in name.split("/")
    is_rooted = name.startswith("/") or re.match(r"[A-Za-z]:", name) is not None or "\0" in name
    return is_above or is_rooted or stat.S_ISLNK(entry.external_attr >> 16)


def _check_cells(shown: str, content: bytes) -> list[Problem]:
    """Report the first cell that a spreadsheet would evaluate as a formula; signed numbers and lone dashes are none."""
    try:
        text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for match in _CELL.finditer(text):
        cell = (match["cell"] or "").strip('"').lstrip("\n ")
        if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell.strip()):
            line = text.count("\n", 0, match.start()) + 1
            return [problem("attachment.formula", shown, line, found=cell[:_SHOWN])]
    return []
