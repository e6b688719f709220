"""Bodies come apart into blocks where Python-Markdown parts them, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.source.body import defined_labels, split_blocks

CORPUS = Path(__file__).parents[3] / "shared" / "data" / "corpus_dev"

NASTY_LINES = [
    *("", "", "正文", "正文  ", "　　缩进的正文", "  正文", "    四格", "\t制表符", "        八格", "1", "=", "\\"),
    *("# 一", "## 二 ##", "##三", "## 四 { #four .wide }", "#######", "---", "===", "***", "- - -", "_ _ _"),
    *("- 项", "* 项", "+ 项", "1. 项", "2) 项", "    - 项", "        1. 项", "-\t项", "-", "1."),
    *("> 引", ">", ">> 引", "> - 引", "> ## 引", "> | 引 |", ">\t引"),
    *("| 甲 | 乙 |", "|---|---|", "甲 | 乙", "--- | ---", "|", "| `|` | \\| |"),
    *("```", "```py", "~~~", "~~~~", "  ```", "``` 说明", "`", "``"),
    *(
        "<div>",
        "</div>",
        '<div markdown="1">',
        "<p>段</p>",
        "<!--",
        "-->",
        "<!-- 注 -->",
        "<pre>",
        "</pre>",
        "<br>",
        "<",
    ),
    *("[甲]: u", "[甲]: u '题'", "[甲]:", "[^1]: 注", "[^1]:", "{: .c }", "{ #i }", "{", "[", "甲]: u"),
]


def raw(body: str) -> str:
    return "".join(block.raw for block in split_blocks(body))


def outline(body: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.line, block.text) for block in split_blocks(body)]


@given(st.lists(st.sampled_from(NASTY_LINES), min_size=1, max_size=14).map("\n".join))
def test_the_raw_pieces_put_together_are_the_body(body: str) -> None:
    assert raw(body) == (body if body.strip(" \t\n") else "")


@given(st.text("甲 #>|-*`~<[]():{}\\=\n\t　1.", max_size=60))
def test_the_raw_pieces_of_any_text_put_together_are_the_text(body: str) -> None:
    assert raw(body) == (body if body.strip(" \t\n") else "")


@given(st.lists(st.sampled_from(NASTY_LINES), max_size=14).map("\n".join), st.integers(1, 9))
def test_each_block_begins_on_the_line_that_it_names(body: str, first: int) -> None:
    blank = next((n for n, line in enumerate(body.split("\n")) if line.strip(" \t")), 0)
    lines, at = [], 0
    for block in split_blocks(body, first):
        lines.append(first + max(blank, body.count("\n", 0, at)))
        at += len(block.raw)
    assert [block.line for block in split_blocks(body, first)] == lines


@pytest.mark.parametrize("body", ["", "\n", "\n\n\n", "  \n\t\n"])
def test_a_blank_body_has_no_blocks(body: str) -> None:
    assert split_blocks(body) == ()


def test_every_text_of_the_corpus_is_put_together_again() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the test data in ../shared are not on this machine")
    files = sorted(CORPUS.glob("d*.md"))
    assert files
    for file in files:
        body = file.read_text(encoding="utf-8").split("---\n", 2)[2]
        assert raw(body) == body, file.name


OUTLINES = {
    "headings with and without a space, closed or not": (
        "## 一\n##二\n### 三 ###\n#四\n",
        [("heading", 1, "一"), ("heading", 2, "二"), ("heading", 3, "三"), ("heading", 4, "四")],
    ),
    "a heading ends the paragraph before it": (
        "文\n## 题\n文",
        [("paragraph", 1, "文"), ("heading", 2, "题"), ("paragraph", 3, "文")],
    ),
    "an indented heading is none": ("  ## 题", [("paragraph", 1, "## 题")]),
    "an escaped number sign is none": ("\\# 题", [("paragraph", 1, "\\# 题")]),
    "a paragraph over three lines": ("甲\n乙\n丙\n\n丁", [("paragraph", 1, "甲\n乙\n丙"), ("paragraph", 5, "丁")]),
    "a paragraph indented by two ideographic spaces": ("　　甲\n", [("paragraph", 1, "甲")]),
    "a line of white space parts paragraphs": ("甲\n \t\n乙", [("paragraph", 1, "甲"), ("paragraph", 3, "乙")]),
    "a line with an ideographic space does not": ("甲\n　\n乙", [("paragraph", 1, "甲\n　\n乙")]),
    "blank lines above the first block": ("\n\n甲", [("paragraph", 3, "甲")]),
    "four spaces": ("    甲\n    乙\n丙", [("indented", 1, "    甲\n    乙"), ("paragraph", 3, "丙")]),
    "a tab": ("\t甲", [("indented", 1, "\t甲")]),
    "a space and a tab": (" \t甲", [("indented", 1, " \t甲")]),
    "four spaces inside a paragraph": ("甲\n    乙", [("paragraph", 1, "甲\n    乙")]),
    "an indented list outside of a list": ("    - 甲", [("indented", 1, "    - 甲")]),
    "an underlined line": ("甲\n---\n乙", [("underlined", 1, "甲\n---"), ("paragraph", 3, "乙")]),
    "a line underlined once": ("甲\n=", [("underlined", 1, "甲\n=")]),
    "an underlined list item": ("- 甲\n---", [("underlined", 1, "- 甲\n---")]),
    "dashes under two lines": ("甲\n乙\n---", [("paragraph", 1, "甲\n乙"), ("rule", 3, "---")]),
    "two dashes under two lines": ("甲\n乙\n--", [("paragraph", 1, "甲\n乙\n--")]),
    "rules": ("***\n\n- - -\n\n___", [("rule", 1, "***"), ("rule", 3, "- - -"), ("rule", 5, "___")]),
    "a list": ("- 甲\n- 乙\n  续\n", [("item", 1, "甲"), ("item", 2, "乙\n  续")]),
    "a list within a list": (
        "1. 甲\n    - 乙\n        - 丙",
        [("item", 1, "甲"), ("item", 2, "乙"), ("item", 3, "丙")],
    ),
    "a paragraph of a list item": ("- 甲\n\n    乙", [("item", 1, "甲"), ("paragraph", 3, "乙")]),
    "code in a list item": ("- 甲\n\n        乙", [("item", 1, "甲"), ("indented", 3, "        乙")]),
    "a heading in a list item": ("- 甲\n\n    ## 乙", [("item", 1, "甲"), ("heading", 3, "乙")]),
    "an item behind three spaces opens no level of its own": (
        "- 甲\n\n   - 乙\n\n        丙\n",
        [("item", 1, "甲"), ("item", 3, "乙"), ("indented", 5, "        丙")],
    ),
    "a closing tag without its opening one is text": ("</div>\n正文", [("paragraph", 1, "</div>\n正文")]),
    "a list goes on behind a definition": (
        "- 甲\n\n[a]: b\n\n    乙\n",
        [("item", 1, "甲"), ("definition", 3, "[a]: b"), ("paragraph", 5, "乙")],
    ),
    "four spaces after the list has ended": (
        "- 甲\n\n乙\n\n    丙",
        [("item", 1, "甲"), ("paragraph", 3, "乙"), ("indented", 5, "    丙")],
    ),
    "four spaces after what is no list to Markdown": (
        "1) 甲\n\n    乙",
        [("item", 1, "甲"), ("indented", 3, "    乙")],
    ),
    "a quote over lines, with an empty line of its own": (
        "> 甲\n> 乙\n>\n> 丙\n续\n",
        [("quote", 1, "甲\n> 乙"), ("quote", 4, "丙\n续")],
    ),
    "a quote ends the paragraph before it": ("甲\n> 乙", [("paragraph", 1, "甲"), ("quote", 2, "乙")]),
    "a list in a quote": ("> - 甲\n> - 乙\n> ## 丙", [("quote", 1, "甲"), ("quote", 2, "乙"), ("quote", 3, "丙")]),
    "a table": (
        "| 甲 | 乙 |\n|---|:-:|\n| 丙 | 丁 |",
        [("row", n, t) for n, t in enumerate(("| 甲 | 乙 |", "|---|:-:|", "| 丙 | 丁 |"), 1)],
    ),
    "a table without outer bars": (
        "甲 | 乙\n--- | ---\n丙 | 丁",
        [("row", n, t) for n, t in enumerate(("甲 | 乙", "--- | ---", "丙 | 丁"), 1)],
    ),
    "a bar in code parts no columns": ("甲`|`\n---|---", [("paragraph", 1, "甲`|`\n---|---")]),
    "a table of one column": (
        "| 甲 |\n|---|\n| 乙 |",
        [("row", 1, "| 甲 |"), ("row", 2, "|---|"), ("row", 3, "| 乙 |")],
    ),
    "fenced code": ("```py\n## 甲\n\n乙\n```\n丙", [("code", 1, "```py\n## 甲\n\n乙\n```"), ("paragraph", 6, "丙")]),
    "a fence in a fence of other signs": ("~~~\n```\n~~~\n甲", [("code", 1, "~~~\n```\n~~~"), ("paragraph", 4, "甲")]),
    "a fence ends a paragraph": ("甲\n```\n乙\n```", [("paragraph", 1, "甲"), ("code", 2, "```\n乙\n```")]),
    "a fence that is never closed": ("```\n甲\n\n乙", [("paragraph", 1, "```\n甲"), ("paragraph", 4, "乙")]),
    "an indented fence": (" ```\n甲\n\n乙\n ```", [("paragraph", 1, "```\n甲"), ("paragraph", 4, "乙\n ```")]),
    "raw HTML goes on over blank lines to its end tag": (
        "<div>\n甲\n\n<div>乙</div>\n\n</div>\n丙",
        [("html", 1, "<div>\n甲\n\n<div>乙</div>\n\n</div>"), ("paragraph", 7, "丙")],
    ),
    "raw HTML ends a paragraph": (
        "甲\n<p>乙</p>\n丙",
        [("paragraph", 1, "甲"), ("html", 2, "<p>乙</p>"), ("paragraph", 3, "丙")],
    ),
    "what stands behind an end tag": (
        "<p>甲</p> 乙\n丙\n\n丁",
        [("html", 1, "<p>甲</p> 乙\n丙"), ("paragraph", 4, "丁")],
    ),
    "inline HTML begins a paragraph": ("<span>甲</span>\n乙", [("paragraph", 1, "<span>甲</span>\n乙")]),
    "a comment with a blank line": (
        "<!-- 甲\n\n乙 -->\n丙",
        [("html", 1, "<!-- 甲\n\n乙 -->"), ("paragraph", 4, "丙")],
    ),
    "Markdown in HTML": (
        '<div markdown="1">\n## 甲\n乙\n</div>\n丙',
        [
            ("html", 1, '<div markdown="1">'),
            ("heading", 2, "甲"),
            ("paragraph", 3, "乙"),
            ("html", 4, "</div>"),
            ("paragraph", 5, "丙"),
        ],
    ),
    "link definitions": (
        "[甲]: u\n[乙]: u\n  '题'",
        [("definition", 1, "[甲]: u"), ("definition", 2, "[乙]: u\n  '题'")],
    ),
    "a definition ends a paragraph": ("甲\n[乙]: u", [("paragraph", 1, "甲"), ("definition", 2, "[乙]: u")]),
    "what only looks like a definition": ("[附件]: 说明 与 目录", [("paragraph", 1, "[附件]: 说明 与 目录")]),
    "a footnote with a second paragraph": ("[^1]: 甲\n\n    乙", [("paragraph", 1, "甲"), ("paragraph", 3, "乙")]),
    "two footnotes": ("[^1]: 甲\n[^2]: 乙", [("paragraph", 1, "甲"), ("paragraph", 2, "乙")]),
    "an item and a row that Markdown reads as more of the paragraph": (
        "甲\n- 乙\n| 丙 |",
        [("paragraph", 1, "甲"), ("item", 2, "乙"), ("row", 3, "| 丙 |")],
    ),
    "four spaces behind a row": ("| 甲 |\n    乙", [("row", 1, "| 甲 |"), ("paragraph", 2, "乙")]),
    "a bar before code over two lines": ("|`\n甲`", [("paragraph", 1, "|`\n甲`")]),
    "code over what looks like a row": ("`甲\n| 乙 |\n丙`", [("paragraph", 1, "`甲\n| 乙 |\n丙`")]),
}


@pytest.mark.parametrize("name", OUTLINES)
def test_kinds_lines_and_texts_of_the_blocks(name: str) -> None:
    body, expected = OUTLINES[name]
    assert outline(body) == expected
    assert raw(body) == body


@pytest.mark.parametrize(
    ("body", "text", "identifier", "classes", "pairs"),
    [
        ("## 题 { #one .wide }", "题", "one", ("wide",), ()),
        ("## 题 ## {: #one }", "题", "one", (), ()),
        ("## 题{ #one }", "题{ #one }", "", (), ()),
        ('文\n续\n{: .a .b title="题" lang=en }', "文\n续", "", ("a", "b"), (("title", "题"), ("lang", "en"))),
        ("文 { #one }", "文 { #one }", "", (), ()),
    ],
)
def test_an_attribute_list_belongs_to_its_block(
    body: str, text: str, identifier: str, classes: tuple[str, ...], pairs: tuple[tuple[str, str], ...]
) -> None:
    (block,) = split_blocks(body)
    assert (block.text, block.id, block.classes, block.pairs) == (text, identifier, classes, pairs)
    assert block.raw == body


def test_a_block_says_its_level_and_its_language() -> None:
    heading, item, foreign = split_blocks("### 甲\n\n- 乙\n\nText\n{: lang=en }")
    assert (heading.level, item.level, foreign.language, heading.language) == (3, 0, "en", "")


def test_labels_of_links_and_footnotes_are_known_in_one_spelling() -> None:
    assert defined_labels(split_blocks("[甲 A]: u\n\n[^注]: 文\n\n见[乙]: u v")) == {"甲 a", "^注"}


@pytest.mark.parametrize(
    ("written", "rest"),
    [
        ("[甲]: u", ""),
        ("[甲]:\nu", ""),
        ("[甲]: u\n'题'", ""),
        ("[甲]:\n  u\n  '题'", ""),
        ("[甲]:\n  u\n  (题)", ""),
        ("[甲]:\n  u\n  '题'", "乙"),
        ("[甲]:\n  u", "题"),
        ("[甲]: u '题'", "'题'"),
    ],
)
def test_a_definition_goes_on_over_as_many_as_three_lines(written: str, rest: str) -> None:
    expected = [("definition", 1, written)]
    if rest:
        expected.append(("paragraph", written.count("\n") + 2, rest))
    assert outline(f"{written}\n{rest}".rstrip("\n")) == expected


@pytest.mark.parametrize(
    ("line", "text", "tail"),
    [
        ("## 甲  ##", "甲", "  ##\n"),
        ("## 甲  ", "甲", "  \n"),
        ("## ##", "", "##\n"),
        ("## 甲#乙 #", "甲#乙", " #\n"),
        ("## 甲\\   ##", "甲\\ ", "  ##\n"),
        ("## 甲\\##", "甲\\#", "#\n"),
        ("##  甲 \t乙 \t", "甲 \t乙", " \t\n"),
    ],
)
def test_what_stands_behind_a_heading_is_none_of_its_words(line: str, text: str, tail: str) -> None:
    (block,) = split_blocks(line + "\n")
    assert (block.kind, block.text, block.suffix) == ("heading", text, tail)
