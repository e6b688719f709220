"""Translating (译务): the progress of each translation, its translator's signature, its exchange with tools (XLIFF)."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.publication import Publication, parse_publication
from gazette.model.text_marks import text_mark
from gazette.pipeline import compose_project
from gazette.problems import Problem, errors_of, problem
from gazette.project import Project
from gazette.settings import Settings, read_settings
from gazette.signed_table import one_line
from gazette.source.files import SourceFolder, SourcePage, find_folders, read_source
from gazette.translate.freshness import TranslatedPassage, sign_translation, translated_passages, translated_tags
from gazette.translate.handover import Slot, apply_edits, compose_exchange, compose_file, find_edits, lay_out
from gazette.translate.translation_record import TranslationRecord, read_translations, write_translations
from gazette.translate.xliff import Exchange, XliffUnit, lost_markup, parse_xliff
from gazette.whole_file import replace_file


@dataclass(frozen=True)
class Desk:
    """Everything that a translator works with: the present texts, with or without errors, and the signatures."""

    project: Project
    settings: Settings
    record: TranslationRecord
    publications: Mapping[str, Publication]
    folders: Mapping[str, SourceFolder]


@dataclass(frozen=True)
class TranslationProgress:
    """The numbers of passages of one translation; `fresh` ones are signed and render the present source."""

    publication: str
    language: str
    status: str
    total: int
    fresh: int
    stale: int
    unsigned: int
    missing: int

    @property
    def percentage(self) -> int:
        """Percentage of fresh passages, rounded down."""
        return self.fresh * 100 // self.total if self.total else 0


def open_desk(project: Project) -> tuple[Desk | None, list[Problem]]:
    """Return texts and record with all problems; None if the settings or the record have errors."""
    settings, problems = read_settings(project.root / "mkdocs.yml")
    file = project.translations_file
    record, found = read_translations(file, project.name(file))
    if settings is None or record is None:
        return None, problems + found
    folders, problems = find_folders(project.docs, project.shown)
    publications = {}
    for folder in folders:
        publication, found = _read(project, settings, record, folder)
        problems += found
        if publication:
            publications[folder.path] = publication
    return Desk(project, settings, record, publications, {each.path: each for each in folders}), problems


def _read(
    project: Project, settings: Settings, record: TranslationRecord, folder: SourceFolder
) -> tuple[Publication | None, list[Problem]]:
    pages: dict[str, SourcePage] = {}
    problems: list[Problem] = []
    for tag, file in folder.pages.items():
        page, found = read_source(file, f"{project.shown}/{folder.path}/{file.name}")
        problems += found
        pages |= {tag: page} if page else {}
    if SOURCE_TAG not in pages:
        return None, problems
    publication, found = parse_publication(folder.path, pages, settings, record.known(folder.path))
    return publication, problems + found


def find_progress(desk: Desk) -> list[TranslationProgress]:
    """Return a row for each publication and each target language, declared or begun."""
    rows = []
    for path, publication in sorted(desk.publications.items()):
        declared = [tag for tag in publication.tags if tag not in (SOURCE_TAG, CONVERTED_TAG)]
        for tag in dict.fromkeys([*declared, *translated_tags(publication)]):
            rows.append(_progress(desk, path, publication, tag))
    return rows


def _progress(desk: Desk, path: str, publication: Publication, tag: str) -> TranslationProgress:
    slots = lay_out(publication, tag, desk.record)
    edition = publication.editions.get(tag)
    states = [each.state for each in translated_passages(publication, tag, desk.record)] if edition else []
    missing = sum(slot.is_missing for slot in slots)
    fresh, stale = states.count("fresh"), states.count("stale")
    status = edition.translation.status if edition and edition.translation else ""
    return TranslationProgress(
        path, tag, status, len(slots), fresh, stale, len(slots) - missing - fresh - stale, missing
    )


def find_publication(desk: Desk, name: str, tag: str) -> list[Problem]:
    """Report an unknown publication (publication.unknown) or target language (translation.target)."""
    path = name.strip("/")
    if path not in desk.publications:
        known = ", ".join(sorted(desk.publications))
        return [problem("publication.unknown", desk.project.shown, found=name, wanted=known)]
    tags = [each for each in desk.settings.tags if each not in (SOURCE_TAG, CONVERTED_TAG)]
    if tag not in {*tags, *translated_tags(desk.publications[path])}:
        return [problem("translation.target", desk.project.shown, found=tag, known=", ".join(tags))]
    return []


def record_translation(
    desk: Desk, name: str, tag: str, translator: str, day: date
) -> tuple[list[TranslatedPassage], list[Problem]]:
    """Sign a translation as made from the present source, and return the passages signed anew.

    Nothing is signed if a passage is missing, if a check of the site finds any error in this publication, or if `day`
    is before a signature to be replaced.
    """
    if unknown := find_publication(desk, name, tag):
        return [], unknown
    publication = desk.publications[name.strip("/")]
    folder = f"{desk.project.shown}/{publication.path}/"
    wrong = _find_errors(desk, folder)
    missing = [slot for slot in lay_out(publication, tag, desk.record) if slot.is_missing]
    if missing and not wrong:
        there = f"{publication.source.file}:{missing[0].block.line if missing[0].block else 1}"
        details = {"source": there, "block": missing[0].key, "number": str(len(missing))}
        wrong = [problem("translation.incomplete", f"{folder}index.{tag}.md", 0, **details)]
    if wrong:
        return [], wrong
    passages = [each for each in translated_passages(publication, tag, desk.record) if each.state != "fresh"]
    last = max((each.seen.date for each in passages if each.seen), default=day)
    if day < last:
        found = day.isoformat()
        return [], [problem("translation.date", desk.record.path, 0, "date", found, last=last.isoformat())]
    fresh = sign_translation(publication, tag, translator, day, desk.record)
    _, wrong = write_translations(desk.project.translations_file, fresh, desk.record)
    return ([] if wrong else passages), wrong


def _find_errors(desk: Desk, folder: str) -> list[Problem]:
    """Return the errors of one publication, or all errors if nothing could be checked."""
    checked, problems = compose_project(desk.project, None)
    wrong = errors_of(problems)
    return [each for each in wrong if each.path.startswith(folder)] if checked else wrong


def export_passages(desk: Desk, name: str, tag: str) -> tuple[Exchange | None, list[Problem]]:
    """Return the passages for a translator's tool, or None and the problems."""
    if unknown := find_publication(desk, name, tag):
        return None, unknown
    return compose_exchange(desk.publications[name.strip("/")], tag, desk.record), []


def import_passages(desk: Desk, data: bytes, shown: str) -> tuple[str, int, list[Problem]]:
    """Write a translator's XLIFF file into index.<tag>.md.

    Return the file's name, the number of passages written, and the problems. On an error nothing is written. A passage
    edited since the file was exported stays as it is and is reported (xliff.edited).
    """
    exchange, problems = parse_xliff(data, shown)
    if exchange is None:
        return "", 0, problems
    if find_publication(desk, exchange.publication, exchange.language):
        return "", 0, [problem("xliff.publication", shown, found=f"{exchange.publication} {exchange.language}")]
    publication = desk.publications[exchange.publication]
    slots = {slot.key: slot for slot in lay_out(publication, exchange.language, desk.record)}
    problems = _check_units(exchange, slots, shown)
    targets = {unit.key: unit.target for unit in exchange.units if unit.target.strip()}
    changed = {key: text for key, text in targets.items() if text != slots[key].target} if not problems else {}
    edited = [unit for unit in exchange.units if unit.key in changed and unit.sent != text_mark(slots[unit.key].target)]
    changed = {key: text for key, text in changed.items() if key not in {unit.key for unit in edited}}
    # A passage that the translator did not change is no conflict, even if it was edited meanwhile.
    news = [unit for unit in edited if text_mark(unit.target) != unit.sent]
    conflicts = [_edited(shown, unit, slots[unit.key].target) for unit in news]
    if problems or not changed:
        return "", 0, problems + conflicts
    name, unfit = _write(desk, publication, exchange.language, list(slots.values()), changed)
    if unfit:
        return "", 0, conflicts + [problem("xliff.unfit", shown, found=each) for each in unfit]
    return name, len(changed), conflicts


def _edited(shown: str, unit: XliffUnit, now: str) -> Problem:
    return problem("xliff.edited", shown, found=unit.key, mine=one_line(now), theirs=one_line(unit.target))


def _check_units(exchange: Exchange, slots: Mapping[str, Slot], shown: str) -> list[Problem]:
    """Report a file made from another version of the source, once, or each passage that lost markup such as a link."""
    other = [
        unit.key
        for unit in exchange.units
        if unit.key not in slots or text_mark(slots[unit.key].source) != text_mark(unit.source)
    ]
    if other:
        details = {"publication": exchange.publication, "language": exchange.language, "number": str(len(other))}
        return [problem("xliff.version", shown, 0, found=other[0], **details)]
    return [
        problem("xliff.markup", shown, found=unit.key, lost=" ".join(lost))
        for unit in exchange.units
        if unit.target.strip()
        and (block := slots[unit.key].block)
        and (lost := lost_markup(unit.source, unit.target, block.kind))
    ]


def _write(
    desk: Desk, publication: Publication, tag: str, slots: list[Slot], changed: Mapping[str, str]
) -> tuple[str, list[str]]:
    """The file's name, and the passages that do not fit, with which nothing is written."""
    folder = desk.folders[publication.path]
    file = folder.pages[SOURCE_TAG].with_name(f"index.{tag}.md")
    edition = publication.editions.get(tag)
    if edition:
        raw = file.read_bytes().decode("utf-8")
        edits, unfit = find_edits(raw, slots, edition, changed)
        text = apply_edits(raw, edits)
    else:
        unfit, text = [], compose_file(publication, tag, changed)
    unfit = unfit or _unread(desk, publication, tag, text, changed)
    if not unfit:
        replace_file(file, text.encode())
    return desk.project.name(file), unfit


def _unread(desk: Desk, publication: Publication, tag: str, text: str, changed: Mapping[str, str]) -> list[str]:
    """Return the passages that would not be read back as sent, e.g. for a blank line in a paragraph or invalid YAML."""
    folder = desk.folders[publication.path]
    with tempfile.TemporaryDirectory() as place:
        fresh = Path(place) / f"index.{tag}.md"
        fresh.write_bytes(text.encode())
        pages = {**folder.pages, tag: fresh}
        again, _ = _read(desk.project, desk.settings, desk.record, SourceFolder(folder.path, pages, folder.attachments))
    if again is None or tag not in again.editions:
        return list(changed)
    read = {slot.key: slot.target for slot in lay_out(again, tag, desk.record)}
    return [key for key, target in changed.items() if text_mark(read.get(key, "")) != text_mark(target)]
