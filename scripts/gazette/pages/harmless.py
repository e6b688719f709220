"""Harmless HTML (无害): the check that a text contains only the HTML elements, attributes and addresses of elements.tsv.

The rendered body is checked, as parsed by nh3, which parses HTML as browsers do; so it does not matter in which of
Markdown's many ways a script was written. Anything not listed is an error. Nothing is removed silently: the text is
published as its author wrote it, or the site is not built.
"""

from __future__ import annotations

import html as entities
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import nh3

from gazette.knowledge import kept, table_rows
from gazette.pages.canonical import render_body
from gazette.pages.links import SCHEMES, refused_destinations
from gazette.pages.own_names import check_classes, foreign_classes, is_own_id, text_classes
from gazette.pages.tokens import feed_whole
from gazette.problems import Problem, problem
from gazette.source.body import Block
from gazette.web_address import fault_of

_TABLE = Path(__file__).with_name("data") / "elements.tsv"
_ADDRESSES = ("href", "src")
# Codes that pages/links.py reports too, with a more exact line.
_TOLD = ("address.character", "address.host", "address.user", "image.outside", "link.form", "link.scheme")
_COMMENT = re.compile(r"<!--(?![->])[^<>]*?(?<!-)-->")  # comments in which no browser, however old, sees a tag
_OPENING = re.compile(r"</?(?P<name>[A-Za-z][^\s/>]*)|<(?P<mark>[!?]|/(?![A-Za-z]))")
# Text in which no tag has an attribute.
_BARE = re.compile(r"[^<]*+(?:</?[a-z][a-z0-9]*(?: /)?>[^<]*+)*+")
_SCHEME = re.compile(r"(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED = re.compile(r"[\x00-\x20]")  # characters that browsers skip before and within the scheme
# Stands for what follows the text on its page: a block, the container's end, words. Unclosed tags would swallow it.
_END = "<hr></div><i></i>"
_LONGEST = 60
_VOID = ("br", "col", "hr", "img", "wbr")


class _Finding(NamedTuple):
    """One forbidden item; `name` is lower case as in browsers, `value` and `element` are set for attributes only."""

    code: str
    name: str
    value: str = ""
    element: str = ""


def check_harmless(file: str, blocks: tuple[Block, ...], body: str) -> list[Problem]:
    """Return the problems (html.*, link.*, image.*) of one edition.

    `blocks` are those written in `file`; `body` is the Markdown staged for them.
    """
    findings = find_harm(render_body(body))
    classes = check_classes(file, blocks)
    if not findings:
        return classes
    known = refused_destinations(blocks)
    by_block = [(block, find_harm(render_body(block.raw))) for block in blocks]
    problems = [
        _worded(finding, file, block)
        for finding in findings
        if finding.value not in known or finding.code not in _TOLD
        for block in _holding(finding, by_block)
    ]
    return list(dict.fromkeys(problems + classes))


def find_harm(html: str) -> list[_Finding]:
    """Return each forbidden item of a rendered body once."""
    tags = list(_OPENING.finditer(_COMMENT.sub("", html)))
    names = {(match["name"] or match["mark"]).lower(): None for match in tags}
    foreign = [name for name in names if name not in _rows()]
    findings = [_Finding("html.comment" if name in ("!", "?", "/") else "html.element", name) for name in foreign]
    return findings + _find_in_attributes(html) or _find_unclosed(html) or _find_stray(html)


def _find_in_attributes(html: str) -> list[_Finding]:
    """Return the forbidden attributes, addresses, ids and classes of permitted elements."""
    if _BARE.fullmatch(html):
        return []
    seen: list[tuple[str, str, str]] = []

    def note(element: str, name: str, value: str) -> str:
        seen.append((element, name, value))  # and no more: nh3 swallows exceptions of a callback
        return value

    # nh3 drops addresses with unknown schemes before the callback sees them, so every scheme present is allowed here.
    schemes = {each.lower() for each in _SCHEME.findall(_IGNORED.sub("", entities.unescape(html)))}
    nh3.Cleaner(
        tags=_tags(),
        clean_content_tags=set(),
        attributes={},
        generic_attribute_prefixes={""},
        attribute_filter=note,
        url_schemes=schemes,
        link_rel=None,
    ).clean(html)
    judged = [(_judge(*each), *each) for each in seen if each[0] in _tags()]
    classes = (part for _, name, value in seen if name == "class" for part in foreign_classes(value))
    return list(
        dict.fromkeys(
            [
                *(_Finding(code, name, value, element) for code, element, name, value in judged if code),
                *(_Finding("html.class", "class", part) for part in classes),
            ]
        )
    )


def _judge(element: str, name: str, value: str) -> str:
    if name == "id" and is_own_id(value):
        return "html.id"
    # No event handler has a Chinese name: these are words in braces, which model/traps.py reports.
    if name not in _allowed(element):
        return "html.attribute" if name.isascii() else ""
    return _judge_address(element, value) if name in _ADDRESSES else ""


def _judge_address(element: str, value: str) -> str:
    """Return the problem code of an address: foreign scheme, bad host, or picture on another host; "" if it is fine."""
    written = _IGNORED.sub("", value)
    scheme = _SCHEME.match(written)
    if scheme and scheme[1].lower() not in SCHEMES:
        return "link.scheme"
    if fault := fault_of(value):
        return fault
    return "image.outside" if element == "img" and (scheme or re.match(r"[\\/]{2}", written)) else ""


def _find_unclosed(html: str) -> list[_Finding]:
    """Report tags that are never closed, or that close an element opened by the page around the text."""
    alone, inside = _closing().clean(html), _closing().clean(f"<div>{html}{_END}")
    return [] if inside == f"<div>{alone}{_END}" else [_Finding("html.unclosed", "")]


class _Nesting(HTMLParser):
    """Collector of closing tags without an open element: browsers make empty paragraphs or line breaks of some."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.stray: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            self.stray.append(tag)
        while tag in self._open and self._open.pop() != tag:
            pass


def _find_stray(html: str) -> list[_Finding]:
    nesting = _Nesting()
    feed_whole(nesting, html)
    return [_Finding("html.stray", tag) for tag in dict.fromkeys(nesting.stray)]


def _holding(finding: _Finding, by_block: list[tuple[Block, list[_Finding]]]) -> list[Block]:
    """Return the blocks that contain the item by themselves; otherwise the first block in which its name is written."""
    holding = [block for block, found in by_block if finding in found]
    named = [block for block, _ in by_block if _written(finding, block)]
    return holding or named[:1] or [by_block[0][0]]


def _worded(finding: _Finding, file: str, block: Block) -> Problem:
    written = _written(finding, block)
    # The first block's prefix includes the blank lines before it, but its line number does not.
    blank = len(block.prefix) - len(block.prefix.lstrip("\n"))
    line = block.line + (block.raw.count("\n", 0, written.start()) - blank if written else 0)
    found = written[0].strip()[:_LONGEST] if written else finding.value or finding.name
    details = {"name": finding.name} if finding.code in ("html.element", "html.attribute") else {}
    if finding.code == "html.class":
        details["known"] = ", ".join(text_classes())
    if finding.code == "html.attribute":
        details |= {"element": finding.element, "known": ", ".join(sorted(_allowed(finding.element)))}
    return problem(finding.code, file, line, found=found, **details)


def _written(finding: _Finding, block: Block) -> re.Match[str] | None:
    """Return the place in the block's source where the author wrote the item, or None."""
    name = re.escape(finding.name)
    patterns = {
        "html.element": rf"</?{name}[^<>\n]*>?",
        "html.stray": rf"</{name}[^<>\n]*>?",
        "html.comment": rf"<{name}[^\n]*",
        "html.attribute": rf"""{name}(?:\s*=\s*(?:"[^"\n]*"|'[^'\n]*'|[^\s"'>}}]*))?""",
        "html.unclosed": r"</?[A-Za-z][^<>\n]*>",
    }
    return re.search(patterns.get(finding.code, re.escape(finding.value)), block.raw, re.IGNORECASE)


@kept
def _allowed(element: str) -> frozenset[str]:
    return _rows()[element] | _rows()["*"]


@kept
def _closing() -> nh3.Cleaner:
    return nh3.Cleaner(tags=_tags(), clean_content_tags=set(), attributes={}, link_rel=None)


@kept
def _tags() -> set[str]:
    return set(_rows()) - {"*"}


@kept
def _rows() -> dict[str, frozenset[str]]:
    """Return the permitted attributes of each element; the key `*` holds those permitted on every element."""
    return {row["element"]: frozenset(row["attributes"].split()) - {"-"} for row in table_rows(_TABLE)}
