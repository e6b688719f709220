"""Compose (编排): the page of one publication in one language, made without any other publication."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import escape

from gazette.convert.editions import ConvertedText
from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.facts import Facts
from gazette.model.identifiers import NO_DOCUMENT_NUMBER
from gazette.model.publication import Edition
from gazette.pages.labels import Labels
from gazette.pages.overview import TOPICS_PATH
from gazette.pages.page import Page
from gazette.pages.title import title_lines
from gazette.source.body import Block, BlockKind, defined_labels
from gazette.source.inline import find_numbers, line_joint, plain_text, scan_inline

NOTHING_STALE: Mapping[int, str] = {}
DESCRIPTION_LENGTH = {True: 100, False: 200}  # in characters; the key is "is Chinese"


def compose_page(text: ConvertedText, tag: str, labels: Labels, stale: Mapping[int, str] = NOTHING_STALE) -> Page:
    """Return the page of `text` in the language `tag`.

    `stale` maps the position of each block whose source has changed since its translation to the id of the source's
    part.
    """
    publication, edition = text.publication, text.editions[tag]
    facts = publication.document
    data: dict[str, Any] = {
        "tags": list(publication.tags),
        "contents": _contents(edition),
        "notice": [*_notice(text, edition, labels), *([labels["notice_stale"]] if stale else [])],
        "colophon": _colophon(text, edition, labels),
    }
    template = "page.html"
    if facts:
        template = "publication.html"
        data |= {
            "title_lines": title_lines(edition, publication.source.title),
            "column": publication.path.split("/")[0],
            "type": facts.type,
            "facts": _facts(facts, edition, labels),
            "contact": _contact(facts, edition, labels),
            "renderings": _renderings(edition),
            "topics": _topics(facts, labels),
            "published": facts.published.isoformat(),
        }
    labels_defined = defined_labels(edition.blocks)
    blocks = [
        _marked(block, stale[place], publication.path, labels) if place in stale else block
        for place, block in enumerate(edition.blocks)
    ]
    body = "".join(_staged(block, edition, labels_defined) for block in blocks)
    return Page(publication.path, tag, template, edition.title, data, body, describe(edition, labels))


def describe(edition: Edition, labels: Labels) -> str:
    """Return the description for search engines: the editor's, or the beginning of the first paragraph."""
    if edition.description:
        return edition.description
    first = next((plain_text(block.text) for block in edition.blocks if block.kind == "paragraph"), "")
    length = DESCRIPTION_LENGTH[labels.language.is_chinese]
    if len(first) <= length:
        return first
    return re.sub(r"\W?\w*$", "", first[:length]) + "…" if not labels.language.is_chinese else first[:length] + "…"


def fact_row(key: str, labels: Labels, value: str, **more: str) -> dict[str, str]:
    return {"key": key, "label": labels[key], "value": value, **more}


def _facts(facts: Facts, edition: Edition, labels: Labels) -> list[dict[str, str]]:
    # A document number is quoted as issued, in Simplified Chinese, on every page.
    foreign = {} if edition.tag == SOURCE_TAG else {"lang": SOURCE_TAG}
    rows = [
        *([fact_row("index_number", labels, facts.index_number)] if facts.index_number else []),
        *_number_rows(facts, labels, foreign),
        fact_row("issued", labels, labels.date(facts.issued), datetime=facts.issued.isoformat()),
        fact_row("issuing_body", labels, edition.issuing_body),
        fact_row("published", labels, labels.date(facts.published), datetime=facts.published.isoformat()),
    ]
    if facts.interprets:
        url = {"url": facts.interprets.url} if facts.interprets.url else {}
        rows.append(fact_row("interprets", labels, edition.policy_title, **url))
        if facts.interprets.document_number:
            rows.append(fact_row("interprets_number", labels, facts.interprets.document_number, **foreign))
    return rows


def _number_rows(facts: Facts, labels: Labels, foreign: Mapping[str, str]) -> list[dict[str, str]]:
    number = facts.document_number
    if number is None:
        return []
    if number == NO_DOCUMENT_NUMBER:
        return [fact_row("document_number", labels, labels["no_document_number"])]
    return [fact_row("document_number", labels, number, **foreign)]


def _topics(facts: Facts, labels: Labels) -> list[dict[str, str]]:
    """Return the links to the topic pages; topics missing from the settings are reported elsewhere and have no page."""
    known = (topic for topic in facts.topics if topic in labels.topics)
    return [{"path": f"{TOPICS_PATH}/{topic}", "title": labels.topics[topic]} for topic in known]


def _contact(facts: Facts, edition: Edition, labels: Labels) -> list[dict[str, str]]:
    if not facts.contact:
        return []
    telephone = facts.contact.telephone
    return [
        fact_row("contact_person", labels, edition.contact_person),
        fact_row("contact_telephone", labels, telephone, url="tel:" + re.sub(r"转.*|[^\d+]", "", telephone)),
    ]


def _notice(text: ConvertedText, edition: Edition, labels: Labels) -> list[str]:
    """Return the notices of this edition: how it was made, whether it was reviewed, and which text prevails."""
    review = text.review if edition.tag == CONVERTED_TAG else None
    warning = []
    if review and not review.is_complete:
        warning = [labels.fill("notice_unreviewed", total=review.total, open=review.total - review.reviewed)]
    if text.publication.document is None:
        return warning
    if edition.tag == SOURCE_TAG:
        kinds = ["notice_source"]
    elif edition.translation:
        kinds = [f"notice_{edition.translation.status}", "chinese_prevails"]
    else:
        kinds = ["notice_conversion" if review else "notice_person"]
    return warning + [labels[kind] for kind in kinds if labels[kind]]


def _colophon(text: ConvertedText, edition: Edition, labels: Labels) -> list[str]:
    """Return the lines on how the Traditional text was made: character forms, review, date, and which text prevails."""
    review = text.review
    if edition.tag != CONVERTED_TAG or not review:
        return []
    return [
        labels[f"colophon_profile_{review.profile}"],
        labels.fill("colophon_reviewed", total=review.total, reviewed=review.reviewed),
        *([labels.fill("colophon_date", date=labels.date(review.latest))] if review.latest else []),
        labels["colophon_prevails"],
    ]


def _renderings(edition: Edition) -> list[dict[str, str]]:
    if not edition.translation:
        return []
    return [
        {"chinese": each.chinese, "rendering": each.rendering, "source": each.source or ""}
        for each in edition.translation.renderings
    ]


def _contents(edition: Edition) -> list[dict[str, Any]]:
    """Return the page's contents (目录): headings and measures that have an id."""
    entries = []
    for block in edition.blocks:
        if block.id and block.kind == "heading":
            entries.append({"id": block.id, "title": plain_text(block.text), "level": block.level - 1})
        elif block.id and "gz-measure" in block.classes:
            entries.append({"id": block.id, "title": _lead(block.text), "level": 2})
    return entries


def _lead(text: str) -> str:
    """Return the bold words at the beginning of a measure, otherwise its first sentence."""
    bold = re.match(r"(\*\*|__)(.+?)\1", text, re.DOTALL)
    words = plain_text(bold[2] if bold else text)
    return re.split(r"(?<=[。；])|(?<=[.;])\s", words, maxsplit=1)[0].rstrip("。；.;")


def _marked(block: Block, source_id: str, path: str, labels: Labels) -> Block:
    """Return a stale block with a remark that links to the current source text.

    Table rows get no remark; only the notice above the text mentions them.
    """
    if block.kind not in ("heading", "paragraph", "item", "quote"):
        return block
    address = posixpath.relpath(f"/{path}", f"/{labels.language.prefix}{path}") + "/"
    target = escape(f"{address}#{source_id}" if source_id else address)
    return replace(block, text=f'{block.text} <a class="gz-stale" href="{target}">{escape(labels["stale"])}</a>')


def _staged(block: Block, edition: Edition, defined: frozenset[str]) -> str:
    """Return a block as Markdown with the id and classes that it has in every language."""
    text = _join_lines(block.text) if block.kind in ("heading", "paragraph", "item", "quote") else block.text
    prefix = block.prefix.replace("\u3000", "") if block.kind == "paragraph" else block.prefix
    if block.kind == "paragraph" and edition.attribution and text.startswith(edition.attribution):
        text = f"**{edition.attribution}**{{: .gz-speaker }}" + text[len(edition.attribution) :]
    if block.kind in ("heading", "paragraph", "item", "quote", "row"):
        text = _keep_numbers(text, defined, block.kind)
    if block.kind not in ("heading", "paragraph"):
        return replace(block, text=text).raw
    attributes = _attribute_list(block)
    joint = (" " if block.kind == "heading" else "\n") if attributes else ""
    return prefix + text + joint + attributes + block.suffix


def _keep_numbers(text: str, defined: frozenset[str], kind: BlockKind) -> str:
    """Wrap numbers in unbreakable spans: browsers break lines after a hyphen, and anywhere in a narrow cell.

    A reference link whose label is its own text gets the label written out, so that it still resolves.
    """
    pieces = []
    for span in scan_inline(text, defined, kind):
        piece, at = text[span.start : span.end], 0
        if span.label and find_numbers(span.label):
            piece = f"][{span.label}]"
        for number in find_numbers(piece, in_cell=kind == "row") if span.kind == "text" else ():
            pieces += [piece[at : number.start()], f'<span class="gz-number">{number[0]}</span>']
            at = number.end()
        pieces.append(piece[at:])
    return "".join(pieces)


def _attribute_list(block: Block) -> str:
    marks = [f"#{block.id}"] if block.id else []
    marks += [f".{name}" for name in block.classes]
    marks += [f'{key}="{value}"' for key, value in block.pairs]
    return f"{{: {' '.join(marks)} }}" if marks else ""


def _join_lines(text: str) -> str:
    """Join the source lines of a paragraph; a line break between Chinese characters becomes no space."""
    if "\n" not in text:
        return text
    pieces = []
    for span in scan_inline(text):
        piece = text[span.start : span.end]
        if span.kind == "markup" and "\n" in piece and not piece.strip(" \t\n>") and not piece.startswith("  "):
            piece = line_joint(text[: span.start], text[span.end :])
        pieces.append(piece)
    return "".join(pieces)
