"""Passages (段落): a converted publication → what search may find of it, cut where readers can link to."""

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

# Stands between two blocks of one passage: a phrase does not reach over it.
BREAK = "\n"
_SHOWN = re.compile(r"[^-:\s]")
_UNDERLINE = re.compile(r"\n[=-]+[ ]*$")


@dataclass(frozen=True)
class Passage:
    """The unit of a result (段落): `id` is its anchor, "" for the top of the page; `text` holds its blocks, parted by BREAK."""

    id: str
    heading: str
    text: str


@dataclass(frozen=True)
class SearchText:
    """One edition as search sees it. `path` is the publication's folder, `facts` its facts in words; `date` is ISO 8601,
    `shown_date` what the page says.

    `column` and `body` (发布机构) are what readers can choose by; both "" for a page that is no publication.
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
    """The passages of one edition: one for each block that has an id of its own, and what stands before the first."""
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
    """The words of an edition's body as search has them: a heading once, not at each passage below it."""
    headings = {block.id for block in blocks if block.kind == "heading" and block.id}
    return BREAK.join((each.heading + BREAK if each.id in headings else "") + each.text for each in text.passages)


def block_words(block: Block, labels: Collection[str]) -> str:
    """What a reader sees of a block: lines of code too, and nothing of rules and of the lines below a table's head."""
    text = _UNDERLINE.sub("", block.text) if block.kind == "underlined" else block.text
    shown = "".join(shown_text(text, scan_inline(text, labels, block.kind))).strip()
    is_drawn = block.kind in ("rule", "definition") or (block.kind == "row" and not _SHOWN.search(shown))
    return "" if is_drawn else shown


def _fact_words(facts: Facts, edition: Edition, shown_date: Callable[[date], str]) -> tuple[str, ...]:
    """The facts that a reader may look for: numbers, dates, people, bodies; as themselves."""
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
        *(form for day in days for form in (day.isoformat(), shown_date(day), format_date(day, "long", locale))),
    ]
    return tuple(word for word in dict.fromkeys(words) if word)
