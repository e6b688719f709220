"""Shapes (体例): what parts a type of publication has, and the id each part keeps in every language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gazette.source.body import Block, BlockKind
from gazette.source.inline import plain_text


@dataclass(frozen=True)
class Part:
    """A kind of block that readers refer to: `question` is the id's stem and the CSS class, numbered through the text."""

    stem: str
    kind: BlockKind
    pattern: re.Pattern[str]
    level: int = 0


@dataclass(frozen=True)
class Shape:
    """`required` names the facts that this type cannot be without."""

    parts: tuple[Part, ...]
    required: tuple[str, ...] = ()


_ANY = re.compile("")
_QUESTION = Part("question", "heading", re.compile(r"^问[：:]"), 2)
_MEASURE = Part("measure", "paragraph", re.compile(r"^[一二三四五六七八九十]+是"))
_ARTICLE = Part("article", "paragraph", re.compile(r"^第[一二三四五六七八九十百千零〇\d]+条"))
_SECTION = Part("section", "heading", _ANY, 2)
_SUBSECTION = Part("subsection", "heading", _ANY, 3)
_COMMON = (_ARTICLE, _SECTION, _SUBSECTION)

SHAPES: dict[str, Shape] = {
    "interpretation": Shape((_QUESTION, _MEASURE, *_COMMON), required=("contact", "interprets")),
    "notice": Shape(_COMMON, required=("contact",)),
    "plan": Shape(_COMMON),
    "report": Shape(_COMMON),
    "page": Shape(_COMMON),
}


def assign_parts(shape: Shape, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks with the id and class of the part they are; an id that the author wrote stays."""
    taken = {block.id for block in blocks if block.id}
    count: Counter[str] = Counter()
    return tuple(_assigned(shape, block, count, taken) for block in blocks)


def _assigned(shape: Shape, block: Block, count: Counter[str], taken: set[str]) -> Block:
    part = next((each for each in shape.parts if _is_part(each, block)), None)
    if part is None:
        return block
    count[part.stem] += 1
    name = f"{part.stem}-{count[part.stem]}"
    classes = (*block.classes, f"gz-{part.stem}")
    return replace(block, id=block.id or ("" if name in taken else name), classes=classes)


def _is_part(part: Part, block: Block) -> bool:
    if block.kind != part.kind or (part.level and block.level != part.level):
        return False
    return part.pattern is _ANY or bool(part.pattern.search(plain_text(block.text)))


def answers(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Block | None]]:
    """Each question with the block that follows it, None where nothing does."""
    for number, block in enumerate(blocks):
        if "gz-question" in block.classes:
            follower = blocks[number + 1] if number + 1 < len(blocks) else None
            yield block, follower if follower and follower.kind == "paragraph" else None
