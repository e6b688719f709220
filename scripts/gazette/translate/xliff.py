"""XLIFF (译文交换): exchanges passages with a translator's own tool as XLIFF 1.2, without loss of Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from translate.storage import xliff as storage
from translate.storage.placeables import StringElem
from translate.storage.placeables.xliff import Ph

from gazette.languages import SOURCE_TAG
from gazette.model.text_marks import text_mark
from gazette.problems import Problem, problem
from gazette.source.body import BlockKind
from gazette.source.inline import scan_inline

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ORIGIN = "gazette"
_PARTS = "\n\n"  # separates the blocks into which a translator split one passage
_HEAD = (
    f'<?xml version="1.0" encoding="utf-8"?>\n<xliff version="1.2" xmlns="{NAMESPACE}">\n'
    '<file original="NoName" source-language="zh-Hans" datatype="x-markdown">\n<body>\n</body>\n</file>\n</xliff>'
)


class _Unit(storage.Xliff1Unit):
    namespace = NAMESPACE


class _File(storage.Xliff1File[_Unit]):
    UnitClass = _Unit
    XMLskeleton = _HEAD
    namespace = NAMESPACE


@dataclass(frozen=True)
class XliffUnit:
    """One passage in an exchange: its name, the source, the translation so far or as it came back, and notes.

    `kind` is that of its block, None for a fact, which holds no markup. `before` is the source of an older
    translation. `sent` is, in a file that came back, the mark of the translation as it was when the file went out.
    """

    key: str
    source: str
    target: str
    kind: BlockKind | None = None
    before: str = ""
    notes: tuple[str, ...] = ()
    sent: str = ""


@dataclass(frozen=True)
class Exchange:
    """The units of one translation."""

    publication: str
    language: str
    units: tuple[XliffUnit, ...]


def format_xliff(exchange: Exchange) -> bytes:
    """Return the file for a translator: markup in <ph>, which tools keep, the present translation in <alt-trans>."""
    file = _File(sourcelanguage=SOURCE_TAG, targetlanguage=exchange.language)
    file.switchfile(exchange.publication, createifmissing=True)
    for each in exchange.units:
        unit = _Unit(None)
        file.addunit(unit)
        unit.rich_source = [_marked(each.source, each.kind)]
        unit.setid(each.key)
        # OmegaT shows no unit without a target: the source text stands in for a missing one.
        unit.rich_target = [_marked(each.target or each.source, each.kind)]
        unit.set_state_n(_Unit.S_NEEDS_TRANSLATION + 1 if each.target else _Unit.S_UNTRANSLATED + 1)
        if each.target:
            unit.xmlelement.set("resname", text_mark(each.target))
            unit.addalttrans(each.target, origin=_ORIGIN, lang=exchange.language, sourcetxt=each.before or None)
        for note in each.notes:
            unit.addnote(note, origin=_ORIGIN)
    for element in file.document.getroot().iter(f"{{{NAMESPACE}}}file"):
        element.set("target-language", exchange.language)
        element.set("datatype", "x-markdown")
    return bytes(file)


def _marked(text: str, kind: BlockKind | None) -> StringElem:
    """Return Markdown with its markup in placeholders: a tool that does not know these sees the same text."""
    if kind is None:
        return StringElem([text])
    pieces: list[str | Ph] = []
    for number, span in enumerate(scan_inline(text, None, kind), 1):
        piece = text[span.start : span.end]
        is_mark = span.kind in ("markup", "opaque") and piece.strip()
        pieces.append(Ph(id=str(number), sub=[piece]) if is_mark else piece)
    return StringElem(pieces)


def parse_xliff(data: bytes, path: str) -> tuple[Exchange | None, list[Problem]]:
    """Parse a file that a translator sends back; None and a problem if it cannot be read as one translation.

    The texts come without the tags of placeholders; a target that still equals its Chinese source is empty.
    """
    if _has_doctype(data):
        return None, [problem("xliff.doctype", path)]
    try:
        file = _File.parsestring(data)  # type: ignore[no-untyped-call]
    except (etree.XMLSyntaxError, ValueError, AttributeError, StopIteration) as error:
        return None, [problem("xliff.file", path, found=str(error).split("\n")[0])]
    files = list(file.document.getroot().iter(f"{{{file.namespace}}}file"))
    languages = {each.get("target-language") or "" for each in files}
    names = {each.get("original") or "" for each in files}
    if len(files) != 1 or "" in languages | names:
        return None, [problem("xliff.file", path, found=", ".join(sorted(names | languages)))]
    units: list[XliffUnit] = []
    seen: dict[str, int] = {}
    for unit in file.units:
        element, key = unit.xmlelement, unit.xmlelement.get("id") or ""
        if key in seen:
            return None, [problem("xliff.duplicate", path, element.sourceline or 0, found=key, first=str(seen[key]))]
        seen[key] = element.sourceline or 0
        source, target = (_read(element, name, file.namespace) for name in ("source", "target"))
        is_open = _CHINESE.search(source) and text_mark(source) == text_mark(target)
        units.append(XliffUnit(key, source, "" if is_open else target, sent=_sent(element, file.namespace)))
    return Exchange(names.pop(), languages.pop(), tuple(units)), []


def _has_doctype(data: bytes) -> bool:
    """True if a file begins with a document type: its entities could grow without end or fetch other files."""
    events = ("start", "comment", "pi")
    try:
        parser = etree.XMLPullParser(events, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        for start in range(0, len(data), 4096):
            parser.feed(data[start : start + 4096])
            for event, element in parser.read_events():
                if event == "start":
                    return bool(element.getroottree().docinfo.doctype)
    except etree.XMLSyntaxError:
        return b"<!DOCTYPE" in data.replace(b"\0", b"")
    return False


def _read(element: etree._Element, name: str, namespace: str) -> str:
    child = element.find(f"{{{namespace}}}{name}")
    return "" if child is None else "".join(child.itertext())


def _sent(element: etree._Element, namespace: str) -> str:
    """Return the mark of the translation that went out: `resname`, or that of <alt-trans> if a tool kept only this."""
    own = [each for each in element.iter(f"{{{namespace}}}alt-trans") if each.get("origin") == _ORIGIN]
    return element.get("resname") or text_mark(_read(own[0], "target", namespace) if own else "")


def lost_markup(source: str, target: str, kind: BlockKind | None) -> list[str]:
    """Return links, images, notes and tags of the source that a target lacks; emphasis is left to the translator."""
    if kind is None:
        return []
    there = _marks(target, kind)
    lost = []
    for mark in _marks(source, kind):
        if mark in there:
            there.remove(mark)
        elif mark.strip("*_ \n"):
            lost.append(mark.strip())
    return lost


def _marks(text: str, kind: BlockKind) -> list[str]:
    spans = scan_inline(text, None, kind)
    return [
        text[span.start : span.end]
        for span in spans
        if span.kind in ("markup", "opaque") and text[span.start : span.end].strip()
    ]


def split_parts(target: str) -> list[str]:
    return [each.strip("\n") for each in target.split(_PARTS)]


def join_parts(texts: Sequence[str]) -> str:
    return _PARTS.join(texts)
