"""Translated file (译文文件): the text of a translation's Markdown file with a translator's work in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gazette.model.counterparts import has_words, name_blocks
from gazette.model.facts import split_words
from gazette.model.publication import FACT_LISTS, Edition, Publication, join_words
from gazette.source.body import Block
from gazette.translate.handover import Slot
from gazette.translate.xliff import split_parts

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^\n]*")


@dataclass(frozen=True)
class Edit:
    """Replaces the lines [first, end) of a file, counted from 1, by `text`."""

    first: int
    end: int
    text: str


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
            edit = _fact_edit(lines, edition, slot, target)
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


def written_target(key: str, target: str, tag: str) -> str:
    """Return what a tool sent for a passage, the words of a list with our own signs between them."""
    return join_words(split_words(target), tag) if key in FACT_LISTS else target


def _fact_edit(lines: Sequence[str], edition: Edition, slot: Slot, new: str) -> Edit | None:
    """Return the edit of one front matter value; None if the file writes the value in another form."""
    line = edition.lines.get(slot.key, 0)
    if not slot.fact:
        return _new_fact(lines, edition, slot.key, new)
    if slot.key in FACT_LISTS:
        return _list_edit(lines, edition, slot, new)
    old, written = slot.fact, lines[line - 1] if 0 < line <= len(lines) else ""
    for form, fresh in (
        (_quoted(old), _quoted(new)),
        (f"'{old}'", _quoted(new)),
        (f'"{old}"', _quoted(new)),
        (old, _scalar(new)),
    ):
        if old and written.count(form) == 1:
            return Edit(line, line + 1, written.replace(form, fresh).rstrip("\r\n"))
    return None


def _new_fact(lines: Sequence[str], edition: Edition, name: str, text: str) -> Edit | None:
    """Return the edit that writes a missing fact above `translation`, which stands last; None for one inside another."""
    at = edition.lines.get("translation", 0)
    if "." in name or not 0 < at <= len(lines):
        return None
    return Edit(at, at, f"{name}: {_value(name, text)}")


def _list_edit(lines: Sequence[str], edition: Edition, slot: Slot, new: str) -> Edit | None:
    """Return the edit of a list, written in one line or with a line for each word; None if it is written otherwise."""
    first = edition.lines.get(slot.key, 0)
    last = max(line for name, line in edition.lines.items() if f"{name}.".startswith(f"{slot.key}."))
    written = "".join(lines[first - 1 : last])
    key, _, value = written.partition(":")
    there = [word.strip().removeprefix("- ").strip(" '\"") for word in re.split(r"[\[\],\r\n]", value)]
    is_whole = ("[" in value) == value.rstrip().endswith("]")
    if not is_whole or [word for word in there if word] != list(split_words(slot.fact)):
        return None
    return Edit(first, last + 1, f"{key}: {_value(slot.key, new)}")


def _value(name: str, text: str) -> str:
    """Return the words of a fact as YAML."""
    return f"[{', '.join(map(_scalar, split_words(text)))}]" if name in FACT_LISTS else _scalar(text)


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
        lines.append(f"{'  ' if parent else ''}{child}: {_value(name, targets[name])}")
    lines += ["translation:", "  status: unofficial", "---", ""]
    names = name_blocks(publication.source.blocks)
    body = ""
    for name, block in zip(names, publication.source.blocks, strict=True):
        if not has_words(block.text) or block.kind in ("code", "definition"):
            body += block.raw
        elif targets.get(name):
            body += block.prefix.replace("\u3000", "") + targets[name] + block.suffix
    return "\n".join(lines) + "\n" + body.lstrip("\n").rstrip("\n") + "\n"
