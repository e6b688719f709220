"""Each block of the first publication deleted, doubled, moved and edited in turn, in either language: found there, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.source.body import Block
from translations import Examined, examine, seed_record, seed_text

COUNT = 13
INDEXES = range(COUNT)
SIDES = ("zh-Hans", "en")
ADDED = {"zh-Hans": "特此说明。", "en": " So it is."}
FILES = {"zh-Hans": "index.md", "en": "index.en.md"}


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Examined:
    texts = {"zh_Hans": seed_text("zh-Hans"), "en": seed_text("en")}
    return examine(tmp_path_factory.mktemp("seed"), seed_record(), **texts)


def test_the_seed_is_complete_fresh_in_parity_and_in_terms(seed: Examined) -> None:
    assert seed.problems == []
    assert [len(seed.blocks(side)) for side in SIDES] == [COUNT, COUNT]
    translation = seed.publication.editions["en"].translation
    assert translation and translation.exceptions == ()


def mutated(folder: Path, side: str, blocks: list[Block]) -> Examined:
    """The seed with other blocks on one side."""
    raws = [block.raw.strip("\n") for block in blocks]
    texts = {tag: seed_text(tag) for tag in SIDES}
    front = texts[side].split("\n---\n", 1)[0] + "\n---\n\n"
    texts[side] = front + "\n\n".join(raws) + "\n"
    return examine(folder, seed_record(), zh_Hans=texts["zh-Hans"], en=texts["en"])


def beside(examined: Examined) -> list[tuple[str, str, int]]:
    """What is found besides an answer without its question, which the source's own check finds at the same place."""
    return [each for each in examined.found if each[0] != "body.answer"]


@pytest.mark.parametrize("number", INDEXES)
@pytest.mark.parametrize("side", SIDES)
def test_an_edited_block(side: str, number: int, seed: Examined, tmp_path: Path) -> None:
    blocks = list(seed.blocks(side))
    blocks[number] = Block(**{**vars(blocks[number]), "text": blocks[number].text + ADDED[side]})
    after = mutated(tmp_path, side, blocks)
    code = "translation.stale" if side == "zh-Hans" else "translation.edited"
    assert after.found == [(code, "index.en.md", after.blocks("en")[number].line)]
    if side == "zh-Hans":
        details = dict(after.problems[0].details)
        assert details["change"].endswith("{+特此说明。+}")
        assert details["source"] == f"index.md:{after.blocks('zh-Hans')[number].line}"


@pytest.mark.parametrize("number", INDEXES)
@pytest.mark.parametrize("side", SIDES)
def test_a_deleted_block(side: str, number: int, seed: Examined, tmp_path: Path) -> None:
    blocks = [block for at, block in enumerate(seed.blocks(side)) if at != number]
    after = mutated(tmp_path, side, blocks)
    english = after.blocks("en")
    if side == "zh-Hans":
        assert beside(after) == [("translation.surplus", "index.en.md", english[number].line)]
        return
    code, place = ("translation.gap", english[number - 1]) if number else ("translation.gap-first", english[0])
    assert after.found == [(code, "index.en.md", place.line)]
    details = dict(after.problems[0].details)
    assert details["source"] == f"index.md:{seed.blocks('zh-Hans')[number].line}"
    assert details["number"] == "1"


@pytest.mark.parametrize("number", INDEXES)
@pytest.mark.parametrize("side", SIDES)
def test_a_doubled_block(side: str, number: int, seed: Examined, tmp_path: Path) -> None:
    blocks = list(seed.blocks(side))
    after = mutated(tmp_path, side, [*blocks[: number + 1], *blocks[number:]])
    if side == "zh-Hans":
        assert beside(after) == [("translation.gap", "index.en.md", after.blocks("en")[number].line)]
        gap = next(each for each in after.problems if each.code == "translation.gap")
        assert dict(gap.details)["source"] == f"index.md:{after.blocks('zh-Hans')[number + 1].line}"
    else:
        assert after.found == [("translation.surplus", "index.en.md", after.blocks("en")[number + 1].line)]


@pytest.mark.parametrize("number", range(COUNT - 1))
@pytest.mark.parametrize("side", SIDES)
def test_two_blocks_that_changed_places(side: str, number: int, seed: Examined, tmp_path: Path) -> None:
    blocks = list(seed.blocks(side))
    blocks[number : number + 2] = blocks[number + 1], blocks[number]
    after = mutated(tmp_path, side, blocks)
    (only,) = beside(after)
    lines = [block.line for block in after.blocks("en")[number : number + 2]]
    assert only[:2] == ("translation.order", "index.en.md") and only[2] in lines
    answers = [each for each in after.found if each[0] == "body.answer"]
    assert all(path == FILES[side] for _, path, _ in answers)


@pytest.mark.parametrize("side", SIDES)
def test_cosmetic_edits_make_nothing_stale(side: str, seed: Examined, tmp_path: Path) -> None:
    """White space, line breaks, the width of signs and emphasis say nothing."""
    blocks = []
    for block in seed.blocks(side):
        text = block.text.replace("“", '"').replace("”", '"')
        if side == "zh-Hans":
            text = text.replace("；", ";").replace("3376", "３３７６")
            text = text if block.kind == "heading" else text.replace("，", "，\n")
        else:
            text = text.replace(", and", ",\nand").replace("  ", " ")
        blocks.append(Block(**{**vars(block), "text": text}))
    assert mutated(tmp_path, side, blocks).problems == []
