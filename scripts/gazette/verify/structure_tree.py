"""Walk (结构树): the words of a tagged PDF in reading order, separated into the text and the copy's own lines.

An element's part in the copy follows from its position in the copy's template: the title (`H1`); between it and the
first table, the notice; tables, whose captions belong to the copy; the body (`Div`); finally the colophon, the only
`Sect`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pikepdf

from gazette.verify.content import Fragment, ObjectKey, PageContent

_DEEPEST = 200
_INLINE = frozenset(["Span", "Link", "Em", "Strong", "Code", "Quote", "Reference", "Note", "Annot", "Form"])
_LINES = frozenset(["P", "Caption", "LBody", "Lbl", "TD", "TH", "H"])
_WRAPPERS = ("Document", "DocumentFragment", "Part", "Art")
_BULLETS = frozenset("•◦▪‣–■□●○")
_BACK = "↩"
_CALL_PREFIX, _BACK_PREFIX = "fn:", "fnref"

_NOWHERE = Fragment("", -1, 0, 0, 0)


@dataclass(frozen=True)
class _Words:
    """Words of one fragment. `joint`: what separates them from the words before (see `extract.Joint`)."""

    text: str
    joint: Literal["none", "line", "page", "cell", "block"]
    role: str


@dataclass(frozen=True)
class Element:
    """A structure element.

    `kids`: elements and marked-content keys; `target`: destination of its link inside the file, or "".
    """

    role: str
    kids: tuple[Element | ObjectKey, ...]
    target: str = ""

    @property
    def elements(self) -> tuple[Element, ...]:
        return tuple(kid for kid in self.kids if isinstance(kid, Element))

    @property
    def keys(self) -> Iterator[ObjectKey]:
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.keys
            else:
                yield kid

    @property
    def is_line(self) -> bool:
        """True if the element holds words directly, so that everything in it belongs to one line."""
        if self.role in _LINES or (self.role[:1] == "H" and self.role[1:].isdigit()):
            return True
        return self.is_inline

    @property
    def is_inline(self) -> bool:
        """True if the element has marked content or inline elements among its kids."""
        return any(not isinstance(kid, Element) or kid.role in _INLINE for kid in self.kids)

    @property
    def first(self) -> tuple[int, int]:
        """Page and MCID of the first words. A list item's label is left out: it is drawn later than the words."""
        own = [kid for kid in self.kids if not (isinstance(kid, Element) and kid.role == "Lbl")]
        keys = (key for kid in own for key in (kid.keys if isinstance(kid, Element) else (kid,)))
        return min(((key[0], key[2]) for key in keys), default=(0, 0))


class TreeWalk:
    """Walk over one structure tree: call `document`, then read `text`, `beside`, `pictures` and `outside()`."""

    def __init__(self, content: PageContent, pages: dict[tuple[int, int], int]) -> None:
        self.content, self.pages = content, pages
        self.text: list[_Words] = []
        self.beside: list[_Words] = []
        self.pictures = 0
        self._target = self.text
        self._joint: Literal["none", "cell", "block"] | None = None
        self._last: Fragment | None = None
        self._seen: set[ObjectKey] = set()
        self._parsed: set[tuple[int, int]] = set()
        self._in_row = self._is_top = False
        self._head = ""

    def document(self, tree: Any) -> None:
        """Walk the tree (/StructTreeRoot) once."""
        top = list(_unwrapped(self._parse(tree, None, 0)))
        first_table = next((at for at, each in enumerate(top) if each.role == "Table"), None)
        for at, each in enumerate(top):
            is_notice = first_table is not None and at < first_table and each.role != "H1"
            self._target = self.beside if is_notice or each.role == "Sect" else self.text
            self._is_top = True
            self._block(each)

    def outside(self) -> list[Fragment]:
        """Return the words that no structure element holds, in page order."""
        loose = [each for key, run in self.content.marked.items() if key not in self._seen for each in run]
        return sorted([*loose, *self.content.unmarked], key=lambda each: each.page)

    def _parse(self, node: Any, page: int | None, depth: int) -> Element:
        if node.is_indirect:
            if node.objgen in self._parsed:
                return Element("", ())
            self._parsed.add(node.objgen)
        if depth > _DEEPEST:
            raise ValueError("structure tree too deep")
        page = self.pages.get(node.Pg.objgen, page) if "/Pg" in node else page
        kids = node.get("/K", [])
        parsed: list[Element | ObjectKey] = []
        target = ""
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                parsed.append((page or 0, 0, kid))
            elif kid.get("/Type") == "/OBJR":
                target = str(kid.get("/Obj", pikepdf.Dictionary()).get("/Dest", ""))
            elif "/MCID" in kid:
                at = self.pages.get(kid.Pg.objgen, page) if "/Pg" in kid else page
                parsed.append((at or 0, kid.Stm.objgen[0] if "/Stm" in kid else 0, int(kid.MCID)))
            else:
                parsed.append(self._parse(kid, page, depth + 1))
        role = str(node.get("/S", ""))[1:]
        return Element(role, tuple(_opened(parsed) if role == "LI" else parsed), target)

    def _block(self, element: Element) -> None:
        self._is_top, is_top = False, self._is_top
        if element.role == "Table":
            self._is_top = is_top
            self._table(element)
        elif element.role == "L":
            for each in _in_order(element.elements):
                self._block(each)
        elif element.role == "LI":
            self._item(element)
        elif element.role == "Figure":
            self._figure(element)
        elif element.is_line:
            self._begin("block")
            self._line(element, element.role)
            self._begin("block")
        else:
            for each in element.elements:
                self._block(each)

    def _item(self, item: Element) -> None:
        """Walk a list item; its number, drawn before the words of the first line, becomes part of that line."""
        self._begin("block")
        for each in item.elements:
            if each.role == "Lbl":
                if self._words(each).strip() not in _BULLETS:
                    self._line(each, "LI")
                self._seen.update(each.keys)
                self._joint, self._last = ("none", None) if self._joint is None else (self._joint, None)
            elif each.role in ("P", "LBody") and self._joint != "block":
                self._line(each, "LI")
                self._begin("block")
            else:
                self._block(each)

    def _table(self, table: Element) -> None:
        """Walk a table; captions of the copy's own (top-level) tables go to `beside`."""
        target = self._target
        for each in table.elements:
            self._target = self.beside if each.role == "Caption" and self._is_top else target
            if each.role == "THead" and not self._is_repeated(each):
                self._head = self._words(each)
            elif each.role == "THead":
                self._seen.update(each.keys)
                continue
            for row in (each,) if each.role in ("TR", "Caption") else each.elements:
                self._row(row) if row.role == "TR" else self._block(row)
        self._target = target

    def _is_repeated(self, head: Element) -> bool:
        """True if a table head repeats the one before: the typesetter prints it again on each further page."""
        goes_on = bool(self._target) and self._target[-1].role == "TR" and self._last is not None
        return goes_on and self._words(head) == self._head and head.first[0] != (self._last or _NOWHERE).page

    def _row(self, row: Element) -> None:
        if not self._words(row).strip():
            self._seen.update(row.keys)
            return
        self._in_row = True
        for number, cell in enumerate(row.elements):
            self._begin("cell" if number else "block")
            self._line(cell, "TR")
            self._end_cell()
        self._in_row = False
        self._begin("block")

    def _end_cell(self) -> None:
        """Emit an empty cell, which still counts as a cell."""
        if self._joint is not None:
            self._target.append(_Words("", self._joint, "TR"))

    def _line(self, element: Element, role: str) -> None:
        """Add everything in an element as part of one line; a block inside starts a new line, except in a cell."""
        if _is_return(element, self._words):
            self._seen.update(element.keys)
            return
        is_call = element.target.startswith(_CALL_PREFIX) and self._words(element).strip().isdigit()
        if is_call:
            self._add(Fragment("[", *_place(self.content, element)), role)
        for kid in element.kids:
            if not isinstance(kid, Element):
                self._seen.add(kid)
                for fragment in self.content.marked.get(kid, []):
                    self._add(fragment, role)
            elif kid.role == "Figure":
                self._figure(kid)
            elif self._in_row or kid.role in _INLINE or kid.role in ("NonStruct", ""):
                self._line(kid, role)
            else:
                self._block(kid)
        if is_call:
            self._target[-1] = _Words(self._target[-1].text + "]", self._target[-1].joint, role)

    def _words(self, element: Element) -> str:
        return "".join(each.text for key in element.keys for each in self.content.marked.get(key, []))

    def _figure(self, figure: Element) -> None:
        """Count a picture of the text; words inside it belong to the picture."""
        self.pictures += self._target is self.text
        self._seen.update(figure.keys)

    def _begin(self, joint: Literal["cell", "block"]) -> None:
        self._joint = joint

    def _add(self, fragment: Fragment, role: str) -> None:
        if not fragment.text:
            return
        joint: Literal["none", "line", "page", "cell", "block"]
        if self._joint is not None:
            joint = "page" if self._joint == "block" and self._may_go_on(fragment, role) else self._joint
        else:
            joint = "none" if self._last is None or fragment.is_on_the_line_of(self._last) else "line"
        self._target.append(_Words(fragment.text, joint, role))
        self._joint, self._last = None, fragment

    def _may_go_on(self, fragment: Fragment, role: str) -> bool:
        """True if a block may continue the one before: a page break separates them, or both are lines of code."""
        if self._last is None or not self._target:
            return False
        return self._last.page != fragment.page or role == self._target[-1].role == "NonStruct"


def _unwrapped(element: Element) -> Iterator[Element]:
    """Yield the parts of a document, descending through elements that only group parts."""
    for each in element.elements:
        is_header = each.role == "NonStruct" and any(kid.role == "H1" for kid in each.elements)
        if each.role in _WRAPPERS or is_header:
            yield from _unwrapped(each)
        else:
            yield each


def _opened(kids: Iterable[Element | ObjectKey]) -> Iterator[Element | ObjectKey]:
    """Replace an LBody that only holds blocks by those blocks: the first of them stands on the line of the number."""
    for kid in kids:
        is_wrapper = isinstance(kid, Element) and kid.role == "LBody" and not kid.is_inline and kid.kids
        yield from kid.kids if isinstance(kid, Element) and is_wrapper else (kid,)


def _in_order(items: tuple[Element, ...]) -> Iterator[Element]:
    """Yield list items in page order.

    In the tree a nested list follows its item, though words of the item may follow the list on the page.
    """
    at = 0
    while at < len(items):
        end = next((n for n in range(at + 1, len(items)) if items[n].role != "L"), len(items))
        nested = items[at + 1 : end]
        item = items[at]
        later = [kid for kid in item.elements if nested and kid.first > nested[0].first and kid.role != "Lbl"]
        yield Element(item.role, tuple(kid for kid in item.kids if kid not in later), item.target)
        yield from sorted([*nested, *later], key=lambda each: each.first)
        at = end


def _is_return(element: Element, words: Any) -> bool:
    return element.target.startswith(_BACK_PREFIX) and words(element).strip(" \u00a0\ufe0e") in ("", _BACK)


def _place(content: PageContent, element: Element) -> tuple[int, float, float, float]:
    first = next(each for key in element.keys for each in content.marked.get(key, []))
    return first.page, first.x, first.y, first.size
