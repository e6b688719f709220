"""Files (文件): which folders of docs/ hold a publication, and what one Markdown file of it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gazette.languages import SOURCE_TAG
from gazette.problems import Problem, problem
from gazette.source.body import Block, split_blocks
from gazette.yaml_tree import YamlTree, parse_yaml

_LEFTOVERS = re.compile(r"^(\..*|~.*|Thumbs\.db|desktop\.ini|.*\.(tmp|bak|swp))$", re.IGNORECASE)
_PAGE = re.compile(r"^index(?:\.(?P<tag>[A-Za-z][A-Za-z0-9-]*))?\.md$")
# C0 controls but tab and line feed, and the replacement character that a broken decoding leaves behind.
_DAMAGE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffd]")


@dataclass(frozen=True)
class SourceFolder:
    """One publication's folder. `path` is relative to docs/ with forward slashes; `pages` maps a language tag to its file."""

    path: str
    pages: dict[str, Path]
    attachments: tuple[Path, ...]


@dataclass(frozen=True)
class SourcePage:
    """One file as written. `path` is how problems name it; body lines count from the top of the file."""

    path: str
    front: YamlTree
    blocks: tuple[Block, ...]


def find_folders(docs: Path, shown: str) -> tuple[list[SourceFolder], list[Problem]]:
    """All folders with an index.md, in order of their path; Markdown anywhere else is a problem, never silently left out."""
    folders: list[SourceFolder] = []
    problems: list[Problem] = []
    if not docs.is_dir():
        return [], [problem("docs.missing", shown)]
    for folder in sorted([docs, *(each for each in docs.rglob("*") if each.is_dir() and not _is_leftover(each, docs))]):
        files = sorted(each for each in folder.iterdir() if each.is_file() and not _LEFTOVERS.match(each.name))
        markdown = [each for each in files if each.suffix.lower() == ".md"]
        pages = {(match["tag"] or SOURCE_TAG): each for each in markdown if (match := _PAGE.match(each.name))}
        problems += [problem("docs.stray-file", f"{shown}/{each.relative_to(docs).as_posix()}") for each in markdown if not _PAGE.match(each.name)]
        if pages:
            others = tuple(each for each in files if each not in markdown)
            folders.append(SourceFolder(folder.relative_to(docs).as_posix(), pages, others))
    if not folders and not problems:
        problems.append(problem("docs.empty", shown))
    return folders, problems


def read_source(file: Path, shown: str) -> tuple[SourcePage | None, list[Problem]]:
    """Bytes → SourcePage. A byte-order mark and Windows line ends are accepted; anything not UTF-8 is a problem."""
    raw = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, [problem("source.encoding", shown, line, found=raw[error.start : error.start + 4].hex(" ").upper())]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    damage = [problem("source.control-character", shown, text.count("\n", 0, each.start()) + 1, found=f"U+{ord(each[0]):04X}") for each in _DAMAGE.finditer(text)]
    if damage:
        return None, damage
    return _split_front_matter(text, shown)


def _split_front_matter(text: str, shown: str) -> tuple[SourcePage | None, list[Problem]]:
    match = re.match(r"---[ \t]*\n(?P<yaml>.*?\n|)---[ \t]*(?:\n|$)", text, re.DOTALL)
    if not match:
        return None, [problem("source.front-matter", shown, 1, found=text.split("\n", 1)[0][:40])]
    tree, problems = parse_yaml(match["yaml"], shown, first_line=2)
    blocks = split_blocks(text[match.end() :], text.count("\n", 0, match.end()) + 1)
    return (SourcePage(shown, tree, blocks) if tree else None), problems


def _is_leftover(folder: Path, docs: Path) -> bool:
    return any(_LEFTOVERS.match(part) for part in folder.relative_to(docs).parts)
