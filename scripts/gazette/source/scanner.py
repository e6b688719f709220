"""Scanner (扫描): parses inline Markdown into spans, in the order in which Python-Markdown processes it."""

from __future__ import annotations

import html
import re
from collections.abc import Collection

from gazette.source.brackets import Link, bracket_partners, inline_link, label_after, normal_label
from gazette.source.emphasis import Emphasis, Pair, Stray, find_emphasis
from gazette.source.extents import DEFINITION, BlockKind
from gazette.source.spans import Atom, Span, Target
from gazette.source.tags import (
    BLOCK_TAGS,
    TEXT_ATTRIBUTES,
    Tag,
    closing_tag,
    comment_end,
    element_end,
    has_markdown,
    is_foreign,
    read_attributes,
    start_tag,
    tag_at,
)

_ESCAPE_OR_CODE = re.compile(r"\\[\\`*_{}\[\]()>#+\-.!|]|`+")
_ATOM = re.compile(r"\x02\x03*|!\[|\[|<|&(?:\#\d+|\#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_FOOTNOTE = re.compile(r"\[\^([^\]]*)\]")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*://[^<>]*|[^<> !]+@[^@<> ]+)>")
# A run of spaces is matched from its start only, a name before @ has 64 characters (RFC 5321): else time is quadratic.
_WORDS = re.compile(
    r"(?P<newline>(?:(?<![ \t])[ \t]+)?\n(?:[ \t]*>)*[ \t]*)|(?P<url>(?:https?|ftp)://[!#-'+-;=?-Z^_a-z~]*[#-&+\-/0-9=@-Z_a-z~])"
    r"|(?P<mail>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z0-9])"
)
_LIST_BODY = r"""\{:?[ ]*(?=[^}\n ])(?:[^ =}\n]++(?:="[^"\n]*+"|='[^'\n]*+'|=[^ =}\n]++)?|[ ])*+\}"""
_LIST = re.compile(_LIST_BODY)
_LIST_LAST = {"line": re.compile(rf"\n[ ]*{_LIST_BODY}[ ]*\Z"), "cell": re.compile(rf"(?<![ ])[ ]+{_LIST_BODY}[ ]*\Z")}
_BREAKING = BLOCK_TAGS | {"br", "img"}


class Scanner:
    """The scan of one text: `spans` splits it, and fills `targets` (links, images) and `signs` (emphasis)."""

    def __init__(self, text: str, labels: Collection[str] | None) -> None:
        self.text, self.labels = text, labels
        self.targets: list[Target] = []
        self.signs = Emphasis([], [])
        self._fixed: dict[int, Atom] = {}
        self._masked = self._mask(text)
        self._partners = bracket_partners(self._masked)

    def spans(self, kind: BlockKind | None) -> tuple[Span, ...]:
        text = self.text
        if kind == "definition":
            found = self._definition()
        elif text.lstrip(" ").startswith("<") and (raw := self._raw_end()):
            found = self._raw(raw) + self._region(raw, len(text))
        elif kind == "row" or (kind is None and text.lstrip(" ").startswith("|") and "\n" not in text):
            found = self._row()
        else:
            found = self._with_last_list(0, len(text), "line")
        return tuple(span for span in found if span.end > span.start)

    def _mask(self, text: str) -> str:
        """Return the text with code and escaped characters replaced by control characters: they go before all else."""
        pieces, at, resume = [], 0, 0
        while match := _ESCAPE_OR_CODE.search(text, at):
            start, end = match.span()
            if match[0].startswith("\\"):
                spans = [Span("markup", start, start + 1), Span("text", start + 1, end)]
                self._fixed[start] = Atom(start, end, spans, is_element=False)
            elif end > resume:
                start = max(start, resume)
                if code := _code(text, start, end):
                    end = code[2]
                    self._fixed[start] = Atom(start, end, [Span("opaque", start, end, text[code[0] : code[1]].strip())])
                else:  # Python-Markdown skips as many characters again
                    resume = end + end - start
            is_fixed = start in self._fixed
            pieces += [text[at:start], "\x02" + "\x03" * (end - start - 1) if is_fixed else text[start:end]]
            at = end
        return "".join(pieces) + text[at:]

    def _region(self, start: int, end: int) -> list[Span]:
        """Return the spans of text in which emphasis and brackets pair up: a paragraph, a table cell, a link text."""
        atoms: list[Atom] = []
        at = start
        while match := _ATOM.search(self._masked, at, end):
            atom = self._atom(match, end)
            at = atom.end if atom else match.start() + 1
            atoms += [atom] if atom else []
        masked = self._masked_without(atoms, start, end)
        masked = masked.replace("  \n", "\x02\x02\x02")  # a hard line break, which is an element
        elements = {atom.end: atom.start for atom in atoms if atom.is_element}
        found = find_emphasis(masked)
        self.signs.pairs.extend(Pair(*(start + place for place in pair)) for pair in found.pairs)
        self.signs.strays.extend(Stray(start + each.start, start + each.end, each.is_rest) for each in found.strays)
        for pair in found.pairs:
            for one, other in ((pair.start, pair.inner), (pair.tail, pair.end)):
                signs = [Span("markup", start + one, start + other)]
                atoms.append(Atom(start + one, start + other, signs, is_element=False))
            closed = start + pair.end
            elements[closed] = min(start + pair.start, elements.get(closed, closed))
        return self._joined(sorted(atoms), elements, start, end)

    def _masked_without(self, atoms: list[Atom], start: int, end: int) -> str:
        pieces, at = [], start
        for atom in atoms:
            pieces += [self._masked[at : atom.start], "\x02" * (atom.end - atom.start)]
            at = atom.end
        return "".join(pieces) + self._masked[at:end]

    def _joined(self, atoms: list[Atom], elements: dict[int, int], start: int, end: int) -> list[Span]:
        spans: list[Span] = []
        at = start
        for atom in [*atoms, Atom(end, end, [], is_element=False)]:
            if at in elements and (match := _LIST.match(self.text, at, atom.start)):
                self._attribute_list(spans, elements[at], at, match.end())
                at = match.end()
            spans += self._words(at, atom.start)
            spans += atom.spans
            at = atom.end
        return spans

    def _words(self, start: int, end: int) -> list[Span]:
        spans: list[Span] = []
        at = start
        for match in _WORDS.finditer(self.text, start, end):
            spans.append(Span("text", at, match.start()))
            at = match.end()
            if match["newline"]:
                spans.append(Span("markup", match.start(), at, breaks=match[0].split("\n")[0].endswith("  ")))
            else:
                spans.append(Span("opaque", match.start(), at, match[0]))
        spans.append(Span("text", at, end))
        return [span for span in spans if span.end > span.start]

    def _atom(self, match: re.Match[str], end: int) -> Atom | None:
        start, sign = match.start(), match[0]
        if sign[0] == "\x02":
            return self._fixed[start]
        if sign[0] == "&":
            spans = [Span("opaque", start, match.end(), html.unescape(sign))]
            return Atom(start, match.end(), spans, is_element=False)
        return self._angle(start, end) if sign == "<" else self._bracket(start, match.end(), end)

    def _angle(self, start: int, end: int) -> Atom | None:
        if match := _AUTOLINK.match(self.text, start, end):
            return Atom(start, match.end(), [Span("opaque", start, match.end(), match[0][1:-1])])
        if (comment := comment_end(self.text, start)) is not None and comment <= end:
            return Atom(start, comment, [Span("markup", start, comment)], is_element=False)
        tag = tag_at(self.text, start)
        if tag is None or tag.end > end:
            return None
        spans = self._tag(tag, end)
        return Atom(start, spans[-1].end, spans, is_element=False)

    def _tag(self, tag: Tag, limit: int) -> list[Span]:
        """Return the spans of a tag; code, `translate="no"` and elements with `lang` are opaque up to the end tag."""
        for name, value, at in tag.attributes:
            if name in ("href", "src") and value:
                self.targets.append(Target(html.unescape(value), at, name == "src"))
        if not tag.closes and is_foreign(tag):
            inner, end = (tag.end, tag.end) if tag.is_empty else closing_tag(self.text, tag, limit)
            shown = "".join(_shown(self.text, self._region(tag.end, inner)))
            return [Span("opaque", tag.start, end, shown)]
        return self._with_values(tag.start, tag.end, tag.attributes, breaks=tag.name in _BREAKING)

    def _with_values(
        self, start: int, end: int, attributes: tuple[tuple[str, str, int], ...], *, breaks: bool = False
    ) -> list[Span]:
        """Return the spans of a tag or an attribute list; values that a reader meets are attribute spans."""
        spans, at = [], start
        for name, value, offset in attributes:
            if name in TEXT_ATTRIBUTES and value:
                stop = offset + len(value)
                spans += [Span("markup", at, offset, breaks=breaks), Span("attribute", offset, stop)]
                at = stop
        return [*spans, Span("markup", at, end, breaks=breaks)]

    def _bracket(self, start: int, inner: int, end: int) -> Atom | None:
        """Parse a link, an image or a footnote reference; None for a literal bracket."""
        is_image = self.text[start] == "!"
        masked = self._masked[:end]
        if (note := _FOOTNOTE.match(masked, inner - 1)) and self._is_defined("^" + note[1]):
            return None if is_image else Atom(start, note.end(), [Span("markup", start, note.end())])
        stop = self._partners.get(inner - 1, end)
        if stop >= end:
            return None
        label = label_after(masked, stop)
        if label and not label[0].startswith("^") and self._is_defined(label[0] or self.text[inner:stop]):
            return self._link(
                Link((inner, stop), (0, 0), (0, 0), label[1]), start, is_image=is_image, by_text=not label[0]
            )
        if link := inline_link(masked, inner, stop):
            destination = re.sub(r"\\([\\`*_{}\[\]()>#+.!|-])", r"\1", self.text[slice(*link.destination)].strip())
            self.targets.append(Target(destination, link.destination[0], is_image))
            return self._link(link, start, is_image=is_image)
        if self.labels is not None and self._is_defined(self.text[inner:stop]):
            return self._link(Link((inner, stop), (0, 0), (0, 0), stop + 1), start, is_image=is_image, by_text=True)
        return None

    def _is_defined(self, label: str) -> bool:
        return self.labels is None or normal_label(label) in self.labels

    def _link(self, link: Link, start: int, *, is_image: bool, by_text: bool = False) -> Atom:
        inner, stop = link.text
        label = self.text[inner:stop] if by_text else ""
        content = [Span("attribute", inner, stop)] if is_image else self._region(inner, stop)
        spans = [Span("markup", start, inner, breaks=is_image), *content]
        if link.title[0] < link.title[1]:
            spans += [Span("markup", stop, link.title[0]), Span("attribute", *link.title)]
            stop = link.title[1]
        return Atom(start, link.end, [*spans, Span("markup", stop, link.end, breaks=is_image, label=label)])

    def _attribute_list(self, spans: list[Span], element: int, start: int, end: int) -> None:
        """Append an attribute list; `lang` makes the element before it, from the offset `element`, opaque."""
        attributes = tuple(read_attributes(self.text, start + 1, end - 1))
        if any(name == "lang" or (name, value) == ("translate", "no") for name, value, _ in attributes):
            first = next((number for number, span in enumerate(spans) if span.start >= element), len(spans))
            shown = "".join(_shown(self.text, spans[first:]))
            spans[first:] = [Span("opaque", element, start, shown), Span("markup", start, end)]
        else:
            spans += self._with_values(start, end, attributes)

    def _with_last_list(self, start: int, end: int, place: str) -> list[Span]:
        """Return the spans of a region whose own attribute list ends it: on a line of its own, or in a table cell."""
        match = _LIST_LAST[place].search(self.text, start, end)
        if not match:
            return self._region(start, end)
        spans = self._region(start, match.start())
        self._attribute_list(spans, start, match.start(), end)
        return spans

    def _row(self) -> list[Span]:
        spans: list[Span] = []
        at = 0
        for bar in [match.start() for match in re.finditer(r"\|", self._masked)]:
            spans += [*self._with_last_list(at, bar, "cell"), Span("opaque", bar, bar + 1, " ")]
            at = bar + 1
        return spans + self._with_last_list(at, len(self.text), "cell")

    def _raw_end(self) -> int:
        """Return the end of the raw HTML with which the text begins; 0 if there is none, or it holds Markdown."""
        at = len(self.text) - len(self.text.lstrip(" "))
        tag = start_tag(self.text, at)
        if tag is None or tag.name not in BLOCK_TAGS or has_markdown(tag):
            return 0
        return element_end(self.text, at)

    def _raw(self, end: int) -> list[Span]:
        """Return the spans of raw HTML, in which Markdown's delimiters are plain characters."""
        spans: list[Span] = []
        at = 0
        for match in re.compile(r"<|&(?:\#\d+|\#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);").finditer(self.text, 0, end):
            if match.start() < at:
                continue
            atom = self._atom(match, end)
            if atom:
                spans += [*self._words(at, atom.start), *atom.spans]
                at = atom.end
        return spans + self._words(at, end)

    def _definition(self) -> list[Span]:
        match = DEFINITION.match(self.text)
        group = match and next((name for name in ("double", "single", "round") if match[name]), None)
        if not match or not group:
            return [Span("markup", 0, len(self.text))]
        start, end = match.span(group)
        return [Span("markup", 0, start), Span("attribute", start, end), Span("markup", end, len(self.text))]


def _code(text: str, start: int, inner: int) -> tuple[int, int, int] | None:
    """Return start and end of the content and the end of the code whose opening backticks are [start, inner), or None.

    Without a closing run of equal length the longest shorter one closes it.
    """
    ticks = inner - start
    longest, close = 0, 0
    for run in re.compile("`+").finditer(text, inner):
        if len(run[0]) == ticks:
            return inner, run.start(), run.end()
        if len(run[0]) > longest:
            longest, close = len(run[0]), run.end()
    if 0 < longest < ticks:
        return inner - (ticks - longest), close - longest, close
    return None


def _shown(text: str, spans: list[Span]) -> list[str]:
    return [
        span.shown if span.kind == "opaque" else text[span.start : span.end]
        for span in spans
        if span.kind in ("text", "opaque")
    ]
