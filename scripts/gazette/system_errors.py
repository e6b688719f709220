"""System errors (系统错误): what the operating system says, in the words of system_errors.tsv; English is the system's own."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from gazette.knowledge import kept, table_rows

_TABLE = Path(__file__).with_name("system_errors.tsv")


def system_words(said: str, language: str) -> str:
    """The system's words in `zh` or `en`; what the table lacks stays as it was said."""
    return _chinese().get(said, said) if language == "zh" else said


@kept
def _chinese() -> dict[str, str]:
    """The system's own words → Chinese. Names that this system lacks (Windows, macOS) say nothing here."""
    numbers = {row["chinese"]: getattr(errno, row["name"], None) for row in table_rows(_TABLE)}
    return {os.strerror(number): chinese for chinese, number in numbers.items() if number is not None}
