"""Tags (标签): parses HTML tags and attribute lists at an offset of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

BLOCK_TAGS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body canvas center colgroup dd details div dl dt fieldset figcaption figure
        footer form group h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main map math menu nav noscript object
        ol option output p pre progress script section style summary table tbody td textarea tfoot th thead tr ul video""",
    )
)
VERBATIM_TAGS = frozenset(("code", "pre", "script", "style", "kbd", "samp", "svg", "math", "textarea"))
_RAW_TAGS = frozenset(("script", "style"))
_VOID_TAGS = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
TEXT_ATTRIBUTES = frozenset(("alt", "title", "aria-label"))

_TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:._-]*)(?P<attributes>(?:\s+[^\s"'=<>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>]+))?)*)\s*(?P<self>/?)>"""
)
_COMMENT = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'=<>{}]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'=<>{}]+)))?"""
)


class Tag(NamedTuple):
    name: str
    closes: bool
    is_empty: bool
    start: int
    end: int
    attributes: tuple[tuple[str, str, int], ...]  # name, value, offset of the value

    def value(self, name: str) -> str | None:
        return next((value for key, value, _ in self.attributes if key == name), None)


def tag_at(text: str, at: int) -> Tag | None:
    """Return the tag that begins at `at`, or None."""
    match = _TAG.match(text, at)
    if not match:
        return None
    attributes = tuple(read_attributes(text, *match.span("attributes")))
    name = match["name"].lower()
    return Tag(name, bool(match["close"]), bool(match["self"]) or name in _VOID_TAGS, at, match.end(), attributes)


def start_tag(text: str, at: int) -> Tag | None:
    tag = tag_at(text, at)
    return tag if tag and not tag.closes else None


def comment_end(text: str, at: int) -> int | None:
    """Return the end of the comment or processing instruction that begins at `at`, or None."""
    match = _COMMENT.match(text, at)
    return match.end() if match else None


def has_markdown(tag: Tag) -> bool:
    """True if md_in_html reads the element's content as Markdown."""
    return tag.value("markdown") in ("", "1", "block", "span", "markdown")


def is_foreign(tag: Tag) -> bool:
    """True if the element is in a language of its own, or must not be changed."""
    return tag.name in VERBATIM_TAGS or tag.value("lang") is not None or tag.value("translate") == "no"


def element_end(text: str, at: int) -> int:
    """Return the end of the element, comment or single tag that begins at `at`; `at` itself if none begins."""
    if (end := comment_end(text, at)) is not None:
        return end
    first = start_tag(text, at)
    if first is None:
        return at
    if first.is_empty:
        return first.end
    return closing_tag(text, first, len(text))[1]


def closing_tag(text: str, first: Tag, limit: int) -> tuple[int, int]:
    """Return start and end of the tag that closes `first`; the limit for both if there is none."""
    depth, at = 1, first.end
    while (at := text.find("<", at, limit)) >= 0:
        if (end := comment_end(text, at)) is not None and first.name not in _RAW_TAGS:
            at = end
            continue
        tag = tag_at(text, at)
        at = tag.end if tag and tag.end <= limit else at + 1
        if tag and tag.name == first.name and not tag.is_empty and tag.end <= limit:
            depth += -1 if tag.closes else 1
            if depth == 0:
                return tag.start, tag.end
    return limit, limit


def read_attributes(text: str, start: int, end: int) -> Iterator[tuple[str, str, int]]:
    """Yield (name, value, offset of the value) of each attribute in [start, end); a missing value is ""."""
    for match in _ATTRIBUTE.finditer(text, start, end):
        group = next((name for name in ("double", "single", "bare") if match[name] is not None), None)
        yield (
            match["name"].lstrip(":").lower(),
            match[group] if group else "",
            match.start(group) if group else match.end(),
        )
