"""Signer (署名人): the name, remark and date of a person who signs, checked for use in every signed table.

The name is stored outside the repository after it was given once; it is never guessed.
"""

from __future__ import annotations

import os
import re
import subprocess
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from gazette.problems import Problem, problem
from gazette.whole_file import replace_file

LONGEST_NAME, LONGEST_NOTE = 80, 300  # in characters: what a person reads in one line of a table
# Control, format (marks of direction among them), surrogate, private, unassigned, line and paragraph separator.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Visible categories, but blank glyphs (Hangul fillers, Khmer inherent vowels, braille blank).
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Joiners are part of the spelling of Persian, Sinhala and other names, but only between two letters.
_JOINER = re.compile(r"(?<=\w)[\u200c\u200d](?=\w)")
# A spreadsheet reads a text with this beginning as a formula, a person reads # as a comment on the table.
_BEGINNINGS = "#=+@"


def check_signer(name: str, option: str) -> list[Problem]:
    """Report a name (signed.name) unfit for a table: it needs a letter, one line, and no invisible character."""
    if _is_line(name, LONGEST_NAME) and any(unicodedata.category(each)[0] == "L" for each in name):
        return []
    return [problem("signed.name", option, found=name, most=str(LONGEST_NAME))]


def check_note(text: str, option: str) -> list[Problem]:
    """Report a remark (signed.note) that cannot stand in a table; it may be empty."""
    if not text or _is_line(text, LONGEST_NOTE):
        return []
    return [problem("signed.note", option, found=text, most=str(LONGEST_NOTE))]


def check_day(day: date, today: date, option: str) -> list[Problem]:
    """Report a signing date after today (signed.date)."""
    return [problem("signed.date", option, found=day.isoformat(), today=today.isoformat())] if day > today else []


def one_spaced(text: str) -> str:
    """Return the words separated by single spaces, also for U+3000 as in 王　斌."""
    return " ".join(text.split())


def _is_line(text: str, longest: int) -> bool:
    text = text.strip(" \u3000")
    plain = _JOINER.sub("", text)
    unseen = any(unicodedata.category(each) in _UNSEEN or each in _BLANK for each in plain)
    return bool(text) and len(text) <= longest and not unseen and text[0] not in _BEGINNINGS


def kept_file() -> Path | None:
    """Return the file of the stored name: $XDG_CONFIG_HOME/gazette/signer, or the same below ~/.config."""
    given = os.environ.get("XDG_CONFIG_HOME", "")
    if given and Path(given).is_absolute():
        return Path(given) / "gazette" / "signer"
    try:
        return Path.home() / ".config" / "gazette" / "signer"
    except RuntimeError:  # the user has no home folder
        return None


def kept_signer() -> str:
    """Return the stored name; "" if there is none or it is invalid."""
    file = kept_file()
    try:
        name = file.read_text(encoding="utf-8").strip("\r\n") if file and file.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return ""
    return "" if check_signer(name, "") else one_spaced(name)


def keep_name(name: str) -> Path | None:
    """Store a name for the next time and return its file; None if it cannot be stored."""
    file = kept_file()
    if file is None:
        return None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, f"{name}\n".encode())
    except OSError:
        return None
    return file


def git_name(folder: Path) -> str:
    """Return git's user.name for `folder`, as a suggestion; "" if there is none or it is invalid."""
    command: Sequence[str] = ("git", "-C", str(folder), "config", "user.name")
    try:
        said = subprocess.run(command, capture_output=True, timeout=5).stdout.decode("utf-8").strip()
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return "" if check_signer(said, "") else one_spaced(said)
