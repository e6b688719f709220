"""Structure (结构): splits a body into the line ranges of its blocks, at the places where Python-Markdown does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from gazette.source.tags import BLOCK_TAGS, element_end, has_markdown, tag_at

BlockKind = Literal[
    "heading", "paragraph", "item", "quote", "row", "code", "html", "definition", "rule", "indented", "underlined"
]

HEADING = re.compile(
    r"^(?P<prefix>[ \t]*(?P<hashes>#{1,6})[ \t\u3000]*)(?P<text>(?:\\.|[^\\#]|#+(?=[^#]))*?)(?P<tail>(?:(?:(?<![ \t])|(?<=\\[ \t]))[ \t]+)?#*)$"
)
ITEM = re.compile(r"^(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+)")
QUOTE = re.compile(r"^ {0,3}>[ \t]?(?: {0,3}>[ \t]?)*(?:#{1,6}[ \t]+|(?:[-*+]|\d{1,9}\.)[ \t]+)?")
FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\n]*\]:[ \t]*")
DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\[\]]*)\]:[ \t]*(?:\n[ \t]*)?(?P<destination>\S+)[ \t]*(?:\n[ \t]*)?"
    r"(?:(?:\"(?P<double>.*)\"|'(?P<single>.*)'|\((?P<round>.*)\))[ \t]*)?$",
    re.MULTILINE,
)
_FENCED = re.compile(
    r"^(?P<fence>~{3,}|`{3,})[ ]*(?:\{[^\n]*\}|(?:\.?[\w#.+-]*[ ]*)?(?:hl_lines=(?P<quote>[\"']).*?(?P=quote)[ ]*)?)\n"
    r".*?(?<=\n)(?P=fence)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
_RULE = re.compile(r"^ {0,3}(?:(?:-[ ]{0,2}){3,}|(?:_[ ]{0,2}){3,}|(?:\*[ ]{0,2}){3,})[ ]*$")
_UNDERLINE = re.compile(r"^(?:=+|-+)[ ]*$")
_ROW = re.compile(r"^ {0,3}\|")
SEPARATOR = re.compile(r"^[ ]*\|?[ ]*[:-][-: ]*(?:\|[-: ]*)*$")
_LAST_BORDER = re.compile(r"(?<!\\)(?:\\\\)*\|$")
_ROUND = re.compile(r"^[ \t]*\d+\)")  # `1)`: meant as a list item, read as a paragraph
_EMPTY_QUOTE = re.compile(r"^[ \t>]*$")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_OPEN_CODE = re.compile(r"(?<!\\)`")


class Extent(NamedTuple):
    """One block: its kind and its lines [start, end) of the body, counted from 0."""

    kind: BlockKind
    start: int
    end: int


def find_extents(body: str, lines: Sequence[str]) -> list[Extent]:
    """Return the blocks of a body in order; lines between two of them are blank, or empty lines of a quote."""
    extents: list[Extent] = []
    whole = _whole_extents(body, lines)
    at = depth = 0
    while at < len(lines):
        if at in whole:
            extents.append(whole[at])
            at, depth = whole[at].end, 0
        elif is_blank(lines[at]):
            at += 1
        else:
            end = next((n for n in range(at, len(lines)) if n in whole or is_blank(lines[n])), len(lines))
            depth = _part_chunk(lines, at, end, depth, extents)
            at = end
    return extents


def is_blank(line: str) -> bool:
    return not line.strip(" \t")


def _whole_extents(body: str, lines: Sequence[str]) -> dict[int, Extent]:
    """Return fenced code and raw HTML by their first line; they are taken out before anything else is parsed."""
    found = {}
    for match in _FENCED.finditer(body):
        start = body.count("\n", 0, match.start())
        found[start] = Extent("code", start, start + match[0].count("\n") + 1)
    fences = sorted(found)
    at = offset = opened = 0
    while at < len(lines):
        end = at
        if at not in found:
            end, opens = _html_end(body, offset, lines[at], at, opened)
            opened += opens
            end = next((fence for fence in fences if at < fence < end), end)
            if end > at:
                found[at] = Extent("html", at, end)
        step = max(found[at].end if at in found else at, at + 1)
        offset += sum(len(line) + 1 for line in lines[at:step])
        at = step
    return found


def _html_end(body: str, offset: int, line: str, at: int, opened: int) -> tuple[int, int]:
    """Return the line after the raw HTML that begins on line `at`, or `at` if none begins, and the change in `opened`.

    `opened` is the number of open elements that hold Markdown: only their tags are taken out.
    """
    begin = offset + len(line) - len(line.lstrip(" "))
    if begin - offset > 3 or not body.startswith("<", begin):
        return at, 0
    tag = tag_at(body, begin)
    if tag and tag.closes:
        return (at + 1, -1) if opened and tag.name in BLOCK_TAGS else (at, 0)
    if tag and tag.name in BLOCK_TAGS and has_markdown(tag):
        return at + 1, 0 if f"</{tag.name}" in line else 1
    if (tag is None or tag.name not in BLOCK_TAGS) and not body.startswith(("<!--", "<?"), begin):
        return at, 0
    end = element_end(body, begin)
    if end == begin:
        return at, 0
    last = at + body.count("\n", offset, end) + 1
    if body[end:].split("\n", 1)[0].strip():  # text after the element is a paragraph
        lines = body[end:].split("\n")[1:]
        last += next((n for n, each in enumerate(lines) if is_blank(each) or _begins(each)), len(lines))
    return last, 0


def _begins(line: str) -> bool:
    return _interrupts(line) or _looks_new(line) or line.lstrip(" ").startswith("<")


def _part_chunk(lines: Sequence[str], at: int, end: int, depth: int, extents: list[Extent]) -> int:
    """Append the blocks of lines with no blank one among them; return how deep in lists the next chunk may go on."""
    is_fresh, is_list = True, depth > 0  # no paragraph that the line could continue; a list that an item could
    while at < end:
        line = _dedented(lines[at], depth)
        kind: BlockKind
        if is_fresh and _width(line) >= 4:
            kind, stop = "indented", next((n for n in range(at, end) if _width(lines[n]) < 4), end)
        elif is_fresh and _is_table(lines, at, end):
            extents += [Extent("row", number, number + 1) for number in range(at, end)]
            return 0
        else:
            kind, stop = _single(lines, at, end, line, is_fresh=is_fresh)
        is_list = kind == "item" and (is_fresh or is_list) and not _ROUND.match(line)
        if kind != "definition" or not _goes_on(lines, extents):
            depth = _depth_after(lines[at], line, depth, is_list=is_list)
        if not (kind == "quote" and _EMPTY_QUOTE.match(line) and extents):
            extents.append(Extent(kind, at, stop))
        at = stop
        is_fresh = kind in ("heading", "rule", "underlined", "definition", "indented")
    return depth


def _single(lines: Sequence[str], at: int, end: int, line: str, *, is_fresh: bool) -> tuple[BlockKind, int]:
    if line.startswith("#") and HEADING.match(line):
        return "heading", at + 1
    if is_fresh and at + 1 < end and _UNDERLINE.match(lines[at + 1]):
        return "underlined", at + 2
    if _RULE.match(line.expandtabs(4)):
        return "rule", at + 1
    if definition := _definition_end(lines, at, end):
        return "definition", definition
    if _ROW.match(line) and not _leaves_code_open(line):
        return "row", at + 1
    if ITEM.match(line):
        return "item", _run_end(lines, at, end)
    if QUOTE.match(line):
        return "quote", at + 1 if _EMPTY_QUOTE.match(line) else _run_end(lines, at, end, _interrupts_quote)
    return "paragraph", _run_end(lines, at, end)


def _definition_end(lines: Sequence[str], at: int, end: int) -> int | None:
    if FOOTNOTE.match(lines[at]) or "]:" not in lines[at]:
        return None
    # A definition may continue on two more lines, unless a block begins there.
    stop = next((number for number in range(at + 1, min(at + 3, end)) if _interrupts(lines[number])), min(at + 3, end))
    match = DEFINITION.match("\n".join(lines[at:stop]))
    return at + match[0].rstrip("\n").count("\n") + 1 if match else None


def _run_end(lines: Sequence[str], at: int, end: int, stops: Callable[[str], bool] | None = None) -> int:
    for number in range(at + 1, end):
        if (stops or _interrupts)(lines[number]) or _definition_end(lines, number, end):
            return number
        if _looks_new(lines[number]) and not _leaves_code_open("\n".join(lines[at:number])):
            return number
    return end


def _leaves_code_open(text: str) -> bool:
    return _OPEN_CODE.search(CODE_SPAN.sub("", text)) is not None


def _interrupts(line: str) -> bool:
    """True if `line` ends the paragraph before it."""
    if line.startswith("#") and HEADING.match(line):
        return True
    return bool(_RULE.match(line) or QUOTE.match(line) or FOOTNOTE.match(line))


def _looks_new(line: str) -> bool:
    """True if `line` is meant as a list item or a table row.

    Python-Markdown would continue the paragraph before it; as blocks of their own they at least keep their lines.
    """
    return bool(ITEM.match(line) or _ROW.match(line))


def _interrupts_quote(line: str) -> bool:
    match = QUOTE.match(line)
    if match is None:
        return _interrupts(line)
    return bool(re.search(r"[^ \t>]", match[0]) or _EMPTY_QUOTE.match(line) or _ROW.match(line[match.end() :]))


def _is_table(lines: Sequence[str], at: int, end: int) -> bool:
    if at + 1 >= end or not SEPARATOR.match(lines[at + 1]):
        return False
    head = lines[at].strip(" ")
    is_bordered = head.startswith("|") or bool(_LAST_BORDER.search(head))
    columns = _columns(head, is_bordered=is_bordered)
    if columns != _columns(lines[at + 1].strip(" "), is_bordered=is_bordered):
        return False
    rest = (line.strip(" ") for line in lines[at + 1 : end])
    return columns > 1 or (is_bordered and all(row.startswith("|") or _LAST_BORDER.search(row) for row in rest))


def count_cells(row: str, head: str) -> int:
    """Return the number of cells of `row` in a table whose first line is `head`."""
    head = head.strip(" ")
    return _columns(row.strip(" "), is_bordered=head.startswith("|") or bool(_LAST_BORDER.search(head)))


def _columns(row: str, *, is_bordered: bool) -> int:
    if is_bordered:
        row = _LAST_BORDER.sub("", row.removeprefix("|"))
    return len(_borders(row)) + 1


def _borders(row: str) -> list[int]:
    """Return the offsets of the bars that separate the cells of a table row: those not escaped and not in code."""
    code = [match.span() for match in CODE_SPAN.finditer(row)]
    bars = [match.start(1) for match in re.finditer(r"\\.|(\|)", row) if match[1]]
    return [bar for bar in bars if not any(start <= bar < end for start, end in code)]


def _depth_after(written: str, line: str, depth: int, *, is_list: bool) -> int:
    levels = min(_width(written) // 4, depth)
    return levels + 1 if is_list else 1 if FOOTNOTE.match(line) else levels


def _goes_on(lines: Sequence[str], extents: Sequence[Extent]) -> bool:
    """True if a list continues after a definition: definitions are taken out of the text."""
    outer = (each for each in reversed(extents) if each.kind != "definition" and _width(lines[each.start]) < 4)
    return next((each.kind == "item" for each in outer), False)


def _dedented(line: str, depth: int) -> str:
    """Return the line without the indentation that makes it part of a list item or a footnote."""
    expanded = line.expandtabs(4)
    levels = min(_width(line) // 4, depth)
    return expanded[4 * levels :] if levels else line


def _width(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))
