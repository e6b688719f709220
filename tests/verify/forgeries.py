"""Forged copies: each takes a genuine copy and makes one that says or shows something else, or does something when opened."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

Forgery = Callable[[pikepdf.Pdf], None]
FORGERIES: dict[str, tuple[Forgery, tuple[str, ...]]] = {}
RED = b"q 1 0 0 rg 100 500 120 30 re f Q\n"


def forge(name: str, content: bytes) -> bytes:
    """The copy after one forgery, saved as any tool would save it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        FORGERIES[name][0](pdf)
        saved = io.BytesIO()
        encryption = pikepdf.Encryption(owner="a", user="") if name == "owner_encryption" else False
        pdf.save(saved, encryption=encryption)  # type: ignore[arg-type]
    return saved.getvalue()


def named(*codes: str) -> Callable[[Forgery], Forgery]:
    """What `verify` must name of it, at least."""

    def keep(forgery: Forgery) -> Forgery:
        FORGERIES[forgery.__name__] = (forgery, codes)
        return forgery

    return keep


def _stream(pdf: pikepdf.Pdf, data: bytes, **keys: Any) -> Any:
    return pdf.make_indirect(pikepdf.Stream(pdf, data, **keys))


def _draw(pdf: pikepdf.Pdf, data: bytes, page: int = 0) -> None:
    """After the page's own content, in the coordinates of the page."""
    pdf.pages[page].contents_add(b"q " + pdf.pages[page].obj.Contents.read_bytes() + b" Q", prepend=True)
    pdf.pages[page].obj.Contents = _stream(pdf, b"q " + pdf.pages[page].obj.Contents[1].read_bytes() + b" Q " + data)


def _image(pdf: pikepdf.Pdf) -> Any:
    return _stream(
        pdf, b"\xff\x00\x00" * 4, Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
    )  # fmt: skip


def _resource(pdf: pikepdf.Pdf, kind: str, name: str, value: Any) -> None:
    resources = pdf.pages[0].obj.Resources
    if kind not in resources:
        resources[kind] = Dictionary()
    resources[kind][name] = value


def _digits(pdf: pikepdf.Pdf) -> tuple[bytes, bytes]:
    """A font of the first page, by name, and two codes of it."""
    content = pdf.pages[0].obj.Contents.read_bytes()
    match = re.search(rb"(/\w+) [\d.]+ Tf\s*\[<([0-9a-f]{4})([0-9a-f]{4})", content)
    assert match
    return match[1], match[2] + match[3]


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _note(pdf: pikepdf.Pdf, **keys: Any) -> None:
    page = pdf.pages[0].obj
    note = pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=[100, 500, 220, 530], F=4, **keys))
    page.Annots = Array([*page.get("/Annots", []), note])


def _appearance(pdf: pikepdf.Pdf) -> Dictionary:
    form = _stream(pdf, b"1 0 0 rg 0 0 120 30 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 120, 30])
    return Dictionary(N=form)


@named("copy.look")
def digits_over(pdf: pikepdf.Pdf) -> None:
    font, codes = _digits(pdf)
    _draw(pdf, b"/P BMC BT %s 16 Tf 1 0 0 1 150 520 Tm <%s> Tj ET EMC" % (font, codes))


@named("copy.look", "copy.picture")
def picture_over(pdf: pikepdf.Pdf) -> None:
    _resource(pdf, "/XObject", "/Im9", _image(pdf))
    _draw(pdf, b"q 120 0 0 30 100 500 cm /Im9 Do Q")


@named("copy.look", "copy.hidden")
def white_box(pdf: pikepdf.Pdf) -> None:
    _draw(pdf, b"q 1 1 1 rg 60 300 500 300 re f Q")


@named("copy.look", "copy.hidden", "copy.picture")
def page_painted_over(pdf: pikepdf.Pdf) -> None:
    _resource(pdf, "/XObject", "/Im9", _image(pdf))
    _draw(pdf, b"q 595 0 0 842 0 0 cm /Im9 Do Q")


@named("copy.look", "copy.hidden")
def text_made_invisible(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].obj.Contents.read_bytes().replace(b"BT\n", b"BT\n3 Tr\n")
    pdf.pages[0].obj.Contents = _stream(pdf, content)
    _draw(pdf, RED)


@named("copy.look", "copy.font")
def characters_of_a_font_exchanged(pdf: pikepdf.Pdf) -> None:
    """Other digits are drawn, and the font says that they are the old ones."""
    for font in pdf.pages[0].obj.Resources.Font.values():
        cmap = font.ToUnicode.read_bytes()
        codes = dict(re.findall(rb"<([0-9a-f]{4})> <(003[0-9])>", cmap.lower()))
        by_digit = {digit: code for code, digit in codes.items()}
        if {b"0030", b"0033"} <= by_digit.keys():
            one, other = by_digit[b"0030"], by_digit[b"0033"]
            font.ToUnicode = _stream(pdf, _exchanged(cmap.lower(), b"<" + one + b">", b"<" + other + b">"))
            content = pdf.pages[0].obj.Contents.read_bytes()
            pdf.pages[0].obj.Contents = _stream(pdf, _exchanged(content, b"<" + one + b">", b"<" + other + b">"))
            return
    raise AssertionError("no font with both digits")


def _exchanged(data: bytes, one: bytes, other: bytes) -> bytes:
    return data.replace(one, b"\0").replace(other, one).replace(b"\0", other)


@named("copy.replaced", "copy.look")
def other_digits_under_an_actual_text(pdf: pikepdf.Pdf) -> None:
    font, codes = _digits(pdf)
    content = pdf.pages[0].obj.Contents.read_bytes()
    match = re.search(rb"<</MCID (\d+)>>\nBDC\n", content) or re.search(rb"<<\s*/MCID (\d+)\s*>>\s*BDC\s", content)
    assert match
    with pikepdf.open(io.BytesIO(_saved(pdf))) as again:
        from gazette.verify.content import read_content

        said = "".join(each.text for each in read_content(again).marked[0, 0, int(match[1])])
    drawn = b"<</MCID %s /ActualText %s>>\nBDC\nBT %s 30 Tf 1 0 0 -1 200 300 Tm <%s> Tj ET\n" % (
        match[1], String(said).unparse(), font, codes,
    )  # fmt: skip
    pdf.pages[0].obj.Contents = _stream(pdf, content[: match.start()] + drawn + content[match.end() :])


def _saved(pdf: pikepdf.Pdf) -> bytes:
    saved = io.BytesIO()
    pdf.save(saved)
    return saved.getvalue()


@named("copy.replaced")
def an_element_that_reads_otherwise(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K[0].ActualText = String("本文件已废止。")


@named("copy.pages")
def a_page_of_picture_added(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[-1].obj
    page.Resources = Dictionary(XObject=Dictionary(Im9=_image(pdf)))
    page.Contents = _stream(pdf, b"q 595 0 0 842 0 0 cm /Im9 Do Q")


@named("copy.pages")
def a_blank_page_added(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(595, 842))


@named("copy.pages")
def a_page_doubled(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


@named("copy.pages", "copy.changed")
def a_page_taken_away(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


@named("copy.look")
def pages_exchanged(pdf: pikepdf.Pdf) -> None:
    first = pdf.pages[0].obj.Contents
    pdf.pages[0].obj.Contents, pdf.pages[1].obj.Contents = pdf.pages[1].obj.Contents, first


@named("copy.look")
def a_page_turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Rotate = 180


@named("copy.size", "copy.look", "copy.hidden")
def a_page_cropped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.CropBox = Array([0, 400, 595, 842])


@named("copy.size", "copy.part")
def a_page_scaled(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.UserUnit = 3
    pdf.pages[0].obj.VP = Array([])


@named("copy.link")
def a_link_leads_elsewhere(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for note in page.obj.get("/Annots", []):
            note.A.URI = String("https://evil.example.net/")


@named("copy.link")
def a_link_taken_away(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        if "/Annots" in page.obj:
            del page.obj.Annots


@named("copy.link")
def a_link_over_the_page(pdf: pikepdf.Pdf) -> None:
    _note(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://evil.example.net/")), Border=[0, 0, 0])


@named("copy.script")
def a_link_with_a_script(pdf: pikepdf.Pdf) -> None:
    _note(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)")))


@named("copy.script")
def a_link_that_starts_a_program(pdf: pikepdf.Pdf) -> None:
    _note(pdf, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("cmd.exe")))


@named("copy.script")
def a_link_that_sends_a_form(pdf: pikepdf.Pdf) -> None:
    _note(pdf, Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=String("https://evil.example.net/")))


@named("copy.script")
def a_link_into_another_file(pdf: pikepdf.Pdf) -> None:
    _note(pdf, Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit])))


@named("copy.script")
def a_second_action_behind_a_link(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for note in page.obj.get("/Annots", []):
            note.A.Next = _script()


@named("copy.script")
def a_script_with_a_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), pdf.make_indirect(_script())]))


@named("copy.script")
def a_script_on_opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = _script()


@named("copy.script")
def a_script_on_closing(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AA = Dictionary(WC=_script())


@named("copy.script")
def a_script_of_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=_script())


@named("copy.attachment")
def a_program_attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["setup.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ", filename="setup.exe")


@named("copy.attachment")
def a_program_pinned_to_the_page(pdf: pikepdf.Pdf) -> None:
    _note(pdf, Subtype=Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, F=String("setup.exe")))


@named("copy.form", "copy.look")
def a_field_that_shows_other_digits(pdf: pikepdf.Pdf) -> None:
    field = {"Subtype": Name.Widget, "FT": Name.Tx, "T": String("a"), "AP": _appearance(pdf)}
    _note(pdf, **field)
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[-1]]))


@named("copy.form", "copy.look")
def a_signature_field_with_a_picture(pdf: pikepdf.Pdf) -> None:
    _note(pdf, Subtype=Name.Widget, FT=Name.Sig, T=String("Signature"), AP=_appearance(pdf))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[-1]]))


@named("copy.note", "copy.look")
def a_stamp(pdf: pikepdf.Pdf) -> None:
    _note(pdf, Subtype=Name.Stamp, AP=_appearance(pdf))


@named("copy.note")
def a_note_with_text(pdf: pikepdf.Pdf) -> None:
    _note(pdf, Subtype=Name.FreeText, Contents=String("已废止"), DA=String("/Helv 12 Tf"))


@named("copy.script")
def a_film(pdf: pikepdf.Pdf) -> None:
    _note(pdf, Subtype=Name.RichMedia, RichMediaContent=Dictionary())


@named("copy.layer", "copy.look")
def a_layer(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("a")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(ON=Array([group]), Order=Array([group])))
    _resource(pdf, "/Properties", "/oc1", group)
    _draw(pdf, b"/OC /oc1 BDC " + RED + b" EMC")


@named("copy.locked")
def owner_encryption(pdf: pikepdf.Pdf) -> None:
    """Encrypted when saved, with an empty password for the reader."""


@named("copy.changed", "copy.look")
def digits_changed(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].obj.Contents.read_bytes()
    match = re.search(rb"\[<([0-9a-f]{8})[0-9a-f]*>\] TJ", content)
    assert match
    codes = match[1]
    changed = codes[4:] + codes[:4]
    pdf.pages[0].obj.Contents = _stream(pdf, content[: match.start(1)] + changed + content[match.end(1) :])


@named("copy.hidden", "copy.beside")
def white_words(pdf: pikepdf.Pdf) -> None:
    font, codes = _digits(pdf)
    _draw(pdf, b"BT 1 1 1 rg %s 10 Tf 1 0 0 1 100 60 Tm <%s> Tj ET" % (font, codes))


@named("copy.hidden", "copy.beside")
def tiny_words(pdf: pikepdf.Pdf) -> None:
    font, codes = _digits(pdf)
    _draw(pdf, b"BT 0 g %s 0.5 Tf 1 0 0 1 100 60 Tm <%s> Tj ET" % (font, codes))


@named("copy.hidden", "copy.beside")
def words_off_the_page(pdf: pikepdf.Pdf) -> None:
    font, codes = _digits(pdf)
    _draw(pdf, b"BT 0 g %s 10 Tf 1 0 0 1 -200 60 Tm <%s> Tj ET" % (font, codes))


@named("copy.hidden", "copy.beside", "copy.part")
def words_without_opacity(pdf: pikepdf.Pdf) -> None:
    font, codes = _digits(pdf)
    _resource(pdf, "/ExtGState", "/nil", Dictionary(ca=0, HT=Name.Default))
    _draw(pdf, b"/nil gs BT 0 g %s 10 Tf 1 0 0 1 100 60 Tm <%s> Tj ET" % (font, codes))


@named("copy.look", "copy.font")
def glyphs_exchanged(pdf: pikepdf.Pdf) -> None:
    """The text says the same, and the font draws one digit for another."""
    from fontTools.ttLib import TTFont

    for font in pdf.pages[0].obj.Resources.Font.values():
        codes = dict(re.findall(rb"<([0-9a-f]{4})> <(003[0-9])>", font.ToUnicode.read_bytes().lower()))
        by_digit = {digit: int(code, 16) for code, digit in codes.items()}
        if {b"0030", b"0033"} <= by_digit.keys():
            descriptor = font.DescendantFonts[0].FontDescriptor
            program = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
            glyphs, order = program["glyf"], program.getGlyphOrder()
            one, other = order[by_digit[b"0030"]], order[by_digit[b"0033"]]
            glyphs[one], glyphs[other] = glyphs[other], glyphs[one]
            saved = io.BytesIO()
            program.save(saved)
            descriptor.FontFile2 = _stream(pdf, saved.getvalue(), Length1=len(saved.getvalue()))
            return
    raise AssertionError("no font with both digits")


@named("copy.look")
def a_form_over_the_text(pdf: pikepdf.Pdf) -> None:
    form = _stream(pdf, RED, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 595, 842])
    _resource(pdf, "/XObject", "/Fx9", form)
    _draw(pdf, b"/Fx9 Do")


@named("copy.look")
def an_inline_picture(pdf: pikepdf.Pdf) -> None:
    _draw(pdf, b"q 120 0 0 30 100 500 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID \xff\x00\x00 EI Q")


@named("copy.look")
def a_shading_over_the_text(pdf: pikepdf.Pdf) -> None:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    _resource(
        pdf, "/Shading", "/Sh9",
        Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 595, 842], Function=function),
    )  # fmt: skip
    _draw(pdf, b"q 100 500 120 30 re W n /Sh9 sh Q")


@named("copy.look")
def a_veil_over_the_text(pdf: pikepdf.Pdf) -> None:
    _resource(pdf, "/ExtGState", "/half", Dictionary(ca=0.5))
    _draw(pdf, b"q /half gs 1 1 0 rg 60 300 400 300 re f Q")


@named("copy.part")
def a_picture_with_a_program_of_postscript(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PieceInfo = Dictionary(Acme=Dictionary(Private=String("a")))
    _resource(pdf, "/XObject", "/Ps9", _stream(pdf, b"", Type=Name.XObject, Subtype=Name.PS))


@named("copy.font", "copy.look")
def drawn_by_a_font_of_procedures(pdf: pikepdf.Pdf) -> None:
    glyph = _stream(pdf, b"1000 0 0 0 1000 1000 d1 0 0 1000 1000 re f")
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 1000, 1000], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary(a=glyph), Encoding=Dictionary(Differences=Array([65, Name.a])), FirstChar=65, LastChar=65,
        Widths=[1000],
    )  # fmt: skip
    _resource(pdf, "/Font", "/T39", font)
    _draw(pdf, b"BT 0 g /T39 30 Tf 1 0 0 1 100 500 Tm (A) Tj ET")
