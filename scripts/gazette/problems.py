"""Problems (问题): errors and warnings with place, finding, expectation and remedy, worded by messages.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from gazette.knowledge import kept, table_rows
from gazette.system_errors import system_words

_MESSAGES, _FIELDS = (Path(__file__).with_name(name) for name in ("messages.tsv", "fields.tsv"))
_ITEM = re.compile(r"\.[0-9]+")  # languages.0 is the first of the field languages
_SAID_BY_THE_SYSTEM = ("out.unwritable", "source.unreadable")
WORDING_LANGUAGES = ("zh", "en")
LONGEST_QUOTE = 80  # characters of `found` in a sentence; JSON output has all of it


@dataclass(frozen=True, order=True)
class Problem:
    """One error or warning; `code` selects its row in messages.tsv, `details` fills the placeholders there.

    `line` counts from 1; 0 means the whole file. `found` is quoted as it stands in the file. `for_release` turns a
    message of level `release` into an error.
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
        """Return `error`, which stops a build, or `warning`; level `release` is an error only for a release."""
        level = _messages()[self.code]["level"]
        return level if level != "release" else "error" if self.for_release else "warning"

    @property
    def is_error(self) -> bool:
        return self.level == "error"

    def worded(self, language: str) -> dict[str, object]:
        """Return the eight public fields, with `expected` and `hint` in `language` (`zh` or `en`)."""
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
        """Return one line for a person: place, field, what was found, what was expected, and a hint how to mend it."""
        worded = self.worded(language)
        place = f"{visible(self.path)}:{self.line}" if self.line else visible(self.path)
        subject = f" {self.field}" if self.field else ""
        if language == "zh":
            name = _field_names().get(_ITEM.sub("", self.field))
            subject += f"（{name}）" if name else ""
            found = f"现为“{quoted(str(worded['found']))}”，" if self.found else ""
            return f"{place}{subject}：{found}{worded['expected']}。办法：{worded['hint']}。 [{self.code}]"
        found = f'found "{quoted(self.found)}", ' if self.found else ""
        return f"{place}{subject}: {found}expected {worded['expected']} — hint: {worded['hint']}. [{self.code}]"


class PublicationError(Exception):
    """Raised for errors that stop a build; `problems` holds the warnings too, to report everything at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems

    def __reduce__(self) -> tuple[type[PublicationError], tuple[list[Problem]]]:
        """Cross from one process to another with the problems."""
        return type(self), (self.problems,)


def quoted(found: str) -> str:
    """Return a quotation for one line: cut to LONGEST_QUOTE characters, unprintable characters as their code points."""
    shown = found if len(found) <= LONGEST_QUOTE else f"{found[:LONGEST_QUOTE]}…"
    return visible(shown)


def visible(text: str) -> str:
    """Return text on one line: line feeds as ⏎, other unprintable characters as their code points (`<U+200B>`)."""
    return "".join(each if each.isprintable() else "⏎" if each == "\n" else f"<U+{ord(each):04X}>" for each in text)


def problem(code: str, path: str, line: int = 0, field: str = "", found: str = "", **details: str) -> Problem:
    """Return a Problem; `details` are the placeholders of its wording by name."""
    return Problem(_encodable(path), line, code, field, _encodable(found), tuple(sorted(details.items())))


def _encodable(text: str) -> str:
    """Escape lone surrogates, which Python makes of a file name that is not UTF-8 and cannot print: `\\udce9`."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def judge_for_release(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems marked for a release, so that those of level `release` are errors."""
    return [replace(each, for_release=True) for each in problems]


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    return [each for each in problems if each.is_error]


@kept
def _messages() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table_rows(_MESSAGES)}


@kept
def _field_names() -> dict[str, str]:
    """Return field name → the Chinese name that staff use: `index_number` → 索引号."""
    return {row["field"]: row["name_zh"] for row in table_rows(_FIELDS) if row["value"] == "-"}
