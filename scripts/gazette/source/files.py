"""Files (文件): parses one Markdown file of docs/: its front matter, its blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gazette.field_names import in_english
from gazette.paths import read_file, unreadable
from gazette.problems import Problem, problem
from gazette.source.body import Block, split_blocks
from gazette.source.crowding import check_crowding
from gazette.source.doubles import check_doubles, check_written_doubles
from gazette.yaml_tree import YamlTree, parse_yaml

# Control characters but tab and line feed; invisible characters that split words or lines or change their order; and
# the replacement character of a broken decoding. Joiners and marks of some scripts (U+200C to U+200F) are allowed.
_DAMAGE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202d\u202e\ufeff\ufffd-\uffff]")


@dataclass(frozen=True)
class SourcePage:
    """One Markdown file as written; `path` is its name in problems, and lines count from the top of the file."""

    path: str
    front: YamlTree
    blocks: tuple[Block, ...]


def read_source(file: Path, shown: str) -> tuple[SourcePage | None, list[Problem]]:
    """Parse one file; None if it is damaged or too crowded, or its front matter cannot be parsed.

    A byte order mark and the line ends of Windows are accepted; anything that is not UTF-8 is reported.
    """
    try:
        raw = read_file(file, file.parent).removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        return None, [unreadable(error, shown)]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, [
            problem("source.encoding", shown, line, found=raw[error.start : error.start + 4].hex(" ").upper())
        ]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    damage = [
        problem("source.control-character", shown, text.count("\n", 0, each.start()) + 1, found=f"U+{ord(each[0]):04X}")
        for each in _DAMAGE.finditer(text)
    ]
    if damage or (damage := check_crowding(text, shown)):
        return None, damage
    page, problems = _split_front_matter(text, shown)
    written = check_written_doubles(page.front, page.blocks, text, shown) if page else []
    return page, problems + check_doubles(text, shown) + written


def _split_front_matter(text: str, shown: str) -> tuple[SourcePage | None, list[Problem]]:
    match = re.match(r"---[ \t]*\n(?P<yaml>.*?\n|)---[ \t]*(?:\n|$)", text, re.DOTALL)
    if not match:
        return None, [problem("source.front-matter", shown, 1, found=text.split("\n", 1)[0][:40])]
    written, problems = parse_yaml(match["yaml"], shown, first_line=2)
    tree, twice = in_english(written, shown) if written else (None, [])
    problems += twice
    blocks = split_blocks(text[match.end() :], text.count("\n", 0, match.end()) + 1)
    return (SourcePage(shown, tree, blocks) if tree else None), problems
