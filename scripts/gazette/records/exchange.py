"""Exchange (译文交换): exchanges the passages of a translation with a translator's tool, by XLIFF files."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from gazette.languages import SOURCE_TAG
from gazette.model.publication import Publication
from gazette.model.text_marks import text_mark
from gazette.problems import Problem, problem
from gazette.records.desk import Desk, find_publication, read_folder
from gazette.signed_table import one_line
from gazette.source.folders import SourceFolder
from gazette.translate.handover import Slot, compose_exchange, lay_out
from gazette.translate.translated_file import apply_edits, compose_file, find_edits, written_target
from gazette.translate.xliff import Exchange, XliffUnit, lost_markup, parse_xliff
from gazette.whole_file import replace_file


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
    language = exchange.language
    targets = {
        unit.key: written_target(unit.key, unit.target, language) for unit in exchange.units if unit.target.strip()
    }
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
        again, _ = read_folder(
            desk.project, desk.settings, desk.record, SourceFolder(folder.path, pages, folder.attachments)
        )
    if again is None or tag not in again.editions:
        return list(changed)
    read = {slot.key: slot.target for slot in lay_out(again, tag, desk.record)}
    return [key for key, target in changed.items() if text_mark(read.get(key, "")) != text_mark(target)]
