"""Render (逐篇生成): turns one publication into its pages, search text and attachments, without looking at any other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from gazette.budget import held_to_budget
from gazette.convert.decision_check import find_uses
from gazette.convert.editions import ConvertedText, convert_publication
from gazette.convert.ledger import Ledger
from gazette.copies.fonts import Face, served_tags
from gazette.copies.missing import check_coverage
from gazette.copies.wording import accepted_characters, find_lines
from gazette.languages import CONVERTED_TAG, SOURCE_TAG
from gazette.model.issued import IssuedCopies
from gazette.model.publication import parse_publication
from gazette.model.versions import Versions
from gazette.pages.canonical import Body, read_body
from gazette.pages.catalogue import catalogue_record
from gazette.pages.compose import compose_page
from gazette.pages.harmless import check_harmless
from gazette.pages.issued_list import issued_entry
from gazette.pages.labels import Labels
from gazette.pages.links import find_links, used_attachments
from gazette.pages.official import add_copy
from gazette.pages.page import Page
from gazette.pages.verification import compose_verification
from gazette.pages.words import characters_of, check_words, find_said, in_page_order, rendered_characters
from gazette.paths import read_file, unreadable
from gazette.problems import Problem, errors_of, problem
from gazette.rendered import Content, Rendered, RenderedFacts
from gazette.search.check import check_searched as check_found
from gazette.search.contribution import contribute
from gazette.search.passages import SearchText, find_passages, own_words
from gazette.settings import Settings
from gazette.source.attachments import check_attachment
from gazette.source.files import read_source
from gazette.source.folders import SourceFolder
from gazette.translate.freshness import stale_positions
from gazette.translate.freshness_check import Freshness, find_freshness
from gazette.translate.parity import check_parity
from gazette.translate.term_check import check_terms
from gazette.translate.translation_record import TranslationRecord


@dataclass(frozen=True)
class Signed:
    """Signed records besides the ledger: published versions, the translation record, and the files issued."""

    versions: Versions = field(default_factory=dict)
    translations: TranslationRecord | None = None
    issued: IssuedCopies = field(default_factory=IssuedCopies)


UNSIGNED = Signed()


@dataclass(frozen=True)
class Inputs:
    """What every publication of a site is rendered with.

    `shown` is the folder of texts as problems name it, `faces` the print fonts that official copies are set in.
    """

    shown: str
    settings: Settings
    labels: Mapping[str, Labels]
    ledger: Ledger
    signed: Signed = UNSIGNED
    faces: tuple[Face, ...] = ()


@held_to_budget
def render_publication(folder: SourceFolder, inputs: Inputs) -> tuple[Rendered | None, list[Problem]]:
    """Read, parse, convert, check and compose one folder; None if a page or the facts cannot be used."""
    settings, labels, signed = inputs.settings, inputs.labels, inputs.signed
    problems, pages = list[Problem](), {}
    for tag, file in folder.pages.items():
        page, found = read_source(file, f"{inputs.shown}/{folder.path}/{file.name}")
        problems += found
        if page:
            pages[tag] = page
    if SOURCE_TAG not in folder.pages:
        problems.append(problem("translation.orphan", f"{inputs.shown}/{folder.path}"))
    if len(pages) < len(folder.pages) or SOURCE_TAG not in pages:
        return None, problems
    known = signed.translations.known(folder.path) if signed.translations else {}
    publication, found = parse_publication(folder.path, pages, settings, known)
    problems += found
    if publication is None or any(
        tag not in settings.tags or (tag not in pages and settings.language(tag).origin == "translation")
        for tag in publication.tags
    ):
        return None, problems
    text, found = convert_publication(publication, settings, inputs.ledger)
    found += check_parity(publication) + check_terms(publication)
    composed = compose_pages(text, labels, signed)
    found += _check_bodies(text, composed)
    search = {tag: find_passages(text, tag, labels[tag].date) for tag in text.editions}
    found += _check_forms(text, composed, search, labels, {each.path for each in errors_of(problems + found)})
    search = {} if errors_of(problems + found) else search  # e.g. two passages with the same id cannot be indexed
    found += _check_fonts(text, inputs)
    index = contribute(search)
    facts = _facts_of(text, composed, folder, inputs)
    facts = replace(facts, listings={name: each.listing for name, each in index.items()})
    found += _check_attachments(folder, facts.used, f"{inputs.shown}/{folder.path}")
    content = Content(composed, search, text)
    return Rendered(facts, lambda: content, lambda: index), problems + found


def _facts_of(text: ConvertedText, pages: Iterable[Page], folder: SourceFolder, inputs: Inputs) -> RenderedFacts:
    links = find_links(text)
    record = inputs.signed.translations
    return RenderedFacts(
        record=catalogue_record(text),
        pages=tuple(page.record for page in pages),
        files={tag: edition.file for tag, edition in text.editions.items()},
        attachments=folder.attachments,
        used=frozenset(used_attachments(links, frozenset(folder.attachments))),
        links=links,
        uses=find_uses(inputs.ledger, text.occurrences),
        freshness=find_freshness(text.publication, record) if record else Freshness(),
    )


def compose_pages(text: ConvertedText, labels: Mapping[str, Labels], signed: Signed) -> tuple[Page, ...]:
    """Return the page in each language, and for a publication also the verification page of its copies."""
    pages = [compose_page(text, tag, labels[tag], _stale(text, tag, signed)) for tag in text.editions]
    if text.publication.document is None:
        return tuple(pages)
    pages = [
        add_copy(page, labels[page.tag], signed.versions, is_reviewed=_is_reviewed(text, page.tag)) for page in pages
    ]
    known = {page.tag: page.record for page in pages}
    files = [
        issued_entry(each, known.get(each.language), labels.get(each.language), signed.versions)
        for each in signed.issued.of_publication(text.publication.path)
    ]
    verified = (compose_verification(page, labels[page.tag], signed.versions, signed.issued, files) for page in pages)
    return (*pages, *verified)


def _check_attachments(folder: SourceFolder, used: Collection[str], shown: str) -> list[Problem]:
    """Report files beside the text that it does not use, that cannot be read, or that a site may not serve."""
    problems = [
        problem("attachment.unused", f"{shown}/{name}", 0) for name in sorted(folder.attachments) if name not in used
    ]
    for name in sorted(used):
        file = folder.attachments[name]
        try:
            problems += check_attachment(f"{shown}/{name}", read_file(file, file.parent))
        except OSError as error:
            problems.append(unreadable(error, f"{shown}/{name}"))
    return problems


def _check_fonts(text: ConvertedText, inputs: Inputs) -> list[Problem]:
    """Report characters of official copies that no font has, or that another font lends and nobody has accepted."""
    served = served_tags(inputs.faces)
    lines = (line for line in find_lines(text) if line.tag in served)
    accepted = {*inputs.settings.gazette.official_copies.borrowed_characters, *accepted_characters(text)}
    return check_coverage(lines, accepted, inputs.faces)


def _is_reviewed(text: ConvertedText, tag: str) -> bool:
    """True if a person has decided every doubtful character; a text that was not converted has none."""
    return tag != CONVERTED_TAG or text.review is None or text.review.is_complete


def _check_bodies(text: ConvertedText, pages: Iterable[Page]) -> list[Problem]:
    """Report HTML that a text may not hold, once per file: the Traditional page is made from the Simplified file."""
    found: dict[str, list[Problem]] = {}
    for page in pages:
        edition = text.editions[page.tag]
        if page.path == text.publication.path and not found.get(edition.file):
            found[edition.file] = check_harmless(edition.file, edition.blocks, page.body)
    return [each for problems in found.values() for each in problems]


def _check_forms(
    text: ConvertedText,
    pages: Iterable[Page],
    search: Mapping[str, SearchText],
    labels: Mapping[str, Labels],
    broken: Collection[str],
) -> list[Problem]:
    """Report words that page, canonical text or search text lacks or adds; files in `broken` are skipped."""
    found: dict[str, list[Problem]] = {}
    for page in pages:
        edition = text.editions[page.tag]
        if page.path != text.publication.path or edition.file in broken or found.get(edition.file):
            continue
        said = find_said(edition.blocks)
        body, ordered = read_body(page.body), in_page_order(edition.blocks, said)
        canonical = characters_of("".join(body.words))
        found[edition.file] = (
            check_words(edition.file, ordered, "page", rendered_characters(body.html))
            or check_words(edition.file, ordered, "canonical", canonical)
            or check_words(edition.file, said, "search", characters_of(own_words(search[page.tag], edition.blocks)))
            or (
                []
                if broken
                else check_found(edition.file, _shown_lines(page, body, labels[page.tag]), search[page.tag])
            )
        )
    return [each for problems in found.values() for each in problems]


def _shown_lines(page: Page, body: Body, labels: Labels) -> list[str]:
    """Return the lines of a page that search must find; the label "no number" is ours and no word of the text."""
    rows = (*page.data.get("facts", ()), *page.data.get("contact", ()))
    values = [row["value"] for row in rows if row["value"] != labels["no_document_number"]]
    return [page.title, *values, *body.lines]


def _stale(text: ConvertedText, tag: str, signed: Signed) -> Mapping[int, str]:
    """Return the stale block positions of an edition (see stale_positions); a converted text cannot be stale."""
    if signed.translations is None or tag == SOURCE_TAG or tag not in text.publication.editions:
        return {}
    return stale_positions(text.publication, tag, signed.translations)
