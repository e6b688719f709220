"""Inline Markdown comes apart into what is read, what is seen through, and what nobody may touch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.source.inline import Target, find_numbers, find_targets, line_joint, plain_text, scan_inline, shown_text

LABELS = frozenset({"附件", "^1"})
NASTY = [
    *(
        "甲",
        "乙丙",
        "a",
        " ",
        "　",
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
        "&#x4f53;",
        "&",
    ),
    *(
        "[",
        "]",
        "(",
        ")",
        "](",
        "![",
        "[^1]",
        "[附件]",
        "[][附件]",
        "〔2022〕",
        "<",
        ">",
        "<b>",
        "</b>",
        "<br>",
        "<!--",
        "-->",
    ),
    *(
        '<span lang="en">',
        "</span>",
        '<img alt="甲" src="乙">',
        "{.c}",
        "{ lang=en }",
        "{: title='甲' }",
        "{",
        "}",
        "|",
    ),
    *(
        "https://a.cn/b",
        "a@b.cn",
        "<https://甲>",
        "\n",
        "  \n",
        "\n> ",
        '"',
        "'",
        ' "甲")',
        "2022-2025",
        "\U00020bb7",
        "é",
    ),
]


def pieces(text: str, kind: str, labels: frozenset[str] | None = LABELS) -> list[str]:
    return [text[span.start : span.end] for span in scan_inline(text, labels) if span.kind == kind]


@given(st.lists(st.sampled_from(NASTY), max_size=16).map("".join), st.sampled_from([None, LABELS]), st.booleans())
def test_spans_follow_each_other_without_gaps(text: str, labels: frozenset[str] | None, is_row: bool) -> None:
    spans = scan_inline(text, labels, "row" if is_row else None)
    ends = [0, *(span.end for span in spans)]
    assert [span.start for span in spans] == ends[:-1]
    assert ends[-1] == len(text)
    assert all(span.start < span.end for span in spans)


@pytest.mark.parametrize(
    ("text", "attributes", "opaque", "words"),
    [
        ("见[正文](u)。", [], [], "见正文。"),
        ('[文](u "题")', ["题"], [], "文"),
        ('[文](u "题) 后', [], [], "文 后"),  # no title: its quotation mark is never closed
        ('[文](u "题) 后) 末', [], [], "文 后) 末"),
        ("[文](<甲 乙> '题')", ["题"], [], "文"),
        ("[文](附件 一（修订）.pdf)", [], [], "文"),
        ("[文](a(b(c))d)尾", [], [], "文尾"),
        ("[甲[乙]丙](u)", [], [], "甲[乙]丙"),
        ("[甲](u", [], [], "[甲](u"),
        ("![图](u '题')", ["图", "题"], [], ""),
        ("[![图](u)](v)", ["图"], [], ""),
        ("![**图**](u)", ["**图**"], [], ""),
        ("[文][附件]", [], [], "文"),
        ("[文] [附件]", [], [], "文"),
        ("[附件][]", [], [], "附件"),
        ("见[附件]", [], [], "见附件"),
        ("见[目录]", [], [], "见[目录]"),
        ("[文][目录]", [], [], "[文][目录]"),
        ("[2022]12号、〔2022〕3号、【四】", [], [], "[2022]12号、〔2022〕3号、【四】"),
        ("注[^1]文", [], [], "注文"),
        ("注[^2]文", [], [], "注[^2]文"),
        ("<https://例.cn/甲>", [], ["<https://例.cn/甲>"], "https://例.cn/甲"),
        ("<张三@例.cn>", [], ["<张三@例.cn>"], "张三@例.cn"),
        ("见https://a.cn/b_c?d=e。甲", [], ["https://a.cn/b_c?d=e"], "见https://a.cn/b_c?d=e。甲"),
        ("**https://a.cn/**甲", [], ["https://a.cn/"], "https://a.cn/甲"),
        ("https://a.cn.`甲`", [], ["https://a.cn", "`甲`"], "https://a.cn.甲"),
        ("邮箱a.b@c.gov.cn收", [], ["a.b@c.gov.cn"], "邮箱a.b@c.gov.cn收"),
        ("用`甲`和`` ` ``", [], ["`甲`", "`` ` ``"], "用甲和`"),
        ("没有`关上", [], [], "没有`关上"),
        ("``甲````乙````", [], [], "``甲````乙````"),
        ("```甲``乙", [], ["```甲``"], "`甲乙"),
        ("\\*甲\\*", [], [], "*甲*"),
        ("\\`甲\\`", [], [], "`甲`"),
        ("甲&nbsp;乙&copy;", [], ["&nbsp;", "&copy;"], "甲\N{NO-BREAK SPACE}乙©"),
        ("甲&乙;", [], [], "甲&乙;"),
        ("<b>甲</b>乙", [], [], "甲乙"),
        ("甲<br>乙", [], [], "甲 乙"),
        ("甲<!-- 丁 -->乙", [], [], "甲乙"),
        ("若a < b，则<某某>", [], [], "若a < b，则<某某>"),
        ("<img src='丁' alt='甲' data-title='丁'>", ["甲"], [], ""),
        ("<a href=丁 title=甲 id=丁 class=丁>乙</a>", ["甲"], [], "乙"),
        ("<a data-x='title=\"丁\"'>乙</a>", [], [], "乙"),
        ('<abbr aria-label="甲">乙</abbr>', ["甲"], [], "乙"),
        ('甲<span lang="en">a<span>b</span>c</span>乙', [], ['<span lang="en">a<span>b</span>c</span>'], "甲abc乙"),
        ('<i translate="no">甲</i>乙', [], ['<i translate="no">甲</i>'], "甲乙"),
        ("<kbd>甲</kbd>乙", [], ["<kbd>甲</kbd>"], "甲乙"),
        ('<img lang="en" alt="甲">乙', [], ['<img lang="en" alt="甲">'], "乙"),
        ("*text*{ lang=en }甲", [], ["*text*"], "text甲"),
        ("***text***{ lang=en }甲", [], ["***text***"], "text甲"),
        ("[a *b*](u){: lang=en }甲", [], ["[a *b*](u)"], "a b甲"),
        ("*甲*{ translate=no }乙", [], ["*甲*"], "甲乙"),
        ('[文](u){: title="题" .c #i }', ["题"], [], "文"),
        ("集合{a=甲}", [], [], "集合{a=甲}"),
        ("项\n{: .c title='题' }", ["题"], [], "项"),
        ("| 甲 {title='题'} | `|` \\| |", ["题"], ["|", "|", "`|`", "|"], "甲  | |"),
        ("甲|乙", [], [], "甲|乙"),
        ("领导**干**部", [], [], "领导干部"),
        ("a_b_c、_甲_、__乙__", [], [], "a_b_c、甲、乙"),
        ("2*3，甲", [], [], "2*3，甲"),
        ("* 甲 *", [], [], "* 甲 *"),
        ("**“甲”**乙", [], [], "“甲”乙"),
        ("***甲**乙*丙", [], [], "甲乙丙"),
        ("**甲*乙", [], [], "**甲*乙"),
        ("~~甲~~", [], [], "~~甲~~"),
        ("甲\n乙", [], [], "甲乙"),
        ("one\ntwo", [], [], "one two"),
        ("引\n> 文", [], [], "引文"),
        ("<p>**甲** [x](乙)</p>", [], [], "**甲** [x](乙)"),
        ("<div>甲</div> **乙**", [], [], "甲  乙"),
    ],
)
def test_what_is_read_and_what_is_not(text: str, attributes: list[str], opaque: list[str], words: str) -> None:
    assert pieces(text, "attribute") == attributes
    assert pieces(text, "opaque") == opaque
    assert "".join(shown_text(text, scan_inline(text, LABELS))).strip() == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("[文][附件]", "文"), ("见[目录]", "见[目录]"), ("[文](u)", "文"), ("注[^1]", "注"), ("![图](u)文", "文")],
)
def test_plain_text_without_the_document_takes_written_labels_as_defined(text: str, words: str) -> None:
    assert plain_text(text) == words


@pytest.mark.parametrize(("text", "label"), [("见[附件]。", "附件"), ("见[附件][]。", "附件"), ("[文][附件]", "")])
def test_a_link_found_by_its_text_says_so(text: str, label: str) -> None:
    assert "".join(span.label for span in scan_inline(text, LABELS)) == label


def test_an_undefined_label_is_text_to_read() -> None:
    assert "".join(pieces("[体系][目录]", "text")) == "[体系][目录]"


def test_only_the_title_of_a_definition_is_read() -> None:
    text = "[附件]: 甲.pdf '题'"
    assert [
        text[span.start : span.end] for span in scan_inline(text, LABELS, "definition") if span.kind == "attribute"
    ] == ["题"]


def test_signs_find_no_partner_in_another_cell() -> None:
    row = "甲 *乙 | 丙* 丁"
    spans = scan_inline(row, LABELS, "row")
    assert "".join(row[span.start : span.end] for span in spans if span.kind == "text") == "甲 *乙  丙* 丁"


def test_targets_of_links_images_and_tags_with_their_places() -> None:
    text = '[甲](a "题") ![乙](b.png) <a href="c?x=1&amp;y=2">丙</a> <img src=d.png> `[丁](e)` [戊](<f g.pdf>) [己](h i.pdf)'
    destinations = ("a", "b.png", "c?x=1&y=2", "d.png", "f g.pdf", "h i.pdf")
    written = ("a ", "b.png", "c?x", "d.png", "f g.pdf", "h i.pdf")
    expected = [
        Target(destination, text.index(piece), destination.endswith("png"))
        for destination, piece in zip(destinations, written, strict=True)
    ]
    expected[0] = Target("a", text.index("(a") + 1, is_image=False)
    assert find_targets(text) == expected


def test_targets_inside_an_element_of_another_language_are_found() -> None:
    assert [target.destination for target in find_targets('<span lang="en">[a](b.pdf)</span>')] == ["b.pdf"]


def test_backslashes_are_no_part_of_a_target() -> None:
    assert [target.destination for target in find_targets("[甲](a\\_b.pdf)")] == ["a_b.pdf"]


def test_a_line_break_beside_a_wide_character_is_no_space() -> None:
    assert [line_joint(*pair) for pair in (("甲", "乙"), ("a", "乙"), ("甲", "b"), ("a", "b"), ("”", "b"))] == [
        "",
        "",
        "",
        " ",
        "",
    ]


def test_numbers_with_hyphens_are_found_whole() -> None:
    assert [match[0] for match in find_numbers("2022-2025年，电话0533-3188608，A-1")] == ["2022-2025", "0533-3188608"]
