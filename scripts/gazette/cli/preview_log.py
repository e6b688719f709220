"""Preview's log (预览日志): MkDocs' messages during a preview in the reader's language, by preview_log.tsv."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from gazette.knowledge import kept, table_rows

_TIME = re.compile(r"\[\d\d:\d\d:\d\d\] ")  # precedes messages of the server itself
_TABLE = Path(__file__).with_name("preview_log.tsv")


class LogWords(logging.Formatter):
    """Formatter that shows the message without level and name; messages not in the table stay in English."""

    def __init__(self, lang: str) -> None:
        super().__init__("%(message)s")
        self._lang = lang

    def formatMessage(self, record: logging.LogRecord) -> str:
        return log_words(record.message, self._lang)


def log_words(said: str, lang: str) -> str:
    """Return a message of MkDocs in `zh` or `en`."""
    time = match[0] if (match := _TIME.match(said)) else ""
    for pattern, chinese in _patterns() if lang == "zh" else ():
        if match := pattern.fullmatch(said, len(time)):
            return time + chinese.format(*match.groups())
    return said


@kept
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return (pattern, Chinese) pairs; the text matched by {} in the English line replaces {} in the Chinese one."""
    return tuple(
        (re.compile(re.escape(row["english"]).replace(r"\{\}", "(.*)"), re.DOTALL), row["chinese"])
        for row in table_rows(_TABLE)
    )
