"""Whatever Markdown is put together: its conversion renders as the converted page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from convert.rendered import check, mark, render, tree
from gazette.source.inline import scan_inline, shown_text

INLINE = [
    *(
        "甲",
        "乙丙",
        "a",
        " ",
        "2",
        "2-3",
        "（",
        "*",
        "**",
        "***",
        "_",
        "__",
        "~~",
        "`",
        "``",
        "\\",
        "\\*",
        "&nbsp;",
        "&",
    ),
    *(
        "[",
        "]",
        "(",
        ")",
        "](",
        "!",
        "![",
        ' "甲")',
        "[^甲]",
        "[甲]",
        "[乙][甲]",
        "[丙][丁]",
        "[甲](乙 丙)",
        "![甲](乙 '丙')",
    ),
    *(
        "<b>",
        "</b>",
        '<span lang="ja">甲</span>',
        "<i title='甲'>",
        '<a href="甲" data-title="甲">乙</a>',
        "<!-- 甲 -->",
    ),
    *(
        "<",
        ">",
        "|",
        "\n",
        "  \n",
        "\n> ",
        "{.c}",
        "{ lang=ja }",
        '{title="甲"}',
        "{甲}",
        "http://a/b",
        "<http://甲>",
    ),
]
BLOCKS = [
    *(
        "甲乙",
        "甲  \n乙",
        "　　甲\n　　乙",
        "## 甲",
        "##甲 ##",
        '### 甲 { .c title="甲" }',
        "甲\n===",
        "甲\n---",
        "***",
        "甲\n***\n乙",
    ),
    *(
        "- 甲\n- 乙",
        "1. 甲\n    - 乙\n\n    丙",
        "- 甲\n\n        乙",
        "1) 甲",
        "甲\n- 乙",
        "    甲",
        "\t甲",
        "  甲",
        "甲\n    乙",
    ),
    *("> 甲\n> 乙\n>\n> 丙", "> - 甲\n> - 乙", "> > 甲\n乙", "> ## 甲", "甲\n> 乙"),
    *("| 甲 | 乙 |\n|---|---|\n| `|` | \\| |", "甲 | 乙\n--- | ---\n丙 | [丁](丁 丁)", "| 甲 |", "|甲|\n|-|\n|乙|"),
    *("```\n甲\n\n乙\n```", "~~~py\n甲\n~~~\n乙", "```\n甲", "  ```\n甲\n  ```", "甲\n```\n乙\n```\n丙"),
    *(
        "<div>\n甲\n\n*乙*\n</div>",
        "<p>甲</p>\n乙",
        "<p>甲</p> [乙](丙 丁)",
        "<pre>\n甲\n\n</pre>",
        "<!-- 甲\n\n乙 -->",
    ),
    *(
        '<div markdown="1">\n甲\n</div>',
        '<section lang="ja">\n甲\n\n乙\n</section>',
        "<span>甲</span>\n乙",
        "<hr>",
        "<br>甲",
    ),
    *(
        '[甲]: 丙 "甲"',
        "[甲]:\n  丙\n  '甲'",
        "[甲]: 丙 丁",
        "见[甲]、[甲][]、[乙][甲]、[丁]",
        "[^甲]: 甲\n\n    乙",
        "乙[^甲]",
    ),
    *("甲\n{: .c title='甲' }", "甲\n{: lang=ja }", "- 甲\n{: title='甲' }", "甲 { .c }", "*甲*{ lang=ja }乙"),
]


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(INLINE), max_size=9).map("".join))
def test_any_line_of_markdown_renders_as_its_converted_page(text: str) -> None:
    """Where tags and brackets close: what browsers make of broken HTML is no question for Markdown."""
    body = f"{text}\n\n[甲]: 丙\n[^甲]: 甲"
    if not is_trap(text):
        check(body, mark)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=6).map("\n\n".join))
def test_any_row_of_blocks_renders_as_its_converted_page(text: str) -> None:
    check(text, mark)


@pytest.mark.long
@settings(max_examples=5_000, deadline=None)
@given(st.lists(st.sampled_from(INLINE), max_size=12).map("".join), st.lists(st.sampled_from(BLOCKS), max_size=8))
def test_any_text_renders_as_its_converted_page(text: str, blocks: list[str]) -> None:
    if not is_trap(text):
        check("\n\n".join([text, *blocks]), mark)


def is_trap(text: str) -> bool:
    """What Python-Markdown takes apart in an order that no author means.

    Three pairs of brackets in a row, or an escaped bracket among pairs; a language for a link whose title stands
    elsewhere; an attribute list before a link at the end of its block; `**one *two** three`; `<!` and tags that are never
    closed, of which every reader of HTML makes something else.
    """
    brackets = re.search(r"\]\s?\[[^\]]*\]\s?[\[(]|\n(?:> )?\s*\{|\]\{ lang|<!(?!--)|<[A-Za-z][^<>]*(?:<|\Z)", text)
    runs = [set(map(len, re.findall(rf"{re.escape(sign)}+", text))) for sign in "*_"]
    escaped = re.search(r"\\[\[\]]", text) and re.search(r"\]\s?\[", text)
    return bool(brackets or escaped) or any(len(lengths) > 1 or max(lengths, default=0) > 3 for lengths in runs)


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.sampled_from(["甲", "乙", " ", "a", "（", "*", "**", "_", "__", "`", "\\_"]), max_size=9).map("".join)
)
def test_signs_of_emphasis_are_read_where_they_are_shown(text: str) -> None:
    """Where the scanner takes a sign for markup that a reader sees, the sign would be missing in search and contents."""
    if is_trap(text):
        return
    page = render(f"甲{text}甲")
    shown = "".join(shown_text(f"甲{text}甲", scan_inline(f"甲{text}甲")))
    assert shown == etree.tostring(tree(page), method="text", encoding="unicode").rstrip("\n")
