"""Inline (行内): one block's text → spans with offsets: what is read, what is markup, what nobody may touch."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Literal

SpanKind = Literal["text", "attribute", "markup", "opaque"]

# Order matters: the first alternative that matches at a place wins, as in a Markdown renderer.
_TOKEN = re.compile(
    r"""
    (?P<escape>\\[\\`*_{}\[\]()\#+\-.!<>|~:"'])
  | (?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))
  | (?P<comment><!--.*?-->)
  | (?P<autolink><(?:[a-z][a-z0-9+.-]*:|[^\s<>@]+@)[^\s<>]*>)
  | (?P<tag></?[A-Za-z][A-Za-z0-9-]*(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?>)
  | (?P<footnote>\[\^[^\]\s]+\])
  | (?P<image>!\[)
  | (?P<open>\[)
  | (?P<target>\]\(\s*(?P<destination><[^>\n]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+(?P<title>"[^"]*"|'[^']*'))?\s*\))
  | (?P<reference>\][ ]?\[[^\]]*\])
  | (?P<close>\])
  | (?P<attributes>\{:?[ ]*(?:\#[^\s{}]+|\.[^\s{}]+|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s{}"']+))(?:[ ]+(?:\#[^\s{}]+|\.[^\s{}]+|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s{}"']+)))*[ ]*\})
  | (?P<url>(?:https?|ftp)://[!-'*-;=?-Z\\^-z~]+)
  | (?P<mail>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z0-9])
  | (?P<entity>&(?:\#\d+|\#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)
  | (?P<emphasis>\*+|_+|~~)
  | (?P<newline>[ \t]*\n[ \t>]*)
  | (?P<bar>\|)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_HYPHENED_NUMBER = re.compile(r"\d+(?:[-–]\d+)+")
_TAG_NAME = re.compile(r"</?\s*([A-Za-z][A-Za-z0-9-]*)")
_TEXT_ATTRIBUTE = re.compile(r"""\b(?:alt|title|aria-label)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_LANG_ATTRIBUTE = re.compile(r"""(?:^|[\s{])lang\s*=\s*["']?([A-Za-z][A-Za-z0-9-]*)""", re.IGNORECASE)
_CLASS_NO_CONVERSION = re.compile(r"""\btranslate\s*=\s*["']?no\b""", re.IGNORECASE)
_VERBATIM_TAGS = frozenset(("code", "pre", "script", "style", "kbd", "samp", "svg", "math"))
_VOID_TAGS = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))


@dataclass(frozen=True)
class Span:
    """Offsets [start, end) of a block's text.

    `text` is read as part of the sentence; `attribute` is read on its own (an image's alt, a link's title); `markup` is
    seen through; `opaque` ends the phrase and is never changed. `shown` is what a reader sees of an opaque span.
    """

    kind: SpanKind
    start: int
    end: int
    shown: str = ""
    breaks: bool = False


@dataclass(frozen=True)
class Target:
    """Where a link or an image points, as written, and the offset at which it stands."""

    destination: str
    start: int
    is_image: bool


def scan_inline(text: str) -> tuple[Span, ...]:
    """Spans in order, without gaps; their pieces put together are `text`."""
    spans: list[Span] = []
    brackets: list[tuple[bool, int]] = []  # (is an image, number of spans before it)
    at = 0
    while match := _TOKEN.search(text, at):
        if match.start() > at:
            spans.append(Span("text", at, match.start()))
        at = _scan_token(text, match, spans, brackets)
    if at < len(text):
        spans.append(Span("text", at, len(text)))
    return tuple(span for span in spans if span.end > span.start)


def _scan_token(text: str, match: re.Match[str], spans: list[Span], brackets: list[tuple[bool, int]]) -> int:
    kind, start, end = str(match.lastgroup), match.start(), match.end()
    if kind == "tag":
        return _scan_tag(text, match, spans)
    if kind in ("image", "open"):
        brackets.append((kind == "image", len(spans)))
        spans.append(Span("markup", start, end, breaks=kind == "image"))
    elif kind in ("target", "reference", "close"):
        _scan_close(text, match, kind, spans, brackets)
    elif kind == "attributes":
        _scan_attributes(text, start, end, spans)
    elif kind == "code":
        ticks = len(match["ticks"])
        spans.append(Span("opaque", start, end, match[0][ticks:-ticks].strip()))
    elif kind == "autolink":
        spans.append(Span("opaque", start, end, match[0][1:-1]))
    elif kind in ("url", "mail"):
        spans.append(Span("opaque", start, end, match[0]))
    elif kind == "entity":
        spans.append(Span("opaque", start, end, html.unescape(match[0])))
    elif kind == "escape":
        spans += [Span("markup", start, start + 1), Span("text", start + 1, end)]
    elif kind == "bar":
        spans.append(Span("opaque", start, end, " "))
    else:  # comment, footnote mark, emphasis, newline
        spans.append(Span("markup", start, end))
    return end


def _scan_tag(text: str, match: re.Match[str], spans: list[Span]) -> int:
    """An HTML tag. Elements in another language, code, and `translate="no"` are opaque up to their end tag."""
    start, end, tag = match.start(), match.end(), match[0]
    name = _TAG_NAME.match(tag)[1].lower()  # type: ignore[index]
    closed = tag.startswith("</") or tag.endswith("/>") or name in _VOID_TAGS
    if not closed and (name in _VERBATIM_TAGS or _LANG_ATTRIBUTE.search(tag) or _CLASS_NO_CONVERSION.search(tag)):
        close = _closing_tag(text, name, end)
        inner = re.sub(r"<[^>]*>", "", text[end : close[0]])
        spans.append(Span("opaque", start, close[1], html.unescape(inner)))
        return close[1]
    at = start
    for value in _TEXT_ATTRIBUTE.finditer(text, start, end):
        group = 1 if value.group(1) is not None else 2
        spans += [Span("markup", at, value.start(group)), Span("attribute", value.start(group), value.end(group))]
        at = value.end(group)
    spans.append(Span("markup", at, end, breaks=name in ("br", "img", "td", "th", "li", "p", "div")))
    return end


def _closing_tag(text: str, name: str, at: int) -> tuple[int, int]:
    depth = 1
    for tag in re.finditer(rf"<(/?){name}\b[^>]*>", text[at:], re.IGNORECASE):
        depth += -1 if tag[1] else 0 if tag[0].endswith("/>") else 1
        if depth == 0:
            return at + tag.start(), at + tag.end()
    return len(text), len(text)


def _scan_close(text: str, match: re.Match[str], kind: str, spans: list[Span], brackets: list[tuple[bool, int]]) -> None:
    start, end = match.start(), match.end()
    if not brackets:  # a stray bracket is text
        spans.append(Span("text", start, start + 1))
        if end > start + 1:
            spans += [_shifted(each, start + 1) for each in scan_inline(text[start + 1 : end])]
        return
    is_image, opened = brackets.pop()
    if kind == "close":
        # [text] alone: brackets are read, unless a definition elsewhere makes it a link; both are seen through.
        spans[opened] = Span("text", spans[opened].start, spans[opened].end)
        spans.append(Span("text", start, end))
        return
    if is_image:
        spans[opened + 1 :] = [Span("attribute", each.start, each.end) if each.kind == "text" else each for each in spans[opened + 1 :]]
    if kind == "target" and match["title"]:
        spans += [
            Span("markup", start, match.start("title") + 1),
            Span("attribute", match.start("title") + 1, match.end("title") - 1),
            Span("markup", match.end("title") - 1, end, breaks=is_image),
        ]
    else:
        spans.append(Span("markup", start, end, breaks=is_image))


def _shifted(span: Span, by: int) -> Span:
    return Span(span.kind, span.start + by, span.end + by, span.shown, span.breaks)


def _scan_attributes(text: str, start: int, end: int, spans: list[Span]) -> None:
    """An attribute list; `lang` makes the emphasis or link before it opaque."""
    at = start
    if _LANG_ATTRIBUTE.search(text[start:end]):
        first = _element_before(text, start, spans)
        begin = spans[first].start
        shown = "".join(shown_text(text, spans[first:]))
        del spans[first:]
        spans.append(Span("opaque", begin, start, shown))
    for value in _TEXT_ATTRIBUTE.finditer(text, start, end):
        group = 1 if value.group(1) is not None else 2
        spans += [Span("markup", at, value.start(group)), Span("attribute", value.start(group), value.end(group))]
        at = value.end(group)
    spans.append(Span("markup", at, end))


def _element_before(text: str, end: int, spans: list[Span]) -> int:
    """Number of the span with which the inline element begins that ends where an attribute list begins."""
    last = text[spans[-1].start : spans[-1].end] if spans else ""
    if re.fullmatch(r"\*+|_+|~~", last):
        for number in range(len(spans) - 2, -1, -1):
            if text[spans[number].start : spans[number].end] == last:
                return number
    if last.startswith("]"):
        depth = 0
        for number in range(len(spans) - 1, -1, -1):
            piece = text[spans[number].start : spans[number].end]
            depth += piece.startswith("]") - (piece in ("[", "!["))
            if depth == 0:
                return number
    return len(spans) - 1


def shown_text(text: str, spans: tuple[Span, ...] | list[Span]) -> list[str]:
    """What a reader sees of each span; a line break between two Chinese characters is no space."""
    pieces: list[str] = []
    for span in spans:
        piece = text[span.start : span.end]
        if span.kind == "text":
            pieces.append(piece)
        elif span.kind == "opaque":
            pieces.append(span.shown)
        elif "\n" in piece and span.kind == "markup" and not piece.startswith(("<", "]", "{")):
            pieces.append(line_joint(text[: span.start], text[span.end :]))
        elif span.breaks and piece.startswith("<"):
            pieces.append(" ")
    return pieces


def plain_text(text: str) -> str:
    """The words of inline Markdown, without markup."""
    return "".join(shown_text(text, scan_inline(text))).strip()


def find_numbers(text: str) -> list[re.Match[str]]:
    """Year ranges, telephone and serial numbers that must not break at their hyphens: `2022-2025`, `0533-3188608`."""
    return list(_HYPHENED_NUMBER.finditer(text))


def line_joint(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: nothing beside a wide character, otherwise a space."""
    wide = re.compile(r"[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]")
    return "" if (before and wide.match(before[-1])) or (after and wide.match(after[0])) else " "


def find_targets(text: str) -> list[Target]:
    """Links and images of inline Markdown and of HTML tags in it, code left out."""
    targets: list[Target] = []
    opaque = [(span.start, span.end) for span in scan_inline(text) if span.kind == "opaque"]
    images = [match.start() for match in re.finditer(r"!\[", text)]
    for match in _TOKEN.finditer(text):
        inside_code = any(start <= match.start() < end and text[start] == "`" for start, end in opaque)
        if inside_code:
            continue
        if match["target"] is not None:
            opener = _opener(text, match.start())
            targets.append(Target(match["destination"].strip("<>"), match.start("destination"), opener in images))
        elif match["tag"]:
            for attribute in re.finditer(r"""\b(href|src)\s*=\s*["']?([^"'\s>]+)""", match["tag"], re.IGNORECASE):
                targets.append(Target(html.unescape(attribute[2]), match.start() + attribute.start(2), attribute[1].lower() == "src"))
    return targets


def _opener(text: str, close: int) -> int:
    depth = 0
    for at in range(close, -1, -1):
        depth += (text[at] == "]") - (text[at] == "[")
        if depth == 0:
            return at - 1 if at and text[at - 1] == "!" else at
    return -1
