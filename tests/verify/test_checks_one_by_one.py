"""Each check by itself, where in a whole forgery another one would speak for it."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from gazette.copies.signed import Signature
from gazette.model.issued import IssuedCopy
from gazette.verify.content import read_content
from gazette.verify.identity import Identity
from gazette.verify.ink import Ink
from gazette.verify.inside import find_inside
from gazette.verify.judgement import Judgement
from gazette.verify.parts import Finding, find_foreign
from gazette.verify.pictures import Spot, compare_pictures
from gazette.verify.reading import Reading
from gazette.verify.revision import check_revision
from gazette.verify.shape import FileShape

ROW = IssuedCopy("a/2022/b", "zh-Hans", 1, "0" * 64, date(2022, 10, 27), "王斌")
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
PART = Identity("1" * 64, 20, ROW, 10)
HOLDS = Signature("甲", "乙", None, is_intact=True, is_whole=True, is_trusted=None)


def two_pages(content: bytes = b"0 0 9 9 re f") -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for _ in range(2):
        pdf.add_blank_page(page_size=(100, 200))
        pdf.pages[-1].obj.Contents = pdf.make_stream(content)
    return pdf


def written(pdf: pikepdf.Pdf) -> bytes:
    saved = io.BytesIO()
    pdf.save(saved, compress_streams=False)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Array([1, 2]), Array([1])),
        (Array([1]), Array([2])),
        (String("甲"), String("乙")),
        (True, 1),
        (Name.A, String("A")),
    ],
)
def test_a_value_that_differs_is_inside(one: object, other: object) -> None:
    with two_pages() as found, two_pages() as original:
        found.Root.Lang, original.Root.Lang = one, other
        assert find_inside(found, original) == (Finding("inside", 0, "Lang"),)


def test_a_place_on_another_page_is_inside() -> None:
    with two_pages() as found, two_pages() as original:
        for pdf, at in ((found, 0), (original, 1)):
            pdf.Root.Names = Dictionary(
                Dests=Dictionary(Names=Array([String("a"), Array([pdf.pages[at].obj, Name.Fit])]))
            )
        assert find_inside(found, original) == (Finding("inside", 0, "Names/Dests/Names"),)


def test_many_places_are_told_as_some() -> None:
    with two_pages() as found, two_pages() as original:
        for at in range(9):
            found.Root[f"/A{at}"] = at
        assert [each.found for each in find_inside(found, original)] == ["A0", "A1", "A2", "A3", "A4", "A5", "…"]


def test_a_page_of_another_size_looks_otherwise_as_a_whole() -> None:
    with two_pages() as found, two_pages() as original:
        found.pages[1].obj.Rotate = 90
        assert compare_pictures(written(found), written(original)) == (Spot(2, 0, 0, 71, 35),)


def test_a_file_that_no_viewer_opens_looks_otherwise_everywhere() -> None:
    with two_pages() as original:
        assert [each.page for each in compare_pictures(b"%PDF-1.7\n", written(original))] == [1, 2]


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("/Font", Dictionary(Type=Name.Font, Subtype=Name.Type3), Finding("font", 1, "Type3")),
        ("/Properties", Dictionary(Type=Name.OCG), Finding("layer", 1, "OCG")),
        ("/XObject", Dictionary(Subtype=Name.PS), Finding("script", 1, "PS")),
    ],
)
def test_a_resource_that_no_copy_has_is_foreign(kind: str, value: Dictionary, found: Finding) -> None:
    with two_pages() as pdf:
        pdf.pages[0].obj.Resources = Dictionary({kind: Dictionary(A=pdf.make_indirect(value))})
        assert find_foreign(pdf) == (found,)


def sealed(pdf: pikepdf.Pdf, **more: object) -> None:
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("a"), Rect=[0, 0, 0, 0])
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(field)])
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[0]]), **more)


def test_a_form_of_a_signature_alone_is_no_form() -> None:
    with two_pages() as pdf:
        sealed(pdf)
        assert find_foreign(pdf) == ()
        sealed(pdf, NeedAppearances=True)
        assert find_foreign(pdf) == (Finding("form", 0, "catalog: AcroForm"),)


def update(content: bytes, number: int, written_object: bytes) -> bytes:
    """An object written anew behind the file, under its number."""
    old = content.rindex(b"startxref")
    start = int(content[old:].split()[1])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root, size = pdf.Root.objgen[0], int(pdf.trailer.Size)
    place = len(content)
    body = b"%d 0 obj\n%s\nendobj\n" % (number, written_object)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, place, size, root, start, place + len(body),
    )  # fmt: skip
    return content + body + table


def test_a_stream_written_anew_under_its_number_is_a_revision() -> None:
    with two_pages() as pdf:
        content = written(pdf)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        number = pdf.pages[0].obj.Contents.objgen[0]
    changed = update(content, number, b"<</Length 12>>\nstream\n0 0 9 8 re f\nendstream")
    assert Finding("revision", 0, f"{number} 0: ?") in check_revision(changed, len(content))


def test_what_can_be_seen_through_hides_nothing() -> None:
    """A veil changes the look of a page; of its words nothing is hidden."""
    cmap = b"1 beginbfchar <41> <0041> endbfchar"
    for opacity, manners in ((0.5, []), (1, ["covered"])):
        with two_pages(b"BT /F 20 Tf 10 10 Td (A) Tj ET /half gs 0 0 90 90 re f") as pdf:
            font = Dictionary(Subtype=Name.Type1, ToUnicode=pdf.make_stream(cmap))
            states = Dictionary(half=Dictionary(ca=opacity))
            pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=font), ExtGState=states)
            pdf.pages[1].obj.Contents = pdf.make_stream(b"")
            assert [each.manner for each in read_content(pdf).hidden] == manners


def test_a_link_more_is_a_revision() -> None:
    with two_pages() as pdf:
        content = written(pdf)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[0].obj
        number = page.objgen[0]
        page.Annots = Array([Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9])])
        anew = page.unparse(resolved=True)
    assert check_revision(update(content, number, anew), len(content)) == (
        Finding("revision", 1, f"{number} 0: /Annots"),
    )


def test_what_could_not_be_read_is_not_the_very_file() -> None:
    nothing = FileShape((), (), (), ())
    assert Judgement(identity=PART, reading=Reading(shape=nothing, signatures=(HOLDS,))).is_original
    assert not Judgement(identity=PART, reading=Reading(signatures=(HOLDS,), refusal="too-much")).is_original
    assert not Judgement(identity=PART).is_original


def test_a_signature_that_does_not_hold_is_an_addition() -> None:
    bad = [Signature("甲", "乙", None, *each, None) for each in ((False, True), (True, False))]
    for one, other in pairwise([HOLDS, *bad]):
        judgement = Judgement(identity=PART, reading=Reading(shape=FileShape((), (), (), ()), signatures=(one, other)))
        assert judgement.bad_signatures and judgement.findings == (Finding("revision", 0, "+10"),)


def test_an_authority_that_is_not_trusted_is_told() -> None:
    unknown = Signature("甲", "乙", None, is_intact=True, is_whole=True, is_trusted=False)
    assert Judgement(identity=PART, reading=Reading(signatures=(HOLDS, unknown))).bad_signatures == [unknown]


SEPARATION = Array([Name.Separation, Name.Black, Name.DeviceCMYK, Dictionary()])


@pytest.mark.parametrize(
    ("space", "values", "is_hidden"),
    [
        (Name.DeviceRGB, [1, 1, 1], True),
        (Name.DeviceRGB, [0, 0, 0], False),
        (Name.DeviceCMYK, [0, 0, 0, 0], True),
        (Array([Name.ICCBased, Dictionary()]), [1], True),
        (SEPARATION, [1], False),  # all of its ink
        (Array([Name.Indexed, Name.DeviceRGB, 1, String("000111")]), [1], False),
    ],
)
def test_only_a_colour_that_is_surely_white_hides_words(space: object, values: list[int], is_hidden: bool) -> None:
    ink = Ink(0, [0.0, 0.0, 100.0, 200.0])
    ink.operate("cs", [Name.CS0], Dictionary(ColorSpace=Dictionary(CS0=space)), IDENTITY)
    ink.operate("scn", values, None, IDENTITY)
    ink.write("正文", (1.0, 0.0, 0.0, 1.0, 50.0, 50.0), 12.0)
    assert bool(ink.hidden) == is_hidden
