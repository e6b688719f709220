"""Files (文件): finds the folders of docs/ that hold a publication, and reads their Markdown files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gazette.field_names import in_english
from gazette.languages import SOURCE_TAG
from gazette.paths import find_tree, read_file, unreadable
from gazette.problems import Problem, errors_of, problem
from gazette.source.body import Block, split_blocks
from gazette.source.crowding import check_crowding
from gazette.source.doubles import check_doubles, check_written_doubles
from gazette.yaml_tree import YamlTree, parse_yaml

_PAGE = re.compile(r"^index(?:\.(?P<tag>[A-Za-z][A-Za-z0-9-]*))?\.md$")
# Control characters but tab and line feed; invisible characters that split words or lines or change their order; and
# the replacement character of a broken decoding. Joiners and marks of some scripts (U+200C to U+200F) are allowed.
_DAMAGE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202d\u202e\ufeff\ufffd-\uffff]")


@dataclass(frozen=True)
class SourceFolder:
    """One publication's folder, with all files below it that belong to no other publication.

    `path` is relative to docs/ with forward slashes; `pages` maps a language tag to its file, `attachments` a name
    relative to the folder to its file.
    """

    path: str
    pages: dict[str, Path]
    attachments: Mapping[str, Path]


@dataclass(frozen=True)
class SourcePage:
    """One Markdown file as written; `path` is its name in problems, and lines count from the top of the file."""

    path: str
    front: YamlTree
    blocks: tuple[Block, ...]


def find_folders(docs: Path, shown: str) -> tuple[list[SourceFolder], list[Problem]]:
    """Return all folders with a page of a publication, in order of their path, and the problems of docs/.

    Reported are Markdown files elsewhere, files of no publication, and folders named like a text, in which a
    publication would vanish.
    """
    found: dict[Path, dict[str, Path]] = {}
    belonging: dict[Path, dict[str, Path]]
    others: list[Path] = []
    if not docs.is_dir():
        return [], [problem("docs.missing", shown)]
    tree, problems = find_tree(docs, shown)
    for folder in tree.folders[1:]:
        if _is_like_a_text(folder.name):
            problems.append(problem("docs.stray-folder", f"{shown}/{folder.relative_to(docs).as_posix()}"))
    for file in tree.files:
        if tag := _tag(file.name):
            found.setdefault(file.parent, {})[tag] = file
        elif _is_like_a_text(file.name):
            problems.append(problem("docs.stray-file", f"{shown}/{file.relative_to(docs).as_posix()}"))
        else:
            others.append(file)
    belonging = {folder: {} for folder in found}
    for file in others:
        owner = next((folder for folder in file.parents if folder in found), None)
        if owner:
            belonging[owner][file.relative_to(owner).as_posix()] = file
        else:
            problems.append(problem("attachment.unused", f"{shown}/{file.relative_to(docs).as_posix()}"))
    folders = [SourceFolder(folder.relative_to(docs).as_posix(), found[folder], belonging[folder]) for folder in found]
    if not folders and not errors_of(problems):
        problems.append(problem("docs.empty", shown))
    return folders, problems


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


def _tag(name: str) -> str | None:
    """Return the language of a page by its file name, or None.

    The source text has only one name, index.md: with index.zh-Hans.md one file would hide the other.
    """
    match = _PAGE.match(name)
    if not match or match["tag"] == SOURCE_TAG:
        return None
    return match["tag"] or SOURCE_TAG


def _is_like_a_text(name: str) -> bool:
    """True for Markdown under any name and for anything called index: `index.MD`, `index.md.txt`, `ｉndex.md`."""
    first, *rest = unicodedata.normalize("NFKC", name).casefold().split(".")
    return (first.strip() == "index" and bool(rest)) or not {"md", "markdown"}.isdisjoint(each.strip() for each in rest)
