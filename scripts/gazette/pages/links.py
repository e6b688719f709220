"""Links (链接): the check that the internal links, anchors, images and attachments of a text exist in every language."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from gazette.convert.editions import ConvertedText
from gazette.pages.catalogue import CatalogueRecord
from gazette.problems import Problem, problem
from gazette.source.body import Block, defined_labels
from gazette.source.inline import Target, find_targets
from gazette.web_address import fault_of

# Other schemes are paths on somebody's computer (C:\\, file:) or programs (javascript:).
SCHEMES = ("http", "https", "ftp", "mailto", "tel")
_SHOWN = 8

Fault = tuple[str, dict[str, str]]  # problem code and the values for its message


@dataclass(frozen=True)
class WrittenLink:
    """A link or picture as written in the text of language `tag`; `line` is that of its file, from 1."""

    tag: str
    file: str
    line: int
    destination: str
    is_image: bool


def find_links(text: ConvertedText) -> tuple[WrittenLink, ...]:
    """Return the links and pictures of all editions."""
    return tuple(
        WrittenLink(
            tag,
            edition.file,
            block.line + block.text.count("\n", 0, target.start),
            target.destination,
            target.is_image,
        )
        for tag, edition in text.editions.items()
        for block, target in _targets(edition.blocks)
    )


def check_links(
    links: Iterable[WrittenLink],
    path: str,
    attachments: frozenset[str],
    records: Mapping[str, CatalogueRecord],
    broken: frozenset[str] = frozenset(),
) -> list[Problem]:
    """Return the problems of the links of the publication at `path`; others are known through the catalogue only.

    `broken` holds the folders that their own errors kept out of the catalogue: links to them are not reported.
    """
    known = _Known(path, attachments, records, broken)
    # A Simplified text and its Traditional conversion have the same links: report each once.
    return list(
        dict.fromkeys(
            problem(found[0], each.file, each.line, found=each.destination, **found[1])
            for each in links
            if (found := _check(each, known))
        )
    )


def used_attachments(links: Iterable[WrittenLink], attachments: frozenset[str]) -> set[str]:
    """Return the files of the publication's folder that some edition shows or links to."""
    names = {_relative(parts) for each in links if (parts := _split(each.destination)) and not parts.scheme}
    return names & attachments


def refused_destinations(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the destinations whose scheme or host is refused, whatever else the site contains."""
    targets = (target for _, target in _targets(tuple(blocks)))
    return frozenset(
        each.destination for each in targets if (parts := _split(each.destination)) and _refusal(each, parts)
    )


def _targets(blocks: tuple[Block, ...]) -> list[tuple[Block, Target]]:
    labels = defined_labels(blocks)
    return [(block, target) for block in blocks if block.kind != "code" for target in _block_targets(block, labels)]


def _block_targets(block: Block, labels: frozenset[str]) -> list[Target]:
    if block.kind == "definition":
        destination = block.text.split("]:", 1)[1].split()[0].strip("<>")
        return [Target(destination, 0, is_image=False)]
    return find_targets(block.text, labels, block.kind)


def _split(destination: str) -> SplitResult | None:
    try:
        return urlsplit(destination)
    except ValueError:  # e.g. http://[1 – the bracket does not begin an IPv6 address
        return None


def _relative(parts: SplitResult) -> str:
    return posixpath.normpath(unquote(parts.path))


@dataclass(frozen=True)
class _Known:
    """Where links of the publication at `path` may lead: its attachments, the catalogue, folders that are `broken`."""

    path: str
    attachments: frozenset[str]
    records: Mapping[str, CatalogueRecord]
    broken: frozenset[str]


def _check(link: WrittenLink, known: _Known) -> Fault | None:
    """Return the fault of a link; None if it is right or outside the site."""
    path, attachments, records = known.path, known.attachments, known.records
    parts = _split(link.destination)
    if parts is None:
        return "link.form", {}
    if refusal := _refusal(link, parts):
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
    if link.is_image:
        return "image.missing", {"wanted": _some(attachments)}
    folder, file = posixpath.split(posixpath.normpath(posixpath.join(path, name)))
    if file != "index.md" or folder not in records:
        if folder in known.broken:
            return None
        is_page = name.endswith(".md") or not posixpath.splitext(name)[1]
        return _no_page(path, name, records) if is_page else ("link.file", {"wanted": _some(attachments)})
    if link.tag not in records[folder].titles:
        return "link.language", {"language": link.tag, "wanted": ", ".join(records[folder].titles)}
    return _check_anchor(parts.fragment, records[folder])


def _refusal(target: WrittenLink | Target, parts: SplitResult) -> str:
    if parts.scheme and parts.scheme not in SCHEMES:
        return "link.scheme"
    if fault := fault_of(target.destination):
        return fault
    # A page loads nothing from another host.
    return "image.outside" if target.is_image and (parts.scheme or parts.netloc) else ""


def _check_anchor(fragment: str, record: CatalogueRecord) -> Fault | None:
    if not fragment or unquote(fragment) in record.ids:
        return None
    return ("link.anchor", {"wanted": _some(record.ids)}) if record.ids else ("link.no-anchor", {"file": record.file})


def _no_page(path: str, name: str, records: Mapping[str, CatalogueRecord]) -> Fault:
    """Return link.page with the publications whose paths are most similar to the written one, or link.no-page."""
    others = {posixpath.relpath(f"{each}/index.md", path): each for each in records if each != path}
    close = difflib.get_close_matches(name, others, n=3, cutoff=0.5) or sorted(others)[:3]
    return ("link.page", {"wanted": ", ".join(close)}) if close else ("link.no-page", {})


def _absolute(path: str, written: str, records: Mapping[str, CatalogueRecord]) -> Fault:
    """Return the fault of an absolute path such as `/en/about/`, with the relative path meant if it is known."""
    folder = unquote(written).strip("/").removesuffix("/index.md")
    meant = [each for each in records if folder == each or folder.endswith(f"/{each}")]
    if not meant:
        return "link.absolute", {}
    return "link.absolute-page", {"wanted": posixpath.relpath(f"{max(meant, key=len)}/index.md", path)}


def _some(names: Iterable[str]) -> str:
    shown = sorted(names)
    return ", ".join(shown[:_SHOWN]) + (" …" if len(shown) > _SHOWN else "") or "∅"
