"""Verify (核验): what a copy says against what was published: equal, or where it differs, character by character.

Two ways, by what is at hand. A PDF with its structure is compared line by line, white space included; only what paper
cannot show is taken from the published text: whether a line's end hides a space, and a page's end a new paragraph. Plain text,
as pasted from a page or a PDF, is compared by its characters: white space of any kind is not looked at, nor are line ends,
and the numbers of lists and the brackets of footnotes may be missing. Words around the text are told, and not equal to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Literal

from gazette.model.versions import Version
from gazette.pages.canonical import canonical_digest, normal_line, short_form
from gazette.verify.changes import LONGEST, find_changes, partners
from gazette.verify.extract import HYPHEN, Extracted, Piece, default_joint
from gazette.verify.glyphs import folded_glyphs
from gazette.verify.pasted import is_same_words
from gazette.verify.published import IDENTIFIER, SHORT_FORM, Published

Kind = Literal["changed", "missing", "added", "moved", "beside"]
MARKS = "⟦⟧"
_AROUND = 12  # characters shown on either side of a difference
_NEAR = 4  # characters between two differences that are told as one
_MOST_BESIDE = 200  # lines that are told; a file may hold any number
_ALLOWED = {"line": ("", " "), "page": ("", " ", "\n")}


@dataclass(frozen=True)
class Difference:
    """One place. `line` is that of the published text, from 1, of words that were added the line before them; 0 where it has
    none. The differing characters stand in ⟦⟧.
    """

    kind: Kind
    line: int
    published: str
    found: str


@dataclass(frozen=True)
class Verdict:
    """`canonical_digest` is that of the text that was found. `superseded` is the older version that it is, where one is known;
    `claimed` the fingerprint of the text of which the copy says that it is one, in full or in short.
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
        """The version whose words these are, where they are those of one."""
        return self.published.current if self.is_equal else self.superseded

    @property
    def is_other_version(self) -> bool:
        """Whether the copy was made from another text: it agrees with itself, though not with what is published."""
        return bool(self.superseded) or (
            not self.is_equal and self.claimed in (self.fingerprint, short_form(self.fingerprint))
        )

    @property
    def claimed_version(self) -> Version | None:
        """The older version that the copy says it is, whether its text is that or not."""
        forms = {
            form: each for each in self.published.previous for form in (each.fingerprint, short_form(each.fingerprint))
        }
        return forms.get(self.claimed)


def verify_text(found: Extracted | str, published: Published) -> Verdict:
    """The verdict on a PDF's text, or on a text as it was pasted."""
    if isinstance(found, str) or not found.is_tagged:
        return _verify_words(found if isinstance(found, str) else _drawn(found), published)
    text = settle(found.pieces, published.text)
    differences = [*find_differences(published.text, text), *_beside(found, published)]
    digest = canonical_digest(text)
    older = next((each for each in reversed(published.previous) if each.fingerprint == digest), None)
    return Verdict(published, tuple(differences), digest, older, _claimed(found))


def settle(pieces: Sequence[Piece], published: str) -> str:
    """The text of a PDF's pieces; hidden white space is read as published, where it is one that can be hidden; so is a
    character that is drawn like the published one.
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
    """Where two texts with lines differ, in the order of the published one; nothing if they are the same."""
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
    """Differences inside lines, near ones as one, with what stands around them."""
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
    """A line that is missing in one place and added in another has moved."""
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
    """Words beside the text that no copy has."""
    strange = (line for line in (*found.beside, *found.outside) if not published.expects(line))
    return [Difference("beside", 0, "", line) for line in islice(strange, _MOST_BESIDE)]


def _claimed(found: Extracted) -> str:
    """The fingerprint in the file's metadata, or the one that is printed."""
    if named := IDENTIFIER.fullmatch(found.identifier):
        return named["fingerprint"]
    return next((match[1] for line in found.beside for match in [SHORT_FORM.search(line)] if match), "")


def _as_published(text: str, bare: str, answers: Sequence[int | None]) -> str:
    """Each character of which the partner is drawn by the same glyph becomes it; `answers` leave out white space."""
    left = iter(answers)
    made = ""
    for each in text:
        partner = None if each.isspace() else next(left)
        is_same = partner is not None and folded_glyphs(bare[partner]) == folded_glyphs(each)
        made += bare[partner] if is_same and partner is not None else each
    return made


def _glyphs_as_published(words: str, published: str) -> str:
    """The same words, each character that is drawn like the published one in its place made that one."""
    bare = _bare(published)[0]
    answers = partners(folded_glyphs(words), folded_glyphs(bare))
    return _as_published(words, bare, answers)


def _pairs(pieces: Sequence[Piece]) -> Iterable[tuple[Piece, Piece | None]]:
    return [*pairwise(pieces), *([(pieces[-1], None)] if pieces else [])]


def _without_hyphen(piece: Piece, after: Piece | None, published: str) -> str:
    """A hyphen at a line's end is the typesetter's, unless the published text has it there."""
    if after is None or after.joint not in _ALLOWED or not HYPHEN.search(piece.text):
        return piece.text
    return piece.text if piece.text[-8:] + after.text[:4] in published else piece.text[:-1]


def _bare(text: str) -> tuple[str, list[int]]:
    """A text without white space, and where each of its characters stood."""
    places = [at for at, character in enumerate(text) if not character.isspace()]
    return "".join(text[at] for at in places), places


def _normal(line: str) -> str:
    return "\t".join(map(normal_line, line.split("\t")))


def _drawn(found: Extracted) -> str:
    pieces = ((" " if piece.joint == "none" else "\n") + piece.text for piece in found.pieces)
    return "".join(pieces)


def _verify_words(found: str, published: Published) -> Verdict:
    """By characters only. The published text is tried with and without what a page draws by itself."""
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
    # An older text that was kept as it was needs no lines of the present one.
    whole = canonical_digest("".join(f"{_normal(line)}\n" for line in found.strip().splitlines()))
    older = next((each for each in reversed(published.previous) if each.fingerprint in (digest, whole)), None)
    return Verdict(
        published, tuple(find_differences(published.text, text)), older.fingerprint if older else digest, older
    )


def _spaced(words: str, published: str) -> str:
    """Words with the white space that the published text has before the same characters."""
    bare, places = _bare(published)
    text = ""
    for word, partner in zip(words, partners(words, bare), strict=True):
        if partner:
            text += published[places[partner - 1] + 1 : places[partner]]
        text += word
    return text + "\n"
