"""Harmless (无害): what HTML a text may hold: every element, attribute and address that Markdown makes of it is one of ours.

Judged is the rendered body, as nh3 reads it, which takes HTML apart as browsers do; so it does not matter in which of
Markdown's many ways a script was written. What is not in elements.tsv is an error and nothing is cleaned away in
silence: a text says what its author wrote, or there is no new site.
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
from gazette.problems import Problem, problem
from gazette.source.body import Block
from gazette.web_address import fault_of

_TABLE = Path(__file__).with_name("data") / "elements.tsv"
_ADDRESSES = ("href", "src")
# What pages/links.py says of an address, with a better place.
_TOLD = ("address.character", "address.host", "address.user", "image.outside", "link.form", "link.scheme")
_COMMENT = re.compile(r"<!--(?![->])[^<>]*?(?<!-)-->")  # in which no browser, however old, finds a tag
_OPENING = re.compile(r"</?(?P<name>[A-Za-z][^\s/>]*)|<(?P<mark>[!?]|/(?![A-Za-z]))")
_SCHEME = re.compile(r"(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED = re.compile(r"[\x00-\x20]")  # what browsers skip in an address before and within its scheme
# What follows a text on its page: a block, the end of its container, and words. Tags left open would take them in.
_END = "<hr></div><i></i>"
_LONGEST = 60
_VOID = ("br", "col", "hr", "img", "wbr")


class _Finding(NamedTuple):
    """One thing that no text may hold; `name` as browsers know it, `value` and `element` only of an attribute."""

    code: str
    name: str
    value: str = ""
    element: str = ""


def check_harmless(file: str, blocks: tuple[Block, ...], body: str) -> list[Problem]:
    """Problems of one edition: its blocks as written in `file`, and the body that is staged for it."""
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
    """What in a rendered body is not harmless, each thing once."""
    tags = list(_OPENING.finditer(_COMMENT.sub("", html)))
    names = {(match["name"] or match["mark"]).lower(): None for match in tags}
    foreign = [name for name in names if name not in _rows()]
    findings = [_Finding("html.comment" if name in ("!", "?", "/") else "html.element", name) for name in foreign]
    return findings + _find_in_attributes(html) or _find_unclosed(html) or _find_stray(html)


def _find_in_attributes(html: str) -> list[_Finding]:
    """What no attribute may be, of the elements that a text may hold."""
    seen: list[tuple[str, str, str]] = []

    def note(element: str, name: str, value: str) -> str:
        seen.append((element, name, value))  # nothing else: nh3 swallows what a callback raises
        return value

    # nh3 drops addresses of other schemes before it shows them: it is told to keep all that may be there.
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
    # No handler has a Chinese name: those are words in braces, of which model/traps.py speaks.
    if name not in _allowed(element):
        return "html.attribute" if name.isascii() else ""
    return _judge_address(element, value) if name in _ADDRESSES else ""


def _judge_address(element: str, value: str) -> str:
    """The code of what is wrong with an address: a foreign scheme, a false host, or a picture of another host."""
    written = _IGNORED.sub("", value)
    scheme = _SCHEME.match(written)
    if scheme and scheme[1].lower() not in SCHEMES:
        return "link.scheme"
    if fault := fault_of(value):
        return fault
    return "image.outside" if element == "img" and (scheme or re.match(r"[\\/]{2}", written)) else ""


def _find_unclosed(html: str) -> list[_Finding]:
    """Whether tags reach beyond the body: what is never closed, or closes what the page opened."""
    alone, inside = _closing().clean(html), _closing().clean(f"<div>{html}{_END}")
    return [] if inside == f"<div>{alone}{_END}" else [_Finding("html.unclosed", "")]


class _Nesting(HTMLParser):
    """Closing tags for which nothing is open: browsers make empty paragraphs and line breaks of some."""

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
    nesting.feed(html)
    nesting.close()
    return [_Finding("html.stray", tag) for tag in dict.fromkeys(nesting.stray)]


def _holding(finding: _Finding, by_block: list[tuple[Block, list[_Finding]]]) -> list[Block]:
    """The blocks that hold it by themselves, otherwise the first in which its name stands."""
    holding = [block for block, found in by_block if finding in found]
    named = [block for block, _ in by_block if _written(finding, block)]
    return holding or named[:1] or [by_block[0][0]]


def _worded(finding: _Finding, file: str, block: Block) -> Problem:
    written = _written(finding, block)
    # Blank lines before a text belong to its first block, which begins after them.
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
    """Where the author wrote it, if it can be told."""
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
    """Element → its attributes; `*` stands for every element."""
    return {row["element"]: frozenset(row["attributes"].split()) - {"-"} for row in table_rows(_TABLE)}
