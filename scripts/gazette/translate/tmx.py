"""TMX (翻译记忆): writes signed passages with their translations as a translation memory for a translator's own tool."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from gazette.languages import SOURCE_TAG
from gazette.model.counterparts import Counterpart
from gazette.model.publication import Publication
from gazette.source.extents import BlockKind
from gazette.source.inline import scan_inline
from gazette.translate.freshness import translated_passages
from gazette.translate.translation_record import Seen, TranslationRecord

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def format_tmx(publications: Iterable[Publication], language: str, record: TranslationRecord) -> tuple[bytes, int]:
    """Return a TMX 1.4 file of fresh, signed passages and its number of units.

    Each pair of texts is written once, with markup in <ph>.
    """
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(root, "header", _header())
    body = etree.SubElement(root, "body")
    there: set[tuple[str, str]] = set()
    for publication in publications:
        if language not in publication.editions:
            continue
        for passage in translated_passages(publication, language, record):
            texts = (passage.counterpart.source, passage.counterpart.translation)
            if passage.state == "fresh" and passage.seen and texts not in there:
                there.add(texts)
                _add(body, publication.path, passage.counterpart, language, passage.seen)
    written = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return bytes(written), len(there)


def _header() -> dict[str, str]:
    return {
        "creationtool": "gazette",
        "creationtoolversion": "1",
        "segtype": "paragraph",
        "o-tmf": "Markdown",
        "adminlang": "en",
        "srclang": SOURCE_TAG,
        "datatype": "x-markdown",
    }


def _add(body: etree._Element, path: str, counterpart: Counterpart, language: str, seen: Seen) -> None:
    unit = etree.SubElement(body, "tu", creationdate=f"{seen.date:%Y%m%d}T000000Z", creationid=seen.translator)
    etree.SubElement(unit, "prop", type="x-context").text = f"{path}#{counterpart.key}"
    kind = counterpart.sources[0].kind if counterpart.sources else None
    for tag, text in ((SOURCE_TAG, counterpart.source), (language, counterpart.translation)):
        variant = etree.SubElement(unit, "tuv", {_LANGUAGE: tag})
        _write(etree.SubElement(variant, "seg"), text, kind)


def _write(segment: etree._Element, text: str, kind: BlockKind | None) -> None:
    """Write words as text, and each piece of Markdown markup in a <ph>; a fact has no markup."""
    if kind is None:
        segment.text = text
        return
    last: etree._Element | None = None
    for number, span in enumerate(scan_inline(text, None, kind), 1):
        piece = text[span.start : span.end]
        if span.kind in ("markup", "opaque") and piece.strip():
            mark = etree.SubElement(segment, "ph", x=str(number))
            mark.text, last = piece, mark
        elif last is None:
            segment.text = (segment.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece
