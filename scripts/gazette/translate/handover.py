"""Handover (交译): selects the passages of a publication that are to be translated."""

from __future__ import annotations

from dataclasses import dataclass

from gazette.model.alignment import NOTHING_KNOWN, align, same_kind
from gazette.model.counterparts import find_units, has_words, name_blocks
from gazette.model.publication import Publication
from gazette.source.body import Block
from gazette.source.inline import plain_text
from gazette.translate.changed_words import show_change
from gazette.translate.freshness import translated_passages
from gazette.translate.term_base import read_term_base
from gazette.translate.term_places import find_in
from gazette.translate.translation_record import TranslationRecord
from gazette.translate.xliff import Exchange, XliffUnit, join_parts

_OPTIONAL = ("description",)  # a page without it shows the beginning of its text


@dataclass(frozen=True)
class Slot:
    """A passage of the source and the place of its translation: after the block `after`, first if that is None.

    `block` is None for a fact, whose translation is `fact`; `blocks` are the translation of a block, none if missing.
    """

    key: str
    source: str
    block: Block | None
    blocks: tuple[Block, ...] = ()
    after: Block | None = None
    fact: str = ""

    @property
    def target(self) -> str:
        return self.fact or join_parts([block.text for block in self.blocks])

    @property
    def is_missing(self) -> bool:
        return not self.target


def lay_out(publication: Publication, tag: str, record: TranslationRecord) -> list[Slot]:
    """Return the passages of the source with their translations, if there are any; the file may not exist yet."""
    source, edition = publication.source, publication.editions.get(tag)
    there = edition.facts if edition else {}
    wanted = [name for name in source.facts if there.get(name) or name not in _OPTIONAL]
    slots = [Slot(name, source.facts[name], None, fact=there.get(name, "")) for name in wanted if source.facts[name]]
    known = record.known(publication.path).get(tag, NOTHING_KNOWN)
    units = find_units(edition.blocks if edition else ())
    names, after = name_blocks(source.blocks), None
    for step in align(source.blocks, units, known):
        text = "\n".join(block.text for block in step.source)
        answers = step.unit is not None and bool(step.source) and same_kind(step.unit, step.source)
        if step.source and has_words(text) and (answers or step.unit is None):
            blocks = step.unit.blocks if step.unit else ()
            slots.append(Slot(names[step.at], text, step.source[0], blocks, after))
        after = step.unit.blocks[-1] if step.unit else after
    return slots


def compose_exchange(publication: Publication, tag: str, record: TranslationRecord) -> Exchange:
    """Return the passages that are missing or unsigned, or whose source changed since they were translated."""
    states = {}
    if tag in publication.editions:
        states = {each.counterpart.key: each for each in translated_passages(publication, tag, record)}
    units = []
    for slot in lay_out(publication, tag, record):
        passage = states.get(slot.key)
        if slot.is_missing or (passage and passage.state in ("stale", "unsigned")):
            before = passage.seen.source if passage and passage.seen and passage.state == "stale" else ""
            notes = (*([show_change(before, slot.source)] if before else ()), *_terms(slot.source))
            units.append(
                XliffUnit(slot.key, slot.source, slot.target, slot.block.kind if slot.block else None, before, notes)
            )
    return Exchange(publication.path, tag, tuple(units))


def _terms(source: str) -> list[str]:
    base = read_term_base()
    found = dict.fromkeys(find_in(plain_text(source), base))
    return ["; ".join(f"{term} = {base[term][0].text}" for term in found)] if found else []
