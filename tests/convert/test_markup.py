"""Conversion of Markdown equals conversion of the page that Python-Markdown renders: words converted, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.rendered import Convert, check, convert_markdown, mark
from converted import scribe
from gazette.convert.flows import block_texts
from gazette.convert.markup import convert_inline
from gazette.source.body import split_blocks

CORPUS = Path(__file__).parents[3] / "shared" / "data" / "corpus_dev"
STEP = 12  # every twelfth text of the corpus, in a run without --long
CONVERT = scribe().convert


DOCUMENTS = {
    "headings": '# 体制\n\n## 后面 ##\n\n### 体制 { #id-体 .体 title="体制" data-title="体制" }\n\n##体制\n体制\n',
    "paragraphs and line breaks": "领导干\n部发展  \n体制\n\n　　体制\n　　发展\n\n国家\n  体制\n",
    "emphasis": "领导**干**部，*发*展，***体*制**，a_体_b，2 * 体 * 3，**体，__发__，\\*体\\*，**“体”**制，~~体~~\n",
    "links": "[体制](体制.pdf \"体制\")、[体制](<体 制.pdf>)、[体制](体 制（一）.pdf '体制')、[体[制]](#体制)、[体制](体\n",
    "reference links": "[体制][体]、[体制] [体]、[体][]、[体]、[头发]、[发展]、[制]、[制][制]、[体\n制]\n\n[体]: 体.html \"体制\"\n[头发]: 体.html '体制'\n  [发展]: <体.html> (体制)\n[体 制]: 体.html\n",
    "a definition over lines": '[体]\n\n[体]:\n  体.html\n  "体制"\n',
    "what only looks like a definition": "[体制]: 体制 发展\n",
    "images": '![体制](体制.png "体制")干![体*制*][]部![体][制]\n\n[体*制*]: 体.png "体制"\n[制]: 体.png\n',
    "an image that is a link": '[![体制](体.png)](体.html "体制")干部\n',
    "addresses": "<https://例.cn/体制>，<张三@例.cn>，见https://a.cn/体制，a.b@c.cn体制，**http://a.cn**体制\n",
    "code": "领导`干`部`体``制`，``体`制``，`体\n制`，\\`体\\`，没有`关上\n\n```体\n体制\n```\n\n~~~\n体制\n\n体制\n~~~\n",
    "a fence that is never closed": "```\n体制\n\n体制\n",
    "an indented fence": "  ```\n  体制\n\n  体制\n  ```\n",
    "indented code": "体制\n\n    体制\n\n\t体制\n体制\n",
    "entities": "体&nbsp;制&amp;体&体;&lt;体&gt;\n",
    "inline HTML": '<b>体</b>制，<span title="体制" data-title="体制" class="体" id="体">体</span>，<img src=\'体.png\' alt=\'体制\'>干<br>部，<a href="体.html">体制</a>\n',
    "elements in another language": '<span lang="ja">体<span>制</span>体</span>体<i translate="no">体</i><kbd>体</kbd>\n\n<p lang="ja">体</p>\n\n体制\n{: lang=ja }\n\n*体*{ lang=ja }制[体](u){: lang=ja }`体`{ .体 }\n',
    "attribute lists": '*体*{ title="体制" .体 }制，[体](u){: title=\'体制\' #体 }，体{ .体 }，集合{a=体}\n{: .体 #i title="体制" data-x="体制" }\n\n- 体\n{: title="体制" }\n\n| 体 {title="体制"} | 体 |\n|---|---|\n',
    "raw HTML": '<div title="体制">\n体*制*\n\n[体制](体制)\n\n    体制\n</div>\n\n体制\n\n<table><tr><td>干</td><td>部</td></tr></table>\n\n<pre>\n体制\n\n体制\n</pre>\n\n<section lang="ja">\n体\n\n体\n</section>\n',
    "text behind raw HTML": "<p>体制</p> 体[制](体 制)\n体制\n",
    "Markdown in raw HTML": '<div markdown="1" title="体制">\n## 体制\n\n领导**干**部[体](体)\n\n<p>体*制*</p>\n</div>\n\n体制\n',
    "comments": "干<!-- 体制 -->部\n\n<!-- 体制\n\n体制 -->\n体制\n",
    "signs of less and more": "体制a < b体制，<某某体制>，体制>体制，x<y\n",
    "lists": "- 干\n- 部\n  体制\n    - 体制\n\n    体制\n\n        体制\n\n1. 体制\n    1. 体制\n\n体制\n\n    体制\n",
    "what is no list to Markdown": "体制\n- 体制\n1) 体制\n\n2) 体制\n",
    "quotes": "> 领导干\n> 部\n>\n> 体制\n体制\n>\n> - 体制\n> - 体制\n>\n> ## 体制\n",
    "tables": "| 干 | 部 |\n|:--|--:|\n| 体*制 | 体*制 `体|` \\| |\n\n干 | 部\n--- | ---\n[体](体 制) | ![体](体)\n",
    "what is no table": "| 体制 | 体制 |\n\n体|制\n",
    "footnotes": "干[^体]部[^2]体制[^3]\n\n[^体]: 体制[体](体)\n\n    体制\n\n[^2]: 体制\n体制\n",
    "underlined headings and rules": "体制\n===\n\n体制\n---\n体制\n\n***\n体制\n体制\n---\n",
    "brackets of official texts": "〔2022〕体12号、[2022]12号、【体】、（见[体制]）、[体](体)、[1]体[2]，[ ]体，[]体\n",
}


@pytest.mark.parametrize("convert", [mark, CONVERT], ids=["marked", "traditional"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_converted_text_renders_as_the_converted_page(name: str, convert: Convert) -> None:
    check(DOCUMENTS[name], convert)


def corpus(step: int) -> list[Path]:
    if not CORPUS.is_dir():
        pytest.skip("the test data in ../shared are not on this machine")
    return sorted(CORPUS.glob("d*.md"))[::step]


def test_texts_of_the_corpus_render_as_their_converted_pages() -> None:
    for file in corpus(STEP):
        check(file.read_text(encoding="utf-8").split("---\n", 2)[2], CONVERT)


@pytest.mark.long
def test_all_texts_of_the_corpus_render_as_their_converted_pages() -> None:
    for file in corpus(1):
        check(file.read_text(encoding="utf-8").split("---\n", 2)[2], CONVERT)
        check(file.read_text(encoding="utf-8").split("---\n", 2)[2], mark)


@pytest.mark.parametrize(
    ("text", "converted"),
    [
        ("领导**干**部", "領導**幹**部"),
        ("领导干\n部", "領導幹\n部"),
        ("领导[干](u)部", "領導[幹](u)部"),
        ("领导干<b>部</b>", "領導幹<b>部</b>"),
        ("领导干[^1]部", "領導幹[^1]部"),
        ("领导干<!-- 注 -->部", "領導幹<!-- 注 -->部"),
        ("头\\_发", CONVERT("头") + "\\_" + CONVERT("发")),
    ],
)
def test_a_phrase_is_read_through_markup_and_line_breaks(text: str, converted: str) -> None:
    assert convert_inline(text, CONVERT) == converted


@pytest.mark.parametrize("between", ["`x`", "![图](u)", "&nbsp;", "https://a.cn/", '<i lang="en">x</i>'])
def test_a_phrase_ends_where_something_stands_in_between(between: str) -> None:
    parts = ["皇", "后"]
    assert CONVERT("".join(parts)) != "".join(map(CONVERT, parts))
    text = between.join(parts)
    images = between.replace("图", CONVERT("图"))
    assert convert_inline(text, CONVERT) == images.join(map(CONVERT, parts))


@pytest.mark.parametrize(
    "text", ["皇\n\n后", "| 皇 | 后 |\n|---|---|", "- 皇\n- 后", "## 皇\n后", "> 皇\n>\n> 后", "皇|后\n-|-"]
)
def test_a_phrase_ends_with_its_block_or_its_cell(text: str) -> None:
    converted = convert_markdown(text, CONVERT)
    assert converted == text.replace("后", CONVERT("后"))
    assert CONVERT("后") != "后"


@pytest.mark.parametrize(
    ("text", "converted"),
    [
        ("[体制]\n\n[体制]: u", "[體制][体制]\n\n[体制]: u"),
        ("[体制][]\n\n[体制]: u", "[體制][体制]\n\n[体制]: u"),
        ("![体制]\n\n[体制]: u", "![體制][体制]\n\n[体制]: u"),
        ("[信息]\n\n[信息]: u", "[信息]\n\n[信息]: u"),
        ("[体制][a]\n\n[a]: u", "[體制][a]\n\n[a]: u"),
        ("[体制][国]\n\n[a]: u", "[體制][國]\n\n[a]: u"),
    ],
)
def test_a_link_found_by_its_own_text_is_found_after_conversion(text: str, converted: str) -> None:
    assert convert_markdown(text, CONVERT) == converted


def test_flows_name_the_offsets_of_their_characters() -> None:
    blocks = split_blocks("干**部**\n体 ![图](u)\n\n```\n体\n```\n\n体\n{: lang=ja }")
    texts = [(block.line, "".join(block.text[at] for at in flow), text) for block, flow, text in block_texts(blocks)]
    assert texts == [(1, "图", "图"), (1, "干部体 ", "干部体 ")] or texts == [
        (1, "干部体 ", "干部体 "),
        (1, "图", "图"),
    ]


@pytest.mark.parametrize(
    "between", ["<br>", "<br/>", "<BR />", "  \n", "\n", "&shy;", "&#8203;", "\u200b", "<wbr>", "<!-- x -->"]
)
@pytest.mark.parametrize(
    ("word", "traditional"), [("关系", "關係"), ("皇后", "皇后"), ("干部", "幹部"), ("头发", "頭髮"), ("以后", "以後")]
)
def test_a_word_is_seen_through_what_no_reader_sees(word: str, traditional: str, between: str) -> None:
    made = convert_inline(f"本{word[0]}{between}{word[1]}。", CONVERT)
    assert made == f"本{traditional[0]}{between}{traditional[1]}。"


@pytest.mark.parametrize("between", ["<br>", "  \n"])
def test_the_end_of_a_line_parts_words_that_it_does_not_cut(between: str) -> None:
    """委员会长 and 系 are two lines: nothing that only the two together spell is read."""
    assert convert_inline(f"联系人{between}系统", CONVERT) == f"聯繫人{between}系統"
    assert convert_inline(f"国家{between}具有", CONVERT) == f"國家{between}具有"


def test_what_is_looked_at_for_doubts_is_what_is_converted() -> None:
    blocks = split_blocks("关<br>系和头&shy;发\n以  \n后干部<br>发展\n")
    heard: list[str] = []

    def hear(text: str) -> str:
        heard.append(text)
        return text

    convert_inline(blocks[0].text, hear)
    assert [text for _, _, text in block_texts(blocks)] == heard
    assert "关系和头发以后干部" in heard
