"""Links (链接): every internal link, anchor, image and attachment of a text leads somewhere, in every language."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from gazette.convert.publication import ConvertedText
from gazette.model.publication import Edition
from gazette.pages.catalogue import Record
from gazette.problems import Problem, problem
from gazette.source.body import Block
from gazette.source.inline import Target, find_targets


def check_links(text: ConvertedText, attachments: frozenset[str], records: Mapping[str, Record]) -> list[Problem]:
    """Problems of one publication's links; of the other publications only the catalogue is looked at."""
    problems = []
    path = text.publication.path
    for edition in {edition.file: edition for edition in text.editions.values()}.values():
        for block, target in _targets(edition):
            line = block.line + block.text.count("\n", 0, target.start)
            if found := _check(path, edition, target, attachments, records):
                code, wanted = found
                problems.append(problem(code, edition.file, line, found=target.destination, wanted=wanted))
    return problems


def used_attachments(text: ConvertedText, attachments: frozenset[str]) -> set[str]:
    """The files of the publication's folder that some edition shows or links to."""
    targets = {_relative(target) for edition in text.editions.values() for _, target in _targets(edition)}
    return {name for name in attachments if name in targets}


def _targets(edition: Edition) -> list[tuple[Block, Target]]:
    return [(block, target) for block in edition.blocks if block.kind != "code" for target in _block_targets(block)]


def _block_targets(block: Block) -> list[Target]:
    if block.kind == "definition":
        destination = block.text.split("]:", 1)[1].split()[0].strip("<>")
        return [Target(destination, 0, False)]
    return find_targets(block.text)


def _relative(target: Target) -> str:
    return posixpath.normpath(unquote(urlsplit(target.destination).path))


def _check(
    path: str, edition: Edition, target: Target, attachments: frozenset[str], records: Mapping[str, Record]
) -> tuple[str, str] | None:
    """The code of what is wrong and what was expected instead; None where the target is right or not ours to judge."""
    parts = urlsplit(target.destination)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        ids = records[path].ids
        return None if not parts.fragment or unquote(parts.fragment) in ids else ("link.anchor", _some(ids))
    if parts.path.startswith("/"):
        return "link.absolute", _suggested(parts.path)
    name = _relative(target)
    if name in attachments:
        return None
    if target.is_image:
        return "image.missing", _some(attachments)
    folder, file = posixpath.split(posixpath.normpath(posixpath.join(path, name)))
    if file != "index.md" or folder not in records:
        return ("link.file", _some(attachments)) if not name.endswith(".md") else ("link.page", _some(records))
    if edition.tag not in records[folder].titles:
        return "link.language", ", ".join(records[folder].titles)
    if parts.fragment and unquote(parts.fragment) not in records[folder].ids:
        return "link.anchor", _some(records[folder].ids)
    return None


def _some(names: Mapping[str, Record] | frozenset[str]) -> str:
    shown = sorted(names)[:8]
    return ", ".join(shown) + (" …" if len(names) > 8 else "") or "∅"


def _suggested(path: str) -> str:
    return f"../../..{path.rstrip('/')}/index.md"
