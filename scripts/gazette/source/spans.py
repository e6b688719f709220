"""Spans (片段): the pieces into which a text is taken apart, and the places to which it links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

SpanKind = Literal["text", "attribute", "markup", "opaque"]


@dataclass(frozen=True)
class Span:
    """Offsets [start, end) of a block's text.

    `text` is read as part of the sentence; `attribute` is read on its own (an image's alt, a link's title); `markup` is
    seen through; `opaque` ends the phrase and is never changed. `shown` is what a reader sees of an opaque span.
    `label` is set on the end of a link that is looked up by its own text.
    """

    kind: SpanKind
    start: int
    end: int
    shown: str = ""
    breaks: bool = False
    label: str = ""


@dataclass(frozen=True)
class Target:
    """Where a link or an image points, as written, and the offset at which it stands."""

    destination: str
    start: int
    is_image: bool


class Atom(NamedTuple):
    """Something that is no plain text. An element may be followed by an attribute list."""

    start: int
    end: int
    spans: list[Span]
    is_element: bool = True
