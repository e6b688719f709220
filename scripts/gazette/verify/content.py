"""Content (页面内容): the text of each marked-content sequence in a PDF's content streams, with its position on the page.

Implements only what ISO 32000 requires for text: text and marked-content operators, ToUnicode maps, form XObjects,
ActualText. Painting is tracked only as far as it hides words (`gazette.verify.ink`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import hypot
from typing import Any

import pikepdf

from gazette.verify.font_map import Font, read_font_map
from gazette.verify.ink import Hidden, Ink, Matrix, matrix_of, product

_DEEPEST_FORM = 8
_RAISED = 0.7  # of the type size: a smaller vertical offset is a superscript, a larger one another line
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Fragment:
    """Words shown on one line. `page` counts from 0; `size` is in points.

    `x` and `y` are the start position in points, along and across the writing direction, y growing upwards, so that
    rotated pages compare like upright ones. `turn` encodes the rotation.
    """

    text: str
    page: int
    x: float
    y: float
    size: float
    turn: float = 0

    def is_on_the_line_of(self, other: Fragment) -> bool:
        """True if both are on one line, `other` first. A superscript belongs to the line that it is raised above."""
        if self.page != other.page or self.turn != other.turn or self.x < other.x:
            return False
        return abs(self.y - other.y) < _RAISED * max(self.size, other.size)


# Page from 0, object number of the form XObject (0: the page's own stream), marked-content id (MCID).
ObjectKey = tuple[int, int, int]


@dataclass(frozen=True)
class Replaced:
    """Text that a PDF gives in place of what it draws: `drawn` is read as `said` (ActualText), page from 0.

    For Alt and E, `drawn` is "".
    """

    page: int
    drawn: str
    said: str


@dataclass
class PageContent:
    """The content of all pages. `marked`: fragments by marked-content key; `unmarked`: artifacts and unmarked text."""

    marked: dict[ObjectKey, list[Fragment]] = field(default_factory=dict)
    unmarked: list[Fragment] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)


def read_content(pdf: pikepdf.Pdf) -> PageContent:
    """Return every word that the pages show, with hidden and replaced words."""
    found = PageContent()
    fonts: dict[tuple[int, int], Font] = {}
    for number, page in enumerate(pdf.pages):
        ink = Ink(number, [float(each) for each in page.cropbox])
        _Reader(found, number, fonts, ink).read(page, page.obj.get("/Resources"), _IDENTITY, 0)
        found.hidden += ink.hidden
    return found


@dataclass
class _Mark:
    """An open marked-content sequence.

    `key`: None if it has no MCID. `said`: its ActualText, or None. `drawn`: text drawn while ActualText applies.
    """

    key: ObjectKey | None
    said: str | None = None
    drawn: str = ""


class _Reader:
    """Content stream interpreter for one page; tracks only the state that decides where words stand."""

    def __init__(self, found: PageContent, page: int, fonts: dict[tuple[int, int], Font], ink: Ink) -> None:
        self.found, self.page, self.fonts, self.ink = found, page, fonts, ink
        self.marks: list[_Mark] = []
        self.matrix = self.line = self.place = _IDENTITY
        self.font: Font = Font(1, {})
        self.size = self.leading = 0.0

    def read(self, stream: Any, resources: Any, matrix: Matrix, scope: int, depth: int = 0) -> None:
        saved = list[tuple[Matrix, Font, float, Any]]()
        self.matrix = matrix
        for instruction in pikepdf.parse_content_stream(stream):
            operands: Any = instruction.operands
            name = str(instruction.operator)
            if name == "q":
                saved.append((self.matrix, self.font, self.size, self.ink.state))
            elif name == "Q" and saved:
                self.matrix, self.font, self.size, self.ink.state = saved.pop()
            elif name == "cm":
                self.matrix = product(matrix_of(operands), self.matrix)
            elif name in ("BDC", "BMC"):
                self._begin(operands, resources, scope)
            elif name == "EMC" and self.marks:
                self._end()
            elif name == "Do":
                self._form(operands[0], resources, scope, depth)
            else:
                self._text(name, operands, resources)
                self.ink.operate(name, operands, resources, self.matrix)

    def _text(self, name: str, operands: Any, resources: Any) -> None:
        if name == "BT":
            self.line = self.place = _IDENTITY
        elif name == "Tm":
            self.line = self.place = matrix_of(operands)
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
        self.line = self.place = product((1, 0, 0, 1, right, up), self.line)

    def _font(self, resources: Any, name: Any) -> Font:
        font = resources.Font[name]
        key = font.objgen if font.is_indirect else (0, id(font))
        if key not in self.fonts:
            self.fonts[key] = read_font_map(font)
        return self.fonts[key]

    def _show(self, data: bytes) -> None:
        text = self.font.read(data)
        place = product(self.place, self.matrix)
        self.ink.write(text, place, self.size)
        if mark := next((mark for mark in self.marks if mark.said is not None), None):
            mark.drawn += text
        else:
            self._emit(text)

    def _emit(self, text: str) -> None:
        place = product(self.place, self.matrix)
        scale = (abs(place[0] * place[3] - place[1] * place[2])) ** 0.5
        # Coordinates along and across the writing direction, whatever the rotation of the page.
        length = hypot(place[0], place[1]) or 1
        right, up = place[0] / length, place[1] / length
        x, y = place[4] * right + place[5] * up, place[5] * right - place[4] * up
        fragment = Fragment(text, self.page, x, y, (self.size or 1) * scale, round(up, 3) + 2 * (right < 0))
        key = next((mark.key for mark in reversed(self.marks) if mark.key), None)
        target = self.found.unmarked if key is None else self.found.marked.setdefault(key, [])
        if target and (target[-1].x, target[-1].y, target[-1].page) == (fragment.x, fragment.y, self.page):
            # A run in several fonts: the position does not advance here, so it is still that of the first glyph.
            fragment = Fragment(
                target.pop().text + text, self.page, fragment.x, fragment.y, fragment.size, fragment.turn
            )
        target.append(fragment)

    def _begin(self, operands: Any, resources: Any, scope: int) -> None:
        values = operands[1] if len(operands) > 1 else None
        if isinstance(values, pikepdf.Name):
            values = resources.get("/Properties", pikepdf.Dictionary()).get(values)
        known = values if isinstance(values, pikepdf.Dictionary) else pikepdf.Dictionary()
        number, actual = known.get("/MCID"), known.get("/ActualText")
        key = (self.page, scope, int(number)) if number is not None else None
        if key:
            self.found.marked.setdefault(key, [])
        for name in ("/Alt", "/E"):
            if name in known:
                self.found.replaced.append(Replaced(self.page, "", str(known[name])))
        is_inside = any(mark.said is not None for mark in self.marks)
        self.marks.append(_Mark(key, None if actual is None or is_inside else str(actual)))
        if actual is not None and not is_inside:
            self._emit(str(actual))

    def _end(self) -> None:
        mark = self.marks.pop()
        if mark.said is not None:
            self.found.replaced.append(Replaced(self.page, mark.drawn, mark.said))

    def _form(self, name: Any, resources: Any, scope: int, depth: int) -> None:
        form = resources.get("/XObject", pikepdf.Dictionary()).get(name) if resources is not None else None
        if form is None:
            return
        if form.get("/Subtype") != pikepdf.Name.Form or depth >= _DEEPEST_FORM:
            self.ink.picture(self.matrix)
            return
        kept = self.matrix, self.font, self.size, self.ink.state
        matrix = product(matrix_of(form.get("/Matrix", _IDENTITY)), self.matrix)
        own = form.objgen[0] if "/StructParents" in form else scope
        self.read(form, form.get("/Resources", resources), matrix, own, depth + 1)
        self.matrix, self.font, self.size, self.ink.state = kept
