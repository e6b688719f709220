"""Tokens (标记流): hands HTML to a parser's handlers as html.parser does, several times as fast if it is well formed."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

# Tags as Python-Markdown writes them. Everything else is left to html.parser: any other `<`, an ampersand in an
# attribute, and the elements whose content is no markup.
_ATTRIBUTES = r"""(?:[ \n]+[a-z][a-z0-9-]*="[^"<>&\x00]*")*"""
_TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*)({_ATTRIBUTES})[ ]*(/?)>")
_ATTRIBUTE = re.compile(r'([a-z][a-z0-9-]*)="([^"]*)"')
_NO_MARKUP = frozenset(
    ["iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"]
)


def feed_whole(parser: HTMLParser, html: str) -> None:
    """Parse a whole text: call the parser's handlers as html.parser does, with equal arguments in the same order."""
    pieces = _TAG.split(html)
    texts, *tags = (pieces[at::5] for at in range(5))
    if not _is_plain(texts, *tags):
        parser.feed(html)
        parser.close()
        return
    if texts[0]:
        parser.handle_data(unescape(texts[0]))
    for closes, name, written, is_empty, text in zip(*tags, texts[1:], strict=True):
        if closes:
            parser.handle_endtag(name)
        else:
            attributes: list[tuple[str, str | None]] = _ATTRIBUTE.findall(written) if written else []
            (parser.handle_startendtag if is_empty else parser.handle_starttag)(name, attributes)
        if text:
            parser.handle_data(unescape(text) if "&" in text else text)


def _is_plain(texts: list[str], closes: list[str], names: list[str], written: list[str], empty: list[str]) -> bool:
    """True if the texts hold no other markup, and no tag is of a kind that html.parser reads in its own way."""
    return (
        not any("<" in text or "\0" in text for text in texts)
        and _NO_MARKUP.isdisjoint(names)
        and not any(
            slash and (listed or is_empty) for slash, listed, is_empty in zip(closes, written, empty, strict=True)
        )
    )
