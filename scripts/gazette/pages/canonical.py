"""Canonical text (规范文本): one edition as plain text with a SHA-256 digest, so that any copy of it can be checked.

This module belongs to pages, not to model, because the canonical text is what the page shows: the rows of facts with
the language's own labels and date format, and the body as Markdown renders it. The definition below is complete: anyone
can compute the text from a page alone.

1. Each block is one line, in reading order: the title; one line per row of facts; the body's headings, paragraphs, list
   items, quotes, captions, lines of code and footnotes; one line per contact row. Every line, the last included, ends
   in U+000A.
2. A table row is one line; its cells are joined by U+0009. The label and the value of a fact are two cells.
3. An item of a numbered list begins with its number as printed: `1. `, decimal at every depth, because texts are cited
   by these numbers. Bullets are not part of the text. A footnote reference is its number in brackets: `[1]`. A footnote
   is an item of the numbered list at the end, without the link that leads back from it.
4. Left out: markup, link addresses, pictures (their alternative text is read aloud, not seen), the captions of the
   tables of facts and of contact, the table of contents, notices, "stale" remarks, the colophon, the sources of
   renderings, and the permanent address.
5. White space: a run of spaces, line feeds, tabs, U+00A0 and other spaces becomes one U+0020, and is removed at both
   ends of a line or cell; `<br>` counts as such a space. U+3000 is visible and kept, except at both ends.
6. Invisible characters are removed: format characters (U+00AD, U+200B, U+2060, U+FEFF …) and variation selectors.
7. The text is in Unicode Normalization Form C, encoded in UTF-8.

The digest is the SHA-256 of these bytes. Line wrapping, markup and anchor names in the source never change it; any
character that a reader sees does.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from markdown import Markdown  # type: ignore[import-untyped]

from gazette.model.versions import CanonicalDigest
from gazette.pages.page import Page
from gazette.pages.rendering import EmphasisExtension
from gazette.pages.tokens import feed_whole

_CELL = "\t"
SHORT_LENGTH, _GROUP = 16, 4
# The extensions of mkdocs.yml and the three that MkDocs always adds, as far as they change the visible text.
EXTENSIONS = ("toc", "attr_list", "footnotes", "md_in_html", "sane_lists", "tables", "fenced_code")
EXTENSION_CONFIGS = {"footnotes": {"BACKLINK_TITLE": "{}"}, "tables": {"use_align_attribute": True}}

_SPACES = re.compile(r"[^\S\u3000]+")
_EDGES = " \t\u3000"
# Text that points 6 and 7 leave as it is: visible characters that stand in NFC whatever is beside them. Nearly all
# lines are such text, and need not be looked at character by character.
PLAIN = re.compile("[ -~\xb7\xd7\u2014\u2018-\u201d\u2026\u3000-\u3029\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]*")
# What numbers lines: generated numbers are the only difference between the two readings of a body.
_NUMBERED = re.compile("<ol|footnote-ref")
_SELECTORS = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BLOCKS = frozenset(
    re.split(
        r"\s+",
        "address article aside blockquote caption center dd details div dl dt fieldset figcaption figure footer form"
        " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul",
    )
)
_SILENT = frozenset(["script", "style", "template", "title", "head", "svg", "math", "noscript"])
# Classes of the link back from a footnote and of the "stale" remark.
_NO_TEXT = frozenset(["footnote-backref", "gz-stale"])
_CELLS = ("td", "th")


@dataclass(frozen=True)
class Body:
    """The body of a page as rendered: HTML, canonical lines, and the lines without the numbers that Markdown makes."""

    html: str
    lines: tuple[str, ...]
    words: tuple[str, ...]


def canonical_text(page: Page) -> str:
    """Return the canonical text of the edition that `page` shows."""
    rows = [[*page.data.get("facts", ())], [*page.data.get("contact", ())]]
    facts, contact = ([_fact_line(row) for row in some] for some in rows)
    lines = [normal_line(page.title), *facts, *read_body(page.body).lines, *contact]
    return "".join(f"{line}\n" for line in lines)


def canonical_digest(text: str) -> CanonicalDigest:
    """Return the SHA-256 of a canonical text as 64 lowercase hexadecimal digits."""
    return CanonicalDigest(hashlib.sha256(text.encode("utf-8")).hexdigest())


def short_form(digest: str) -> str:
    """Return the first 16 digits in groups of four, for people to read out and compare: `3F2A 91C0 77DE 04B8`."""
    digits = digest[:SHORT_LENGTH].upper()
    return " ".join(digits[at : at + _GROUP] for at in range(0, SHORT_LENGTH, _GROUP))


def normal_line(text: str) -> str:
    """Normalise one line or one cell by points 5 to 7 of the definition."""
    line = _SPACES.sub(" ", text).strip(_EDGES)
    if PLAIN.fullmatch(line):
        return line
    seen = (each for each in _SELECTORS.sub("", text) if unicodedata.category(each) != "Cf")
    return unicodedata.normalize("NFC", _SPACES.sub(" ", "".join(seen)).strip(_EDGES))


# Converters that have finished a text. One whose work was broken off, by the budget, is never used again.
_idle: list[Markdown] = []


@lru_cache(maxsize=16)
def read_body(markdown: str) -> Body:
    """Return the body of a staged page, rendered and read once for all checks of its publication."""
    html = render_body(markdown)
    lines = tuple(body_lines(html))
    words = tuple(body_lines(html, with_numbers=False)) if _NUMBERED.search(html) else lines
    return Body(html, lines, words)


@lru_cache(maxsize=16)
def render_body(markdown: str) -> str:
    """Return the body of a staged page as HTML, rendered as MkDocs renders it."""
    try:
        md = _idle.pop()
    except IndexError:
        md = Markdown(extensions=[*EXTENSIONS, EmphasisExtension()], extension_configs=EXTENSION_CONFIGS)
    html: str = md.convert(markdown)
    md.reset()
    _idle.append(md)
    return html


def body_lines(html: str, *, with_numbers: bool = True) -> list[str]:
    """Return the canonical lines of a rendered body.

    With `with_numbers=False` the numbers of lists and footnotes, which Markdown generates, are left out.
    """
    reader = _BodyReader(with_numbers=with_numbers)
    feed_whole(reader, html)
    return reader.finished()


def _fact_line(row: Mapping[str, str]) -> str:
    return _row_line((row["label"], row["value"]))


def _row_line(cells: Iterable[str]) -> str:
    return _CELL.join(normal_line(cell) for cell in cells)


class _BodyReader(HTMLParser):
    """Collector of canonical lines: block tags end a line; other structure is ignored, so malformed HTML reads well."""

    def __init__(self, *, with_numbers: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        self._no_text = _NO_TEXT if with_numbers else _NO_TEXT | {"footnote-ref"}
        self._with_numbers = with_numbers
        self.lines: list[str] = []
        self._cells = [""]
        self._numbers: list[int | None] = []  # the next number of each open list, None for a bulleted one
        self._marker = ""
        self._row_depth = 0
        self._silent: list[str] = []
        self._call = False
        self._code_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        classes = attributes["class"].split() if "class" in attributes else ()
        if tag in _SILENT or (self._silent and tag == self._silent[0]) or self._no_text.intersection(classes):
            self._silent.append(tag)
        elif self._silent:
            return
        elif tag == "a":
            self._call = "footnote-ref" in classes
            self._add("[" if self._call else "")
        elif tag in _CELLS:
            self._next_cell()
        elif tag == "br":
            self._add(" ")
        elif tag in _BLOCKS:
            self._block(tag)
            self._code_depth += tag == "pre"
            self._open_list(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
        elif tag == "a" and self._call:
            self._call = False
            self._add("]")
        elif tag in _BLOCKS:
            self._block(tag, ends=True)
            self._code_depth = max(0, self._code_depth - (tag == "pre"))
            if tag in ("ol", "ul") and self._numbers:
                self._numbers.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "hr", "img"):
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        for number, line in enumerate(data.split("\n") if self._code_depth else [data]):
            if number:
                self._block("pre")
            self._add(line)

    def finished(self) -> list[str]:
        self._flush()
        return self.lines

    def _add(self, text: str) -> None:
        self._cells[-1] += text

    def _next_cell(self) -> None:
        """Start a new cell; the first cell of a row exists already."""
        if self._row_depth == 1:
            self._row_depth = 2
            self._cells = [""]
        else:
            self._cells.append("")

    def _block(self, tag: str, *, ends: bool = False) -> None:
        """End the line; inside a table row, add a space to the cell instead."""
        if tag == "tr" or tag == "table":
            self._flush()
            self._row_depth = 1 if tag == "tr" and not ends else 0
        elif self._row_depth:
            self._add(" ")
        else:
            self._flush()

    def _open_list(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("ol", "ul"):
            start = attributes.get("start", "")
            first = int(start) if re.fullmatch(r"-?\d{1,9}", start) else 1
            self._numbers.append(first if tag == "ol" else None)
        elif tag == "li" and self._numbers and (number := self._numbers[-1]) is not None:
            value = attributes.get("value", "")
            number = int(value) if re.fullmatch(r"-?\d{1,9}", value) else number
            self._marker, self._numbers[-1] = f"{number}. " if self._with_numbers else "", number + 1

    def _flush(self) -> None:
        """Append the current line unless it is empty; a list number stays pending until its item has text."""
        line = _row_line(self._cells)
        if line.strip():
            self.lines.append(normal_line(self._marker + line) if self._marker and len(self._cells) == 1 else line)
            self._marker = ""
        self._cells = [""]
