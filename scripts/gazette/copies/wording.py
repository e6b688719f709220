"""Wording (用字): every line of text that an official copy prints, with its face's role and its place in the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gazette.convert.editions import ConvertedText
from gazette.source.body import Block
from gazette.source.inline import plain_text

_HEADINGS = {2: "level1", 3: "level2"}


@dataclass(frozen=True)
class Line:
    """A line of text of an official copy, with the file and line where it can be changed.

    `tag` and `role` select its faces.
    """

    text: str
    role: str
    tag: str
    file: str
    line: int


def find_lines(text: ConvertedText) -> Iterator[Line]:
    """Yield the lines of all editions of a publication; a plain page is not printed and yields none."""
    if text.publication.document is None:
        return
    for tag, edition in text.editions.items():
        for name, words in edition.facts.items():
            if name == "description":  # for search engines only, not printed
                continue
            role = "title" if name == "title" else "body"
            yield Line(words, role, tag, edition.file, edition.lines.get(name, 1))
        for block in edition.blocks:
            yield from _block_lines(block, tag, edition.file)


def accepted_characters(text: ConvertedText) -> str:
    """Return the characters that the editor permits to be borrowed from another face."""
    facts = text.publication.document
    return facts.borrowed_characters if facts else ""


def _block_lines(block: Block, tag: str, file: str) -> Iterator[Line]:
    """Yield the lines of a block; Markdown signs may remain, since they are ASCII, which every face has."""
    role = _HEADINGS.get(block.level, "body") if block.kind == "heading" else "mono" if block.kind == "code" else "body"
    shown = plain_text(block.text) if block.kind in ("heading", "paragraph", "item", "quote") else block.text
    for number, line in enumerate(shown.split("\n")):
        yield Line(line, role, tag, file, block.line + number)
        if "**" in block.text or "__" in block.text:
            yield Line(line, "strong", tag, file, block.line + number)
