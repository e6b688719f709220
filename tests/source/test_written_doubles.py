"""Characters that only look like another one and stand in a file as an entity or an escape: named as those that stand there themselves."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from gazette.problems import Problem
from gazette.source.doubles import check_doubles, meant_character
from gazette.source.files import read_source


def read(folder: Path, body: str, title: str = "关于工作") -> list[Problem]:
    file = folder / "index.md"
    file.write_text(f"---\ntype: page\ntitle: {title}\n---\n\n{body}\n", encoding="utf-8")
    page, problems = read_source(file, "docs/a/index.md")
    assert page
    return problems


@pytest.mark.parametrize(
    ("written", "character", "meant"),
    [
        ("&#x2F00;", "⼀", "一"),
        ("&#X2f00;", "⼀", "一"),
        ("&#12032;", "⼀", "一"),
        ("&#x2ED3;", "⻓", "长"),
        ("&#xF9E7;", "\uf9e7", "裏"),
        ("&#x2F81A;", "\U0002f81a", "冬"),
        ("&#xFF71;", "ｱ", "ア"),
        ("&#x1D7D8;", "𝟘", "0"),
        ("&Copf;&Afr;", "𝔄", "A"),
    ],
)
def test_an_entity_for_a_double_is_told_with_what_is_meant(
    tmp_path: Path, written: str, character: str, meant: str
) -> None:
    [problem] = read(tmp_path, f"正文。\n\n第{written}条，\n又{written}款。")
    found = "&Afr;" if "&Afr;" in written else written
    assert (problem.code, problem.line, problem.is_error) == ("source.double", 8, True)
    assert problem.found == f"{found} {character} U+{ord(character):04X}"
    assert dict(problem.details) == {"wanted": f"{meant} U+{ord(meant):04X}", "lines": "8, 9"}


@pytest.mark.parametrize(
    "body",
    [
        "## 第&#x2F00;条",
        "- 第&#x2F00;条",
        "> 第&#x2F00;条",
        "| 甲 | 乙 |\n|---|---|\n| 第&#x2F00;条 | 二 |",
        '<div title="第&#x2F00;条">\n\n甲\n\n</div>',
        "<div>\n第&#x2F00;条\n</div>",
        '[附件](a.pdf "第&#x2F00;条")',
        "![第&#x2F00;条](a.png)",
        '[附件][a]\n\n[a]: a.pdf "第&#x2F00;条"',
        "甲[^1]。\n\n[^1]: 第&#x2F00;条",
        '甲\n{ title="第&#x2F00;条" }',
        "**第&#x2F00;条**",
    ],
)
def test_wherever_the_reader_would_see_it(tmp_path: Path, body: str) -> None:
    doubles = [each for each in read(tmp_path, body) if each.code == "source.double"]
    assert [each.found for each in doubles] == ["&#x2F00; ⼀ U+2F00"]


@pytest.mark.parametrize(
    "body", ["`&#x2F00;`", "```\n&#x2F00;\n```", "甲\n\n    &#x2F00;", "&amp;#x2F00;", "&#x4E00;", "&copy;&nbsp;"]
)
def test_what_the_reader_sees_as_it_is_or_is_no_double_is_left(tmp_path: Path, body: str) -> None:
    assert [each for each in read(tmp_path, body) if each.code == "source.double"] == []


def test_in_an_element_a_browser_reads_it_without_its_semicolon(tmp_path: Path) -> None:
    doubles = [each for each in read(tmp_path, "<div>\n第&#x2F00条\n</div>") if each.code == "source.double"]
    assert [each.found for each in doubles] == ["&#x2F00 ⼀ U+2F00"]


def test_an_escape_of_yaml_is_told_at_its_key(tmp_path: Path) -> None:
    problems = read(tmp_path, "正文。", '"关于⽂\\u2F00\\U0002F81A"')
    assert [(each.found, each.line) for each in problems] == [
        ("⽂ U+2F42", 3),
        ("\\u2F00 ⼀ U+2F00", 3),
        ("\\U0002F81A \U0002f81a U+2F81A", 3),
    ]


def test_a_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    [problem] = read(tmp_path, "第&#x2F00;条")
    assert problem.sentence("en") == (
        'docs/a/index.md:6: found "&#x2F00; ⼀ U+2F00", expected 一 U+4E00 (lines 6); this character only looks like it, and '
        "is neither found by the search nor converted — hint: write 一 U+4E00; such characters come with text copied from a PDF. "
        "[source.double]"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [*zip("ｱｶﾞ｡､｢｣", "アカ゛。、「」", strict=True), ("･", "·"), *zip("𝐀𝟏𝛼𝒙", "A1αx", strict=True)],
)
def test_half_width_forms_and_letters_of_formulas_are_doubles(written: str, meant: str) -> None:
    [problem] = check_doubles(f"甲{written}", "index.md")
    assert dict(problem.details)["wanted"] == f"{meant} U+{ord(meant):04X}"


def test_each_of_these_blocks_has_what_is_meant_and_that_is_no_double() -> None:
    known = [
        chr(each) for each in [*range(0xFF61, 0xFFDD), *range(0x1D400, 0x1D800)] if unicodedata.name(chr(each), "")
    ]
    assert [each for each in known if not meant_character(each) or meant_character(meant_character(each))] == []
