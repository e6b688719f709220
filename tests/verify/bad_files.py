"""Files that use up a machine, or that are no PDF although they begin like one."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

BAD: dict[str, Callable[[Path], None]] = {}
LARGEST = 500 << 20


def bad(make: Callable[[Path], None]) -> Callable[[Path], None]:
    BAD[make.__name__] = make
    return make


def raw_pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of them its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(out)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, start,
    )  # fmt: skip


def page_with(content: bytes, keys: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    stream = b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), keys, content)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</F 5 0 R>>>>/Contents 4 0 R>>"
    return raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream, *more])


def squeezed(piece: bytes, times: int) -> bytes:
    """`piece` many times over, compressed, without ever being there."""
    press = zlib.compressobj(1)
    return b"".join([*(press.compress(piece * 1024) for _ in range(times // 1024)), press.flush()])


@bad
def half_a_gigabyte(file: Path) -> None:
    with file.open("wb") as out:
        out.write(b"%PDF-1.7\n")
        out.truncate(LARGEST)


@bad
def half_a_gigabyte_of_ends(file: Path) -> None:
    with file.open("wb") as out:
        out.write(b"%PDF-1.7\n" + b"%%EOF\n" * 100_000)
        out.truncate(LARGEST)


@bad
def ten_thousand_pages(file: Path) -> None:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    file.write_bytes(
        raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 10000/Kids[%s]>>" % kids, *[page] * 10_000])
    )


@bad
def a_stream_of_two_gigabytes(file: Path) -> None:
    file.write_bytes(page_with(squeezed(b"0 0 m\n", 350 << 20), b"/Filter/FlateDecode"))


@bad
def a_stream_squeezed_twice(file: Path) -> None:
    twice = zlib.compress(squeezed(b"q Q\n", 150 << 20), 9)
    file.write_bytes(page_with(twice, b"/Filter[/FlateDecode/FlateDecode]"))


@bad
def forms_in_forms(file: Path) -> None:
    """Each form draws the next one a hundred times."""
    own = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>/Length 600>>\nstream\n%s\nendstream"
    forms = tuple(own % (number + 1, b"/F Do " * 100) for number in range(5, 13))
    file.write_bytes(page_with(b"/F Do " * 100, b"", forms))


@bad
def a_form_in_itself(file: Path) -> None:
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 40>>\nstream\n%s\nendstream"
    file.write_bytes(page_with(b"/F Do", b"", (form % (b"/F Do " * 6 + b"    "),)))


@bad
def arrays_in_arrays(file: Path) -> None:
    file.write_bytes(page_with(b"[" * 100_000 + b"]" * 100_000 + b" TJ"))


@bad
def dictionaries_in_dictionaries(file: Path) -> None:
    deep = b"<</A" * 50_000 + b" 1" + b">>" * 50_000
    file.write_bytes(raw_pdf([b"<</Type/Catalog/Pages 2 0 R/X %s>>" % deep, b"<</Type/Pages/Count 0/Kids[]>>"]))


@bad
def pages_in_a_ring(file: Path) -> None:
    file.write_bytes(raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]))


@bad
def a_structure_in_a_ring(file: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].obj.Contents = pdf.make_stream(b"/P <</MCID 0>> BDC EMC")
        elements = [pdf.make_indirect(Dictionary(S=Name.P)) for _ in range(3)]
        for one, other in zip(elements, elements[1:] + elements[:1], strict=True):
            one.K = Array([other] * 50)
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=elements[0]))
        pdf.save(file)


@bad
def a_map_of_all_characters(file: Path) -> None:
    """A font whose ToUnicode map is longer than any font is."""
    ranges = b"1 beginbfrange\n" + b"<0000> <ffff> <0041>\n" * 20_000 + b"endbfrange"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, ToUnicode=pdf.make_stream(ranges))
        pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=font))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F 9 Tf <0041> Tj ET")
        pdf.save(file)


@bad
def a_million_words_that_were_painted_over(file: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        cmap = pdf.make_stream(b"1 beginbfchar <41> <0041> endbfchar")
        pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=Dictionary(Subtype=Name.Type1, ToUnicode=cmap)))
        drawn = b"BT /F 9 Tf (A) Tj ET 900 900 1 1 re f\n" * 1_000_000
        pdf.pages[0].obj.Contents = pdf.make_stream(drawn)
        pdf.save(file)


@bad
def noise(file: Path) -> None:
    file.write_bytes(b"%PDF-1.7\n" + bytes(at * at % 251 for at in range(200_000)))


@bad
def a_head_alone(file: Path) -> None:
    file.write_bytes(b"%PDF-1.7\n")


@bad
def encrypted(file: Path) -> None:
    saved = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(saved, encryption=pikepdf.Encryption(owner="a", user="b"))
    file.write_bytes(saved.getvalue())


@bad
def half_a_gigabyte_of_text(file: Path) -> None:
    with file.open("wb") as out:
        out.write("知识产权".encode())
        out.seek(LARGEST - 10)
        out.write(b"0123456789")


@bad
def one_character_a_million_times(file: Path) -> None:
    file.write_text("的" * 1_000_000, encoding="utf-8")
