"""Own names (自用名): the check that no text uses a class or id reserved for the site and so poses as the site itself."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from gazette.knowledge import kept, table_rows
from gazette.problems import Problem, problem
from gazette.source.body import Block
from gazette.source.extents import CODE_SPAN

_DATA = Path(__file__).with_name("data")
_PREFIX = "gz-"
# `jump-1` and `titles-1` are numbered by templates and scripts; `fn:1` and `fnref:1` belong to Markdown.
_NUMBERED = re.compile(r"(?:jump|titles)-[0-9]+")
_MERGED = re.compile(r"\Agz-merges-[2-9]\Z")
_BRACES, _TAG = re.compile(r"\{[^{}\n]*\}"), re.compile(r"<[A-Za-z][^<>]*>")
_IN_BRACES = re.compile(r"""\.([^\s.{}"'#=]+)""")
_ATTRIBUTE = re.compile(r"""(?<![\w-])class\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>{}]+))""", re.IGNORECASE)


def foreign_classes(value: str) -> Iterator[str]:
    """Yield the rendered class names that begin with the site's prefix but are not in classes.tsv."""
    return (name for name in value.split() if name.casefold().startswith(_PREFIX) and not _giver(name))


def is_own_id(name: str) -> bool:
    """True if a template or a script of the site uses this id."""
    return name in _ids() or _NUMBERED.fullmatch(name) is not None


def text_classes() -> list[str]:
    """Return the site's classes that a text may use."""
    return [name for name, by in _classes().items() if by == "text"]


def check_classes(file: str, blocks: Iterable[Block]) -> list[Problem]:
    """Report classes (html.class) that an author wrote, in HTML or in an attribute list, but only the site may use."""
    known = ", ".join(text_classes())
    return [
        problem("html.class", file, block.line + line, found=name, known=known)
        for block in blocks
        if block.kind != "code"
        for name, line in dict(_written(block)).items()
        if _is_the_sites(name)
    ]


def _is_the_sites(name: str) -> bool:
    return _giver(name) == "site" or (not _giver(name) and name.casefold().startswith(_PREFIX))


def _giver(name: str) -> str:
    """Return who may use a class, `text` or `site`, "" if unknown; `gz-merges-3` counts as `gz-merges`."""
    return _classes().get(_MERGED.sub("gz-merges", name), "")


def _written(block: Block) -> Iterator[tuple[str, int]]:
    """Yield each class in a block's source with its line, counted from 0 after leading blank lines."""
    raw = CODE_SPAN.sub(lambda code: "\n" * code[0].count("\n"), block.raw.lstrip("\n"))
    for pattern in (_BRACES, _TAG):
        for piece in pattern.finditer(raw):
            text, line = html.unescape(piece[0]), raw.count("\n", 0, piece.start())
            names = _IN_BRACES.findall(text) if pattern is _BRACES else []
            names += [name for groups in _ATTRIBUTE.findall(text) for value in groups for name in value.split()]
            yield from ((name, line) for name in names)


@kept
def _classes() -> dict[str, str]:
    """Return who may use each class: `text` or `site`."""
    return {row["class"]: row["by"] for row in table_rows(_DATA / "classes.tsv")}


@kept
def _ids() -> frozenset[str]:
    return frozenset(row["id"] for row in table_rows(_DATA / "ids.tsv"))
