"""Seen (译者所见): which source passage each passage of a translation was made from; a row each, signed, to be merged by git."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from gazette.languages import SOURCE_TAG
from gazette.model.alignment import Known
from gazette.model.fingerprint import fingerprint, one_line
from gazette.problems import Problem, problem

COLUMNS = (
    "publication",
    "language",
    "block",
    "source_fingerprint",
    "translation_fingerprint",
    "date",
    "translator",
    "source",
)
_CONFLICT = re.compile(r"<{7} |\|{7} |={7}$|>{7} ")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Seen:
    """One passage as a translator left it: the marks of both texts, who says that they agree, and the source as it read."""

    publication: str
    language: str
    block: str
    source_fingerprint: str
    translation_fingerprint: str
    date: date
    translator: str
    source: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class TranslationRecord:
    """All rows by publication and language. `path` is how problems name the file."""

    path: str
    rows: Mapping[tuple[str, str], tuple[Seen, ...]]

    def of(self, publication: str, language: str) -> tuple[Seen, ...]:
        return self.rows.get((publication, language), ())

    def known(self, publication: str) -> dict[str, Known]:
        """For each language what renders what, for the alignment."""
        found: dict[str, dict[str, frozenset[str]]] = {}
        for (path, language), rows in self.rows.items():
            pairs = found.setdefault(language, {}) if path == publication else {}
            for row in rows:
                mark = row.source_fingerprint
                pairs[mark] = pairs.get(mark, frozenset()) | {row.translation_fingerprint}
        return dict(found)

    def replacing(self, publication: str, language: str, rows: Iterable[Seen]) -> TranslationRecord:
        return replace(self, rows={**self.rows, (publication, language): tuple(rows)})


NOTHING_SEEN = TranslationRecord("translations.tsv", {})


def read_translations(file: Path, shown: str) -> tuple[TranslationRecord | None, list[Problem]]:
    """There is nothing seen where there is no file; with a broken one nothing can be said of freshness."""
    try:
        text = file.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8") if file.exists() else ""
    except OSError as error:
        return None, [problem("source.unreadable", shown, found=error.strerror or "")]
    except UnicodeDecodeError as error:
        line, found = error.object[: error.start].count(b"\n") + 1, error.object[error.start : error.start + 4]
        return None, [problem("source.encoding", shown, line, found=found.hex(" ").upper())]
    return parse_translations(text, shown)


def parse_translations(text: str, path: str) -> tuple[TranslationRecord | None, list[Problem]]:
    """Lines in any order; what git could not merge, or two people recorded differently, is a problem on its line."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    problems = [problem("seen.conflict", path, number, found=line) for number, line in lines if _CONFLICT.match(line)]
    if problems or not lines:
        return (None, problems) if problems else (TranslationRecord(path, {}), [])
    if tuple(lines[0][1].rstrip("\r").split("\t")) != COLUMNS:
        return None, [problem("seen.row", path, lines[0][0], found=lines[0][1], wanted=", ".join(COLUMNS))]
    rows: dict[tuple[str, str], dict[str, Seen]] = {}
    for number, line in lines[1:]:
        row, found = _parse_row(line.rstrip("\r"), path, number)
        problems += found
        own = rows.setdefault((row.publication, row.language), {}) if row else {}
        if row and row.block in own:
            name, first = f"{row.publication} {row.language} {row.block}", str(own[row.block].line)
            problems.append(problem("seen.duplicate", path, number, found=name, first=first))
        elif row:
            own[row.block] = row
    record = TranslationRecord(path, {key: tuple(own.values()) for key, own in rows.items()})
    return (None, problems) if problems else (record, [])


def _parse_row(line: str, path: str, number: int) -> tuple[Seen | None, list[Problem]]:
    cells = line.split("\t")
    wrong = [problem("seen.row", path, number, found=line, wanted=", ".join(COLUMNS))]
    if len(cells) != len(COLUMNS) or not all(cells):
        return None, wrong
    publication, language, block, source, translation, day, translator, text = cells
    if not (_FINGERPRINT.fullmatch(source) and _FINGERPRINT.fullmatch(translation)):
        return None, wrong
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return None, [problem("seen.date", path, number, "date", day)]
    if fingerprint(text) != source:
        return None, [problem("seen.fingerprint", path, number, "source_fingerprint", source, wanted=fingerprint(text))]
    return Seen(publication, language, block, source, translation, when, translator, text, number), []


def format_translations(record: TranslationRecord) -> str:
    """The file's text: a head, and the rows by publication, language and block, so that two people's rows merge."""
    rows = sorted((row for own in record.rows.values() for row in own), key=_place)
    return "".join("\t".join(cells) + "\n" for cells in (COLUMNS, *map(_cells, rows)))


def _place(row: Seen) -> tuple[str, str, tuple[tuple[int, str], ...]]:
    parts = re.findall(r"\d+|\D+", row.block)
    return row.publication, row.language, tuple((int(each) if each.isdecimal() else 0, each) for each in parts)


def _cells(row: Seen) -> tuple[str, ...]:
    marks = (row.source_fingerprint, row.translation_fingerprint)
    what = (row.publication, row.language, row.block)
    return (*what, *marks, row.date.isoformat(), one_line(row.translator), one_line(row.source))


class RecordChanged(Exception):
    """Someone else wrote the record since it was read; nothing was written."""


def write_translations(file: Path, record: TranslationRecord, before: TranslationRecord) -> None:
    """All or nothing: a new file takes the old one's place, unless that is no longer what `before` was read from."""
    now, problems = read_translations(file, record.path)
    if problems or now is None or now.rows != before.rows:
        raise RecordChanged
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as fresh:
            fresh.write(format_translations(record))
        os.chmod(name, 0o644)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def check_publications(record: TranslationRecord, publications: Mapping[str, Iterable[str]]) -> list[Problem]:
    """Rows of a publication or of a translation that is gone; one problem each. `publications` are those there, with languages."""
    problems = []
    for (publication, language), rows in sorted(record.rows.items()):
        name, line = f"{publication} {language}", min(row.line for row in rows) if rows else 0
        if publication not in publications:
            problems.append(problem("seen.publication", record.path, line, found=publication))
        elif language == SOURCE_TAG or language not in publications[publication]:
            problems.append(problem("seen.language", record.path, line, found=name))
    return problems
