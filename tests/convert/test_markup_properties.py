"""Whatever Markdown is put together: its conversion renders as the converted page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from convert.rendered import check, mark, render, tree
from gazette.model.body_checks import check_blocks
from gazette.model.traps import check_traps
from gazette.pages.canonical import render_body
from gazette.pages.harmless import check_harmless
from gazette.pages.words import check_words, find_said, in_page_order, rendered_characters
from gazette.problems import errors_of
from gazette.source.body import split_blocks
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
    check_or_refused(f"{text}\n\n[甲]: 丙\n[^甲]: 甲")


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=6).map("\n\n".join))
def test_any_row_of_blocks_renders_as_its_converted_page(text: str) -> None:
    check(text, mark)


@pytest.mark.long
@settings(max_examples=5_000, deadline=None)
@given(st.lists(st.sampled_from(INLINE), max_size=12).map("".join), st.lists(st.sampled_from(BLOCKS), max_size=8))
def test_any_text_renders_as_its_converted_page(text: str, blocks: list[str]) -> None:
    check_or_refused("\n\n".join([text, *blocks]))


def check_or_refused(text: str) -> None:
    """Equal, or an error that stops the build: of a text that is refused no page is made."""
    try:
        check(text, mark)
    except AssertionError:
        if not is_refused(text):
            raise


def is_refused(text: str) -> bool:
    """Whether a text has an error by itself; links into other files are left out, which no single text can judge."""
    blocks = split_blocks(text)
    body = "".join(block.raw for block in blocks)
    problems = check_blocks("x", blocks) + check_traps("x", blocks) + check_harmless("x", blocks, body)
    said = in_page_order(blocks, find_said(blocks))
    return bool(errors_of(problems) or check_words("x", said, "page", rendered_characters(render_body(body))))


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.sampled_from(["甲", "乙", " ", "a", "（", "*", "**", "_", "__", "`", "\\_"]), max_size=9).map("".join)
)
def test_signs_of_emphasis_are_read_where_they_are_shown(text: str) -> None:
    """Where the scanner takes a sign for markup that a reader sees, the sign would be missing in search and contents."""
    page = render(f"甲{text}甲")
    shown = "".join(shown_text(f"甲{text}甲", scan_inline(f"甲{text}甲")))
    assert shown == etree.tostring(tree(page), method="text", encoding="unicode").rstrip("\n")
