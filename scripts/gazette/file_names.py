"""File names (文件名): reports names that some server or file system cannot hold, or cannot tell apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from gazette.problems import Problem, problem

_LONGEST = 255  # per name: bytes of UTF-8 on Linux, UTF-16 code units on Windows
# Microsoft, "Naming Files, Paths, and Namespaces": names reserved with any extension, and forbidden characters.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$|clock\$)")
_FORBIDDEN = frozenset('<>:"/\\|?*')
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def check_name(name: str, shown: str) -> list[Problem]:
    """Report a file or folder name that Windows, IIS, FTP or a browser's download cannot hold."""
    try:
        length = max(len(name.encode("utf-8")), len(name.encode("utf-16-le")) // 2)
    except UnicodeEncodeError:  # bytes that are not UTF-8: Python keeps them as lone surrogates
        return [problem("path.encoding", shown)]
    if strange := [each for each in name if each in _FORBIDDEN or unicodedata.category(each) in _UNSEEN]:
        return [problem("path.character", shown, found=strange[0])]
    if name != name.strip() or name.endswith("."):
        return [problem("path.edge", shown, found=name)]
    if _RESERVED.fullmatch(unicodedata.normalize("NFKC", name.split(".")[0]).strip().casefold()):
        return [problem("path.reserved", shown, found=name.split(".")[0])]
    return [problem("path.long", shown, found=str(length), limit=str(_LONGEST))] if length > _LONGEST else []


def check_twins(names: Iterable[str], shown: str) -> list[Problem]:
    """Report names in one folder that Windows or macOS take for equal: but for case or Unicode normalization."""
    first: dict[str, str] = {}
    problems = []
    for name in names:
        other = first.setdefault(folded_name(name), name)
        if other != name:
            problems.append(problem("path.twins", f"{shown}/{name}", found=name, other=other))
    return problems


def folded_name(name: str) -> str:
    """Return the key under which file systems may take names for the same: case-folded and in Unicode form NFC."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
