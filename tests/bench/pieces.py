"""Pieces (段落): any Markdown text → its words part by part → Markdown that says them and nothing else."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Literal

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from gazette.convert.simplified import find_strays
from gazette.source.inline import line_joint

NUMERALS = "一二三四五六七八九十百千零〇0-9"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(
    r"</?(?P<name>[bipua]|br|hr|div|span|em|strong|su[bp]|center|font|img|t(?:able|body|head|[rdh]))\b[^<>]*>"
)
_INLINE_TAGS = frozenset(("b", "i", "u", "a", "span", "em", "strong", "sub", "sup", "font"))
_FENCE = re.compile(r"[ \t]*(?:`{3,}|~{3,})[ ]*[\w.+-]*")
_LINE_OF_SIGNS = re.compile(r"\s*([-*_=])(?:\s*\1)+\s*")
_HEADING = re.compile(r" {0,3}(?P<signs>#{1,6})(?:\s+|(?=[^\s#\w]|[\u3400-\u9fff])|$)(?P<text>.*?)(?:\s+#+)?\s*")
_QUOTE = re.compile(r" {0,3}>[> ]*(?P<text>.*)")
_ITEM = re.compile(r"\s*[-*+][ \t]+(?P<text>.*)")
_SEPARATOR = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_BEGINS = re.compile(
    rf"[\u3000\t]| {{4}}|第[{NUMERALS}]+[编章节条]|[（(][{NUMERALS}]+[)）]|[{NUMERALS}]+[、.．)）]|\||[-*+]\s"
)
_ENDS = re.compile(r"(?:[。；：！？….;:!?”’）)】》>]|\s\s)$")
_BOLD = re.compile(r"(?<!\\)\*\*(?=\S)([^*]*[^*\s\\])\*\*")
_SIGN = re.compile(r"\\(?:[{}]|[\\`*_\[\]()>#+\-.!|])|[`*_\[\]{}<|]|&(?:#?\w+;)?")
_ENTITIES = {"{": "&#123;", "}": "&#125;", "<": "&lt;", "&": "&amp;", "~": "&#126;"}  # those that no backslash escapes
_FIRST = re.compile(r"(?P<sign>[-+>#~])|(?P<number>\d+)(?P<mark>[.)](?=\s|$))")


@dataclass(frozen=True)
class Piece:
    """One heading, paragraph … on one line; a table has `rows` instead of `text`."""

    kind: Literal["heading", "paragraph", "quote", "item", "table"]
    text: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def size(self) -> int:
        return len(self.text) + sum(len(cell) for row in self.rows for cell in row)


def parse_pieces(body: str, title: str) -> Iterator[Piece]:
    """The words of a body, part by part. Lines of a paragraph are joined where the second goes on with the first."""
    body = _TAG.sub(lambda tag: "" if tag["name"] in _INLINE_TAGS else " ", _COMMENT.sub("", body))
    lines = [*body.split("\n"), ""]
    open_piece: Piece | None = None
    at = 0
    while at < len(lines):
        line, rows = lines[at], _table_at(lines, at)
        if rows or _is_no_text(line):
            if open_piece:
                is_underlined = open_piece.kind == "paragraph" and bool(re.fullmatch(r"(-+|=+) *", line))
                yield Piece("heading", open_piece.text.strip(), 2) if is_underlined else open_piece
            open_piece = None
            if rows:
                yield Piece("table", "", rows=rows)
            at += len(rows) + 1
            continue
        piece = _parse_line(line)
        if open_piece and _goes_on(open_piece, piece, line):
            joint = line_joint(open_piece.text, piece.text)
            open_piece = Piece(open_piece.kind, open_piece.text + joint + piece.text)
        else:
            yield from [open_piece] if open_piece else []
            open_piece = piece if piece.text.strip(" `") and not _is_title(piece, title) else None
        at += 1


def _is_no_text(line: str) -> bool:
    return not line.strip("> \t\u3000") or bool(_FENCE.fullmatch(line) or _LINE_OF_SIGNS.fullmatch(line))


def _table_at(lines: Sequence[str], at: int) -> tuple[tuple[str, ...], ...]:
    """The rows of a table without its line of hyphens, all as wide as the widest: Markdown drops cells beyond the first row's."""
    if "|" not in lines[at] or at + 1 >= len(lines):
        return ()
    if "|" not in lines[at + 1] or not _SEPARATOR.fullmatch(lines[at + 1]):
        return ()
    stop = next(number for number in range(at, len(lines)) if not _BAR.search(lines[number]))
    written = [line.strip() for number, line in enumerate(lines[at:stop], at) if number != at + 1]
    rows = [[cell.strip() for cell in _BAR.split(re.sub(r"^\||(?<!\\)\|$", "", line))] for line in written]
    width = max(map(len, rows))
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def _parse_line(line: str) -> Piece:
    if match := _HEADING.fullmatch(line):
        return Piece("heading", match["text"].strip(), len(match["signs"]))
    if match := _QUOTE.fullmatch(line):
        return Piece("quote", match["text"].strip(" \t\u3000"))
    if match := _ITEM.fullmatch(line):
        return Piece("item", match["text"].strip())
    hard_break = "  " if line.endswith("  ") else ""
    return Piece("paragraph", line.strip() + hard_break)


def _goes_on(before: Piece, piece: Piece, line: str) -> bool:
    if _ENDS.search(before.text) or _BEGINS.match(piece.text if piece.kind == "quote" else line):
        return False
    return (before.kind, piece.kind) in {
        ("paragraph",) * 2,
        ("quote",) * 2,
        ("quote", "paragraph"),
        ("item", "paragraph"),
    }


def _is_title(piece: Piece, title: str) -> bool:
    return piece.kind == "heading" and piece.level == 1 and "".join(piece.text.split()) == "".join(title.split())


def find_stray_characters(title: str, pieces: Sequence[Piece]) -> list[str]:
    """Traditional characters in Simplified words: the archive keeps what its texts say, and declares them as terms."""
    texts = [title, *(text for piece in pieces for text in (piece.text, *sum(piece.rows, ())))]
    return sorted({each.before for text in texts for each in find_strays(text, {})})


def markdown(pieces: Sequence[Piece], *, escaping: bool = True) -> str:
    """Markdown in which every character is read as it stands; without escaping, as the evaluation reads it."""
    blocks: list[str] = []
    for number, piece in enumerate(pieces):
        follows = number > 0 and pieces[number - 1].kind == piece.kind
        text = piece.text.strip()
        text = _escaped_first(escaped(text).strip()) if escaping else text
        if piece.kind == "table":
            rows = [" | ".join(escaped(cell) if escaping else cell for cell in row) for row in piece.rows]
            rows[1:1] = [" | ".join(["---"] * len(piece.rows[0]))]
            blocks += ["\n", *(f"| {row} |\n" for row in rows)]
        elif piece.kind == "heading":
            text = re.sub(r"\\?([#\\])$", lambda last: f"&#{ord(last[1])};", text) if escaping else text
            blocks.append(f"\n{'#' * max(piece.level, 2)} {text}\n")
        elif piece.kind == "quote":
            blocks.append(f"{'>' if follows else ''}\n> {text}\n")
        else:
            blocks.append(
                f"{'' if follows and piece.kind == 'item' else chr(10)}{'- ' if piece.kind == 'item' else ''}{text}\n"
            )
    return "".join(blocks).lstrip("\n")


def escaped(text: str) -> str:
    """Bold text stays bold, and the signs of code that is closed go: what they stand around is read as it is either way."""
    text = text.replace("`", "") if text.count("`") % 2 == 0 else text
    text = re.sub(r"(?<=[^\s*\\])\*{4}(?=[^\s*])", "", text)  # the seam of two bold words
    pieces, at = [], 0
    for match in _BOLD.finditer(text):
        pieces += [_SIGN.sub(_sign, text[at : match.start()]), "**", _SIGN.sub(_sign, match[1]), "**"]
        at = match.end()
    return "".join(pieces) + _SIGN.sub(_sign, text[at:])


def _sign(match: re.Match[str]) -> str:
    sign = match[0]
    if sign[0] == "&" and len(sign) > 1:  # an entity that no browser knows is shown as it stands
        return sign if unescape(sign) not in (sign, "\N{REPLACEMENT CHARACTER}") else f"&amp;{sign[1:]}"
    return _ENTITIES.get(sign[-1]) or (sign if len(sign) == 2 else f"\\{sign}")


def _escaped_first(text: str) -> str:
    match = _FIRST.match(text)
    if not match:
        return text
    if match["number"]:
        return f"{match['number']}\\{text[match.start('mark') :]}"
    return _ENTITIES.get(text[0], f"\\{text[0]}") + text[1:]
