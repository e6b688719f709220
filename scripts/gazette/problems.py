"""Problems (问题): what is wrong, where, what was expected, how to mend it; in the words of messages.tsv."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from gazette.knowledge import kept, table_rows
from gazette.system_errors import system_words

_MESSAGES, _FIELDS = (Path(__file__).with_name(name) for name in ("messages.tsv", "fields.tsv"))
_SAID_BY_THE_SYSTEM = ("out.unwritable", "source.unreadable")
WORDING_LANGUAGES = ("zh", "en")
LONGEST_QUOTE = 80  # characters of `found` in a sentence; JSON has all of it


@dataclass(frozen=True, order=True)
class Problem:
    """One problem. `line` counts from 1, 0 means the whole file; `found` is quoted as it stands in the file.

    `details` fills the placeholders of the message's wording.
    """

    path: str
    line: int
    code: str
    field: str = ""
    found: str = ""
    details: tuple[tuple[str, str], ...] = ()
    for_release: bool = False

    @property
    def level(self) -> str:
        """`error` stops a build, `warning` is shown and does not; some do so only in a release."""
        level = _messages()[self.code]["level"]
        return level if level != "release" else "error" if self.for_release else "warning"

    @property
    def is_error(self) -> bool:
        return self.level == "error"

    def worded(self, language: str) -> dict[str, object]:
        """The eight public fields, `expected` and `hint` in `language` (`zh` or `en`)."""
        row = _messages()[self.code]
        values = {"found": self.found, "field": self.field, **dict(self.details)}
        found = system_words(self.found, language) if self.code in _SAID_BY_THE_SYSTEM else self.found
        return {
            "code": self.code,
            "level": self.level,
            "path": self.path,
            "line": self.line,
            "field": self.field,
            "found": found,
            "expected": row[f"expected_{language}"].format_map(values),
            "hint": row[f"hint_{language}"].format_map(values),
        }

    def sentence(self, language: str) -> str:
        """One line for a person: place, what was found, what was expected, how to mend it."""
        worded = self.worded(language)
        place = f"{visible(self.path)}:{self.line}" if self.line else visible(self.path)
        subject = f" {self.field}" if self.field else ""
        if language == "zh":
            name = _field_names().get(self.field)
            subject += f"（{name}）" if name else ""
            found = f"现为“{quoted(str(worded['found']))}”，" if self.found else ""
            return f"{place}{subject}：{found}{worded['expected']}。办法：{worded['hint']}。 [{self.code}]"
        found = f'found "{quoted(self.found)}", ' if self.found else ""
        return f"{place}{subject}: {found}expected {worded['expected']} — hint: {worded['hint']}. [{self.code}]"


class PublicationError(Exception):
    """Errors that stop a build; carries warnings too, so that everything is said at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def quoted(found: str) -> str:
    """Text in one line of a sentence: cut when it is long; what no eye can see is named by its code point."""
    shown = found if len(found) <= LONGEST_QUOTE else f"{found[:LONGEST_QUOTE]}…"
    return visible(shown)


def visible(text: str) -> str:
    """Text in one line, in which what no eye can see is named by its code point."""
    return "".join(each if each.isprintable() else "⏎" if each == "\n" else f"<U+{ord(each):04X}>" for each in text)


def problem(code: str, path: str, line: int = 0, field: str = "", found: str = "", **details: str) -> Problem:
    """A Problem with the placeholders of its wording given by name."""
    return Problem(_encodable(path), line, code, field, _encodable(found), tuple(sorted(details.items())))


def _encodable(text: str) -> str:
    """Halves of characters, such as Python makes of a file's name that is no UTF-8, cannot be printed: `\\udce9` can."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def judge_for_release(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems, and those that a release must not have are errors."""
    return [replace(each, for_release=True) for each in problems]


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    return [each for each in problems if each.is_error]


@kept
def _messages() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table_rows(_MESSAGES)}


@kept
def _field_names() -> dict[str, str]:
    """What a clerk calls a field: `index_number` is 索引号."""
    return {row["field"]: row["name_zh"] for row in table_rows(_FIELDS) if row["value"] == "-"}
