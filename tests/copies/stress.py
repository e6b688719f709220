"""Stress: texts that have run off the paper, torn a line apart, or failed veraPDF, and more of their kinds."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache

from PIL import Image

PROSE = "国务院有关部门和各省市人民政府应当加强知识产权保护工作，完善制度，提高效率，"
CYRILLIC = "Федеральная служба по интеллектуальной собственности"
GREEK = "ΕΛΛΗΝΙΚΗ ΔΗΜΟΚΡΑΤΙΑ ΟΡΓΑΝΙΣΜΟΣ ΒΙΟΜΗΧΑΝΙΚΗΣ ΙΔΙΟΚΤΗΣΙΑΣ"
GERMAN = "Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LUNG = "pneumonoultramicroscopicsilicovolcanoconiosis"
NUMBER = '<span class="gz-number">11370300MB28612343/2022-5323960</span>'
LINK = "https://www.example.org/interpretations/2022/ip-pilot-city/very/long/path?x=1&amp;y=2#question-1"
HEADS = ["序号", "企业名称", "统一社会信用代码", "地址", "法定代表人", "联系电话", "许可证编号", "有效期", "备注"]
CELLS = (
    "1",
    "淄博市某某知识产权服务有限责任公司",
    "91370300MB28612343",
    "山东省淄博市张店区人民西路24号",
    "王某某",
    '<span class="gz-number">0533-3188608</span>',
    "SC10637030300001",
    "2022年10月27日至2027年10月26日",
    "无",
)


def _row(cells: list[str] | tuple[str, ...], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def table(heads: list[str], rows: list[list[str]] | list[tuple[str, ...]]) -> str:
    return f"<table><thead>{_row(heads, 'th')}</thead><tbody>{''.join(map(_row, rows))}</tbody></table>"


MERGED = """<table><caption>表1　数量</caption><thead><tr><th rowspan="2">单位</th><th colspan="2">数量</th><th rowspan="2">备注</th></tr>
<tr><th>2021年</th><th>2022年</th></tr></thead><tbody><tr><th scope="row" rowspan="2">甲</th><td>1</td><td>2</td><td rowspan="2">合并</td></tr>
<tr><td>3</td><td>4</td></tr><tr><td colspan="4">注：无</td></tr></tbody></table>"""
NO_HEAD = '<table><tr><td rowspan="2">甲</td><td colspan="2">乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>'
SIDE_HEADS = "<table><tbody><tr><th>甲</th><td>1</td></tr><tr><th>乙</th><td>2</td></tr></tbody></table>"
TWO_HEADS = """<table><tr><th></th><th colspan="2">上半年</th><th colspan="2">下半年</th></tr><tr><th>区县</th><th>件</th><th>%</th><th>件</th><th>%</th></tr>
<tr><th rowspan="2">张店</th><td colspan="2">1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td><td colspan="2">6</td></tr></table>"""
MERGED_LONG = (
    "<table><thead><tr><th>区县</th><th>单位</th><th>数量</th></tr></thead><tbody>"
    + "".join(
        f'<tr><td rowspan="3">区{number}</td><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr><tr><td>丙</td><td>3</td></tr>'
        for number in range(30)
    )
    + "</tbody></table>"
)
FOOTNOTES = (
    "".join(
        f'<p>正文{n}<sup id="fnref:{n}"><a class="footnote-ref" href="#fn:{n}">{n}</a></sup>。{PROSE}</p>'
        for n in range(1, 40)
    )
    + '<div class="footnote"><hr><ol>'
    + "".join(
        f'<li id="fn:{n}"><p>注{n}，见{LINK}。&#160;<a class="footnote-backref" href="#fnref:{n}">↩</a></p></li>'
        for n in range(1, 40)
    )
    + "</ol></div>"
)


def nested(depth: int, tag: str) -> str:
    inner = nested(depth - 1, "ol" if tag == "ul" else "ul") if depth else ""
    return f"<{tag}><li>第{depth}层，{PROSE}{inner}</li><li><p>又一项</p></li></{tag}>"


TEXTS: Mapping[str, tuple[str, str]] = {
    "cyrillic": ("zh-Hans", f"<p>俄方为{CYRILLIC}，中方为国家知识产权局。双方同意{GREEK}，以及其他事项。{PROSE}</p>"),
    "long word": ("zh-Hans", f"<p>有关资料见{GERMAN}的说明。根据{LUNG}的规定，{PROSE}</p>"),
    "words": ("zh-Hans", f"<p>见 internationalization 与 Electrotechnical 的 Commissionstandardization 要求，{PROSE}</p>"),
    "one word": ("zh-Hans", f"<p>A 根据{LUNG}pneumono的规定</p><p>{'x' * 300}</p><p>{CYRILLIC.replace(' ', '') * 4}</p>"),
    "numbers": ("zh-Hans", f"<p>索引号{NUMBER}，{NUMBER}。电话{NUMBER}</p><ul><li>{NUMBER}和{NUMBER}</li></ul>"),
    "address": ("zh-Hans", f"<p>网址{LINK}以及其他，{PROSE}</p><blockquote><p>网址{LINK}和{LINK}</p></blockquote>"),
    "styled": ("zh-Hans", f"<p><strong>要点{GERMAN}</strong>，<em>{CYRILLIC}</em>，<a href='x/'>{PROSE}</a>又<code>{LUNG}{LUNG}</code></p>"),
    "marked as English": ("zh-Hans", f'<p>见<span lang="en">the international Electrotechnical standardization</span>的要求，{PROSE}</p>'),
    "code": ("zh-Hans", f"<pre><code>{LUNG * 4}\n  {PROSE}</code></pre>"),
    "headings": ("zh-Hans", f"<h2>一、{GERMAN}</h2><h3>（一）{CYRILLIC} {GREEK}</h3><p>正文。</p>"),
    "nine columns": ("zh-Hans", f"<p>前文。</p>{table(HEADS, [CELLS] * 12)}<p>后文。</p>"),
    "nine columns in a list": ("zh-Hans", f"<ul><li><p>甲</p>{table(HEADS, [CELLS] * 2)}</li></ul>"),
    "long cells": ("zh-Hans", table(HEADS[:4], [[LINK, GERMAN, LUNG, PROSE * 5]] * 3)),
    "fifteen columns": ("zh-Hans", table(["项目"] * 15, [["1,234"] * 15] * 60)),
    "twenty-five columns": ("zh-Hans", f"<p>前文。</p>{table(['项'] * 25, [['123'] * 25] * 60)}<p>后文。</p>"),
    "many columns": ("zh-Hans", table(["项目"] * 24, [["1234"] * 24] * 3)),
    "two columns": ("zh-Hans", table(["项目", "内容"], [["一", "二"], ["三", PROSE * 20]])),
    "merged": ("zh-Hans", MERGED + NO_HEAD + SIDE_HEADS + TWO_HEADS),
    "merged over pages": ("zh-Hans", MERGED_LONG),
    "nested": ("zh-Hans", nested(5, "ul")),
    "footnotes": ("zh-Hans", FOOTNOTES),
    "forty pages": ("zh-Hans", "".join(f"<h2>第{n}章</h2><p>{PROSE * 20}</p>" for n in range(40))),
    "traditional": ("zh-Hant", f"<h2>標題</h2><p>臺灣{GERMAN}的<strong>標題</strong>與{CYRILLIC}。</p>{table(['項目'] * 12, [['1,234,567'] * 12])}"),
    "English": ("en", f"<p>See {GERMAN}{GERMAN}, and {LINK.replace('/', '')}.</p>{table(['Number of the licence', 'Name', 'Remarks'] * 3, [['SC10637030300001', 'International Standardization', 'none'] * 3])}"),
}  # fmt: skip


def _gradient(width: int, height: int) -> Image.Image:
    plain = Image.linear_gradient("L").resize((width, height))
    return Image.merge(
        "RGB", (plain, plain.transpose(Image.Transpose.ROTATE_180), plain.point(lambda value: 255 - value))
    )


def _saved(image: Image.Image, kind: str, **more: object) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **more)  # type: ignore[arg-type]
    return written.getvalue()


def _with_alpha() -> Image.Image:
    image = _gradient(300, 200).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize((300, 200)))
    return image


def _with_transparent_colour() -> Image.Image:
    image = _gradient(300, 200).quantize(16)
    image.info["transparency"] = 0
    return image


def _interlaced(side: int = 64) -> bytes:
    """Grey, in the seven passes of Adam7 (PNG specification, 8.2), which Pillow reads and does not write."""
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    rows = b"".join(
        b"\0" + bytes((x * 3 + y) % 256 for x in range(left, side, right))
        for left, top, right, down in passes
        for y in range(top, side, down)
    )
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 1)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


PICTURES: Mapping[str, Callable[[], bytes]] = {
    "tall.png": lambda: _saved(_gradient(200, 3000), "PNG"),
    "wide.png": lambda: _saved(_gradient(3000, 200), "PNG"),
    "huge.png": lambda: _saved(_gradient(6000, 4000), "PNG", compress_level=1),
    "interlaced.png": lambda: _interlaced(),
    "progressive.jpg": lambda: _saved(_gradient(300, 200), "JPEG", progressive=True),
    "small.png": lambda: _saved(_gradient(9, 9), "PNG"),
    "alpha.png": lambda: _saved(_with_alpha(), "PNG"),
    "grey-alpha.png": lambda: _saved(_with_alpha().convert("LA"), "PNG"),
    "sixteen.png": lambda: _saved(Image.linear_gradient("L").convert("I").point(lambda value: value * 257).convert("I;16"), "PNG"),
    "palette.png": lambda: _saved(_gradient(300, 200).quantize(16), "PNG"),
    "palette-alpha.png": lambda: _saved(_with_transparent_colour(), "PNG"),
    "bits.png": lambda: _saved(_gradient(300, 200).convert("1"), "PNG"),
    "cmyk.jpg": lambda: _saved(_gradient(300, 200).convert("CMYK"), "JPEG"),
    "grey.jpg": lambda: _saved(_gradient(300, 200).convert("L"), "JPEG"),
    "plain.jpg": lambda: _saved(_gradient(300, 200), "JPEG"),
    "turned.jpg": lambda: _saved(_gradient(300, 200), "JPEG", exif=_turned()),
    "moving.gif": lambda: _saved(_gradient(300, 200).quantize(16), "GIF", save_all=True, append_images=[Image.new("P", (300, 200))]),
    "web.webp": lambda: _saved(_gradient(300, 200), "WEBP"),
    "web-alpha.webp": lambda: _saved(_with_alpha(), "WEBP"),
}  # fmt: skip


def _turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif.tobytes()


@cache
def picture(name: str) -> bytes:
    return PICTURES[name]()


def with_picture(name: str) -> str:
    """By itself in a paragraph, within a line, in a figure, in a list, in a cell, and larger than it is."""
    image = f'<img src="{name}" alt="图的说明">'
    return (
        f"<p>{image}</p><p>前文{image}后文，{PROSE}</p><figure>{image}<figcaption>图1　流程</figcaption></figure>"
        f"<ul><li><p>项{image}</p></li></ul>{table(['图', '说明'], [[image, PROSE]])}"
        f'<p><img src="{name}" alt="图" width="3000" height="40"></p>'
    )
