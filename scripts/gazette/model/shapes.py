"""Shapes (体例): defines the parts of each type of publication, whose ids are the same in every language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gazette.source.body import Block, BlockKind
from gazette.source.extents import CODE_SPAN
from gazette.source.inline import plain_text


@dataclass(frozen=True)
class ShapePart:
    """A kind of block that readers cite; `stem` begins its ids, numbered through the text, and its CSS class."""

    stem: str
    kind: BlockKind
    pattern: re.Pattern[str]
    level: int = 0


@dataclass(frozen=True)
class PublicationShape:
    """The parts of a type of publication; `required` names the facts that it must have."""

    parts: tuple[ShapePart, ...]
    required: tuple[str, ...] = ()


_ANY = re.compile("")
_QUESTION = ShapePart("question", "heading", re.compile(r"^问[：:]"), 2)
_MEASURE = ShapePart("measure", "paragraph", re.compile(r"^[一二三四五六七八九十]+是"))
_ARTICLE = ShapePart("article", "paragraph", re.compile(r"^第[一二三四五六七八九十百千零〇\d]+条"))
_SECTION = ShapePart("section", "heading", _ANY, 2)
_SUBSECTION = ShapePart("subsection", "heading", _ANY, 3)
_COMMON = (_ARTICLE, _SECTION, _SUBSECTION)

SHAPE_OF_TYPE: dict[str, PublicationShape] = {
    "interpretation": PublicationShape((_QUESTION, _MEASURE, *_COMMON), required=("contact", "interprets")),
    "notice": PublicationShape(_COMMON, required=("contact",)),
    "plan": PublicationShape(_COMMON),
    "report": PublicationShape(_COMMON),
    "regulation": PublicationShape(_COMMON),
    "page": PublicationShape(_COMMON),
}

_TAG_ID = re.compile(r"""<[A-Za-z][^<>]*?\sid\s*=\s*["']?(?P<id>[^\s"'<>]+)""")
_LIST_ID = re.compile(r"\{:?[^{}\n]*?#(?P<id>[^\s{}\"']+)[^{}\n]*\}")


def assign_parts(shape: PublicationShape, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with the ids and classes of their parts.

    An id that the author wrote stays, and is given to no other block.
    """
    taken = {name for block in blocks for name, _ in written_ids(block)}
    count: Counter[str] = Counter()
    return tuple(_assigned(shape, block, count, taken) for block in blocks)


def _assigned(shape: PublicationShape, block: Block, count: Counter[str], taken: set[str]) -> Block:
    part = next((each for each in shape.parts if _is_part(each, block)), None)
    if part is None:
        return block
    count[part.stem] += 1
    return replace(
        block,
        id=block.id or _free(f"{part.stem}-{count[part.stem]}", taken),
        classes=(*block.classes, f"gz-{part.stem}"),
    )


def _free(name: str, taken: set[str]) -> str:
    """Return `question-2`, or `question-2-2` if an author gave `question-2` to another: the number tells the place."""
    names = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
    free = next(each for each in names if each not in taken)
    taken.add(free)
    return free


def _is_part(part: ShapePart, block: Block) -> bool:
    if block.kind != part.kind or (part.level and block.level != part.level):
        return False
    return part.pattern is _ANY or bool(part.pattern.search(plain_text(block.text)))


def written_ids(block: Block) -> list[tuple[str, int]]:
    """Return (id, line) for every id in a block's attribute lists and HTML tags; code is skipped."""
    if block.kind == "code":
        return []
    written = CODE_SPAN.sub(lambda code: "\n" * code[0].count("\n"), block.text + block.attributes)
    found = [match for pattern in (_TAG_ID, _LIST_ID) for match in pattern.finditer(written)]
    ids = [(match["id"], block.line + written.count("\n", 0, match.start())) for match in found]
    # An id that assign_parts() or a caller gave to a block is not in its text.
    return ids if not block.id or block.id in dict(ids) else [(block.id, block.line), *ids]


def answers(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Block | None]]:
    """Yield each question with the paragraph that follows it, or None."""
    for number, block in enumerate(blocks):
        if "gz-question" in block.classes:
            follower = blocks[number + 1] if number + 1 < len(blocks) else None
            yield block, follower if follower and follower.kind == "paragraph" else None
