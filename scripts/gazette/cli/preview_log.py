"""Preview's log (预览日志): what MkDocs says while a preview runs, in the reader's language, by the words of preview_log.tsv."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from gazette.knowledge import kept, table_rows

_TIME = re.compile(r"\[\d\d:\d\d:\d\d\] ")  # before what the server itself says
_TABLE = Path(__file__).with_name("preview_log.tsv")


class LogWords(logging.Formatter):
    """The message alone, without level and name; what the table lacks stays in English."""

    def __init__(self, lang: str) -> None:
        super().__init__("%(message)s")
        self._lang = lang

    def formatMessage(self, record: logging.LogRecord) -> str:
        return log_words(record.message, self._lang)


def log_words(said: str, lang: str) -> str:
    """A line of MkDocs in `zh` or `en`."""
    time = match[0] if (match := _TIME.match(said)) else ""
    for pattern, chinese in _patterns() if lang == "zh" else ():
        if match := pattern.fullmatch(said, len(time)):
            return time + chinese.format(*match.groups())
    return said


@kept
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What stands for {} in the English line stands for it in the Chinese one."""
    return tuple(
        (re.compile(re.escape(row["english"]).replace(r"\{\}", "(.*)"), re.DOTALL), row["chinese"])
        for row in table_rows(_TABLE)
    )
