"""Labels (标签): every word of ours on a page, from overrides/labels; the Traditional ones are converted, never typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel.dates import format_date

from gazette.convert.chinese import ScriptConverter
from gazette.convert.terms import read_protected_terms
from gazette.languages import CONVERTED_TAG, SOURCE_TAG, Language
from gazette.problems import Problem, problem
from gazette.settings import Settings
from gazette.yaml_tree import parse_yaml


@dataclass(frozen=True)
class Labels:
    """The wording of one language, with the names that the settings give in several languages."""

    language: Language
    words: Mapping[str, str]
    site_title: str
    bureau: str
    columns: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def date(self, day: date) -> str:
        return format_date(day, self.words["date_pattern"], self.language.locale)

    def fill(self, key: str, **values: object) -> str:
        return self.words[key].format_map(values)


def read_labels(folder: Path, settings: Settings) -> tuple[dict[str, Labels], list[Problem]]:
    """Labels of every language of the site; a missing file or key is a problem."""
    converter = ScriptConverter(settings.gazette.conversion_profile, read_protected_terms())
    problems: list[Problem] = []
    words: dict[str, dict[str, str]] = {}
    for tag in settings.tags:
        written = CONVERTED_TAG if (folder / f"{CONVERTED_TAG}.yml").exists() else SOURCE_TAG
        file = folder / f"{written if tag == CONVERTED_TAG else tag}.yml"
        words[tag], found = _read_words(file, f"{folder.name}/{file.name}")
        problems += found
        if tag == CONVERTED_TAG and written == SOURCE_TAG:
            words[tag] = {key: _convert_label(text, converter) for key, text in words[tag].items()}
    for tag in settings.tags:
        missing = sorted(words[SOURCE_TAG].keys() - words[tag].keys())
        problems += [problem("labels.missing", f"{folder.name}/{tag}.yml", 0, key) for key in missing if words[tag]]
    if problems:
        return {}, problems
    return {
        language.tag: _labels_of(language, words[language.tag], settings, converter) for language in settings.languages
    }, []


def _read_words(file: Path, shown: str) -> tuple[dict[str, str], list[Problem]]:
    if not file.exists():
        return {}, [problem("labels.file", shown)]
    tree, problems = parse_yaml(file.read_text(encoding="utf-8"), shown)
    return {key: str(value) for key, value in tree.values.items()} if tree else {}, problems


def _convert_label(text: str, converter: ScriptConverter) -> str:
    """A label converted around its placeholders, which are names of ours."""
    pieces = re.split(r"(\{\w+\})", text)
    return "".join(piece if piece.startswith("{") else converter.to_traditional(piece) for piece in pieces)


def _labels_of(language: Language, words: dict[str, str], settings: Settings, converter: ScriptConverter) -> Labels:
    def named(names: Mapping[str, str]) -> str:
        if language.tag in names:
            return names[language.tag]
        return (
            converter.to_traditional(names[SOURCE_TAG])
            if language.tag == CONVERTED_TAG
            else names.get("en", names[SOURCE_TAG])
        )

    gazette = settings.gazette
    columns = {folder: named(names) for folder, names in gazette.columns.items()}
    return Labels(language, words, named(gazette.title), named(gazette.bureau.name), columns)
