"""Labels (标签): every word of ours on a page, from overrides/labels; Traditional ones are converted, never typed."""

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
    """Labels of every language of the site; a missing file, label or placeholder is a problem."""
    converter = ScriptConverter(settings.gazette.conversion_profile, read_protected_terms())
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
        words[CONVERTED_TAG] = {key: _convert_label(text, converter) for key, text in words[SOURCE_TAG].items()}
    return {each.tag: _labels_of(each, words[each.tag], settings, converter) for each in settings.languages}, []


def _shown(folder: Path, tag: str) -> str:
    return f"{folder.parent.name}/{folder.name}/{tag}.yml"


def _read_words(file: Path, shown: str) -> tuple[dict[str, str], list[Problem]]:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        return {}, [problem("labels.file", shown)]
    except UnicodeDecodeError as error:
        return {}, [problem("source.encoding", shown, found=error.object[error.start : error.end].hex(" ").upper())]
    tree, problems = parse_yaml(text, shown)
    return {key: str(value) for key, value in tree.values.items()} if tree else {}, problems


def _check_words(words: Mapping[str, Mapping[str, str]], folder: Path) -> list[Problem]:
    """Every language has the labels that any other has, with the placeholders of the source language."""
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
