"""Published (已发布文本): what a copy is compared with, and which of the publications a copy is a copy of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gazette.convert.editions import ConvertedText
from gazette.model.facts import Facts
from gazette.model.versions import CanonicalDigest, Version
from gazette.pages.canonical import canonical_digest, canonical_text, short_form
from gazette.pages.compose import compose_page
from gazette.pages.labels import Labels
from gazette.pages.verification import add_copy
from gazette.verify.font_map import UNKNOWN

# What dc:identifier of a copy says: folder, language, and fingerprint of the text that was typeset.
IDENTIFIER = re.compile(r"(?P<path>\S+) (?P<tag>\S+) (?P<fingerprint>[0-9a-f]{64})")
SHORT_FORM = re.compile(r"(?<![0-9A-Fa-f])([0-9A-F]{4}(?: [0-9A-F]{4}){3})(?![0-9A-Fa-f])")
_LEAST_LIKENESS = 0.5
_PIECE = 8  # characters in a row that two texts have in common by chance only rarely
_OWN_WORDS = ("notice_", "colophon", "copy_", "version_", "preview")
_OWN_LABELS = ("facts", "contact", "address", "published", "chinese_prevails", "not_configured", "no_document_number")


@dataclass(frozen=True)
class Published:
    """One edition as it is published now. `date` is ISO 8601, "" for a page that is no publication.

    `current` is the version that it was recorded as, None where it has not been; `previous` are the versions before it, known
    by their fingerprints. `beside` are the words of which the lines are made
    that a copy has besides the text (notice, captions, colophon); None where such lines are not to be looked at. `colophon`
    are the rows of its last page, label and value parted by U+0009.
    """

    path: str
    tag: str
    title: str
    date: str
    text: str = field(repr=False)
    previous: tuple[Version, ...] = ()
    current: Version | None = None
    beside: frozenset[str] | None = field(default=None, repr=False)
    colophon: str = field(default="", repr=False)

    @property
    def fingerprint(self) -> CanonicalDigest:
        return canonical_digest(self.text)

    @property
    def short_form(self) -> str:
        return short_form(self.fingerprint)

    def expects(self, line: str) -> bool:
        """Whether a line beside the text is made of a copy's own words only, and of numbers."""
        if self.beside is None:
            return True
        if UNKNOWN in line:
            return False
        # The permanent address, wherever the site stood when the copy was made.
        # A program that puts broken lines together takes a hyphen in it for one of the typesetter's.
        path = re.escape(self.path).replace(r"\-", "-?")
        rest = re.sub(rf"https?://[!-~]*?/{path}/", "", _bare(SHORT_FORM.sub("", line)))
        for words in sorted(self.beside, key=len, reverse=True):
            rest = rest.replace(words, "\n")
        return not re.sub(r"[\W\d_]", "", rest)


def publish_text(
    text: ConvertedText, tag: str, labels: Labels, versions: Sequence[Version] = (), address: str = ""
) -> Published:
    """An edition with its canonical text, and all its recorded `versions`; `address` is that of its page."""
    page = compose_page(text, tag, labels)
    facts, path = text.publication.facts, text.publication.path
    date = facts.published.isoformat() if isinstance(facts, Facts) else ""
    words = canonical_text(page)
    digest = canonical_digest(words)
    current = next((each for each in versions[-1:] if each.fingerprint == digest), None)
    previous = tuple(each for each in versions if each != current and each.fingerprint != digest)
    colophon = ""
    if isinstance(facts, Facts):
        rows = add_copy(page, labels, {(path, tag): tuple(versions)}).data["official"]["rows"]
        shown = [(labels["copy_address"], address), *((row["label"], row["value"]) for row in rows)]
        colophon = "".join(f"{label}\t{value}\n" for label, value in shown)
    return Published(path, tag, page.title, date, words, previous, current, _own_words(labels), colophon)


def _own_words(labels: Labels) -> frozenset[str]:
    """All that a copy may say besides the text, as it is worded now: sentences, labels, names of months."""
    keys = (key for key in labels.words if key.startswith(_OWN_WORDS) or key in _OWN_LABELS)
    sentences = (part for key in keys for part in re.split(r"\{\w+\}", labels[key]))
    months = labels.language.locale.months["format"]["wide"].values()
    return frozenset(filter(None, map(_bare, (*sentences, *months, labels.language.name))))


def find_by_identifier(identifier: str, texts: Iterable[Published]) -> Published | None:
    """The edition of which a PDF says that it is a copy."""
    named = IDENTIFIER.fullmatch(identifier)
    return next((each for each in texts if named and (each.path, each.tag) == (named["path"], named["tag"])), None)


def find_by_words(found: str, texts: Iterable[Published]) -> Published | None:
    """The edition of which a text has most; None where it has little of any."""
    words = _bare(found)
    pieces = {words[at : at + _PIECE] for at in range(len(words) - _PIECE + 1)}
    best, most = None, _LEAST_LIKENESS
    for each in texts:
        own = _bare(each.text)
        mine = {own[at : at + _PIECE] for at in range(len(own) - _PIECE + 1)} or {own}
        likeness = len(pieces & mine) / len(mine)
        likeness += _bare(each.title) in words  # an old version may have little else in common
        if likeness > most:
            best, most = each, likeness
    return best


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
