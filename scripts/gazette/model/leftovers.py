"""Leftovers (残留标记): finds markup that a reader would see as plain signs, and signs that are lost as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

from gazette.source.body import Block
from gazette.source.emphasis import Stray
from gazette.source.inline import Emphasis, find_signs, scan_inline

_HIDDEN, _ESCAPED = "\0", "\1"  # stand-ins for what is no text, and for an escaped sign


class Leftover(NamedTuple):
    """Offsets [start, end) of a block's text, and the code of the problem to report."""

    code: str
    start: int
    end: int


_TARGET = r"[^\s（）()\[\]]*(?:\.[A-Za-z0-9]{2,5}|://|www\.|#[\w-]+)[^\s（）()\[\]]*"
_NAMES = "br|hr|div|span|table|thead|tbody|tr|td|th|sup|sub|strong|em|img|abbr|ruby|code|pre|del|ins|details|summary|ul|ol|li"
_ENTITIES = "|".join(sorted({name.rstrip(";") for name in html5 if 1 < len(name) < 9}, key=len, reverse=True))
# In order of priority: each place is reported once.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern, re.MULTILINE))
    for code, pattern in (
        ("body.footnote", r"\[\^[^\]\n]*\]"),
        ("body.link", rf"!\[[^\]\n]*\]|\]\(|[\]】］〕]\s?[(（]\s*{_TARGET}\s*[)）]|[)）]\s?\[\s*{_TARGET}\s*\]"),
        ("body.unknown-mark", r"\{\{[^}\n]*\}?\}?|\{%[^\n]*?%\}|\}\}"),
        ("body.unknown-mark", r"\{:?[ ]*[#.][^{}\n]*\}|\{:[^{}\n]*\}"),
        ("body.unknown-mark", r"~~[^~\s][^~\n]*~~|==[^=\s][^=\n]*==|\+\+[^+\s][^+\n]*\+\+|\$\$[^$\n]*\$\$"),
        ("body.unknown-mark", r"^\[TOC\]|^\[[ xX]\][ ]|^:::|^!!![ ]|^\*?\[[^\]\n]+\]:[ ]|^:[ ]{2,}|\\$"),
        ("body.code", r"`+"),
        ("body.tag", rf"<!|-->|<[A-Za-z][\w-]*\s*$|<[A-Za-z][\w-]*\s+[\w-]+=|</?(?:{_NAMES})\b[^<>\n]*>?|[＜〈]\s*/?\s*(?:{_NAMES}|p|b|i|u|a)\s*/?\s*[＞〉]|<\s+/?(?:{_NAMES}|p|b|i|u|a)\s*/?>"),
        ("body.entity", rf"&(?:{_ENTITIES})(?![A-Za-z0-9=])|&#[xX]?[0-9A-Fa-f]+|[＆&]\s?(?:nbsp|lt|gt|amp|quot|[lr][ds]quo|mdash|hellip|middot|e[mn]sp)\s?[;；]|[＆&]#\d+；"),
        ("body.link-label", r"\[[^\[\]\n]+\]\[[^\[\]\n]*\]"),
    )
)  # fmt: skip
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤某"
)
_WORD = re.compile(r"\w")
_JOINERS = "、，,和与及或"


def find_leftovers(block: Block, labels: frozenset[str]) -> list[Leftover]:
    """Return the leftovers of one prose block by offset, each place once; raw HTML has none."""
    if not block.is_prose or block.kind == "html":
        return []
    masked = seen_text(block, labels)
    found: list[Leftover] = []
    for code, pattern in _PATTERNS:
        for match in pattern.finditer(masked):
            if not any(each.start < match.end() and match.start() < each.end for each in found):
                found.append(Leftover(code, *match.span()))
    found += _broken_entities(block, labels)
    found += _signs(block.text, find_signs(block.text, labels, block.kind))
    return sorted(found, key=lambda each: each.start)


def seen_text(block: Block, labels: frozenset[str]) -> str:
    """Return the block's text with everything but text and line ends masked; its length stays the same."""
    pieces = []
    after_backslash = False
    for span in scan_inline(block.text, labels, block.kind):
        piece = block.text[span.start : span.end]
        if span.kind == "text":
            pieces.append(_ESCAPED + piece[1:] if after_backslash else piece)
        elif span.kind == "markup" and not span.breaks and "\n" in piece and not piece.strip(" \t\n>"):
            pieces.append("".join("\n" if each == "\n" else _HIDDEN for each in piece))
        else:
            pieces.append(_HIDDEN * len(piece))
        after_backslash = piece == "\\" and span.kind == "markup"
    return "".join(pieces)


def _broken_entities(block: Block, labels: frozenset[str]) -> Iterator[Leftover]:
    """Yield entities that no browser knows: `&nbps;`."""
    for span in scan_inline(block.text, labels, block.kind):
        piece = block.text[span.start : span.end]
        if span.kind == "opaque" and piece.startswith("&") and unescape(piece) in (piece, "\N{REPLACEMENT CHARACTER}"):
            yield Leftover("body.entity", span.start, span.end)


def _signs(text: str, found: Emphasis) -> Iterator[Leftover]:
    """Yield literal emphasis signs, unless they plainly stand for what is left out of a name or a number."""
    for stray in found.strays:
        if text[stray.start] == "*" and (code := _judge(text, stray)):
            yield Leftover(code, stray.start, stray.end)
    for pair in found.pairs:
        # `**公司和**商行`: two masks read as emphasis, of which the reader would see neither.
        if text[pair.tail - 1] in _JOINERS and _WORD.match(text[pair.end : pair.end + 1]):
            yield Leftover("body.mask", pair.start, pair.end)


def _judge(text: str, stray: Stray) -> str:
    start, end = stray.start, stray.end
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    if stray.is_rest:
        return "body.emphasis"
    if (
        end - start == 1
        or end - start > 3
        or (before.isascii() and after.isascii() and before.isalnum() and after.isalnum())
    ):
        return ""
    if before in _SURNAMES and not _WORD.match(after):
        return ""
    return "body.mask" if _WORD.match(before) else "body.emphasis"
