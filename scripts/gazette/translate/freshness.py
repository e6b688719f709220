"""Freshness (译文时效): finds passages of a translation whose source has changed since a translator signed them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Literal

from gazette.convert.editions import ConvertedText
from gazette.languages import SOURCE_TAG
from gazette.model.counterparts import Counterpart
from gazette.model.publication import Edition, Publication, find_counterparts
from gazette.model.text_marks import text_mark
from gazette.problems import Problem, problem
from gazette.signed_table import one_line
from gazette.translate.translation_record import Seen, TranslationRecord, check_publications

# fresh: signed as it stands; stale: the source changed; edited: only the translation did; unsigned: nobody signed it.
State = Literal["fresh", "stale", "edited", "unsigned"]
_PIECES = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_AROUND = 8  # characters shown beside a change in a problem's sentence


@dataclass(frozen=True)
class TranslatedPassage:
    """A passage in both texts and its state; `seen` is the row of the record that it descends from, if any."""

    counterpart: Counterpart
    state: State
    seen: Seen | None = None


def translated_passages(publication: Publication, tag: str, record: TranslationRecord) -> list[TranslatedPassage]:
    """Return every passage of a translation with its state."""
    rows = record.of(publication.path, tag)
    found = find_counterparts(publication.source, publication.editions[tag])
    marks = {text_mark(text) for each in found for text in (each.source, each.translation)}
    # A row belongs to its texts as long as one of them is present, whatever its block is named.
    by_key = {row.block: row for row in rows if not {row.source_mark, row.translation_mark} & marks}
    pairs = {(row.source_mark, row.translation_mark): row for row in rows}
    passages = []
    for each in found:
        source, translation = text_mark(each.source), text_mark(each.translation)
        if row := pairs.get((source, translation)):
            passages.append(TranslatedPassage(each, "fresh", row))
            continue
        near = _ancestor(rows, by_key.get(each.key), source, translation)
        state: State = "unsigned" if near is None else "edited" if near.source_mark == source else "stale"
        passages.append(TranslatedPassage(each, state, near))
    return passages


def _ancestor(rows: Sequence[Seen], by_key: Seen | None, source: str, translation: str) -> Seen | None:
    """Return the row that a changed passage descends from, or None.

    It is one with the same source or translation, otherwise the row of its name, if that belongs to nothing else.
    """
    for alike in (
        [row for row in rows if row.source_mark == source],
        [row for row in rows if row.translation_mark == translation],
    ):
        if alike:
            return alike[0]
    return by_key


def translated_tags(publication: Publication) -> tuple[str, ...]:
    """Return the tags of the translations that people wrote; a Traditional text made by OpenCC cannot be stale."""
    return tuple(tag for tag in publication.editions if tag != SOURCE_TAG)


def find_stale(publication: Publication, tag: str, record: TranslationRecord) -> list[TranslatedPassage]:
    """Return the passages that do not render the present source, of which a reader is told."""
    return [each for each in translated_passages(publication, tag, record) if each.state == "stale"]


def stale_positions(publication: Publication, tag: str, record: TranslationRecord) -> dict[int, str]:
    """Return index of a stale block in `edition.blocks` → id of the source block nearest above, or "" without one."""
    found: dict[int, str] = {}
    for each in find_stale(publication, tag, record):
        counterpart = each.counterpart
        if counterpart.position is not None:
            name = counterpart.key.rpartition("+")[0] or counterpart.key
            for number in range(len(counterpart.blocks)):
                found[counterpart.position + number] = "" if name == "top" else name
    return found


def check_freshness(
    texts: Iterable[ConvertedText], record: TranslationRecord, *, with_unused: bool = True
) -> list[Problem]:
    """Report every passage that is not as a translator signed it, and every row that belongs to nothing.

    Without `with_unused`, rows of other publications or languages are not reported: for texts that are not the
    project's own and use only part of its record.
    """
    publications = [text.publication for text in texts]
    problems = []
    for publication in publications:
        for tag in translated_tags(publication):
            passages = translated_passages(publication, tag, record)
            problems += _check_edition(publication, tag, passages)
            problems += _check_rows(publication.editions[tag], record, passages, publication.path)
    there = {each.path: translated_tags(each) for each in publications}
    return problems + (check_publications(record, there) if with_unused else [])


def _check_edition(publication: Publication, tag: str, passages: Sequence[TranslatedPassage]) -> list[Problem]:
    edition, source = publication.editions[tag], publication.source.file
    command = {"publication": publication.path, "language": tag}
    if passages and all(each.state == "unsigned" for each in passages):
        return [problem("translation.unsigned", edition.file, 0, **command)]
    problems = []
    for each in passages:
        one, there = each.counterpart, f"{source}:{each.counterpart.source_line}"
        if each.state == "stale" and each.seen:
            details = {**command, "source": there, "change": show_change(each.seen.source, one.source)}
            problems.append(problem("translation.stale", edition.file, one.line, found=_begin(one), **details))
        elif each.state == "edited" and each.seen:
            details = {**command, "translator": each.seen.translator, "date": each.seen.date.isoformat()}
            problems.append(problem("translation.edited", edition.file, one.line, found=_begin(one), **details))
        elif each.state == "unsigned":
            details = {**command, "source": there}
            problems.append(problem("translation.new", edition.file, one.line, found=_begin(one), **details))
    return problems


def _begin(counterpart: Counterpart) -> str:
    return one_line(counterpart.translation)[:40].rstrip()


def _check_rows(
    edition: Edition, record: TranslationRecord, passages: Sequence[TranslatedPassage], publication: str
) -> list[Problem]:
    """Report rows of a translation that match no passage; none while the two texts are not aligned."""
    if not edition.is_aligned:
        return []
    used = {each.seen.block for each in passages if each.seen}
    marks = {
        mark
        for each in passages
        for mark in (text_mark(each.counterpart.source), text_mark(each.counterpart.translation))
    }
    details = {"publication": publication, "language": edition.tag}
    return [
        problem("seen.unused", record.path, row.line, found=f"{publication} {edition.tag} {row.block}", **details)
        for row in record.of(publication, edition.tag)
        if row.block not in used and not {row.source_mark, row.translation_mark} & marks
    ]


def mark_change(old: str, new: str) -> list[tuple[str, str, str]]:
    """Return the differences of two texts in order: (`same`, text, text) or (`changed`, old, new)."""
    one, other = _PIECES.findall(one_line(old)), _PIECES.findall(one_line(new))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [
        ("same" if kind == "equal" else "changed", "".join(one[a:b]), "".join(other[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
    ]


def show_change(old: str, new: str) -> str:
    """Return the differences in one line, with a few characters around each: `…专利[-3376-]{+3377+}件…`."""
    pieces = mark_change(old, new)
    last = len(pieces) - 1
    return "".join(
        _shortened(one, is_first=number == 0, is_last=number == last)
        if kind == "same"
        else (f"[-{one}-]" if one else "") + (f"{{+{other}+}}" if other else "")
        for number, (kind, one, other) in enumerate(pieces)
    )


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    before, after = (0 if is_first else _AROUND), (0 if is_last else _AROUND)
    return text if len(text) <= before + after else f"{text[:before]}…{text[len(text) - after :]}"


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
