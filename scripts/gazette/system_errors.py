"""System errors (系统错误): translates the operating system's error messages to Chinese with system_errors.tsv."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from gazette.knowledge import kept, table_rows

_TABLE = Path(__file__).with_name("system_errors.tsv")


def system_words(said: str, language: str) -> str:
    """Return an error message of the system in `zh` or `en`; messages that the table lacks stay as they are."""
    return _chinese().get(said, said) if language == "zh" else said


@kept
def _chinese() -> dict[str, str]:
    """Return the system's own message → Chinese, without errors that this system lacks (those of Windows or macOS)."""
    numbers = {row["chinese"]: getattr(errno, row["name"], None) for row in table_rows(_TABLE)}
    return {os.strerror(number): chinese for chinese, number in numbers.items() if number is not None}
