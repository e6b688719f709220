"""A clerk may write fields and values in Chinese: the same page comes of it, on the same lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.field_names import in_english
from gazette.model.publication import parse_publication
from gazette.settings import read_settings
from gazette.source.files import read_source
from gazette.yaml_tree import parse_yaml

ROOT = Path(__file__).resolve().parents[1]
CHINESE = """---
类型: 通知
标题: 关于某事的通知
索引号: 11370300MB28612343/2022-5323960
文号: 无文号
成文日期: 2022-10-27
发布日期: 2022-10-28
发文机关: 淄博市市场监督管理局
联系方式:
  联系人: 王斌
  电话: 0533-3188608
被解读文件: {标题: 某办法, 网址: "https://example.org/a"}
语种: [简体中文, 繁体, 英文]
---

正文。
"""
ENGLISH = """---
type: notice
title: 关于某事的通知
index_number: 11370300MB28612343/2022-5323960
document_number: 无文号
issued: 2022-10-27
published: 2022-10-28
issuing_body: 淄博市市场监督管理局
contact:
  person: 王斌
  telephone: 0533-3188608
interprets: {title: 某办法, url: "https://example.org/a"}
languages: [zh-Hans, zh-Hant, en]
---

正文。
"""


def test_chinese_and_english_names_make_the_same_page(tmp_path: Path) -> None:
    pages = []
    for number, text in enumerate((CHINESE, ENGLISH)):
        file = tmp_path / f"{number}.md"
        file.write_text(text, encoding="utf-8")
        page, problems = read_source(file, "index.md")
        assert page and problems == []
        pages.append(page)
    assert pages[0].front == pages[1].front
    settings, _ = read_settings(ROOT / "mkdocs.yml")
    assert settings
    publication, problems = parse_publication("x/2022/y", {"zh-Hans": pages[0]}, settings)
    assert publication and [each.code for each in problems if each.code.startswith("field")] == []


def test_an_error_in_a_chinese_field_is_told_on_its_line(tmp_path: Path) -> None:
    file = tmp_path / "index.md"
    file.write_text(CHINESE.replace("成文日期: 2022-10-27", "成文日期: 2022-13-27"), encoding="utf-8")
    page, _ = read_source(file, "index.md")
    settings, _ = read_settings(ROOT / "mkdocs.yml")
    assert page and settings
    _, problems = parse_publication("x/2022/y", {"zh-Hans": page}, settings)
    assert [(each.code, each.line, each.field) for each in problems if each.code.startswith("date")] == [
        ("date.invalid", 6, "issued")
    ]


def test_a_field_in_both_languages_is_given_twice() -> None:
    tree, _ = parse_yaml("title: 甲\n标题: 乙\n", "index.md", 2)
    assert tree
    none, problems = in_english(tree, "index.md")
    assert none is None
    assert [each.sentence("en") for each in problems] == [
        "index.md:3 标题: expected each field only once; line 2 has it already — hint: remove one of them. [yaml.duplicate]"
    ]


def test_a_value_is_translated_in_its_own_field_only() -> None:
    tree, _ = parse_yaml("标题: 通知\n类型: 通知\n受保护词语: {标题: 標題}\n", "index.md")
    assert tree
    found, _ = in_english(tree, "index.md")
    assert found and found.values == {"title": "通知", "type": "notice", "protected_terms": {"标题": "標題"}}


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("title：某通知\ntype: notice\n", 2, "yaml.wide-colon"),
        ("标题：某通知\n类型：通知\n", 2, "yaml.wide-colon"),
        ("type: notice\nissued:2022-10-27\npublished: 2022-10-28\n", 3, "yaml.tight-colon"),
        ("title: 甲\ncontact:\n  person: 王斌\n  telephone:0533\n  fax: 1\n", 5, "yaml.tight-colon"),
        ("title：某通知\n", 2, "yaml.wide-colon"),
        ("issued:2022-10-27\n", 2, "yaml.tight-colon"),
        ("title: [甲\ntype: notice\n", 2, "yaml.syntax"),
    ],
)
def test_a_colon_that_is_none_is_blamed_on_its_own_line(text: str, line: int, code: str) -> None:
    tree, problems = parse_yaml(text, "index.md", 2)
    assert tree is None and [(each.line, each.code) for each in problems] == [(line, code)]


def test_an_address_and_a_time_are_no_fields() -> None:
    tree, problems = parse_yaml("url: https://example.org/a:b\ntime: 9:00—17:00：全天\n", "index.md")
    assert problems == [] and tree and tree.values["time"] == "9:00—17:00：全天"
