"""Parts and their ids: question-n, measure-n, article-n, section-n."""

from __future__ import annotations

import pytest

from gazette.model.shapes import SHAPE_OF_TYPE, answers, assign_parts, written_ids
from gazette.source.body import Block, split_blocks


def _parts(type_name: str, body: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(block.id, block.classes) for block in assign_parts(SHAPE_OF_TYPE[type_name], split_blocks(body))]


def _ids(type_name: str, body: str) -> list[str]:
    return [each[0] for each in _parts(type_name, body)]


def test_an_interpretation() -> None:
    body = (
        "引言。\n\n## 问：甲？\n\n答。\n\n**一是**做。\n\n二是做。\n\n## 问:乙？\n\n十一是做。\n\n## 背景\n\n### 小节\n"
    )
    assert _parts("interpretation", body) == [
        ("", ()),
        ("question-1", ("gz-question",)),
        ("", ()),
        ("measure-1", ("gz-measure",)),
        ("measure-2", ("gz-measure",)),
        ("question-2", ("gz-question",)),
        ("measure-3", ("gz-measure",)),
        ("section-1", ("gz-section",)),
        ("subsection-1", ("gz-subsection",)),
    ]


@pytest.mark.parametrize("type_name", ["notice", "plan", "report", "regulation", "page"])
def test_the_other_types_have_articles_and_sections_but_no_questions(type_name: str) -> None:
    body = (
        "## 问：甲？\n\n一是做。\n\n第一条 总则。\n\n**第十二条** 细则。\n\n第3条 附则。\n\n如第四条所述。\n\n## 附则\n"
    )
    expected = ["section-1", "", "article-1", "article-2", "article-3", "", "section-2"]
    assert _ids(type_name, body) == expected


def test_an_explicit_id_stays_and_its_part_is_counted() -> None:
    assert _ids("plan", "## 甲 {#first}\n\n## 乙\n\n## 丙\n") == ["first", "section-2", "section-3"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## 甲 {#section-2}\n\n## 乙\n\n## 丙\n", ["section-2", "section-2-2", "section-3"]),
        ("## 甲\n\n文。\n{ #section-2 }\n\n## 乙\n", ["section-1", "section-2", "section-2-2"]),
        ("## 甲\n\n## 乙 {#section-1}\n", ["section-1-2", "section-1"]),
        ("## 甲\n\n文 <a id='section-1'></a>。\n", ["section-1-2", ""]),
        ("## 甲\n\n- 项 {#section-1}\n", ["section-1-2", ""]),
        ("## 甲 {#section-2-2}\n\n文。\n{ #section-2 }\n\n## 乙\n", ["section-2-2", "section-2", "section-2-3"]),
    ],
)
def test_an_automatic_id_never_collides_with_an_explicit_one(body: str, expected: list[str]) -> None:
    assert _ids("plan", body) == expected
    assert len({each for each in expected if each}) == len([each for each in expected if each])


def test_an_id_inside_code_is_none() -> None:
    assert _ids("plan", "## 甲\n\n写作 `{#section-1}`。\n\n```\n<a id='section-1'>\n```\n") == ["section-1", "", ""]


def test_written_ids_have_their_lines() -> None:
    (block,) = split_blocks('甲 <b id="x">乙</b>，\n丙 <i id=y>丁</i>\n`{#no}`\n{ #z .w }', 5)
    assert sorted(written_ids(block), key=lambda each: each[1]) == [("x", 5), ("y", 6), ("z", 8)]


def test_each_question_comes_with_the_paragraph_after_it() -> None:
    body = "## 问：甲？\n\n答。\n\n又。\n\n## 问：乙？\n\n## 问：丙？\n\n- 项\n\n## 问：丁？\n"
    pairs = [(_text(question), _text(answer)) for question, answer in answers(_assigned(body))]
    assert pairs == [("问：甲？", "答。"), ("问：乙？", ""), ("问：丙？", ""), ("问：丁？", "")]


def _assigned(body: str) -> tuple[Block, ...]:
    return assign_parts(SHAPE_OF_TYPE["interpretation"], split_blocks(body))


def _text(block: Block | None) -> str:
    return block.text if block else ""
