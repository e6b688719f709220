"""Bytes before, inside and behind the very file: whatever is done to them, none is the very file, and none ends in a traceback."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from copies.authority import Issued
from gazette.copies.sign import NotSignedError
from verify.test_forgeries import Office, codes, copy, in_this_process, issued, office, signed

__all__ = ["copy", "in_this_process", "issued", "office"]
Update = Callable[[IncrementalPdfFileWriter], None]
RED = b"q 1 0 0 rg 100 500 120 30 re f Q"


def behind(content: bytes, change: Update) -> bytes:
    """The same bytes, with an update behind them."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    assert written.getvalue().startswith(content)
    return written.getvalue()


def _page(writer: IncrementalPdfFileWriter, number: int = 0) -> DictionaryObject:
    page = writer.root["/Pages"]["/Kids"][number]
    assert isinstance(page, DictionaryObject)
    return page


def _appearance(writer: IncrementalPdfFileWriter) -> DictionaryObject:
    form = StreamObject(stream_data=b"1 0 0 rg 0 0 120 30 re f")
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject([NumberObject(each) for each in (0, 0, 120, 30)])
    return DictionaryObject({NameObject("/N"): writer.add_object(form)})


def a_field_over_the_text(writer: IncrementalPdfFileWriter, corners: tuple[int, ...] = (220, 530, 100, 500)) -> None:
    """Its rectangle has its corners exchanged, so that it seems to have no area."""
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Sig"), NameObject("/T"): TextStringObject("Seal"),
            NameObject("/F"): NumberObject(4), NameObject("/AP"): _appearance(writer),
            NameObject("/Rect"): ArrayObject([NumberObject(each) for each in corners]),
        }
    )  # fmt: skip
    place = writer.add_object(field)
    page = _page(writer)
    page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", ArrayObject()), place])
    writer.update_container(page)
    writer.root[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([place])})
    writer.update_root()


def pages_in_another_order(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages[NameObject("/Kids")] = ArrayObject(
        reversed([pages["/Kids"].raw_get(at) for at in range(len(pages["/Kids"]))])
    )
    writer.update_container(pages)


def another_tree_of_pages(writer: IncrementalPdfFileWriter) -> None:
    pages = DictionaryObject(writer.root["/Pages"])
    pages[NameObject("/Kids")] = ArrayObject([writer.root["/Pages"]["/Kids"].raw_get(0)] * 2)
    writer.root[NameObject("/Pages")] = writer.add_object(pages)
    writer.update_root()


def a_page_turned(writer: IncrementalPdfFileWriter) -> None:
    _page(writer)[NameObject("/Rotate")] = NumberObject(180)
    writer.update_container(_page(writer))


def a_page_larger(writer: IncrementalPdfFileWriter) -> None:
    _page(writer)[NameObject("/UserUnit")] = FloatObject(2)
    writer.update_container(_page(writer))


def another_title(writer: IncrementalPdfFileWriter) -> None:
    title = DictionaryObject({NameObject("/Title"): TextStringObject("关于废止的通告")})
    writer.set_info(writer.add_object(title))


def another_language(writer: IncrementalPdfFileWriter) -> None:
    writer.root[NameObject("/Lang")] = TextStringObject("ja")
    writer.update_root()


def a_script(writer: IncrementalPdfFileWriter) -> None:
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root[NameObject("/OpenAction")] = DictionaryObject(action)
    writer.update_root()


def another_font(writer: IncrementalPdfFileWriter) -> None:
    fonts = _page(writer)["/Resources"]["/Font"]
    font = fonts[sorted(fonts)[0]]
    font["/DescendantFonts"][0][NameObject("/CIDToGIDMap")] = writer.add_object(
        StreamObject(stream_data=bytes(1 << 17))
    )
    writer.update_container(font["/DescendantFonts"][0])


UPDATES = {
    update.__name__: update
    for update in (
        a_field_over_the_text, pages_in_another_order, another_tree_of_pages, a_page_turned, a_page_larger, another_title,
        another_language, a_script, another_font,
    )
}  # fmt: skip


@pytest.mark.parametrize("is_signed", [True, False])
@pytest.mark.parametrize("name", UPDATES)
def test_an_update_behind_the_very_file(
    office: Office, copy: bytes, issued: Issued, name: str, is_signed: bool
) -> None:
    """Signed by somebody whose certificate is as good as any."""
    changed = behind(copy, UPDATES[name])
    found = office.examine(signed(changed, issued) if is_signed else changed)
    assert (found.judgement.answer, found.status) == ("differs", 1)
    assert codes(found) & {"copy.revision", "copy.form", "copy.script", "copy.pages"}, codes(found)


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_behind_the_signature(office: Office, copy: bytes, issued: Issued, name: str) -> None:
    found = office.examine(behind(signed(copy, issued), UPDATES[name]))
    assert (found.judgement.answer, found.status) == ("differs", 1)
    # One takes the signature out of the form; what the file says of itself may be written anew by the rules of signatures.
    is_told = name not in ("a_field_over_the_text", "another_title")
    assert bool(found.judgement.bad_signatures) == ("copy.appended" in codes(found)) == is_told


def test_an_update_that_only_some_programs_read(office: Office, copy: bytes, issued: Issued) -> None:
    """A hybrid file: a table of places that names nothing, and a stream of places for those who look (ISO 32000-1, 7.5.8.4)."""
    found = office.examine(hybrid(copy))
    assert (found.judgement.answer, found.status) == ("differs", 1) and "copy.look" in codes(found)
    with pytest.raises(NotSignedError):
        signed(hybrid(copy), issued)


def hybrid(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root, number = b"%d" % pdf.Root.objgen[0], pdf.pages[0].obj.Contents.objgen[0]
        size = int(pdf.trailer.Size)
    old = re.findall(rb"startxref\s+(\d+)", content)[-1]
    place = len(content)
    drawn = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(RED), RED)
    entries = b"\x01" + place.to_bytes(4, "big") + b"\0\0"
    at = place + len(drawn)
    stream = b"%d 0 obj\n<</Type/XRef/Size %d/Index[%d 1]/W[1 4 2]/Root %s 0 R/Length 7>>\nstream\n%s\nendstream\nendobj\n" % (
        size, size + 1, number, root, entries,
    )  # fmt: skip
    table = at + len(stream)
    trailer = b"xref\n0 0\ntrailer\n<</Size %d/Root %s 0 R/Prev %s/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        size + 1, root, old, at, table,
    )  # fmt: skip
    return content + drawn + stream + trailer


@pytest.mark.parametrize(
    "before", [b"\n", b"%!PS-Adobe\n", b"<html><script>alert(1)</script>" + b" " * 900, b"PK\x03\x04" * 40]
)
def test_bytes_before_the_very_file(office: Office, copy: bytes, before: bytes) -> None:
    found = office.examine(before + copy)
    assert found.judgement.answer != "original" and found.status >= 1


@pytest.mark.parametrize("at", range(0, 1000, 50))
def test_the_very_file_cut_short(office: Office, copy: bytes, at: int) -> None:
    found = office.examine(copy[: len(copy) * at // 1000])
    assert found.judgement.answer != "original" and found.status >= 1


@pytest.mark.parametrize("seed", [*range(12), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(12, 100))])
def test_a_byte_changed_in_the_very_file(office: Office, copy: bytes, issued: Issued, seed: int) -> None:
    """One byte in the file, or in the file as it was signed."""
    choice = random.Random(seed)
    content = bytearray(signed(copy, issued) if seed % 2 else copy)
    at = choice.randrange(len(content))
    content[at] ^= 1 << choice.randrange(8)
    found = office.examine(bytes(content))
    assert found.judgement.answer != "original" and found.status >= 1, at
