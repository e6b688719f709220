"""Body (正文): Markdown → blocks, nothing lost: the raw pieces of all blocks put together are the body again.

The dialect is what an official text needs and Python-Markdown renders: `##` headings, paragraphs, lists, quotes, pipe tables,
fenced code, raw HTML, footnotes, link definitions, and attribute lists (`{ #id .class }`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "quote", "row", "code", "html", "definition", "rule", "indented", "underlined"]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_ITEM = re.compile(r"^(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+)")
_QUOTE = re.compile(r"^ {0,3}(>[ \t]?)+")
_ROW = re.compile(r"^ {0,3}\|")
_RULE = re.compile(r"^ {0,3}([-*_])([ \t]*\1){2,}[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_HTML = re.compile(r"^ {0,3}</?[A-Za-z][A-Za-z0-9-]*(?:[\s/>]|$)|^ {0,3}<!--")
_INLINE_HTML = re.compile(
    r"^ {0,3}</?(a|abbr|b|bdi|bdo|br|cite|code|del|dfn|em|i|img|ins|kbd|mark|q|rp|rt|ruby|s|small|span|strong|sub|sup|time|u|var|wbr)\b", re.IGNORECASE
)
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S")
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:[ \t]*")
_ATTRIBUTES = re.compile(r"(?:[ \t]+|\n[ \t]*|^)\{:?[ \t]*(?P<list>[^{}\n]*?)[ \t]*\}[ \t]*$")
_ATTRIBUTE = re.compile(r"""\#(?P<id>[^\s{}"']+)|\.(?P<class>[^\s{}"']+)|(?P<key>[\w:-]+)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s{}"']+))""")


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list item, table row … of a body.

    `prefix` is the markup before the text (`## `, `- `), `text` its inline Markdown with line breaks as written, `suffix` all
    that follows up to the next block (line feeds). `id`, `classes` and `pairs` come from the attribute list at its end.
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
    attributes: str = ""  # the attribute list as written, with the white space before it

    @property
    def raw(self) -> str:
        return self.prefix + self.text + self.attributes + self.suffix

    @property
    def language(self) -> str:
        """`lang` of the whole block, "" when it is in the page's language."""
        return dict(self.pairs).get("lang", "")

    @property
    def is_prose(self) -> bool:
        """Whether the block holds words to read and to convert."""
        return self.kind in ("heading", "paragraph", "item", "quote", "row", "html", "underlined")


def split_blocks(body: str, first_line: int = 1) -> tuple[Block, ...]:
    """Body → blocks. `first_line` is the line of the file on which the body begins."""
    lines = body.split("\n")
    blocks: list[Block] = []
    lead = _blank_lines(lines, 0)
    at = lead
    in_list = False
    while at < len(lines):
        kind, end = _extent(lines, at, in_list)
        blank = _blank_lines(lines, end)
        text, suffix = "\n".join(lines[at:end]), "\n" * (blank + (1 if end + blank < len(lines) else 0))
        blocks.append(_parse_block(kind, first_line + at, text, suffix))
        in_list = kind == "item" or (in_list and bool(re.match(r"[ \t]", lines[at])))
        at = end + blank
    if blocks:
        blocks[0] = replace(blocks[0], prefix="\n" * lead + blocks[0].prefix)
    return tuple(blocks)


def _blank_lines(lines: list[str], at: int) -> int:
    count = 0
    while at + count < len(lines) and not lines[at + count].strip(" \t"):
        count += 1
    return count


def _extent(lines: list[str], at: int, in_list: bool) -> tuple[BlockKind, int]:
    """The kind of the block that begins at line `at`, and the line after its last."""
    line = lines[at]
    if fence := _FENCE.match(line.lstrip() if in_list else line):
        return "code", _after_fence(lines, at, fence[1])
    for kind, pattern in _SINGLE_LINES:
        if pattern.match(line):
            return kind, at + 1
    if _HTML.match(line) and not _INLINE_HTML.match(line):
        return "html", _paragraph_end(lines, at, _is_blank)
    if re.match(r" {4}|\t", line) and not in_list and not _ITEM.match(line):
        return "indented", _paragraph_end(lines, at, _is_blank)
    kind = "item" if _ITEM.match(line) else "quote" if _QUOTE.match(line) else "paragraph"
    end = _paragraph_end(lines, at, _interrupts)
    if kind == "paragraph" and end < len(lines) and _UNDERLINE.match(lines[end]):
        return "underlined", end + 1
    return kind, end


_SINGLE_LINES: tuple[tuple[BlockKind, re.Pattern[str]], ...] = (("heading", _HEADING), ("rule", _RULE), ("row", _ROW), ("definition", _DEFINITION))


def _after_fence(lines: list[str], at: int, fence: str) -> int:
    for number in range(at + 1, len(lines)):
        if re.match(rf"^[ \t]*{re.escape(fence)}[{fence[0]}]*[ \t]*$", lines[number]):
            return number + 1
    return len(lines)


def _is_blank(line: str) -> bool:
    return not line.strip(" \t")


def _interrupts(line: str) -> bool:
    """Whether `line` ends the paragraph before it."""
    starts = (_FENCE, _HEADING, _RULE, _UNDERLINE, _ITEM, _QUOTE, _ROW, _DEFINITION, _FOOTNOTE)
    return _is_blank(line) or any(pattern.match(line) for pattern in starts)


def _paragraph_end(lines: list[str], at: int, stops: object) -> int:
    assert callable(stops)
    end = at + 1
    while end < len(lines) and not stops(lines[end]):
        end += 1
    return end


def _parse_block(kind: BlockKind, line: int, text: str, suffix: str) -> Block:
    prefix, level = "", 0
    if kind == "heading":
        match = _HEADING.match(text)
        assert match
        prefix, level = text[: match.start(2)], len(match[1])
        text, tail = match[2], text[match.end(2) :]
        return _with_attributes(Block(kind, line, prefix, text, tail + suffix, level))
    if kind in ("item", "quote", "paragraph"):
        match = (_ITEM if kind == "item" else _QUOTE if kind == "quote" else _FOOTNOTE).match(text) or re.match(r"[ \t\u3000]*", text)
        assert match
        prefix, text = match[0], text[match.end() :]
        level = len(prefix.expandtabs(4)) - len(prefix.expandtabs(4).lstrip()) if kind == "item" else 0
    block = Block(kind, line, prefix, text, suffix, level)
    return _with_attributes(block) if kind == "paragraph" else block


def _with_attributes(block: Block) -> Block:
    match = _ATTRIBUTES.search(block.text)
    if not match or (block.kind == "paragraph" and "\n" not in match[0]):
        return block
    found = list(_ATTRIBUTE.finditer(match["list"]))
    return replace(
        block,
        text=block.text[: match.start()],
        attributes=match[0],
        id=next((each["id"] for each in found if each["id"]), ""),
        classes=tuple(each["class"] for each in found if each["class"]),
        pairs=tuple((each["key"], each["double"] or each["single"] or each["bare"] or "") for each in found if each["key"]),
    )
