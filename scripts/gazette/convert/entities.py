"""Entities (字符实体): finds ideographs that are written as HTML entities."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from gazette.convert.flows import is_convertible
from gazette.source.body import Block, defined_labels
from gazette.source.inline import scan_inline

_ENTITY = re.compile(r"&(?:\#\d+|\#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_IDEOGRAPH = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


def find_entities(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, int, str, str]]:
    """Yield ideographs written as entities (`&#21457;`): block, offset in its text, entity, character.

    The offset is 0 for an entity in the block's attribute list.
    """
    labels = defined_labels(blocks)
    for block in blocks:
        if not is_convertible(block):
            continue
        for span in scan_inline(block.text, labels, block.kind):
            is_entity = span.kind == "opaque" and block.text[span.start] == "&"
            for match in (
                _ENTITY.finditer(block.text, span.start, span.end) if is_entity or span.kind == "attribute" else ()
            ):
                if _IDEOGRAPH.search(shown := html.unescape(match[0])):
                    yield block, match.start(), match[0], shown
        for match in _ENTITY.finditer(block.attributes):
            if _IDEOGRAPH.search(shown := html.unescape(match[0])):
                yield block, 0, match[0], shown
