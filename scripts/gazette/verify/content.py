"""Content (页面内容): a PDF's content streams → the words of each piece of marked content, and where on the page they stand.

Only what ISO 32000 needs for text: operators of text and of marked content, ToUnicode maps, form XObjects, ActualText.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

UNKNOWN = "\ufffd"  # a glyph of which the font does not say what character it is
_DEEPEST_FORM = 8
_RAISED = 0.7  # of the type size: less is a superscript, more is another line
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|(begin|end)(bfchar|bfrange|codespacerange)")
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Fragment:
    """Words on one line. `page` counts from 0; `x` and `y` are where they begin, y growing upwards."""

    text: str
    page: int
    x: float
    y: float
    size: float

    def is_on_the_line_of(self, other: Fragment) -> bool:
        """Whether both stand on one line, `other` first; a superscript is on the line that it is raised above."""
        if self.page != other.page or self.x < other.x:
            return False
        return abs(self.y - other.y) < _RAISED * max(self.size, other.size)


# Page, number of the form XObject (0 for the page's own stream), marked-content id.
Key = tuple[int, int, int]


@dataclass
class PageContent:
    """`marked` has the fragments by marked-content id; `unmarked` what is an artifact or has no mark at all."""

    marked: dict[Key, list[Fragment]] = field(default_factory=dict)
    unmarked: list[Fragment] = field(default_factory=list)


def read_content(pdf: pikepdf.Pdf) -> PageContent:
    """Every word that the pages show."""
    found = PageContent()
    fonts: dict[tuple[int, int], Font] = {}
    for number, page in enumerate(pdf.pages):
        _Reader(found, number, fonts).read(page, page.obj.get("/Resources"), _IDENTITY, 0)
    return found


@dataclass(frozen=True)
class Font:
    """How a font's codes read: `width` bytes a code."""

    width: int
    characters: dict[int, str]

    def read(self, data: bytes) -> str:
        codes = (int.from_bytes(data[at : at + self.width], "big") for at in range(0, len(data), self.width))
        return "".join(self.characters.get(code, UNKNOWN) for code in codes)


def read_font(font: Any) -> Font:
    """A font by its ToUnicode map, without which nothing says what it shows."""
    width = 2 if font.get("/Subtype") == pikepdf.Name.Type0 else 1
    stream = font.get("/ToUnicode")
    if not isinstance(stream, pikepdf.Stream):
        return Font(width, {})
    return Font(width, dict(_mapped(stream.read_bytes())))


def _mapped(cmap: bytes) -> Iterator[tuple[int, str]]:
    section, values, depth = b"", list[Any](), 0
    for match in _TOKEN.finditer(cmap):
        if match[5]:
            section, values = (match[5] if match[4] == b"begin" else b""), []
        elif match[2]:
            depth = 1
            values.append([])
        elif match[3]:
            depth = 0
        elif section in (b"bfchar", b"bfrange"):
            (values[-1] if depth else values).append(re.sub(rb"\s", b"", match[1]))
        if section == b"bfchar" and len(values) == 2:
            yield int(values[0] or b"0", 16), _characters(values[1])
            values = []
        elif section == b"bfrange" and len(values) == 3 and not depth:
            yield from _range(*values)
            values = []


def _range(first: bytes, last: bytes, target: Any) -> Iterator[tuple[int, str]]:
    start, end = int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF)
    for code in range(start, end + 1):
        if isinstance(target, list):
            if code - start < len(target):
                yield code, _characters(target[code - start])
        else:
            text = _characters(target)
            yield code, text[:-1] + chr(min(ord(text[-1]) + code - start, 0x10FFFF)) if text else ""


def _characters(digits: bytes) -> str:
    data = bytes.fromhex(digits.decode("ascii").zfill(-(-len(digits) // 4) * 4))
    return data.decode("utf-16-be", errors="replace")


@dataclass(frozen=True)
class _Mark:
    """An open piece of marked content. `key` is None where it has no id of its own or of one around it."""

    key: Key | None
    replaced: bool


class _Reader:
    """One page. State is kept as far as it says where words stand."""

    def __init__(self, found: PageContent, page: int, fonts: dict[tuple[int, int], Font]) -> None:
        self.found, self.page, self.fonts = found, page, fonts
        self.marks: list[_Mark] = []
        self.matrix = self.line = self.place = _IDENTITY
        self.font: Font = Font(1, {})
        self.size = self.leading = 0.0

    def read(self, stream: Any, resources: Any, matrix: Matrix, scope: int, depth: int = 0) -> None:
        saved = list[tuple[Matrix, Font, float]]()
        self.matrix = matrix
        for instruction in pikepdf.parse_content_stream(stream):
            operands: Any = instruction.operands
            name = str(instruction.operator)
            if name == "q":
                saved.append((self.matrix, self.font, self.size))
            elif name == "Q" and saved:
                self.matrix, self.font, self.size = saved.pop()
            elif name == "cm":
                self.matrix = _product(_matrix(operands), self.matrix)
            elif name in ("BDC", "BMC"):
                self._begin(operands, resources, scope)
            elif name == "EMC" and self.marks:
                self.marks.pop()
            elif name == "Do":
                self._form(operands[0], resources, scope, depth)
            else:
                self._text(name, operands, resources)

    def _text(self, name: str, operands: Any, resources: Any) -> None:
        if name == "BT":
            self.line = self.place = _IDENTITY
        elif name == "Tm":
            self.line = self.place = _matrix(operands)
        elif name in ("Td", "TD"):
            self.leading = -float(operands[1]) if name == "TD" else self.leading
            self._move(float(operands[0]), float(operands[1]))
        elif name == "TL":
            self.leading = float(operands[0])
        elif name == "T*":
            self._move(0, -self.leading)
        elif name == "Tf":
            self.font, self.size = self._font(resources, operands[0]), float(operands[1])
        elif name in ("Tj", "'", '"'):
            if name != "Tj":
                self._move(0, -self.leading)
            self._show(bytes(operands[-1]))
        elif name == "TJ":
            self._show(b"".join(bytes(each) for each in operands[0] if isinstance(each, pikepdf.String)))

    def _move(self, right: float, up: float) -> None:
        self.line = self.place = _product((1, 0, 0, 1, right, up), self.line)

    def _font(self, resources: Any, name: Any) -> Font:
        font = resources.Font[name]
        key = font.objgen if font.is_indirect else (0, id(font))
        if key not in self.fonts:
            self.fonts[key] = read_font(font)
        return self.fonts[key]

    def _show(self, data: bytes) -> None:
        if not any(mark.replaced for mark in self.marks):
            self._emit(self.font.read(data))

    def _emit(self, text: str) -> None:
        place = _product(self.place, self.matrix)
        scale = (abs(place[0] * place[3] - place[1] * place[2])) ** 0.5
        fragment = Fragment(text, self.page, place[4], place[5], (self.size or 1) * scale)
        key = next((mark.key for mark in reversed(self.marks) if mark.key), None)
        target = self.found.unmarked if key is None else self.found.marked.setdefault(key, [])
        if target and (target[-1].x, target[-1].y, target[-1].page) == (fragment.x, fragment.y, self.page):
            # Further fonts of one run: the place is still that of its first glyph.
            fragment = Fragment(target.pop().text + text, self.page, fragment.x, fragment.y, fragment.size)
        target.append(fragment)

    def _begin(self, operands: Any, resources: Any, scope: int) -> None:
        values = operands[1] if len(operands) > 1 else None
        if isinstance(values, pikepdf.Name):
            values = resources.get("/Properties", pikepdf.Dictionary()).get(values)
        known = values if isinstance(values, pikepdf.Dictionary) else pikepdf.Dictionary()
        number, actual = known.get("/MCID"), known.get("/ActualText")
        key = (self.page, scope, int(number)) if number is not None else None
        self.marks.append(_Mark(key, False))
        if key:
            self.found.marked.setdefault(key, [])
        if actual is not None:
            if not any(mark.replaced for mark in self.marks):
                self._emit(str(actual))
            self.marks[-1] = _Mark(key, True)

    def _form(self, name: Any, resources: Any, scope: int, depth: int) -> None:
        form = resources.get("/XObject", pikepdf.Dictionary()).get(name) if resources is not None else None
        if form is None or form.get("/Subtype") != pikepdf.Name.Form or depth >= _DEEPEST_FORM:
            return
        kept = self.matrix, self.font, self.size
        matrix = _product(_matrix(form.get("/Matrix", _IDENTITY)), self.matrix)
        own = form.objgen[0] if "/StructParents" in form else scope
        self.read(form, form.get("/Resources", resources), matrix, own, depth + 1)
        self.matrix, self.font, self.size = kept


def _matrix(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in values)
    return a, b, c, d, e, f


def _product(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
