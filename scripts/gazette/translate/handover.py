"""Handover (交译): selects the passages to be translated, and writes a translator's work into its Markdown file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gazette.model.alignment import NOTHING_KNOWN, align, same_kind
from gazette.model.counterparts import find_units, has_words, name_blocks
from gazette.model.publication import Edition, Publication
from gazette.source.body import Block
from gazette.source.inline import plain_text
from gazette.translate.freshness import show_change, translated_passages
from gazette.translate.term_base import find_in, read_term_base
from gazette.translate.translation_record import TranslationRecord
from gazette.translate.xliff import Exchange, XliffUnit, join_parts, split_parts

_OPTIONAL = ("description",)  # a page without it shows the beginning of its text
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^\n]*")


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


@dataclass(frozen=True)
class Edit:
    """Replaces the lines [first, end) of a file, counted from 1, by `text`."""

    first: int
    end: int
    text: str


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


def find_edits(
    raw: str, slots: Sequence[Slot], edition: Edition, targets: Mapping[str, str]
) -> tuple[list[Edit], list[str]]:
    """Return the edits to a translation's file, and the keys of passages whose new text does not fit its blocks."""
    lines = _LINE.findall(raw)
    edits, unfit = [], []
    for slot in slots:
        target = targets.get(slot.key, "")
        if not target or target == slot.target:
            continue
        if slot.block is None:
            edit = _fact_edit(lines, edition.lines.get(slot.key, 0), slot.fact, target)
            edits += [edit] if edit else []
            unfit += [] if edit else [slot.key]
            continue
        parts = split_parts(target)
        if slot.blocks and len(parts) == len(slot.blocks):
            edits += [
                _block_edit(block, part) for block, part in zip(slot.blocks, parts, strict=True) if block.text != part
            ]
        elif not slot.blocks and len(parts) == 1:
            edits.append(_insertion(slot, edition, target))
        else:
            unfit.append(slot.key)
    return edits, unfit


def _fact_edit(lines: Sequence[str], line: int, old: str, new: str) -> Edit | None:
    """Return the edit of one front matter value on its line; None if the file writes the value in another form."""
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    for form, fresh in (
        (_quoted(old), _quoted(new)),
        (f"'{old}'", _quoted(new)),
        (f'"{old}"', _quoted(new)),
        (old, _scalar(new)),
    ):
        if old and written.count(form) == 1:
            return Edit(line, line + 1, written.replace(form, fresh).rstrip("\r\n"))
    return None


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _scalar(text: str) -> str:
    """Return text as a YAML scalar, plain if nothing in it has a meaning in YAML, otherwise quoted."""
    is_plain = _PLAIN.fullmatch(text) and not re.search(r": |:$| #|[,\[\]{}]", text) and text == text.strip()
    return text if is_plain else _quoted(text)


def _block_edit(block: Block, text: str) -> Edit:
    prefix, tail = block.prefix.rsplit("\n", 1)[-1], block.suffix.split("\n", 1)[0]
    count = (block.text + block.attributes).count("\n") + 1
    return Edit(block.line, block.line + count, prefix + text + block.attributes + tail)


def _insertion(slot: Slot, edition: Edition, text: str) -> Edit:
    """Return the edit that inserts a missing passage after the one before it, with the block markup of its source."""
    assert slot.block
    prefix = slot.block.prefix.rsplit("\n", 1)[-1].replace("\u3000", "")
    tail = slot.block.suffix.split("\n", 1)[0]
    tight = (
        slot.block.kind in ("item", "row", "quote") and slot.after is not None and slot.after.kind == slot.block.kind
    )
    if slot.after is None:
        first = edition.blocks[0].line if edition.blocks else 0
        return Edit(first, first, f"{prefix}{text}{tail}\n")
    end = slot.after.line + (slot.after.text + slot.after.attributes).count("\n") + 1
    return Edit(end, end, ("" if tight else "\n") + prefix + text + tail)


def apply_edits(raw: str, edits: Sequence[Edit]) -> str:
    """Return the text with the edits applied; other lines stay byte for byte.

    New lines end as the file's first line does.
    """
    lines = _LINE.findall(raw)
    ending = re.search(r"(\r\n|\r|\n)\Z", lines[0]) if lines else None
    newline = ending[1] if ending else "\n"
    for edit in sorted(edits, key=lambda each: each.first, reverse=True):
        replaced = lines[edit.first - 1 : edit.end - 1]
        last = re.search(r"(\r\n|\r|\n)\Z", replaced[-1])[1] if replaced and replaced[-1][-1] in "\r\n" else newline  # type: ignore[index]
        if edit.first > len(lines) and lines and lines[-1][-1] not in "\r\n":
            lines[-1] += newline
        text = edit.text.replace("\n", newline)
        lines[edit.first - 1 : edit.end - 1] = [text + ("" if replaced and replaced[-1][-1] not in "\r\n" else last)]
    return "".join(lines)


def compose_file(publication: Publication, tag: str, targets: Mapping[str, str]) -> str:
    """Return the text of a new translation file: the facts that read differently, and the translated passages.

    Code and link definitions are copied from the source.
    """
    facts = publication.source.facts
    lines = ["---"]
    parents: set[str] = set()
    for name in (name for name in facts if targets.get(name)):
        parent, _, child = name.rpartition(".")
        if parent and parent not in parents:
            parents.add(parent)
            lines.append(f"{parent}:")
        lines.append(f"{'  ' if parent else ''}{child}: {_scalar(targets[name])}")
    lines += ["translation:", "  status: unofficial", "---", ""]
    names = name_blocks(publication.source.blocks)
    body = ""
    for name, block in zip(names, publication.source.blocks, strict=True):
        if not has_words(block.text) or block.kind in ("code", "definition"):
            body += block.raw
        elif targets.get(name):
            body += block.prefix.replace("\u3000", "") + targets[name] + block.suffix
    return "\n".join(lines) + "\n" + body.lstrip("\n").rstrip("\n") + "\n"
