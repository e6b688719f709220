"""TBX (术语交换): writes the term base as TBX (ISO 30042) for a translator's own tool."""

from __future__ import annotations

from lxml import etree
from translate.storage.tbx import tbxfile, tbxunit

from gazette.languages import SOURCE_TAG
from gazette.translate.term_base import Form, TermBase

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# ISO 30042 (TBX-Basic), administrativeStatus.
_STATUSES = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "forbidden": "deprecatedTerm-admn-sts",
}


def format_tbx(base: TermBase, language: str) -> bytes:
    """Return one TBX entry for each Chinese term, with the status and the source of each of its forms."""
    file = tbxfile(sourcelanguage=SOURCE_TAG, targetlanguage=language)
    file.addheader()
    for number, (term, forms) in enumerate(sorted(base.items()), 1):
        unit = file.addsourceunit(term)  # type: ignore[no-untyped-call]
        unit.set_target_terms([form.text for form in forms], language)
        unit.setid(f"t{number}")
        _note_forms(unit, forms, language)
    for paragraph in file.document.getroot().iter("p"):
        paragraph.text = "gazette: terms.tsv"
    return bytes(file)


def _note_forms(unit: tbxunit, forms: tuple[Form, ...], language: str) -> None:
    for each in (each for each in unit.xmlelement.iter("langSet") if each.get(_LANGUAGE) == language):
        for group, form in zip(each.iter("tig"), forms, strict=True):
            status = etree.SubElement(group, "termNote")
            status.set("type", "administrativeStatus")
            status.text = _STATUSES[form.status]
            source = etree.SubElement(group, "admin")
            source.set("type", "source")
            source.text = form.source
