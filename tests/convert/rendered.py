"""Rendered (成页): what Python-Markdown makes of a text, and what conversion should have made of that."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import markdown
import yaml
from lxml import html

from gazette.convert.markup import convert_blocks
from gazette.pages.rendering import EmphasisExtension
from gazette.source.body import split_blocks

CONFIGURATION = Path(__file__).parents[2] / "mkdocs.yml"
Convert = Callable[[str], str]
# A run of text in one place of the tree: the element, and which of its two texts.
Place = tuple[html.HtmlElement, str]

_OPAQUE = ("code", "pre", "script", "style", "kbd", "samp", "svg", "math", "textarea")
_INLINE = ("a", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span")
_MARKED = {code: code + 0x1000 for code in range(0x4E00, 0x8E00)}
_WORDS = ("alt", "title", "aria-label")
_LINE_BREAK = re.compile(r"[ \t]*\n[ \t]*")


def extensions() -> tuple[list[str], dict[str, dict[str, object]]]:
    """The Markdown extensions of mkdocs.yml, and the one that MkDocs adds to them."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    written = yaml.safe_load(text)["markdown_extensions"]
    options = {name: values for each in written if isinstance(each, dict) for name, values in each.items()}
    return ["toc", *(each for each in written if isinstance(each, str)), *options], options


def render(text: str) -> str:
    names, options = extensions()
    return str(markdown.markdown(text, extensions=[*names, EmphasisExtension()], extension_configs=options))


def convert_markdown(text: str, convert: Convert) -> str:
    return "".join(block.raw for block in convert_blocks(split_blocks(text), convert))


def mark(text: str) -> str:
    """Every ideograph moved to another one, whatever stands beside it: what is converted twice or not at all shows."""
    return text.translate(_MARKED)


def check(text: str, convert: Convert) -> None:
    assert described(tree(render(convert_markdown(text, convert)))) == expected(render(text), convert)


def tree(page: str) -> html.HtmlElement:
    return html.fragment_fromstring(page, create_parent="main")


def described(root: html.HtmlElement) -> list[tuple[str, dict[str, str], str, str]]:
    """Every element with its attributes and texts, to be compared."""
    return [(str(each.tag), dict(each.attrib or {}), each.text or "", each.tail or "") for each in root.iter()]


def expected(page: str, convert: Convert) -> list[tuple[str, dict[str, str], str, str]]:
    """The unconverted page with its words converted: sentence by sentence through inline markup, alt and title alone."""
    root = tree(page)
    for sentence in _sentences(root):
        _convert_sentence(sentence, convert)
    for each in root.iter():
        for name in _WORDS:
            if (
                name in (each.attrib or {})
                and not _has_language(each)
                and not any(map(_is_foreign, each.iterancestors()))
            ):
                each.set(name, convert(each.get(name)))
    return described(root)


def _sentences(root: html.HtmlElement) -> Iterator[list[Place]]:
    sentence: list[Place] = []
    for place in _places(root):
        if place is None:
            yield sentence
            sentence = []
        else:
            sentence.append(place)
    yield sentence


def _places(element: html.HtmlElement) -> Iterator[Place | None]:
    """The texts in reading order; None where the sentence ends."""
    is_comment = not isinstance(element.tag, str)
    is_mark = not is_comment and element.get("class") in ("footnote-ref", "footnote-backref")
    seen_through = is_comment or is_mark
    is_closed = not seen_through and (_is_foreign(element) or _is_address(element))
    breaks = not seen_through and (is_closed or element.tag not in (*_INLINE, "strong", "sub", "sup", "u"))
    if breaks:
        yield None
    if not seen_through and not is_closed:
        yield element, "text"
        for child in element:
            yield from _places(child)
    if breaks:
        yield None
    yield element, "tail"


def _is_foreign(element: html.HtmlElement) -> bool:
    return element.tag in _OPAQUE or _has_language(element)


def _has_language(element: html.HtmlElement) -> bool:
    attributes = element.attrib or {}
    return "lang" in attributes or attributes.get("translate") == "no"


def _is_address(element: html.HtmlElement) -> bool:
    """`<https://…>` and `<name@host>` show where they lead."""
    address = (element.attrib or {}).get("href", "")
    return (
        element.text is not None
        and address in (element.text, f"mailto:{element.text}")
        and bool(re.match(r"mailto:|[A-Za-z][A-Za-z0-9+.-]*://", address))
    )


def _convert_sentence(sentence: list[Place], convert: Convert) -> None:
    texts = [list(getattr(element, name) or "") for element, name in sentence]
    characters = [(number, at) for number, text in enumerate(texts) for at in range(len(text))]
    joined = "".join(texts[number][at] for number, at in characters)
    breaks = {at for match in _LINE_BREAK.finditer(joined) for at in range(*match.span())}
    read = [place for offset, place in enumerate(characters) if offset not in breaks]
    converted = convert("".join(texts[number][at] for number, at in read))
    for (number, at), character in zip(read, converted, strict=True):
        texts[number][at] = character
    for (element, name), text in zip(sentence, texts, strict=True):
        setattr(element, name, "".join(text) or None)
