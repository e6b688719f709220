"""Folders (文件夹): finds the folders of docs/ that hold a publication."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gazette.languages import SOURCE_TAG
from gazette.paths import find_tree
from gazette.problems import Problem, errors_of, problem

_PAGE = re.compile(r"^index(?:\.(?P<tag>[A-Za-z][A-Za-z0-9-]*))?\.md$")


@dataclass(frozen=True)
class SourceFolder:
    """One publication's folder, with all files below it that belong to no other publication.

    `path` is relative to docs/ with forward slashes; `pages` maps a language tag to its file, `attachments` a name
    relative to the folder to its file.
    """

    path: str
    pages: dict[str, Path]
    attachments: Mapping[str, Path]


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
