"""Canonical text (规范文本): what one edition says, as plain text with a fingerprint, so that any copy of it can be checked.

It stands here, and not in model, because it is what the page shows: the rows of facts in the language's own labels and
forms of date, and the body as Markdown renders it. The definition, so that anyone can make it from a page alone:

1. One line for each block, in reading order: the title; a line for each row of facts; the body's headings, paragraphs,
   list items, quotes, captions, lines of code and footnotes; a line for each row of contact. Lines end in U+000A, the last one too.
2. A row of a table is one line, its cells joined by U+0009. Label and value of a fact are two cells.
3. An item of a numbered list begins with its number as printed: `1. `, decimal at every depth, because texts are cited by
   these numbers. Bullets say nothing and are no text. Where a footnote is called, its number stands in brackets: `[1]`.
   A footnote is an item of the numbered list at the end; the sign that leads back from it is no text.
4. Not text: markup, addresses of links, pictures (their alternative text is read, not seen), the captions of the tables
   of facts and of contact, the contents, notices, remarks that a passage is stale, the colophon, the sources of renderings, and the permanent address.
5. White space: a run of spaces, line feeds, tabs, U+00A0 and other spaces is one U+0020, none at either end of a line or
   cell; `<br>` is such a space. U+3000 is a character that is seen and stays, but not at either end.
6. What has no shape is no text: format characters (U+00AD, U+200B, U+2060, U+FEFF …) and variation selectors.
7. Unicode normalisation form C, encoded in UTF-8.

The fingerprint is the SHA-256 of these bytes. How the source wraps its lines, marks up its words, or names its anchors
never changes it; any character that a reader sees does.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html.parser import HTMLParser

from markdown import Markdown  # type: ignore[import-untyped]

from gazette.model.versions import CanonicalDigest
from gazette.pages.page import Page
from gazette.pages.rendering import EmphasisExtension

CELL = "\t"
SHORT_LENGTH, GROUP = 16, 4
# Those of mkdocs.yml and the three that MkDocs adds by itself, as far as they change what is read.
EXTENSIONS = ("toc", "attr_list", "footnotes", "md_in_html", "sane_lists", "tables", "fenced_code")
EXTENSION_CONFIGS = {"footnotes": {"BACKLINK_TITLE": "{}"}, "tables": {"use_align_attribute": True}}

_SPACES = re.compile(r"[^\S\u3000]+")
_EDGES = " \t\u3000"
_SELECTORS = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BLOCKS = frozenset(
    re.split(
        r"\s+",
        "address article aside blockquote caption center dd details div dl dt fieldset figcaption figure footer form"
        " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul",
    )
)
_SILENT = frozenset(["script", "style", "template", "title", "head", "svg", "math", "noscript"])
# The sign that leads back from a footnote, and the remark that a passage is stale.
_NO_TEXT = frozenset(["footnote-backref", "gz-stale"])
_CELLS = ("td", "th")


def canonical_text(page: Page) -> str:
    """The canonical text of the edition that `page` shows."""
    rows = [[*page.data.get("facts", ())], [*page.data.get("contact", ())]]
    facts, contact = ([_fact_line(row) for row in some] for some in rows)
    lines = [normal_line(page.title), *facts, *body_lines(render_body(page.body)), *contact]
    return "".join(f"{line}\n" for line in lines)


def canonical_digest(text: str) -> CanonicalDigest:
    """SHA-256 of a canonical text, 64 hexadecimal digits."""
    return CanonicalDigest(hashlib.sha256(text.encode("utf-8")).hexdigest())


def short_form(digest: str) -> str:
    """What a person can read out and compare: `3F2A 91C0 77DE 04B8`."""
    digits = digest[:SHORT_LENGTH].upper()
    return " ".join(digits[at : at + GROUP] for at in range(0, SHORT_LENGTH, GROUP))


def normal_line(text: str) -> str:
    """Points 5 to 7 of the definition, for one line or one cell."""
    seen = (each for each in _SELECTORS.sub("", text) if unicodedata.category(each) != "Cf")
    return unicodedata.normalize("NFC", _SPACES.sub(" ", "".join(seen)).strip(_EDGES))


@lru_cache(maxsize=16)
def render_body(markdown: str) -> str:
    """The body of a staged page in HTML, as MkDocs renders it."""
    extensions = [*EXTENSIONS, EmphasisExtension()]
    html: str = Markdown(extensions=extensions, extension_configs=EXTENSION_CONFIGS).convert(markdown)
    return html


def body_lines(html: str, with_numbers: bool = True) -> list[str]:
    """The lines of a rendered body; without the numbers of lists and notes, which Markdown gives, only its words."""
    reader = _BodyReader(with_numbers)
    reader.feed(html)
    reader.close()
    return reader.finished()


def _fact_line(row: Mapping[str, str]) -> str:
    return _row_line((row["label"], row["value"]))


def _row_line(cells: Iterable[str]) -> str:
    return CELL.join(normal_line(cell) for cell in cells)


class _BodyReader(HTMLParser):
    """Where tags of blocks stand, lines end: nothing else of the structure is looked at, so that careless HTML reads well."""

    def __init__(self, with_numbers: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        self._no_text = _NO_TEXT if with_numbers else _NO_TEXT | {"footnote-ref"}
        self._with_numbers = with_numbers
        self.lines: list[str] = []
        self._cells = [""]
        self._numbers: list[int | None] = []  # of the open lists, None for a bulleted one
        self._marker = ""
        self._row_depth = 0
        self._silent: list[str] = []
        self._call = False
        self._code_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        classes = attributes.get("class", "").split()
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
        """A row's first cell is there already."""
        if self._row_depth == 1:
            self._row_depth = 2
            self._cells = [""]
        else:
            self._cells.append("")

    def _block(self, tag: str, ends: bool = False) -> None:
        """A line ends here; inside a row it is a space of the cell."""
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
        """Lines without words are none; a number waits for the words of its item."""
        line = _row_line(self._cells)
        if line.strip():
            line, self._marker = normal_line(self._marker + line) if len(self._cells) == 1 else line, ""
            self.lines.append(line)
        self._cells = [""]
