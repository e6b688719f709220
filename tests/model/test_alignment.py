"""Which block of a translation renders which block of its source: by what was signed, by marks, by kind, length and figures."""

from __future__ import annotations

import pytest

from gazette.model.alignment import align
from gazette.model.counterparts import find_units, has_words, name_blocks, pair_blocks
from gazette.model.shapes import SHAPE_OF_TYPE, assign_parts
from gazette.model.text_marks import text_mark
from gazette.model.translation_checks import align_blocks
from gazette.problems import Problem
from gazette.source.body import Block, split_blocks
from gazette.source.files import SourcePage
from gazette.yaml_tree import parse_yaml

EMPTY = parse_yaml("title: x\n", "index.en.md")[0]


def source_of(body: str) -> tuple[Block, ...]:
    return assign_parts(SHAPE_OF_TYPE["plan"], split_blocks(body))


def checked(
    source: str, translation: str, known: dict[str, frozenset[str]] | None = None
) -> tuple[tuple[Block, ...], list[Problem]]:
    assert EMPTY
    page = SourcePage("index.en.md", EMPTY, split_blocks(translation))
    return align_blocks(page, "index.md", source_of(source), known or {})


def found(source: str, translation: str) -> list[tuple[str, int, str, dict[str, str]]]:
    return [(each.code, each.line, each.found, dict(each.details)) for each in checked(source, translation)[1]]


EVERY_KIND = "## 标题\n\n段落。\n\n- 第一项\n- 第二项\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n![图](a.png)\n\n> 引文\n"
IN_ENGLISH = (
    "## Title\n\nText.\n\n- first\n- second\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n![Figure](a.png)\n\n> quote\n"
)


def test_every_kind_of_block_has_its_counterpart() -> None:
    blocks, problems = checked(EVERY_KIND, IN_ENGLISH)
    assert problems == []
    pairs = list(pair_blocks(source_of(EVERY_KIND), blocks))
    assert [(each.key, each.translation) for each in pairs] == [
        ("section-1", "Title"),
        ("section-1+1", "Text."),
        ("section-1+2", "first"),
        ("section-1+3", "second"),
        ("section-1+4", "| A | B |"),
        ("section-1+6", "| 1 | 2 |"),
        ("section-1+7", "![Figure](a.png)"),
        ("section-1+8", "quote"),
    ]
    assert [each.position for each in pairs] == [0, 1, 2, 3, 4, 6, 7, 8]
    assert not has_words("|---|---|")


@pytest.mark.parametrize(
    ("gone", "code", "line", "quoted", "wanted"),
    [
        ("## Title\n\n", "translation.gap-first", 1, "Text.", "## 标题"),
        ("Text.\n\n", "translation.gap", 1, "## Title", "段落。"),
        ("- second\n", "translation.gap", 5, "- first", "- 第二项"),
        ("| 1 | 2 |\n", "translation.gap", 9, "|---|---|", "| 1 | 2 |"),
        ("![Figure](a.png)\n\n", "translation.gap", 10, "| 1 | 2 |", "![图](a.png)"),
        ("> quote\n", "translation.gap", 12, "![Figure](a.png)", "> 引文"),
    ],
)
def test_a_block_of_any_kind_that_is_missing(gone: str, code: str, line: int, quoted: str, wanted: str) -> None:
    ((is_code, is_line, is_found, details),) = found(EVERY_KIND, IN_ENGLISH.replace(gone, ""))
    assert (is_code, is_line, is_found, details["wanted"]) == (code, line, quoted, wanted)


def test_a_heading_that_became_a_paragraph_is_one_mistake() -> None:
    assert found("甲。\n\n## 乙\n\n丙。\n", "A.\n\nB\n\nC.\n") == [
        ("translation.structure", 3, "B", {"wanted": "## 乙", "source": "index.md:3"})
    ]


def test_a_number_that_makes_a_list_of_a_paragraph_is_told_with_the_way_out() -> None:
    _, (only,) = checked("导语。\n\n一、总体要求\n", "Lead.\n\n1. General requirements\n")
    assert only.sentence("en") == (
        'index.en.md:3: found "1.", expected a paragraph, as in the source: 一、总体要求 (index.md:3); a number and a dot at the '
        r"beginning of a line make a list — hint: write 1\.; readers see it without the backslash. [translation.list-number]"
    )
    assert found("导语。\n\n一、总体要求\n", "Lead.\n\n1\\. General requirements\n") == []


def test_several_missing_blocks_are_one_problem() -> None:
    assert found("甲。\n\n乙乙。\n\n- 丙\n- 丁\n", "A.\n") == [
        ("translation.gap", 1, "A.", {"wanted": "乙乙。", "source": "index.md:3", "number": "3"})
    ]


def test_the_sentence_shows_both_sides() -> None:
    _, (gap,) = checked("甲。\n\n## 乙\n", "A.\n")
    assert gap.sentence("en") == (
        'index.en.md:1: found "A.", expected after this passage the translation of ## 乙 (index.md:3); missing there: 1 — hint: '
        "translate it, passage by passage; if a paragraph was split, end its second part with {.gz-continues}. "
        "[translation.gap]"
    )


SPLIT = "A, first.\n\nA, second.\n{: .gz-continues }\n\n## B\n"
MERGED = "A and B.\n{: .gz-merges }\n\n- c\n"


def test_a_paragraph_that_was_split() -> None:
    blocks, problems = checked("甲。\n\n## 乙\n", SPLIT)
    assert problems == []
    assert [block.id for block in blocks] == ["", "", "section-1"]
    pairs = list(pair_blocks(source_of("甲。\n\n## 乙\n"), blocks))
    assert [(each.key, each.translation, each.position) for each in pairs] == [
        ("top+1", "A, first.\nA, second.", 0),
        ("section-1", "B", 2),
    ]


@pytest.mark.parametrize("mark", ["{: .gz-merges }", "{.gz-merges}", "{: .x .gz-merges-2 }"])
def test_paragraphs_that_were_merged(mark: str) -> None:
    source = "甲。\n\n乙。\n\n- 丙\n"
    blocks, problems = checked(source, MERGED.replace("{: .gz-merges }", mark))
    assert problems == []
    pairs = list(pair_blocks(source_of(source), blocks))
    assert [(each.key, each.source, each.translation) for each in pairs] == [
        ("top+1", "甲。\n乙。", "A and B."),
        ("top+3", "丙", "c"),
    ]


def test_items_are_split_with_a_mark_of_their_own() -> None:
    assert found("- 甲\n- 乙\n", "- a\n- a, more {: .gz-continues }\n- b\n") == []


def test_marks_that_cannot_be_meant() -> None:
    assert found("甲。\n", "A.\n{: .gz-continues }\n")[0][0] == "translation.first-part"
    articles = "**第一条**　甲。\n\n**第二条**　乙。\n"
    assert [each[:2] for each in found(articles, "A and B.\n{: .gz-merges }\n")] == [("translation.merged-id", 1)]
    assert [each[0] for each in found("甲。\n\n乙。\n", "A.\n\nB, more. {#b}\n{: .gz-continues }\n")] == [
        "translation.gap"
    ]


def test_without_a_record_length_and_figures_tell_which_is_missing() -> None:
    source = "短。\n\n2022年以来新增商标32219件。\n\n" + "很长的一段。" * 20 + "\n"
    english = "Short.\n\nSince 2022 there are 32,219 new trademarks.\n\n" + "A very long paragraph. " * 20 + "\n"
    parts = english.split("\n\n")
    for number, line in ((0, 1), (1, 3), (2, 5)):
        rest = "\n\n".join(part for at, part in enumerate(parts) if at != number)
        ((_, _, _, details),) = found(source, rest)
        assert details["source"] == f"index.md:{line}"


def test_without_figures_length_tells() -> None:
    source = "短的。\n\n" + "中等长度的段落。" * 6 + "\n\n" + "很长的段落。" * 40 + "\n"
    parts = ["Short.", "A paragraph of a middling length. " * 6, "A very long paragraph. " * 40]
    for number, line in ((0, 1), (1, 3), (2, 5)):
        ((_, _, _, details),) = found(source, "\n\n".join(part for at, part in enumerate(parts) if at != number))
        assert details["source"] == f"index.md:{line}"


def test_what_was_signed_decides() -> None:
    source, english = split_blocks("甲甲。\n\n乙乙。\n\n丙丙。\n"), split_blocks("A a.\n\nB b.\n\nC c.\n")
    known = {text_mark(a.text): frozenset({text_mark(b.text)}) for a, b in zip(source, english, strict=True)}
    steps = align(source, find_units((english[0], english[2])), known)
    assert [(step.source[0].text, step.unit.text if step.unit else "") for step in steps] == [
        ("甲甲。", "A a."),
        ("乙乙。", ""),
        ("丙丙。", "C c."),
    ]
    _, (moved,) = checked("甲甲。\n\n乙乙。\n\n丙丙。\n", "A a.\n\nC c.\n\nB b.\n", known)
    assert (moved.code, moved.line) in [("translation.order", 3), ("translation.order", 5)]


def test_a_block_is_named_by_the_id_above_it() -> None:
    assert name_blocks(source_of("甲\n\n乙\n\n## 丙\n\n丁\n\n## 戊 {#e}\n")) == [
        "top+1",
        "top+2",
        "section-1",
        "section-1+1",
        "e",
    ]
