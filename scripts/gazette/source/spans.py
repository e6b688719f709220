"""Spans (片段): the value types of scanned inline Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

SpanKind = Literal["text", "attribute", "markup", "opaque"]


@dataclass(frozen=True)
class Span:
    """A piece of a block's text, at the offsets [start, end).

    `text` is part of the sentence; `attribute` is read on its own (an image's alt, a link's title); `markup` is
    invisible and does not interrupt a phrase unless it `breaks` (a hard line break, a block tag, an image); `opaque`
    ends the phrase and is never changed. `shown` is what a reader sees of an opaque span. `label` is set on the end
    of a link that is looked up by its own text.
    """

    kind: SpanKind
    start: int
    end: int
    shown: str = ""
    breaks: bool = False
    label: str = ""


@dataclass(frozen=True)
class Target:
    """The destination of a link or an image as written, and its offset."""

    destination: str
    start: int
    is_image: bool


class Atom(NamedTuple):
    """A construct that is no plain text; an attribute list may follow it if it is an element."""

    start: int
    end: int
    spans: list[Span]
    is_element: bool = True
