"""Extract (取文): the text of an official copy (PDF) in reading order, by its structure tree.

A PDF keeps glyphs, not characters: a space at a line break is lost, and so is a paragraph break at a page break. These
are not guessed here: each piece states how it is joined to the one before it (Joint), and a caller that knows the
published text resolves the joint (`gazette.verify.compare`). `lines_of_pieces` resolves joints without a published
text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import pikepdf

from gazette.pages.canonical import normal_line
from gazette.source.inline import line_joint
from gazette.verify.content import PageContent, read_content
from gazette.verify.structure_tree import TreeWalk

# What separates a piece from the one before it: "block" U+000A, "cell" U+0009, "none" nothing; "line" (line break) a
# space or nothing; "page" (page break) a space, nothing or U+000A.
Joint = Literal["none", "line", "page", "cell", "block"]
# The typesetter's hyphen, after a Latin letter at the end of a line.
HYPHEN = re.compile("(?<=[A-Za-z\u00c0-\u024f])\u2010$")

UnreadableReason = Literal["not-pdf", "damaged", "encrypted", "no-text"]
_NO_SPACE_AFTER = re.compile(r"[-\u2013\u2014/]$")
_END = re.compile(r"[。！？：；…）》”’」』.!?:;)\"]$")
_QUOTE = re.compile("[\u2018-\u201d]")
_ROWS = ("TR", "NonStruct")  # table rows and lines of code, which a page break seldom splits
# Exceptions that a malformed file can raise in pikepdf or in this code.
_DAMAGED = (
    pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError, StopIteration,
    NotImplementedError, AssertionError,
)  # fmt: skip
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


@dataclass(frozen=True)
class Piece:
    """Words from one line of a block. `role`: structure type of the block (`P`, `H2`, `TD`)."""

    text: str
    joint: Joint
    role: str = ""


@dataclass(frozen=True)
class Extracted:
    """Text of a PDF.

    `pieces`: the publication's text. `beside`: lines that the copy adds inside the structure (notice, captions of the
    facts, colophon). `outside`: lines outside the structure (page numbers). `pictures`: number of figures in the text,
    which are not compared. Without a structure tree `is_tagged` is False, and `pieces` holds all words in drawing
    order.
    """

    pieces: tuple[Piece, ...]
    beside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    pictures: int = 0
    is_tagged: bool = True
    identifier: str = ""
    language: str = ""

    @property
    def title(self) -> str:
        """The text of the first heading (`H1`), which is the publication's title; "" if the text begins otherwise."""
        first = next((each.role for each in self.pieces), "")
        end = next((at for at, each in enumerate(self.pieces) if at and each.joint == "block"), len(self.pieces))
        return lines_of_pieces(self.pieces[:end]) if first == "H1" else ""


class UnreadableError(Exception):
    """A file that cannot be compared; `reason` says why."""

    def __init__(self, reason: UnreadableReason) -> None:
        super().__init__(reason)
        self.reason: UnreadableReason = reason


def extract_text(content: bytes) -> Extracted:
    """Return the text of a PDF. Raises UnreadableError."""
    with opened(content) as pdf:
        return extract_words(pdf, read_content(pdf))


@contextmanager
def opened(content: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a PDF. Errors of the file, now or while the context is active, are raised as UnreadableError."""
    if b"%PDF-" not in content[:1024]:
        raise UnreadableError("not-pdf")
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield pdf
    except pikepdf.PasswordError as error:
        raise UnreadableError("encrypted") from error
    except _DAMAGED as error:
        raise UnreadableError("damaged") from error


def lines_of_pieces(pieces: Iterable[Piece]) -> str:
    """Return the pieces as lines of text, joints resolved by `default_joint`, without the typesetter's hyphens."""
    text, role = "", ""
    for piece in pieces:
        joint = default_joint(text, piece, role) if text else ""
        text = HYPHEN.sub("", text) if piece.joint in ("line", "page") and joint == "" else text
        text, role = text + joint + piece.text, piece.role
    return "\n".join("\t".join(map(normal_line, line.split("\t"))) for line in text.split("\n"))


def default_joint(before: str, piece: Piece, role: str) -> str:
    """Return the most likely separator between `before`, whose block has `role`, and `piece`."""
    if piece.joint in ("block", "cell", "none"):
        return {"block": "\n", "cell": "\t", "none": ""}[piece.joint]
    if piece.joint == "page" and (role != piece.role or role in _ROWS or _END.search(before)):
        return "\n"
    if HYPHEN.search(before) or _NO_SPACE_AFTER.search(before):
        return ""
    last, first = before.rstrip(" ")[-1:], piece.text.lstrip(" ")[:1]
    # Quotation marks take the width of their neighbour: they are wide only among ideographs.
    last, first = (first if _QUOTE.match(last) else last), (last if _QUOTE.match(first) else first)
    return line_joint(last, first)


def extract_words(pdf: pikepdf.Pdf, content: PageContent) -> Extracted:
    """Return the text of an open PDF. Raises UnreadableError if it contains no text."""
    identifier, language = _identity(pdf)
    if not any(each.text.strip() for run in [*content.marked.values(), content.unmarked] for each in run):
        raise UnreadableError("no-text")
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None or "/K" not in tree or not any(content.marked.values()):
        return _untagged(content, identifier, language)
    walk = TreeWalk(content, {_object(page): number for number, page in enumerate(pdf.pages)})
    walk.document(tree)
    pieces, beside = (
        tuple(Piece(each.text, each.joint, each.role) for each in some) for some in (walk.text, walk.beside)
    )
    lines = tuple(line for line in lines_of_pieces(beside).split("\n") if line)
    outside = tuple(normal_line(each.text) for each in walk.outside() if each.text.strip())
    return Extracted(pieces, lines, outside, walk.pictures, is_tagged=True, identifier=identifier, language=language)


def _object(page: pikepdf.Page) -> tuple[int, int]:
    number, generation = page.objgen
    return int(number), int(generation)


def _untagged(content: PageContent, identifier: str, language: str) -> Extracted:
    """Return all words in drawing order, page by page; comparable if that happens to be the reading order."""
    runs = [(key[0], run) for key, run in content.marked.items()]
    drawn = [each for _, run in runs for each in run] + content.unmarked
    drawn.sort(key=lambda each: each.page)
    pieces: list[Piece] = []
    last = None
    for each in drawn:
        joint: Joint = "none" if last and each.is_on_the_line_of(last) else "line"
        pieces.append(Piece(each.text, joint))
        last = each
    return Extracted(tuple(pieces), is_tagged=False, identifier=identifier, language=language)


def _identity(pdf: pikepdf.Pdf) -> tuple[str, str]:
    """Return dc:identifier of the metadata and /Lang of the document."""
    metadata = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    identifier = metadata.get(_DUBLIN_CORE + "identifier", "")
    return str(identifier), str(pdf.Root.get("/Lang", ""))
