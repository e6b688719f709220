"""Seen (译者所见): the signed table of which source passage each passage of a translation was made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from gazette.languages import SOURCE_TAG
from gazette.model.alignment import Known
from gazette.model.text_marks import TextMark, text_mark
from gazette.problems import Problem, problem
from gazette.signed_table import (
    SignedTable,
    find_conflicts,
    format_table,
    one_line,
    read_table,
    split_lines,
    write_table,
)

_COLUMNS = (
    "publication",
    "language",
    "block",
    "source_fingerprint",
    "translation_fingerprint",
    "date",
    "translator",
    "source",
)
_MARK = re.compile(r"[0-9a-f]{16}")
# The key of a row: publication, language and block.
SeenKey = tuple[str, str, str]


@dataclass(frozen=True)
class Seen:
    """One passage as signed: the marks of both texts, who says that they agree, and the source as it read then."""

    publication: str
    language: str
    block: str
    source_mark: TextMark
    translation_mark: TextMark
    date: date
    translator: str
    source: str
    line: int = field(default=0, compare=False)

    @property
    def passage(self) -> SeenKey:
        return self.publication, self.language, self.block


@dataclass(frozen=True)
class TranslationRecord:
    """All rows by publication and language; `path` is the name of the file in problems."""

    path: str
    rows: Mapping[tuple[str, str], tuple[Seen, ...]]

    def of(self, publication: str, language: str) -> tuple[Seen, ...]:
        return self.rows.get((publication, language), ())

    @property
    def by_passage(self) -> dict[SeenKey, Seen]:
        return {row.passage: row for own in self.rows.values() for row in own}

    def known(self, publication: str) -> dict[str, Known]:
        """Return language → (mark of a source passage → marks of its renderings), for the alignment."""
        found: dict[str, dict[TextMark, frozenset[TextMark]]] = {}
        for (path, language), rows in self.rows.items():
            pairs = found.setdefault(language, {}) if path == publication else {}
            for row in rows:
                mark = row.source_mark
                pairs[mark] = pairs.get(mark, frozenset()) | {row.translation_mark}
        return dict(found)

    def replacing(self, publication: str, language: str, rows: Iterable[Seen]) -> TranslationRecord:
        return replace(self, rows={**self.rows, (publication, language): tuple(rows)})


NOTHING_SEEN = TranslationRecord("translations.tsv", {})


def read_translations(file: Path, shown: str) -> tuple[TranslationRecord | None, list[Problem]]:
    """Read the record, empty if the file is missing; None if it has any problem."""
    rows, problems = read_table(TRANSLATIONS, file, shown)
    return (None, problems) if problems else (_record(shown, rows), [])


def parse_translations(text: str, path: str) -> tuple[TranslationRecord | None, list[Problem]]:
    """Parse rows in any order; None if a row is invalid, git left conflicts, or a passage has two rows."""
    rows, problems = _parse(text, path)
    return (None, problems) if problems else (_record(path, rows), [])


def _record(path: str, rows: Mapping[SeenKey, Seen]) -> TranslationRecord:
    own: dict[tuple[str, str], list[Seen]] = {}
    for row in rows.values():
        own.setdefault((row.publication, row.language), []).append(row)
    return TranslationRecord(path, {key: tuple(each) for key, each in own.items()})


def _parse(text: str, path: str) -> tuple[dict[SeenKey, Seen], list[Problem]]:
    lines = split_lines(text)
    problems = [problem("seen.conflict", path, number, found=line) for number, line in find_conflicts(lines)]
    if problems or not lines:
        return {}, problems
    if tuple(lines[0][1].split("\t")) != _COLUMNS:
        return {}, [problem("seen.row", path, lines[0][0], found=lines[0][1], wanted=", ".join(_COLUMNS))]
    rows: dict[SeenKey, Seen] = {}
    for number, line in lines[1:]:
        row, found = _parse_row(line, path, number)
        problems += found
        if row and row.passage in rows:
            details = {"first": str(rows[row.passage].line), "publication": row.publication, "language": row.language}
            problems.append(problem("seen.duplicate", path, number, found=" ".join(row.passage), **details))
        elif row:
            rows[row.passage] = row
    return rows, problems


def _parse_row(line: str, path: str, number: int) -> tuple[Seen | None, list[Problem]]:
    cells = line.split("\t")
    wrong = [problem("seen.row", path, number, found=line, wanted=", ".join(_COLUMNS))]
    if len(cells) != len(_COLUMNS) or not all(cells):
        return None, wrong
    publication, language, block, source, translation, day, translator, text = cells
    if not (_MARK.fullmatch(source) and _MARK.fullmatch(translation)):
        return None, wrong
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return None, [problem("seen.date", path, number, "date", day)]
    if text_mark(text) != source:
        return None, [problem("seen.fingerprint", path, number, "source_fingerprint", source, wanted=text_mark(text))]
    return Seen(
        publication, language, block, TextMark(source), TextMark(translation), when, translator, text, number
    ), []


def format_translations(record: TranslationRecord) -> str:
    """Return the text of the file: a header and the sorted rows, so that git merges the rows of two people."""
    return format_table(TRANSLATIONS, record.by_passage)


def _place(row: Seen) -> tuple[str, str, tuple[tuple[int, str], ...]]:
    parts = re.findall(r"\d+|\D+", row.block)
    return row.publication, row.language, tuple((int(each) if each.isdecimal() else 0, each) for each in parts)


def _cells(row: Seen) -> tuple[str, ...]:
    marks = (row.source_mark, row.translation_mark)
    what = (row.publication, row.language, row.block)
    return (*what, *marks, row.date.isoformat(), one_line(row.translator), one_line(row.source))


TRANSLATIONS = SignedTable(_COLUMNS, _parse, _cells, _place)


def write_translations(
    file: Path, record: TranslationRecord, before: TranslationRecord
) -> tuple[TranslationRecord, list[Problem]]:
    """Save what was signed since `before` beside what others signed meanwhile; return the record (see write_table)."""
    rows, problems = write_table(TRANSLATIONS, file, record.path, before.by_passage, record.by_passage)
    return _record(record.path, rows), problems


def check_publications(record: TranslationRecord, publications: Mapping[str, Iterable[str]]) -> list[Problem]:
    """Report rows of a publication or of a translation that is gone, one problem for each.

    `publications` maps the path of each publication present to its languages.
    """
    problems = []
    for (publication, language), rows in sorted(record.rows.items()):
        name, line = f"{publication} {language}", min(row.line for row in rows) if rows else 0
        if publication not in publications:
            problems.append(problem("seen.publication", record.path, line, found=publication))
        elif language == SOURCE_TAG or language not in publications[publication]:
            problems.append(problem("seen.language", record.path, line, found=name))
    return problems
