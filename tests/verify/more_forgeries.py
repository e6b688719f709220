"""More forged copies: what stands in no picture of a page and in no word of its text, or only for some viewers."""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from verify.forgeries import RED, _appearance, _digits, _draw, _note, _resource, _script, _stream, named

NOTES = (
    "Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly", "StrikeOut",
    "Stamp", "Caret", "Ink", "Popup", "FileAttachment", "Sound", "Movie", "Screen", "Widget", "PrinterMark", "TrapNet",
    "Watermark", "3D", "Redact", "Projection", "RichMedia",
)  # fmt: skip


@named("copy.layer")
def a_layer_that_only_print_shows(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(
        Dictionary(Type=Name.OCG, Name=String("a"), Usage=Dictionary(Print=Dictionary(PrintState=Name.ON)))
    )
    event = Dictionary(Event=Name.Print, OCGs=Array([group]), Category=Array([Name.Print]))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), AS=Array([event])))
    _resource(pdf, "/Properties", "/oc1", group)
    _draw(pdf, b"/OC /oc1 BDC " + RED + b" EMC")


@named("copy.layer")
def a_form_in_a_hidden_layer(pdf: pikepdf.Pdf) -> None:
    """Nothing on the screen until the reader switches it on."""
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("a")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group])))
    form = _stream(pdf, RED, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 595, 842], OC=group)
    _resource(pdf, "/XObject", "/Fx9", form)
    _draw(pdf, b"/Fx9 Do")


@named("copy.look", "copy.inside")
def words_behind_a_soft_mask(pdf: pikepdf.Pdf) -> None:
    form = _stream(
        pdf, b"0 g 0 0 595 842 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 595, 842],
        Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray),
    )  # fmt: skip
    _resource(pdf, "/ExtGState", "/gone", Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form)))
    content = pdf.pages[0].obj.Contents.read_bytes()
    pdf.pages[0].obj.Contents = _stream(pdf, b"/gone gs\n" + content)


@named("copy.look")
def words_clipped_away(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].obj.Contents.read_bytes()
    pdf.pages[0].obj.Contents = _stream(pdf, b"0 0 1 1 re W n\n" + content)


@named("copy.look", "copy.hidden")
def words_that_only_clip(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].obj.Contents.read_bytes().replace(b"BT\n", b"BT\n7 Tr\n")
    pdf.pages[0].obj.Contents = _stream(pdf, content)


@named("copy.look")
def words_squeezed_to_nothing(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].obj.Contents.read_bytes().replace(b"BT\n", b"BT\n1 Tz\n")
    pdf.pages[0].obj.Contents = _stream(pdf, content)


@named("copy.look")
def words_raised_off_the_page(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].obj.Contents.read_bytes().replace(b"BT\n", b"BT\n2000 Ts\n")
    pdf.pages[0].obj.Contents = _stream(pdf, content)


@named("copy.look")
def a_pale_word_across_the_page(pdf: pikepdf.Pdf) -> None:
    """A grey that one sees as an area, though each of its points is nearly white."""
    _draw(pdf, b"q 0.95 g 60 790 400 30 re f Q")


@named("copy.look")
def drawn_by_a_pattern(pdf: pikepdf.Pdf) -> None:
    cell = _stream(
        pdf, b"1 0 0 rg 0 0 4 4 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 5, 5],
        XStep=5, YStep=5, Resources=Dictionary(),
    )  # fmt: skip
    _resource(pdf, "/Pattern", "/Pt9", cell)
    _draw(pdf, b"q /Pattern cs /Pt9 scn 100 500 120 30 re f Q")


@named("copy.look")
def digits_drawn_as_lines(pdf: pikepdf.Pdf) -> None:
    _draw(pdf, b"q 0 G 1 w 150 510 m 150 522 l S 156 510 m 160 522 l S Q")


@named("copy.inside")
def a_larger_sheet_behind_the_page(pdf: pikepdf.Pdf) -> None:
    """What is printed by those who print the sheet, and shown by no viewer."""
    pdf.pages[0].obj.CropBox = Array(list(pdf.pages[0].obj.MediaBox))
    pdf.pages[0].obj.MediaBox = Array([-200, 0, 595.28, 842])
    _draw(pdf, b"q 1 0 0 rg -150 400 100 40 re f Q")


@named("copy.inside")
def other_edges_to_trim(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.TrimBox = Array([0, 400, 595, 842])
    pdf.pages[0].obj.ArtBox = Array([0, 400, 595, 842])


@named("copy.size", "copy.inside")
def a_page_turned_with_its_words(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.Rotate = 90
    page.Contents = _stream(pdf, b"q 0 1 -1 0 595.28 0 cm " + page.Contents.read_bytes() + b" Q")


@named("copy.inside")
def other_numbers_of_pages(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=7, P=String("附件"))]))


@named("copy.inside")
def another_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "关于废止的通告"


@named("copy.inside")
def another_title_in_the_metadata(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    title = re.search(rb'<rdf:li xml:lang="x-default">(.*?)</rdf:li>', packet)
    assert title
    pdf.Root.Metadata.write(packet.replace(title[1], "关于废止的通告".encode()))


@named("copy.inside")
def a_licence_in_the_metadata(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:rights"] = "本文件已废止"


@named("copy.inside")
def another_language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = String("ja")


@named("copy.inside")
def bookmarks_that_say_otherwise(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].title = "已废止"


@named("copy.inside")
def a_bookmark_more(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("本文件已废止", 0))


@named("copy.inside")
def a_window_without_its_menus(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, HideToolbar=True, HideMenubar=True)


@named("copy.inside")
def other_colours_meant(pdf: pikepdf.Pdf) -> None:
    intent = pdf.Root.OutputIntents[0]
    intent.DestOutputProfile.write(b"other" + intent.DestOutputProfile.read_bytes())


@named("copy.inside")
def a_cell_that_is_a_header(pdf: pikepdf.Pdf) -> None:
    """Read aloud, the text has another shape."""
    next(each for each in _elements(pdf) if each.get("/S") == "/TD").S = Name.TH


@named("copy.inside")
def an_element_in_another_language(pdf: pikepdf.Pdf) -> None:
    next(each for each in _elements(pdf) if each.get("/S") == "/P").Lang = String("ja")


@named("copy.inside")
def words_for_a_picture_that_say_otherwise(pdf: pikepdf.Pdf) -> None:
    next(each for each in _elements(pdf) if "/Alt" in each).Alt = String("本文件已废止")


def _elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    queue, found = [pdf.Root.StructTreeRoot.K], list[pikepdf.Object]()
    for each in queue:
        if isinstance(each, Array):
            queue += list(each)
        elif isinstance(each, Dictionary) and "/S" in each:
            found.append(each)
            queue += [each.K] if "/K" in each else []
    return found


@named("copy.inside")
def a_link_that_tells_another_address(pdf: pikepdf.Pdf) -> None:
    _links(pdf)[0].Contents = String("https://pay.example.net/")


@named("copy.inside")
def a_link_with_another_area(pdf: pikepdf.Pdf) -> None:
    _links(pdf)[0].QuadPoints = Array([0, 0, 595, 0, 0, 842, 595, 842])


@named("copy.inside")
def a_link_into_the_text_that_leads_elsewhere(pdf: pikepdf.Pdf) -> None:
    """The place keeps its name."""
    names = pdf.Root.Names.Dests.Names
    for at in range(1, len(names), 2):
        names[at] = Array([pdf.pages[-1].obj, Name.XYZ, 0, 0, 0])


@named("copy.replaced")
def marked_words_that_read_otherwise(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].obj.Contents.read_bytes()
    match = re.search(rb"<</MCID (\d+)>>", content) or re.search(rb"<<\s*/MCID (\d+)\s*>>", content)
    assert match
    said = String("已废止").unparse()
    changed = b"<</MCID %s /Alt %s /E %s>>" % (match[1], said, said)
    pdf.pages[0].obj.Contents = _stream(pdf, content[: match.start()] + changed + content[match.end() :])


@named("copy.inside")
def a_link_that_is_hidden(pdf: pikepdf.Pdf) -> None:
    _links(pdf)[0].F = 2


@named("copy.inside")
def a_frame_around_a_link(pdf: pikepdf.Pdf) -> None:
    _links(pdf)[0].Border = Array([0, 0, 12])
    _links(pdf)[0].C = Array([1, 0, 0])


def _links(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [note for page in pdf.pages for note in page.obj.get("/Annots", [])]


@named("copy.font")
def codes_that_mean_other_glyphs(pdf: pikepdf.Pdf) -> None:
    """The font and its map of characters stay, the map of glyphs does not."""
    font = next(iter(pdf.pages[0].obj.Resources.Font.values()))
    count = 1 << 16
    identity = bytearray(byte for code in range(count) for byte in divmod(code, 256))
    identity[2 * 40 : 2 * 40 + 4] = identity[2 * 41 : 2 * 42] + identity[2 * 40 : 2 * 41]
    font.DescendantFonts[0].CIDToGIDMap = _stream(pdf, bytes(identity))


@named("copy.font")
def a_font_taken_out(pdf: pikepdf.Pdf) -> None:
    """The viewer takes what it likes by the font's name."""
    for font in pdf.pages[0].obj.Resources.Font.values():
        descriptor = font.DescendantFonts[0].FontDescriptor
        for key in ("/FontFile2", "/FontFile3"):
            if key in descriptor:
                del descriptor[key]


@named("copy.font")
def other_widths_of_a_font(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].obj.Resources.Font.values():
        font.DescendantFonts[0].W = Array([0, Array([1])])


@named("copy.attachment")
def a_file_beside_a_picture(pdf: pikepdf.Pdf) -> None:
    spec = pikepdf.AttachedFileSpec(pdf, b"MZ", filename="setup.exe").obj
    pdf.pages[0].obj.AF = Array([spec])


@named("copy.form")
def a_form_of_xml(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=_stream(pdf, b"<xdp:xdp/>"), NeedAppearances=True)


@named("copy.script")
def a_script_of_a_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.A = _script()


@named("copy.form", "copy.look")
def a_signature_field_with_its_corners_exchanged(pdf: pikepdf.Pdf) -> None:
    """Of a rectangle any two opposite corners may be given (ISO 32000-1, 7.9.5)."""
    field = {"Subtype": Name.Widget, "FT": Name.Sig, "T": String("Signature"), "AP": _appearance(pdf)}
    _note(pdf, **field)
    note = pdf.pages[0].obj.Annots[-1]
    note.Rect = Array([220, 530, 100, 500])
    pdf.Root.AcroForm = Dictionary(Fields=Array([note]), SigFlags=3)


@named("copy.part")
def what_a_program_keeps_in_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.PieceInfo = Dictionary(Acme=Dictionary(Private=_stream(pdf, b"MZ")))


@named("copy.inside")
def another_number_in_the_tree(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTreeNextKey = 99999


@named("copy.replaced", "copy.inside")
def an_abbreviation_that_reads_otherwise(pdf: pikepdf.Pdf) -> None:
    next(each for each in _elements(pdf) if each.get("/S") == "/P").E = String("已废止")


@named("copy.beside")
def words_in_white_of_another_kind(pdf: pikepdf.Pdf) -> None:
    font, codes = _digits(pdf)
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[0, 0, 0], N=1)
    _resource(pdf, "/ColorSpace", "/Sp9", Array([Name.Separation, Name("/Ink"), Name.DeviceRGB, function]))
    _draw(pdf, b"BT /Sp9 cs 0 scn %s 10 Tf 1 0 0 1 100 60 Tm <%s> Tj ET" % (font, codes))


for subtype in NOTES:

    def a_note(pdf: pikepdf.Pdf, subtype: str = subtype) -> None:
        _note(pdf, Subtype=Name(f"/{subtype}"), Contents=String("已废止"))

    a_note.__name__ = f"a_note_{subtype}"
    scripts = {"Sound", "Movie", "RichMedia"}
    code = {"FileAttachment": "attachment", "Widget": "form", **dict.fromkeys(scripts, "script")}.get(subtype, "note")
    named(f"copy.{code}")(a_note)
