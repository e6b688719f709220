"""Body (正文): splits a Markdown body into blocks; the raw pieces of all blocks put together are the body again.

The dialect is what an official text needs and Python-Markdown renders: `##` headings, paragraphs, lists, quotes, pipe
tables, fenced code, raw HTML, footnotes, link definitions, and attribute lists (`{ #id .class }`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate

from gazette.source.brackets import normal_label
from gazette.source.extents import (
    DEFINITION,
    FOOTNOTE,
    HEADING,
    ITEM,
    QUOTE,
    SEPARATOR,
    BlockKind,
    Extent,
    find_extents,
)

__all__ = ["Block", "BlockKind", "defined_labels", "split_blocks", "without_separators"]

_ATTRIBUTES = re.compile(r"(?:(?<![ \t])[ \t]+(?:#+[ \t]*)?|\n[ \t]*)\{:?[ \t]*(?P<list>[^{}\n]*?)[ \t]*\}[ \t]*$")
_ATTRIBUTE = re.compile(
    r"""\#(?P<id>[^\s{}"']+)|\.(?P<class>[^\s{}"']+)"""
    r"""|(?P<key>[\w:-]+)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s{}"']+))"""
)


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list item, table row … of a body.

    `line` counts from 1 in the file. `prefix` is the markup before the text (`## `, `- `), `text` its inline Markdown
    with line breaks as written, `suffix` all that follows up to the next block (line feeds). `level` is that of a
    heading, or the indentation of a list item in spaces. `id`, `classes` and `pairs` come from the attribute list at
    the block's end.
    """

    kind: BlockKind
    line: int
    prefix: str
    text: str
    suffix: str
    level: int = 0
    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    attributes: str = ""  # the attribute list as written, including the white space before it

    @property
    def raw(self) -> str:
        return self.prefix + self.text + self.attributes + self.suffix

    @property
    def opening(self) -> str:
        """Return the first 40 characters of the first line as written, by which a problem names the block."""
        return self.raw.strip().split("\n", 1)[0][:40]

    @property
    def language(self) -> str:
        """Return the `lang` attribute of the block, or an empty string if it is in the page's language."""
        return dict(self.pairs).get("lang", "")

    @property
    def is_prose(self) -> bool:
        """True if the block holds words to read and to convert."""
        return self.kind in ("heading", "paragraph", "item", "quote", "row", "html", "underlined")


def split_blocks(body: str, first_line: int = 1) -> tuple[Block, ...]:
    """Split a body into blocks, none if it is blank. `first_line` is the line of the file on which the body begins."""
    lines = body.split("\n")
    offsets = [0, *accumulate(len(line) + 1 for line in lines)]
    offsets[-1] = len(body)
    extents = find_extents(body, lines)
    nexts = [offsets[extent.start] for extent in extents[1:]]
    blocks = [
        _parse_block(extent, first_line + extent.start, body[offsets[extent.start] : following], lines)
        for extent, following in zip(extents, [*nexts, len(body)], strict=False)
    ]
    if blocks:
        blocks[0] = replace(blocks[0], prefix=body[: offsets[extents[0].start]] + blocks[0].prefix)
    return tuple(blocks)


def defined_labels(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the normalized labels of a document's link definitions, and of its footnotes with their `^`."""
    labels = set()
    for block in blocks:
        if block.kind == "definition" and (match := DEFINITION.match(block.text)):
            labels.add(normal_label(match["label"]))
        elif match := re.match(r"\s*\[(\^[^\]]*)\]:", block.prefix):
            labels.add(normal_label(match[1]))
    return frozenset(labels)


def without_separators(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks without the delimiter rows of tables (`|---|`), which are no text."""
    kept: list[Block] = []
    row = 0  # number of rows of the table so far
    for block in blocks:
        row = row + 1 if block.kind == "row" else 0
        if row != 2 or not SEPARATOR.match(block.text):
            kept.append(block)
        row = row if block.suffix == "\n" else 0
    return kept


def _parse_block(extent: Extent, line: int, written: str, lines: list[str]) -> Block:
    length = len("\n".join(lines[extent.start : extent.end]))
    text, suffix = written[:length], written[length:]
    if extent.kind == "heading":
        match = HEADING.match(text)
        assert match
        level, tail = len(match["hashes"]), match["tail"] + suffix
        return _with_attributes(Block("heading", line, match["prefix"], match["text"], tail, level))
    patterns = {"item": ITEM, "quote": QUOTE, "paragraph": FOOTNOTE}
    if extent.kind not in patterns:
        return Block(extent.kind, line, "", text, suffix)
    match = patterns[extent.kind].match(text) or re.match(r"[ \t\u3000]*", text)
    assert match
    prefix, text = match[0], text[match.end() :]
    indent = prefix.expandtabs(4)
    level = len(indent) - len(indent.lstrip()) if extent.kind == "item" else 0
    block = Block(extent.kind, line, prefix, text, suffix, level)
    return _with_attributes(block) if extent.kind == "paragraph" else block


def _with_attributes(block: Block) -> Block:
    match = _ATTRIBUTES.search(block.text)
    if not match or (block.kind == "heading") == match[0].startswith("\n"):
        return block
    found = list(_ATTRIBUTE.finditer(match["list"]))
    return replace(
        block,
        text=block.text[: match.start()],
        attributes=match[0],
        id=next((each["id"] for each in found if each["id"]), ""),
        classes=tuple(each["class"] for each in found if each["class"]),
        pairs=tuple(
            (each["key"], each["double"] or each["single"] or each["bare"] or "") for each in found if each["key"]
        ),
    )
