"""Published (已发布文本): an edition as it is published now, with the lines that its copies may have beside the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gazette.convert.editions import ConvertedText
from gazette.model.versions import CanonicalDigest, Version
from gazette.pages.canonical import canonical_digest, canonical_text, short_form
from gazette.pages.compose import compose_page
from gazette.pages.labels import Labels
from gazette.pages.official import add_copy
from gazette.verify.font_map import UNKNOWN

SHORT_FORM = re.compile(r"(?<![0-9A-Fa-f])([0-9A-F]{4}(?: [0-9A-F]{4}){3})(?![0-9A-Fa-f])")
_OWN_WORDS = ("notice_", "colophon", "copy_", "version_", "preview")
_OWN_LABELS = ("facts", "contact", "address", "published", "chinese_prevails", "not_configured", "no_document_number")


@dataclass(frozen=True)
class Published:
    """One edition as it is published now.

    `date`: ISO 8601, "" for a page that is no publication. `text`: its canonical text. `current`: its recorded
    version, None if not recorded. `previous`: the recorded versions before it. `beside`: the phrases from which a
    copy's lines beside the text are made (notice, captions, colophon); None if such lines are not to be checked.
    `colophon`: the rows of the copy's last page, label and value separated by U+0009.
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
        """True if a line beside the text has only a copy's own phrases, address and short form, digits and punctuation.

        Always True if `beside` is None.
        """
        if self.beside is None:
            return True
        if UNKNOWN in line:
            return False
        # The permanent address, whatever the site's address was when the copy was made. A program that joins
        # broken lines may drop a hyphen from it, taking it for the typesetter's.
        path = re.escape(self.path).replace(r"\-", "-?")
        rest = re.sub(rf"https?://[!-~]*?/{path}/", "", without_space(SHORT_FORM.sub("", line)))
        for words in sorted(self.beside, key=len, reverse=True):
            rest = rest.replace(words, "\n")
        return not re.sub(r"[\W\d_]", "", rest)


def publish_text(
    text: ConvertedText, tag: str, labels: Labels, versions: Sequence[Version] = (), address: str = ""
) -> Published:
    """Return an edition with its canonical text. `versions`: all its recorded versions; `address`: the page's URL."""
    page = compose_page(text, tag, labels)
    facts, path = text.publication.document, text.publication.path
    date = facts.published.isoformat() if facts else ""
    words = canonical_text(page)
    digest = canonical_digest(words)
    current = next((each for each in versions[-1:] if each.fingerprint == digest), None)
    previous = tuple(each for each in versions if each != current and each.fingerprint != digest)
    colophon = ""
    if facts:
        rows = add_copy(page, labels, {(path, tag): tuple(versions)}).data["official"]["rows"]
        shown = [(labels["copy_address"], address), *((row["label"], row["value"]) for row in rows)]
        colophon = "".join(f"{label}\t{value}\n" for label, value in shown)
    return Published(path, tag, page.title, date, words, previous, current, _own_words(labels), colophon)


def _own_words(labels: Labels) -> frozenset[str]:
    """Return the phrases that a copy may contain besides the text: sentences, labels, months; white space removed."""
    keys = (key for key in labels.words if key.startswith(_OWN_WORDS) or key in _OWN_LABELS)
    sentences = (part for key in keys for part in re.split(r"\{\w+\}", labels[key]))
    months = labels.language.locale.months["format"]["wide"].values()
    return frozenset(filter(None, map(without_space, (*sentences, *months, labels.language.name))))


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)
