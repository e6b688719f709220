"""Copies are PDF/A-2a and PDF/UA-1 at once, as veraPDF sees it; and veraPDF sees it when they are not."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from copies.specimens import copy_of, page
from copies.stress import PICTURES, TEXTS, picture, with_picture
from copies.verapdf import Verdict, judge
from gazette.copies.typeset import typeset

DRAWING = (
    "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIxMDAiIGhlaWdodD0iNTAi"
    "PjxyZWN0IHdpZHRoPSI1MCIgaGVpZ2h0PSI1MCIvPjwvc3ZnPg=="
)
ROWS = "".join(f"<tr><td>第{number}行</td><td><strong>{number}</strong></td><td>无</td></tr>" for number in range(60))
EVERYTHING = f"""
<p>前言<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>由市局制定，参加 <span lang="en">PCT application</span> 工作。</p>
<h2 id="a">一、总体要求</h2><p>见<a href="https://www.example.org/a">链接<span class="gz-number">2022-2025</span></a>和<code>code x</code>。</p>
<h3>（一）目标</h3><h4>1. 数量</h4><h5>(1) 其一</h5>
<ul><li>甲项</li><li><p>乙项</p><ul><li>子项一</li><li>子项二</li></ul></li></ul><ol start="3"><li>第三</li><li>第四<ol><li>其一</li></ol></li></ol>
<table><thead><tr><th>名称</th><th>数量</th><th>备注</th></tr></thead><tbody>{ROWS}</tbody></table>
<blockquote><p>引文一行<em>又</em>一行</p></blockquote><pre><code>第一行  code\n  second line</code></pre>
<figure><img src="{DRAWING}" alt="图的说明"><figcaption>图1　流程</figcaption></figure>
<h2 class="gz-attachment" id="b">附件</h2><p lang="zh-Hant">臺灣</p>
<div class="footnote"><hr><ol><li id="fn:1"><p>注一。<a class="footnote-backref" href="#fnref:1">回</a></p></li></ol></div>
"""
FACTS = """<table class="gz-publication-facts"><caption class="gz-publication-facts__title">公开信息</caption><tbody>
<tr><th scope="row">文号</th><td>无文号</td></tr><tr><th scope="row">电话</th><td><a href="tel:05330000000"><span>0533-0000000</span></a></td></tr>
</tbody></table>"""
COLOPHON = """<section class="gz-copy-colophon"><svg class="gz-copy-colophon__code" role="img" aria-label="二维码" viewBox="0 0 9 9"
xmlns="http://www.w3.org/2000/svg"><rect width="5" height="5"/></svg><table><tbody><tr><th scope="row">网址</th><td>https://www.example.org/</td></tr></tbody></table></section>"""


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with everything that a text may hold."""
    file = tmp_path_factory.mktemp("sound") / "sound.pdf"
    content = page("zh-Hans", EVERYTHING, "样张").replace('<div class="gz-body', f'{FACTS}<div class="gz-body')
    file.write_bytes(typeset(copy_of("zh-Hans", content.replace("</article>", f"{COLOPHON}</article>"))).content)
    return file


EVERYTHING_IN = {
    "everything": ("zh-Hans", EVERYTHING),
    "everything in Traditional": ("zh-Hant", "<h2>標題</h2><p>臺灣的<strong>標題</strong>與 PCT。</p>"),
    "everything in English": ("en", EVERYTHING.replace("臺灣", "台湾").replace("zh-Hant", "zh-Hans")),
}
SAMPLE = (
    *EVERYTHING_IN,
    *("merged", "merged over pages", "nested", "footnotes", "nine columns in a list", "English"),
    *("alpha.png", "sixteen.png", "palette-alpha.png", "cmyk.jpg", "moving.gif"),
)


def judge_stress(names: Iterable[str], folder: Path) -> dict[str, Verdict]:
    """What veraPDF says of texts and pictures that are hard to set."""
    files = {}
    for name in names:
        tag, body = {**TEXTS, **EVERYTHING_IN}.get(name) or ("zh-Hans", with_picture(name))
        copy = copy_of(tag, page(tag, body, "样张"))
        shelf = {**copy.resources, **({name: picture(name)} if name in PICTURES else {})}
        files[name] = folder / f"{name}.pdf"
        files[name].write_bytes(typeset(dataclasses.replace(copy, resources=shelf)).content)
    verdicts = judge(files.values(), folder)
    return {name: verdicts[file] for name, file in files.items() if not verdicts[file].is_compliant}


def test_what_is_hard_to_set_is_both(tmp_path: Path) -> None:
    assert judge_stress(SAMPLE, tmp_path) == {}


@pytest.mark.long
def test_all_that_is_hard_to_set_is_both(tmp_path: Path) -> None:
    assert judge_stress([*EVERYTHING_IN, *TEXTS, *PICTURES], tmp_path) == {}


def test_the_tag_tree_names_languages_and_words_for_drawings(sound: Path) -> None:
    with pikepdf.open(sound) as pdf:
        elements = list(walk(pdf.Root.StructTreeRoot))
        assert {str(each.Lang) for each in elements if "/Lang" in each} == {"en", "zh-Hant"}
        assert [str(each.Alt) for each in elements if each.get("/S") == "/Figure"] == ["图的说明", "二维码"]
        assert str(pdf.Root.Lang) == "zh-Hans" and pdf.Root.ViewerPreferences.DisplayDocTitle
        assert [str(each.title) for each in pdf.open_outline().root] == ["样张"]
        assert [str(each.title) for each in pdf.open_outline().root[0].children] == ["一、总体要求", "附件"]
        assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20221027"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == str(pdf.docinfo["/Title"]) == "样张"
            assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == "2022-10-27"


def walk(element: pikepdf.Object):  # type: ignore[no-untyped-def]
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and kid.get("/S") is not None:
            yield kid
            yield from walk(kid)


def first(pdf: pikepdf.Pdf, role: str) -> pikepdf.Object:
    return next(each for each in walk(pdf.Root.StructTreeRoot) if role == each.S)


def a_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    fonts = pdf.pages[0].Resources.Font
    return fonts[sorted(fonts.keys())[0]]


def rewrite_metadata(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new))

    return change


def draw(operators: bytes) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: pdf.pages[0].contents_add(b"\n" + operators + b"\n")


def no_intent_and_colour(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents
    draw(b"/Artifact BMC 1 0 0 rg 0 0 5 5 re f EMC")(pdf)


def transparent_intent(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    draw(b"/Artifact BMC 0 0 0 1 k 0 0 5 5 re f EMC")(pdf)


def run_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def no_file_of_font(pdf: pikepdf.Pdf) -> None:
    descriptor = a_font(pdf).DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


def no_link_in_tree(pdf: pikepdf.Pdf) -> None:
    for each in pdf.pages:
        for annotation in each.get("/Annots", []):
            if "/StructParent" in annotation:
                del annotation["/StructParent"]


def skip_a_level(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/H2").S = Name.H4


def delete(holder: Callable[[pikepdf.Pdf], pikepdf.Object], key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        del holder(pdf)[key]

    return change


BROKEN: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "no language": delete(lambda pdf: pdf.Root, "/Lang"),
    "not marked as tagged": delete(lambda pdf: pdf.Root, "/MarkInfo"),
    "no metadata": delete(lambda pdf: pdf.Root, "/Metadata"),
    "no PDF/UA marker": rewrite_metadata(b"<pdfuaid:part>1</pdfuaid:part>", b""),
    "no PDF/A marker": rewrite_metadata(b"<pdfaid:part>2</pdfaid:part>", b""),
    "no extension schema": rewrite_metadata(b"pdfaSchema:prefix>pdfuaid", b"pdfaSchema:prefix>other"),
    "no title": rewrite_metadata(b"dc:title>", b"dc:subject>"),
    "a figure without words": delete(lambda pdf: first(pdf, "/Figure"), "/Alt"),
    "a font not embedded": no_file_of_font,
    "no way back to text": delete(a_font, "/ToUnicode"),
    "JavaScript": run_script,
    "no tag tree": delete(lambda pdf: pdf.Root, "/StructTreeRoot"),
    "a level skipped": skip_a_level,
    "an unknown role": lambda pdf: first(pdf, "/P").__setattr__("S", Name.Paragraph),
    "title not shown": delete(lambda pdf: pdf.Root, "/ViewerPreferences"),
    "colour without intent": no_intent_and_colour,
    "colour of another intent": transparent_intent,
    "untagged ink": draw(b"0 0 5 5 re f"),
    "a link outside the tree": no_link_in_tree,
    "a link without words": delete(lambda pdf: next(a for p in pdf.pages for a in p.get("/Annots", [])), "/Contents"),
    "a cell that is no cell": lambda pdf: first(pdf, "/TH").__setattr__("S", Name.LI),
}


def test_verapdf_finds_what_is_broken(sound: Path, tmp_path: Path) -> None:
    files = {}
    for name, change in BROKEN.items():
        with pikepdf.open(sound) as pdf:
            change(pdf)
            files[name] = tmp_path / f"{name.replace('/', '')}.pdf"
            pdf.save(files[name], fix_metadata_version=False)
    with pikepdf.open(sound) as pdf:
        files["encrypted"] = tmp_path / "encrypted.pdf"
        pdf.save(files["encrypted"], encryption=pikepdf.Encryption(owner="x", user=""))
        files["sound"] = tmp_path / "saved anew.pdf"
        pdf.save(files["sound"], fix_metadata_version=False)
    verdicts = judge(files.values(), tmp_path)
    assert verdicts[files.pop("sound")].is_compliant
    missed = [name for name, file in files.items() if verdicts[file].is_compliant]
    assert len(files) >= 20 and len(missed) <= 1, missed
