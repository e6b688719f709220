"""Links (链接): every internal link, anchor, image and attachment of a text leads somewhere, in every language."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from gazette.convert.editions import ConvertedText
from gazette.model.publication import Edition
from gazette.pages.catalogue import CatalogueRecord
from gazette.problems import Problem, problem
from gazette.source.body import Block, defined_labels
from gazette.source.inline import Target, find_targets
from gazette.web_address import fault_of

# Anything else is a path on somebody's computer (C:\\, file:) or a program (javascript:).
SCHEMES = ("http", "https", "ftp", "mailto", "tel")
_SHOWN = 8

Fault = tuple[str, dict[str, str]]  # a code, and what its wording needs


def check_links(
    text: ConvertedText,
    attachments: frozenset[str],
    records: Mapping[str, CatalogueRecord],
    broken: frozenset[str] = frozenset(),
) -> list[Problem]:
    """Problems of one publication's links; of the other publications only the catalogue is looked at.

    `broken` are folders whose own errors kept them out of the catalogue: a link to them is not held against anyone.
    """
    problems = []
    for edition in text.editions.values():
        for block, target in _targets(edition.blocks):
            line = block.line + block.text.count("\n", 0, target.start)
            found = _check(text.publication.path, edition, target, attachments, records, broken)
            if found:
                problems.append(problem(found[0], edition.file, line, found=target.destination, **found[1]))
    # A Simplified text and the Traditional one made from it have the same links.
    return list(dict.fromkeys(problems))


def used_attachments(text: ConvertedText, attachments: frozenset[str]) -> set[str]:
    """The files of the publication's folder that some edition shows or links to."""
    targets = (target for edition in text.editions.values() for _, target in _targets(edition.blocks))
    names = {_relative(parts) for target in targets if (parts := _split(target)) and not parts.scheme}
    return names & attachments


def refused_destinations(blocks: Iterable[Block]) -> frozenset[str]:
    """Destinations that are refused for their scheme or host, whatever else there is in the site."""
    targets = (target for _, target in _targets(tuple(blocks)))
    return frozenset(target.destination for target in targets if (parts := _split(target)) and _refusal(target, parts))


def _targets(blocks: tuple[Block, ...]) -> list[tuple[Block, Target]]:
    labels = defined_labels(blocks)
    return [(block, target) for block in blocks if block.kind != "code" for target in _block_targets(block, labels)]


def _block_targets(block: Block, labels: frozenset[str]) -> list[Target]:
    if block.kind == "definition":
        destination = block.text.split("]:", 1)[1].split()[0].strip("<>")
        return [Target(destination, 0, False)]
    return find_targets(block.text, labels, block.kind)


def _split(target: Target) -> SplitResult | None:
    try:
        return urlsplit(target.destination)
    except ValueError:  # http://[1 : a bracket that begins no IPv6 address
        return None


def _relative(parts: SplitResult) -> str:
    return posixpath.normpath(unquote(parts.path))


def _check(
    path: str,
    edition: Edition,
    target: Target,
    attachments: frozenset[str],
    records: Mapping[str, CatalogueRecord],
    broken: frozenset[str],
) -> Fault | None:
    """What is wrong with a target; None where it is right or not ours to judge."""
    parts = _split(target)
    if parts is None:
        return "link.form", {}
    if refusal := _refusal(target, parts):
        return refusal, {}
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return _check_anchor(parts.fragment, records[path])
    if parts.path.startswith("/"):
        return _absolute(path, parts.path, records)
    name = _relative(parts)
    if name in attachments:
        return None
    if target.is_image:
        return "image.missing", {"wanted": _some(attachments)}
    folder, file = posixpath.split(posixpath.normpath(posixpath.join(path, name)))
    if file != "index.md" or folder not in records:
        if folder in broken:
            return None
        is_page = name.endswith(".md") or not posixpath.splitext(name)[1]
        return _no_page(path, name, records) if is_page else ("link.file", {"wanted": _some(attachments)})
    if edition.tag not in records[folder].titles:
        return "link.language", {"language": edition.tag, "wanted": ", ".join(records[folder].titles)}
    return _check_anchor(parts.fragment, records[folder])


def _refusal(target: Target, parts: SplitResult) -> str:
    if parts.scheme and parts.scheme not in SCHEMES:
        return "link.scheme"
    if fault := fault_of(target.destination):
        return fault
    # A page asks nothing of another host.
    return "image.outside" if target.is_image and (parts.scheme or parts.netloc) else ""


def _check_anchor(fragment: str, record: CatalogueRecord) -> Fault | None:
    if not fragment or unquote(fragment) in record.ids:
        return None
    return ("link.anchor", {"wanted": _some(record.ids)}) if record.ids else ("link.no-anchor", {"file": record.file})


def _no_page(path: str, name: str, records: Mapping[str, CatalogueRecord]) -> Fault:
    """The publications whose addresses are most like the one that was written."""
    others = {posixpath.relpath(f"{each}/index.md", path): each for each in records if each != path}
    close = difflib.get_close_matches(name, others, n=3, cutoff=0.5) or sorted(others)[:3]
    return ("link.page", {"wanted": ", ".join(close)}) if close else ("link.no-page", {})


def _absolute(path: str, written: str, records: Mapping[str, CatalogueRecord]) -> Fault:
    """`/en/about/` → the relative path of that publication's file, if it can be told which one was meant."""
    folder = unquote(written).strip("/").removesuffix("/index.md")
    meant = [each for each in records if folder == each or folder.endswith(f"/{each}")]
    if not meant:
        return "link.absolute", {}
    return "link.absolute-page", {"wanted": posixpath.relpath(f"{max(meant, key=len)}/index.md", path)}


def _some(names: Iterable[str]) -> str:
    shown = sorted(names)
    return ", ".join(shown[:_SHOWN]) + (" …" if len(shown) > _SHOWN else "") or "∅"
