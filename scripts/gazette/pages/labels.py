"""Labels (标签): the site's own wording in each language, from overrides/labels; Traditional labels are converted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date

from gazette.convert.ledger import Ledger
from gazette.convert.review import Occurrence
from gazette.convert.scribe import Scribe, ScribeRules
from gazette.convert.tables import read_protected_terms
from gazette.languages import CONVERTED_TAG, SOURCE_TAG, Language
from gazette.paths import NotAFileError, read_file, unreadable
from gazette.problems import Problem, problem
from gazette.settings import OTHER_TOPIC, Settings
from gazette.yaml_tree import parse_yaml

# The key of the labels in the ledger, in place of a publication's folder.
PUBLICATION = "overrides/labels"


@dataclass(frozen=True)
class Labels:
    """The wording of one language, with the title, bureau, columns and topics as the settings name them in it."""

    language: Language
    words: Mapping[str, str]
    site_title: str
    bureau: str
    columns: Mapping[str, str]
    topics: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def date(self, day: date) -> str:
        """Return a date in the language's own pattern."""
        return _written_date(day, self.words["date_pattern"], str(self.language.locale))

    def fill(self, key: str, **values: object) -> str:
        """Return a label with its placeholders replaced."""
        return self.words[key].format_map(values)

    def describe(self, title: str) -> str:
        """Return the description of a list of publications, for search engines."""
        return self.fill("list_description", bureau=self.bureau, title=title)


@cache
def _written_date(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale)


def label_scribe(settings: Settings, ledger: Ledger, folder: Path | None = None) -> Scribe:
    """Return the scribe that converts the labels and the names of the settings by the rules for publications."""
    gazette = settings.gazette
    rules = ScribeRules(gazette.conversion_profile, read_protected_terms(), gazette.quotation_marks, folder)
    return Scribe(rules, ledger, PUBLICATION)


def find_label_occurrences(folder: Path, scribe: Scribe) -> tuple[Occurrence, ...]:
    """Return every doubtful character of the converted labels, with file and line."""
    places = find_label_texts(folder, scribe)
    return tuple(Occurrence(file, line, doubt) for text, (file, line) in places for doubt in scribe.doubts(text))


def find_label_texts(folder: Path, scribe: Scribe) -> list[tuple[str, tuple[str, int]]]:
    """Return the converted texts, each with the file and line (from 1; 0 if absent) where it first occurs."""
    root = folder.parents[1]
    files = [folder / f"{SOURCE_TAG}.yml", root / "mkdocs.yml"]
    lines = [(each, number, line) for each in files for number, line in enumerate(_lines(each), 1)]
    found = []
    for text in scribe.texts:
        file, number = next(((file, number) for file, number, line in lines if text in line), (files[0], 0))
        found.append((text, (file.relative_to(root).as_posix(), number)))
    return found


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def read_labels(folder: Path, settings: Settings, scribe: Scribe) -> tuple[dict[str, Labels], list[Problem]]:
    """Return the labels of every language of the site by tag, or no labels and the problems.

    A missing file, label or placeholder is a problem.
    """
    problems: list[Problem] = []
    words: dict[str, dict[str, str]] = {}
    for tag in settings.tags:
        if tag == CONVERTED_TAG and not (folder / f"{tag}.yml").exists():
            continue
        words[tag], found = _read_words(folder / f"{tag}.yml", _shown(folder, tag))
        problems += found
    problems += _check_words(words, folder)
    if problems:
        return {}, problems
    if CONVERTED_TAG in settings.tags and CONVERTED_TAG not in words:
        words[CONVERTED_TAG] = {key: _convert_label(text, scribe) for key, text in words[SOURCE_TAG].items()}
    return {each.tag: _labels_of(each, words[each.tag], settings, scribe) for each in settings.languages}, []


def _shown(folder: Path, tag: str) -> str:
    return f"{folder.parent.name}/{folder.name}/{tag}.yml"


def _read_words(file: Path, shown: str) -> tuple[dict[str, str], list[Problem]]:
    try:
        text = read_file(file, file.parent).decode("utf-8").replace("\r\n", "\n")
    except NotAFileError as error:
        return {}, [unreadable(error, shown)]
    except OSError:
        return {}, [problem("labels.file", shown)]
    except UnicodeDecodeError as error:
        return {}, [problem("source.encoding", shown, found=error.object[error.start : error.end].hex(" ").upper())]
    tree, problems = parse_yaml(text, shown)
    return {key: str(value) for key, value in tree.values.items()} if tree else {}, problems


def _check_words(words: Mapping[str, Mapping[str, str]], folder: Path) -> list[Problem]:
    """Report labels that some language lacks, and placeholders that differ from the source language's."""
    problems = []
    readable = {tag: own for tag, own in words.items() if own}
    every = {key: tag for tag, own in reversed(readable.items()) for key in own}
    for tag, own in readable.items():
        for key, other in sorted(every.items()):
            if key not in own:
                details = {"file": f"{other}.yml"}
                problems.append(problem("labels.missing", _shown(folder, tag), 0, key, **details))
            elif key in readable.get(SOURCE_TAG, {}):
                wanted = _placeholders(readable[SOURCE_TAG][key])
                if _placeholders(own[key]) != wanted:
                    names = ", ".join(wanted) or "∅"
                    problems.append(problem("labels.placeholder", _shown(folder, tag), 0, key, own[key], wanted=names))
    return problems


def _placeholders(text: str) -> list[str]:
    return sorted(set(re.findall(r"\{[^{}]*\}", text)))


def _convert_label(text: str, scribe: Scribe) -> str:
    """Convert a label to Traditional Chinese, leaving its placeholders, which are our own names, unchanged."""
    pieces = re.split(r"(\{\w+\})", text)
    return "".join(piece if piece.startswith("{") else scribe.convert(piece) for piece in pieces)


def _labels_of(language: Language, words: dict[str, str], settings: Settings, scribe: Scribe) -> Labels:
    def named(names: Mapping[str, str]) -> str:
        if language.tag in names:
            return names[language.tag]
        return (
            scribe.convert(names[SOURCE_TAG]) if language.tag == CONVERTED_TAG else names.get("en", names[SOURCE_TAG])
        )

    gazette = settings.gazette
    columns = {folder: named(names) for folder, names in gazette.columns.items()}
    topics = {topic: named(names) for topic, names in gazette.topics.items()} | {OTHER_TOPIC: words["topic_other"]}
    return Labels(language, words, named(gazette.title), named(gazette.bureau.name), columns, topics)
