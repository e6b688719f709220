"""Traps (陷阱): what a writer meant and Markdown silently reads as something else, so that words or lines would be lost."""

from __future__ import annotations

import re
from itertools import pairwise

from gazette.problems import Problem, problem
from gazette.source.body import Block
from gazette.source.inline import scan_inline

_ROUND_MARK = re.compile(r"[ \t]*\d+\)")
_SEPARATOR = re.compile(r"[ ]*\|?[ ]*[:-][-: ]*(?:\|[-: ]*)*")
_INDENTED_LINE = re.compile(r"\n[ \t]*\u3000")
_BRACES = re.compile(r"\{:?(?P<list>[^{}\n]*)\}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_DESTINATION = re.compile(r"[^\n]*?\]:\s*(\S+)")


def check_traps(file: str, blocks: tuple[Block, ...]) -> list[Problem]:
    """One problem for each trap, on its line."""
    problems = [found for block in blocks for found in _check_block(file, block)]
    for before, block in pairwise(blocks):
        if block.kind in ("item", "row") and before.kind == "paragraph" and before.suffix == "\n":
            problems.append(problem("body.blank-line", file, block.line, found=_first_line(block)))
        elif block.kind == "row" and before.kind != "row" and not _is_table(block, blocks):
            problems.append(problem("body.table", file, block.line, found=_first_line(block)))
    return problems


def _check_block(file: str, block: Block) -> list[Problem]:
    if block.kind == "item" and _ROUND_MARK.match(block.prefix):
        return [problem("body.list-mark", file, block.line, found=_first_line(block))]
    if block.kind == "definition" and (match := _DESTINATION.match(block.text)) and not re.search(r"[/.#:]", match[1]):
        return [problem("body.definition", file, block.line, found=_first_line(block))]
    if block.kind == "paragraph" and (joined := _INDENTED_LINE.search(block.text)):
        line = block.line + block.text.count("\n", 0, joined.end())
        rest = block.text[joined.end() :].split("\n", 1)[0]
        return [problem("body.joined-paragraphs", file, line, found=rest.strip("\u3000")[:40])]
    return [problem("body.braces", file, block.line, found=words) for words in _lost_braces(block)]


def _lost_braces(block: Block) -> list[str]:
    """Braces that are read as attributes and hold words: `## 标题 {附件}`."""
    if not block.is_prose:
        return []
    spans = (
        block.text[span.start : span.end] for span in scan_inline(block.text, None, block.kind) if span.kind == "markup"
    )
    written = [*spans, block.attributes]
    lists = [match for piece in written for match in _BRACES.finditer(piece) if piece.lstrip().startswith("{")]
    return [
        match[0]
        for match in lists
        if any(not re.search(r"^[#.]|=", word) for word in _QUOTED.sub("", match["list"]).split())
    ]


def _is_table(first: Block, blocks: tuple[Block, ...]) -> bool:
    following = next((block for block in blocks if block.line == first.line + 1), None)
    return following is not None and bool(_SEPARATOR.fullmatch(following.text))


def _first_line(block: Block) -> str:
    return block.raw.strip().split("\n", 1)[0][:40]
