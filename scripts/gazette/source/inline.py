"""Inline (行内): splits one block's text into spans with offsets: text to read, markup, and what must not change."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from gazette.source.emphasis import Emphasis
from gazette.source.extents import BlockKind
from gazette.source.scanner import Scanner
from gazette.source.spans import Span, Target

__all__ = [
    "Emphasis",
    "Span",
    "Target",
    "find_numbers",
    "find_signs",
    "find_targets",
    "line_joint",
    "plain_text",
    "scan_inline",
    "shown_text",
]

_NUMBER_IN_CELL = re.compile(r"\d+(?:[-–.,]?\d+)*%?")
_HYPHENED_NUMBER = re.compile(r"(?<!\d)\d+(?:[-–]\d+)+")
_WIDE = re.compile(
    r"[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
)
# A text with none of these is one span of words: no sign, tag, entity, address or line break.
_MARKED = re.compile(r"[\\`*_\[<&|@\n\x02]|://")


def scan_inline(text: str, labels: Collection[str] | None = None, kind: BlockKind | None = None) -> tuple[Span, ...]:
    """Return the spans of `text` in order and without gaps; their pieces put together are `text`.

    `labels` are those that the text's document defines (`defined_labels`); without them every `[text][label]` and
    `[^label]` counts as defined. `kind` matters for table rows and link definitions.
    """
    return _taken_apart(text, labels if labels is None else frozenset(labels), kind).spans


def find_signs(text: str, labels: Collection[str] | None = None, kind: BlockKind | None = None) -> Emphasis:
    """Return all emphasis delimiters of inline Markdown: pairs are markup, strays are shown."""
    return _taken_apart(text, labels if labels is None else frozenset(labels), kind).signs


class _Scan(NamedTuple):
    """All that is found in a text; `targets` are sorted by their start."""

    spans: tuple[Span, ...]
    signs: Emphasis
    targets: tuple[Target, ...]


@lru_cache(maxsize=4096)
def _taken_apart(text: str, labels: frozenset[str] | None, kind: BlockKind | None) -> _Scan:
    """Scan a text once for all its users: checks, conversion, composition, search and links."""
    if kind not in ("row", "definition") and not _MARKED.search(text):
        return _Scan((Span("text", 0, len(text)),) if text else (), Emphasis([], []), ())
    scanner = Scanner(text, labels)
    spans = scanner.spans(kind)
    return _Scan(spans, scanner.signs, tuple(sorted(scanner.targets, key=lambda target: target.start)))


def shown_text(text: str, spans: tuple[Span, ...] | list[Span]) -> list[str]:
    """Return what a reader sees of the spans, in order; a line break beside a Chinese character is no space."""
    pieces: list[str] = []
    for span in spans:
        piece = text[span.start : span.end]
        if span.kind == "text":
            pieces.append(piece)
        elif span.kind == "opaque":
            pieces.append(span.shown)
        elif "\n" in piece and not piece.strip(" \t\n>"):
            pieces.append(line_joint(text[: span.start], text[span.end :]))
        elif span.breaks and piece.startswith("<"):
            pieces.append(" ")
    return pieces


def plain_text(text: str, labels: Collection[str] | None = None, kind: BlockKind | None = None) -> str:
    """Return the words of inline Markdown, without markup."""
    return "".join(shown_text(text, scan_inline(text, labels, kind))).strip()


def find_numbers(text: str, *, in_cell: bool = False) -> list[re.Match[str]]:
    """Return the numbers that must not break at their hyphens: year ranges, telephone and serial numbers.

    Examples: `2022-2025`, `0533-3188608`. With `in_cell`, for narrow table cells, return every number: `3,376`,
    `12.5%`.
    """
    return list((_NUMBER_IN_CELL if in_cell else _HYPHENED_NUMBER).finditer(text))


def line_joint(before: str, after: str) -> str:
    """Return what joins two lines of one paragraph: nothing beside a wide character, otherwise a space."""
    return "" if (before and _WIDE.match(before[-1])) or (after and _WIDE.match(after[0])) else " "


def find_targets(text: str, labels: Collection[str] | None = None, kind: BlockKind | None = None) -> list[Target]:
    """Return the destinations of links and images in inline Markdown and its HTML tags, by offset; code is skipped."""
    return [*_taken_apart(text, labels if labels is None else frozenset(labels), kind).targets]
