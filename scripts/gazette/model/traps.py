"""Traps (陷阱): finds Markdown that is silently read otherwise than meant, so that words or lines would be lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gazette.model.leftovers import find_leftovers, seen_text
from gazette.model.lists import check_lists
from gazette.model.tables import check_tables
from gazette.problems import Problem, problem
from gazette.source.body import Block, defined_labels
from gazette.source.brackets import normal_label
from gazette.source.inline import scan_inline

_ROUND_MARK = re.compile(r"[ \t]*\d+\)")
# The beginning of a line that is meant to stand alone: an indentation, a number, an ordinal, a dot or a dash.
_OWN_LINE = re.compile(
    r"\u3000|[ ]{4}|\t|\d{1,3}\s?(?:[、．)）]|\.(?!\d))|[（(]\d{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]"
    r"|第[一二三四五六七八九十百]{1,5}[条章节]|[①-⑳⑴-⒇⒈-⒛]|[•·●■▪–—-]\s?\w|附件?[:：]"
)
_ENDS = re.compile(r"[。！？；：…][”’』」）)]*[ ]*\Z")
_BRACES = re.compile(r"\{:?(?P<list>[^{}\n]*)\}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_DESTINATION = re.compile(r"[^\n]*?\]:\s*(\S+)")
_NOTE = re.compile(r"\s*\[(\^[^\]\n]*)\]:")
_COMMENT = re.compile(r"<!--(?P<words>.*?)-->", re.DOTALL)


def check_traps(file: str, blocks: tuple[Block, ...]) -> list[Problem]:
    """Report each trap on its line."""
    labels = defined_labels(blocks)
    problems = [found for block in blocks for found in _check_block(file, block, labels)]
    problems += check_tables(file, blocks) + check_lists(file, blocks) + _check_notes(file, blocks, labels)
    for before, block in pairwise(blocks):
        if block.kind in ("item", "row") and before.kind == "paragraph" and before.suffix == "\n":
            problems.append(problem("body.blank-line", file, block.line, found=block.opening))
    return problems


def _check_block(file: str, block: Block, labels: frozenset[str]) -> Iterator[Problem]:
    if block.kind == "item" and _ROUND_MARK.match(block.prefix.lstrip("\n")):
        yield problem("body.list-mark", file, block.line, found=block.opening)
    elif block.kind == "code" and re.search(r"[^\x00-\x7f]", block.text.split("\n", 1)[0]):
        yield problem("body.code", file, block.line, found=block.opening)
    elif block.kind == "heading":
        yield from _check_heading(file, block)
    elif block.kind == "quote" and re.match(r"\s*>[=\d]", block.raw.lstrip("\n")):
        yield problem("body.quote-number", file, block.line, found=block.opening)
    yield from _check_lines(file, block, labels)
    for words in _lost_braces(block):
        yield problem("body.braces", file, block.line, found=words)
    for left in find_leftovers(block, labels):
        line = block.line + block.text.count("\n", 0, left.start)
        yield problem(left.code, file, line, found=block.text[left.start : left.end][:40])
    if block.is_prose:
        for match in _COMMENT.finditer(block.text):
            if re.search(r"\w", match["words"]) and _is_markup(block, match.start(), labels):
                line = block.line + block.text.count("\n", 0, match.start())
                yield problem("body.comment", file, line, found=match[0].split("\n", 1)[0][:40])


def _is_markup(block: Block, at: int, labels: frozenset[str]) -> bool:
    spans = scan_inline(block.text, labels, block.kind)
    return any(span.start <= at < span.end and span.kind == "markup" for span in spans)


def _check_heading(file: str, block: Block) -> Iterator[Problem]:
    """Report signs that are lost or shown: the last one of `## 使用C#`, or the seventh of `####### 七`."""
    tail = block.suffix.split("\n", 1)[0]
    closes = tail.strip() and not tail.startswith((" ", "\t")) and len(tail.strip()) != block.level
    if closes or block.text.startswith("#") or not block.text.strip():
        yield problem("body.heading-marks", file, block.line, found=block.opening)


def _check_lines(file: str, block: Block, labels: frozenset[str]) -> Iterator[Problem]:
    """Report the first line of a block that would be joined to the one before, although it was meant to stand alone."""
    if block.kind in ("paragraph", "heading") and re.match(r"[#＃]*＃", block.text):
        yield problem("body.heading-marks", file, block.line, found=block.opening)
    if block.kind not in ("paragraph", "item", "quote") or "\n" not in block.text:
        return
    lines = seen_text(block, labels).split("\n")
    written = block.text.split("\n")
    for number, before in enumerate(lines[:-1], 1):
        found = written[number].strip(" \t\u3000>")[:40]
        if re.fullmatch(r"[\0 ]*(?:  )?", before[-2:]) and written[number - 1].endswith(
            ("  ", "<br>", "<br/>", "<br />")
        ):
            continue
        if _OWN_LINE.match(written[number].lstrip(">") if block.kind == "quote" else _unhung(written[number], block)):
            yield problem("body.joined-paragraphs", file, block.line + number, found=found)
            return
        if all(map(_ENDS.search, lines)):
            yield problem("body.joined-lines", file, block.line + number, found=found)
            return


def _unhung(line: str, block: Block) -> str:
    """Return a line without the indentation that aligns it with the first line of its list item."""
    return line.lstrip(" \t") if block.kind == "item" else line


def _check_notes(file: str, blocks: Sequence[Block], labels: frozenset[str]) -> list[Problem]:
    """Report definitions that hide words, and footnotes that are defined twice or never referenced."""
    problems = []
    used = {normal_label(each) for block in blocks for each in re.findall(r"\[([^\[\]]*)\](?!:)", block.text)}
    seen = set()
    for block in blocks:
        found = block.opening
        if block.kind == "definition" and (match := _DESTINATION.match(block.text)):
            label = normal_label(block.text.split("]:", 1)[0].strip().lstrip("["))
            is_address = match[1].isascii() and re.search(r"[/.#:]", match[1])
            # An address that is invalid is reported by pages/links.py.
            if not is_address or (label not in used and "[" not in match[1]):
                problems.append(problem("body.definition", file, block.line, found=found))
        elif block.kind == "paragraph" and (match := _NOTE.match(block.prefix)):
            label = normal_label(match[1])
            if label in seen:
                problems.append(problem("body.footnote-twice", file, block.line, found=found))
            elif label not in used:
                problems.append(problem("body.footnote-unused", file, block.line, found=found))
            seen.add(label)
    return problems


def _lost_braces(block: Block) -> list[str]:
    """Return braces that are read as attributes and hold words: `## 标题 {附件}`."""
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
        if any(
            not re.search(r"^[#.]|=", word) or not word.split("=")[0].isascii()
            for word in _QUOTED.sub("", match["list"]).split()
        )
    ]
