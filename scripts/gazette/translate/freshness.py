"""Freshness (译文时效): finds the state of each passage of a translation: whether its source has changed since it was signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gazette.languages import SOURCE_TAG
from gazette.model.counterparts import Counterpart
from gazette.model.publication import Publication, find_counterparts
from gazette.model.text_marks import text_mark
from gazette.translate.translation_record import Seen, TranslationRecord

# fresh: signed as it stands; stale: the source changed; edited: only the translation did; unsigned: nobody signed it.
State = Literal["fresh", "stale", "edited", "unsigned"]


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
