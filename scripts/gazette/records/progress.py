"""Progress (译文进度): how far each translation is, in numbers of passages."""

from __future__ import annotations

from dataclasses import dataclass

from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.publication import Publication
from gazette.records.desk import Desk
from gazette.translate.freshness import translated_passages, translated_tags
from gazette.translate.handover import lay_out


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
