"""Passages (段落): the searchable text of a converted publication, cut at the anchors that readers can link to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date

from gazette.convert.editions import ConvertedText
from gazette.model.facts import Facts
from gazette.model.identifiers import NO_DOCUMENT_NUMBER
from gazette.model.publication import Edition
from gazette.source.body import Block, defined_labels
from gazette.source.inline import scan_inline, shown_text

# Separates two blocks of one passage; a phrase does not match across it.
BREAK = "\n"
_SHOWN = re.compile(r"[^-:\s]")
_UNDERLINE = re.compile(r"\n[=-]+[ ]*$")


@dataclass(frozen=True)
class Passage:
    """The unit of a search result (段落).

    `id`: its anchor, "" for the top of the page. `text`: its blocks, joined by BREAK.
    """

    id: str
    heading: str
    text: str


@dataclass(frozen=True)
class SearchText:
    """One edition as search sees it.

    `path`: the publication's folder. `date`: ISO 8601; `shown_date`: as the page shows it. `facts`: its facts in
    words. Readers can filter by `column` and `body` (发布机构); both are "" for a page that is no publication.
    """

    path: str
    tag: str
    title: str
    date: str
    shown_date: str
    column: str
    body: str
    facts: tuple[str, ...]
    passages: tuple[Passage, ...]


def find_passages(text: ConvertedText, tag: str, shown_date: Callable[[date], str]) -> SearchText:
    """Return one edition's search text: a passage per block with its own id, and one for what precedes the first id.

    `shown_date` formats a date as the page shows it.
    """
    publication, edition = text.publication, text.editions[tag]
    facts = publication.document
    passages: list[Passage] = []
    anchor, heading, blocks = "", "", list[str]()
    labels = defined_labels(edition.blocks)
    for block in edition.blocks:
        read = block_words(block, labels)
        if block.id:
            passages.append(Passage(anchor, heading, BREAK.join(blocks)))
            anchor, blocks = block.id, []
            heading = read if block.kind == "heading" else heading
        if read and not (block.id and block.kind == "heading"):
            blocks.append(read)
    passages.append(Passage(anchor, heading, BREAK.join(blocks)))
    kept = tuple(each for each in passages if each.text or each.id)
    if facts is None:
        return SearchText(publication.path, tag, edition.title, "", "", "", "", (), kept)
    day, column = facts.published.isoformat(), publication.path.split("/")[0]
    known = _fact_words(facts, edition, shown_date)
    shown = shown_date(facts.published)
    return SearchText(publication.path, tag, edition.title, day, shown, column, edition.issuing_body, known, kept)


def own_words(text: SearchText, blocks: Iterable[Block]) -> str:
    """Return the words of an edition's body as search has them, each heading once and not repeated for its passages."""
    headings = {block.id for block in blocks if block.kind == "heading" and block.id}
    return BREAK.join((each.heading + BREAK if each.id in headings else "") + each.text for each in text.passages)


def block_words(block: Block, labels: Collection[str]) -> str:
    """Return the text of a block that a reader sees.

    Code is included; rules, definitions and table delimiter rows are left out. `labels`: labels that the body defines.
    """
    text = _UNDERLINE.sub("", block.text) if block.kind == "underlined" else block.text
    shown = "".join(shown_text(text, scan_inline(text, labels, block.kind))).strip()
    is_drawn = block.kind in ("rule", "definition") or (block.kind == "row" and not _SHOWN.search(shown))
    return "" if is_drawn else shown


def _fact_words(facts: Facts, edition: Edition, shown_date: Callable[[date], str]) -> tuple[str, ...]:
    """Return the facts that a reader may search for (numbers, dates, people, bodies) as plain words."""
    number = "" if facts.document_number in (None, NO_DOCUMENT_NUMBER) else facts.document_number
    days = sorted({facts.issued, facts.published})
    locale = Locale.parse(edition.tag, sep="-")
    words = [
        facts.index_number,
        number,
        edition.issuing_body,
        edition.policy_title,
        (facts.interprets.document_number or "") if facts.interprets else "",
        edition.contact_person,
        facts.contact.telephone if facts.contact else "",
        edition.speaker.name if edition.speaker else "",
        *edition.subject_words,
        *(form for day in days for form in (day.isoformat(), shown_date(day), format_date(day, "long", locale))),
    ]
    return tuple(word for word in dict.fromkeys(words) if word)


def parts_by_name(text: SearchText) -> dict[str, str]:
    """Return the parts of a text under the names that IndexReader gives them."""
    words = {"title": text.title, "facts": BREAK.join(text.facts), "date": text.shown_date}
    for each in text.passages:
        words |= {f"heading {each.id}": each.heading, f"text {each.id}": each.text}
    return words
