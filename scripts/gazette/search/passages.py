"""Passages (段落): a converted publication → what search may find of it, cut where readers can link to."""

from __future__ import annotations

from gazette.convert.publication import ConvertedText
from gazette.model.facts import Facts
from gazette.model.identifiers import NO_DOCUMENT_NUMBER
from gazette.model.publication import Edition
from gazette.search.index import Passage, SearchText
from gazette.source.inline import plain_text


def find_passages(text: ConvertedText, tag: str) -> SearchText:
    """The passages of one edition: the top with the facts, then one for each block that has an id of its own."""
    facts, edition = text.publication.facts, text.editions[tag]
    passages: list[Passage] = []
    anchor, heading, words = "", edition.title, _fact_words(text, edition)
    under = ""
    for block in edition.blocks:
        if not block.is_prose:
            continue
        if block.id:
            passages.append(Passage(anchor, heading, " ".join(words)))
            anchor, words = block.id, []
            under = plain_text(block.text) if block.kind == "heading" else under
            heading = under
        words += [] if block.id and block.kind == "heading" else [plain_text(block.text)]
    passages.append(Passage(anchor, heading, " ".join(words)))
    date = facts.published.isoformat() if isinstance(facts, Facts) else ""
    return SearchText(
        text.publication.path, edition.title, date, tuple(each for each in passages if each.text or each.heading)
    )


def _fact_words(text: ConvertedText, edition: Edition) -> list[str]:
    """The facts that a reader may look for: numbers, people, bodies."""
    facts = text.publication.facts
    if not isinstance(facts, Facts):
        return []
    number = "" if facts.document_number == NO_DOCUMENT_NUMBER else facts.document_number
    telephone = facts.contact.telephone if facts.contact else ""
    words = [facts.index_number, number, edition.issuing_body, edition.policy_title, edition.contact_person, telephone]
    return [word for word in words if word]
