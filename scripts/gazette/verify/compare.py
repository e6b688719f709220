"""Compare (比对): the differences between the text of a copy and the published text, character by character.

A tagged PDF is compared line by line, white space included. Only what a PDF cannot express is taken from the published
text: a space at a line break, a paragraph break at a page break. Plain text (pasted, or an untagged PDF) is compared
by its characters: white space and line breaks are ignored, and list numbers and footnote brackets may be missing.
Words beside the text are reported as differences of kind "beside".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Literal

from gazette.model.versions import Version
from gazette.pages.canonical import canonical_digest, normal_line, short_form
from gazette.verify.changes import LONGEST, find_changes
from gazette.verify.extract import HYPHEN, Extracted, Piece, default_joint
from gazette.verify.glyphs import folded_glyphs
from gazette.verify.partners import partners
from gazette.verify.pasted import is_same_words
from gazette.verify.published import SHORT_FORM, Published
from gazette.verify.recognition import IDENTIFIER

Kind = Literal["changed", "missing", "added", "moved", "beside"]
MARKS = "⟦⟧"
_AROUND = 12  # characters of context shown on either side of a difference
_NEAR = 4  # differences at most this many characters apart are merged
_MOST_BESIDE = 200  # limit of reported lines; a file may hold any number
_ALLOWED = {"line": ("", " "), "page": ("", " ", "\n")}


@dataclass(frozen=True)
class Difference:
    """One difference. The differing characters stand in ⟦⟧ (kind "changed").

    `line` counts lines of the published text from 1; for added lines it is the line before them; 0 if there is none.
    """

    kind: Kind
    line: int
    published: str
    found: str


@dataclass(frozen=True)
class Verdict:
    """Result of a comparison.

    `fingerprint`: canonical digest of the text found. `superseded`: the older version that the text equals, if any.
    `claimed`: the fingerprint that the copy itself states, in full or in short form; "" if it states none.
    """

    published: Published
    differences: tuple[Difference, ...]
    fingerprint: str
    superseded: Version | None = None
    claimed: str = ""

    @property
    def is_equal(self) -> bool:
        return not self.differences

    @property
    def version(self) -> Version | None:
        """The recorded version whose text this is, or None."""
        return self.published.current if self.is_equal else self.superseded

    @property
    def is_other_version(self) -> bool:
        """True if the copy was made from another text: an older version, or one that matches the claimed digest."""
        return bool(self.superseded) or (
            not self.is_equal and self.claimed in (self.fingerprint, short_form(self.fingerprint))
        )

    @property
    def claimed_version(self) -> Version | None:
        """The older version whose fingerprint the copy states, whether or not its text is that version."""
        forms = {
            form: each for each in self.published.previous for form in (each.fingerprint, short_form(each.fingerprint))
        }
        return forms.get(self.claimed)


def verify_text(found: Extracted | str, published: Published) -> Verdict:
    """Compare a PDF's extracted text, or pasted text, with the published edition."""
    if isinstance(found, str) or not found.is_tagged:
        return _verify_words(found if isinstance(found, str) else _drawn(found), published)
    text = settle(found.pieces, published.text)
    differences = [*find_differences(published.text, text), *_beside(found, published)]
    digest = canonical_digest(text)
    older = next((each for each in reversed(published.previous) if each.fingerprint == digest), None)
    return Verdict(published, tuple(differences), digest, older, _claimed(found))


def settle(pieces: Sequence[Piece], published: str) -> str:
    """Return the canonical text of a PDF's pieces.

    White space hidden by a line or page break is read as published, if the break can hide it. A character that print
    faces draw like its published counterpart (`gazette.verify.glyphs`) is replaced by that counterpart.
    """
    pieces = [
        Piece(_without_hyphen(piece, after, published), piece.joint, piece.role) for piece, after in _pairs(pieces)
    ]
    bare, places = _bare(published)
    found, _ = _bare("".join(piece.text for piece in pieces))
    answers = partners(folded_glyphs(found), folded_glyphs(bare))
    text, at, role = "", 0, ""
    for piece in pieces:
        length = len(_bare(piece.text)[0])
        piece = replace(piece, text=_as_published(piece.text, bare, answers[at : at + length]))
        joint = default_joint(text, piece, role) if text else ""
        if piece.joint in _ALLOWED and 0 < at < len(answers):
            before = answers[at - 1]
            if before is not None and answers[at] == before + 1:
                between = published[places[before] + 1 : places[before + 1]]
                joint = between if between in _ALLOWED[piece.joint] else joint
        text, role = text + joint + piece.text, piece.role
        at += length
    return "".join(f"{_normal(line)}\n" for line in text.split("\n"))


def find_differences(published: str, found: str) -> list[Difference]:
    """Return the differences between two texts of lines, in the order of the published text; [] if they are equal."""
    mine, theirs = published.split("\n"), found.split("\n")
    differences: list[Difference] = []
    for change in find_changes(mine, theirs):
        one, other = mine[change.start : change.end], theirs[change.other_start : change.other_end]
        if not other:
            differences += [Difference("missing", change.start + n, line, "") for n, line in enumerate(one, 1)]
        elif not one:
            differences += [Difference("added", change.start, "", line) for line in other]
        else:
            differences += _within("\n".join(one), "\n".join(other), change.start)
    if not differences and published != found:
        differences.append(Difference("changed", 0, MARKS, MARKS))
    return _moved(differences)


def _within(one: str, other: str, before: int) -> Iterable[Difference]:
    """Yield the differences inside replaced lines, with context; near ones are merged.

    `before`: number of lines before `one`.
    """
    joined: list[list[int]] = []
    for change in find_changes(one, other):
        if joined and change.start - joined[-1][1] <= _NEAR:
            joined[-1][1::2] = [change.end, change.other_end]
        else:
            joined.append([*change])
    for start, end, other_start, other_end in joined:
        line = before + one.count("\n", 0, start) + 1
        yield Difference("changed", line, _marked(one, start, end), _marked(other, other_start, other_end))


def _marked(text: str, start: int, end: int) -> str:
    head, tail = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    head, tail = head.rpartition("\n")[2], tail.partition("\n")[0]
    cut = text[start:end] if end - start <= LONGEST else text[start : start + LONGEST] + "…"
    before = "…" if start - len(head) > 0 and text[start - len(head) - 1] != "\n" else ""
    after = "…" if end + len(tail) < len(text) and text[end + len(tail)] != "\n" else ""
    return f"{before}{head}{MARKS[0]}{cut}{MARKS[1]}{tail}{after}"


def _moved(differences: list[Difference]) -> list[Difference]:
    """Replace a pair of equal lines, one missing and one added, by one difference of kind "moved"."""
    added = {each.found for each in differences if each.kind == "added"}
    gone = {each.published for each in differences if each.kind == "missing" and each.published in added}
    kept = [each for each in differences if not (each.kind == "added" and each.found in gone)]
    return [
        Difference("moved", each.line, each.published, each.published)
        if each.kind == "missing" and each.published in gone
        else each
        for each in kept
    ]


def _beside(found: Extracted, published: Published) -> list[Difference]:
    """Return the lines beside the text that no official copy has, at most _MOST_BESIDE."""
    strange = (line for line in (*found.beside, *found.outside) if not published.expects(line))
    return [Difference("beside", 0, "", line) for line in islice(strange, _MOST_BESIDE)]


def _claimed(found: Extracted) -> str:
    """Return the fingerprint in the file's metadata, else the printed short form, else ""."""
    if named := IDENTIFIER.fullmatch(found.identifier):
        return named["fingerprint"]
    return next((match[1] for line in found.beside for match in [SHORT_FORM.search(line)] if match), "")


def _as_published(text: str, bare: str, answers: Sequence[int | None]) -> str:
    """Replace each character of `text` by its counterpart in `bare` if both share a glyph.

    `answers` holds the index in `bare` (or None) of each character of `text` that is not white space.
    """
    left = iter(answers)
    made = ""
    for each in text:
        partner = None if each.isspace() else next(left)
        is_same = partner is not None and folded_glyphs(bare[partner]) == folded_glyphs(each)
        made += bare[partner] if is_same and partner is not None else each
    return made


def _glyphs_as_published(words: str, published: str) -> str:
    """Align `words` with the published text and replace characters that share a glyph with their counterpart."""
    bare = _bare(published)[0]
    answers = partners(folded_glyphs(words), folded_glyphs(bare))
    return _as_published(words, bare, answers)


def _pairs(pieces: Sequence[Piece]) -> Iterable[tuple[Piece, Piece | None]]:
    return [*pairwise(pieces), *([(pieces[-1], None)] if pieces else [])]


def _without_hyphen(piece: Piece, after: Piece | None, published: str) -> str:
    """Return the piece's text without a hyphen that the typesetter added at the line's end.

    The hyphen is kept if the published text contains it there.
    """
    if after is None or after.joint not in _ALLOWED or not HYPHEN.search(piece.text):
        return piece.text
    return piece.text if piece.text[-8:] + after.text[:4] in published else piece.text[:-1]


def _bare(text: str) -> tuple[str, list[int]]:
    """Return the text without white space, and the original index of each remaining character."""
    places = [at for at, character in enumerate(text) if not character.isspace()]
    return "".join(text[at] for at in places), places


def _normal(line: str) -> str:
    return "\t".join(map(normal_line, line.split("\t")))


def _drawn(found: Extracted) -> str:
    pieces = ((" " if piece.joint == "none" else "\n") + piece.text for piece in found.pieces)
    return "".join(pieces)


def _verify_words(found: str, published: Published) -> Verdict:
    """Compare by characters only.

    The published text is tried as it is, without brackets around footnote numbers, and also without list numbers: what
    a page draws by itself may be missing from pasted text.
    """
    lines = [normal_line(line) for line in found.splitlines()]
    own = {_bare(line)[0] for line in published.text.splitlines()}
    knows = published.beside is not None
    kept = (line for line in lines if _bare(line)[0] in own or not (knows and line and published.expects(line)))
    words = _glyphs_as_published(_bare("".join(kept))[0], published.text)
    called = re.sub(r"\[(\d+)\]", r"\1", published.text)
    forms = (published.text, called, re.sub(r"(?m)^\d+\. ", "", called))
    if knows and any(is_same_words(found, published, each) for each in forms):
        return Verdict(published, (), published.fingerprint)
    for each in forms:
        bare = _bare(each)[0]
        if bare in words:
            around = (part for part in words.split(bare, 1) if part)
            return Verdict(
                published, tuple(Difference("beside", 0, "", part) for part in around), published.fingerprint
            )
    text = _spaced(words, published.text)
    digest = canonical_digest(text)
    # A verbatim older text is recognised without reference to the lines of the current one.
    whole = canonical_digest("".join(f"{_normal(line)}\n" for line in found.strip().splitlines()))
    older = next((each for each in reversed(published.previous) if each.fingerprint in (digest, whole)), None)
    return Verdict(
        published, tuple(find_differences(published.text, text)), older.fingerprint if older else digest, older
    )


def _spaced(words: str, published: str) -> str:
    """Insert into `words` the white space that the published text has before the same characters; append U+000A."""
    bare, places = _bare(published)
    text = ""
    for word, partner in zip(words, partners(words, bare), strict=True):
        if partner:
            text += published[places[partner - 1] + 1 : places[partner]]
        text += word
    return text + "\n"
