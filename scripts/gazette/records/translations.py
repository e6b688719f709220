"""Translating (译务): signs a translation as made from the present source text."""

from __future__ import annotations

from datetime import date

from gazette.model.publication import Publication
from gazette.model.text_marks import text_mark
from gazette.pipeline import compose_project
from gazette.problems import Problem, errors_of, problem
from gazette.records.desk import Desk, find_publication
from gazette.signed_table import one_line
from gazette.translate.freshness import TranslatedPassage, translated_passages
from gazette.translate.handover import lay_out
from gazette.translate.translation_record import Seen, TranslationRecord, write_translations


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


def sign_translation(
    publication: Publication, tag: str, translator: str, day: date, record: TranslationRecord
) -> TranslationRecord:
    """Return the record with every passage of a translation signed as it stands; fresh rows keep their signature."""
    rows = []
    for each in translated_passages(publication, tag, record):
        one, seen = each.counterpart, each.seen
        who, when = (seen.translator, seen.date) if each.state == "fresh" and seen else (translator, day)
        marks = (text_mark(one.source), text_mark(one.translation))
        rows.append(Seen(publication.path, tag, one.key, *marks, when, who, one_line(one.source)))
    return record.replacing(publication.path, tag, rows)
