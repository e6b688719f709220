"""Whatever Markdown is put together: every character of it is on the page, or an error names the place."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from converted import EMPTY
from gazette.pages.canonical import render_body
from gazette.pages.labels import Labels, label_scribe, read_labels
from gazette.pages.links import check_links
from gazette.problems import Problem, errors_of
from gazette.render import Inputs, render_publication
from gazette.rendered import Rendered
from gazette.settings import Settings, read_settings
from gazette.source.folders import SourceFolder

ROOT = Path(__file__).resolve().parents[2]
FACTS = "---\ntype: page\ntitle: 说明\nlanguages: [zh-Hans, zh-Hant]\n---\n\n"
# Characters that stand for words; marks of lists and addresses hold none of them.
WORDS = frozenset("甲乙丙丁戊己庚辛壬癸王李、。：，（）【】“”78")
INLINE = [
    *("甲", "乙丙", "丁。", "王", "李", "戊、", "a", " ", "78", "（己）", "【庚】", "“辛”"),
    *("*", "**", "***", "****", "_", "__", "____", "~~", "`", "``", "\\", "\\*", "\\[", "&nbsp;", "&", "&amp"),
    *("王*", "李**", "**甲**", "*乙*", "133**7**8", "`丙`", "~~丁~~", "==戊==", "^己^", "{{ 庚 }}", "{% 辛 %}"),
    *("[", "]", "(", ")", "](", "!", "![", "[^1]", "[^9]", "[甲]", "[乙][1]", "[1]", "[丙][丁]", "[戊](x)", "[己]（庚）"),
    *("![辛](x.png)", "[甲](乙)", "[丙](https://a.cn)", "[丁](https://a.cn 'x')", "https://a.cn/b_c_", "<https://a.cn>"),
    *("<b>", "</b>", "<b>己</b>", "<br>", "<!-- 庚 -->", "<!--", "-->", "<", ">", "<甲>", "a < b", "<i title='x'>", "<x>"),
    *("|", "\\|", "\n", "  \n", "\n> ", "\n- ", "\n## ", "{.c}", "{ #i }", "{甲}", "{", "}", "：", "$7$", "$$"),
]  # fmt: skip
BLOCKS = [
    *("甲乙丙", "　　丁\n　　戊", "　　己\n　　庚", "辛\n壬", "癸  \n甲"),
    *("## 甲", "##乙", "### 丙 ###", "#", "丁\n===", "戊\n---", "己\n***", "***", "---", "  ## 庚", "####### 辛"),
    *("- 甲\n- 乙", "* 丙\n* 丁", "+ 戊", "1. 己\n2. 庚", "1) 辛", "1、壬\n2、癸", "（一）甲\n（二）乙", "-丙", "1.丁\n2.戊"),
    *("3. 甲\n5. 乙", "- 丙\n  - 丁", "- 戊\n    - 己\n\n    庚", "- 辛\n\n    壬", "- 癸\n    甲", "    乙", "\t丙", "  丁"),
    *("甲\n- 乙", "丙\n1. 丁", "戊\n| 己 | 庚 |\n|---|---|\n| 7 | 8 |", "- 甲\n1. 乙", "1. 丙\n- 丁", "甲\n    乙"),
    *("> 甲\n> 乙\n>\n> 丙", ">丁", "> - 戊", "> ## 己", "> > 庚\n辛", "甲\n> 乙", ">", "> 1. 丙"),
    *("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |", "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 | 戊 |", "| 甲 | 乙 |\n|---|---|\n| 丙 |"),
    *("| 甲 |\n|---|\n| 乙 |", "甲 | 乙\n--- | ---\n丙 | 丁", "| 甲 | 乙 |", "| 甲 | 乙 |\n|---|\n| 丙 |", "|甲|乙|\n|:-:|-:|\n||丁|"),
    *("| 甲 | 乙 |\n|---|---|\n| `丙|丁` | 戊 \\| 己 |", "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n戊", "| - | - |\n|---|---|\n| - | - |"),
    *("```\n甲\n\n乙\n```", "~~~\n丙\n~~~", "```甲\n乙\n```", "```\n丙", "``` py\n丁\n```\n戊", "  ```\n己\n  ```", "```\n庚\n````"),
    *("<div>\n甲\n\n*乙*\n</div>", "<p>丙</p>\n丁", "<table><tr><td>甲</td></tr></table>", "<div>戊", "</div>", "<p>己", "<!-- 庚\n\n辛 -->"),
    *('<div markdown="1">\n甲\n\n- 乙\n\n</div>', "<hr>", "<br>甲", "<details><summary>乙</summary>丙</details>", "<pre>丁\n\n戊</pre>"),
    *("[1]: x", "[1]: 甲", "[附]: https://a.cn 'x'", "[丙]: 丁 戊", "[甲]：乙", "见[1]、[附]", "[^1]: 甲", "[^1]: 乙\n\n    丙", "[^1]: 丁\n戊"),
    *("己[^1]", "[^9]: 庚", "辛[^9]", "[^a]: 乙", "*[甲]: 乙", "[TOC]", "::: 甲", "!!! note\n    乙", "甲\n:   乙", "- [ ] 甲"),
    *("甲 { .c }", "乙\n{: .c }", "丙\n{: 丁 }", "## 戊 {己}", "{: #x }", "甲\\\n乙", "甲<br>\n乙", "\\# 甲", "1\\. 乙", "\\- 丙"),
]  # fmt: skip
LINES = st.lists(st.sampled_from(INLINE), max_size=9).map("".join)
TEXTS = st.lists(st.tuples(st.sampled_from(BLOCKS) | LINES, st.sampled_from(["\n\n", "\n\n", "\n"])), max_size=7).map(
    lambda parts: "".join(text + joint for text, joint in parts)
)


@cache
def surroundings() -> tuple[Settings, Mapping[str, Labels]]:
    found, problems = read_settings(ROOT / "mkdocs.yml")
    assert found and not problems
    labels, problems = read_labels(ROOT / "overrides" / "labels", found, label_scribe(found, EMPTY))
    assert not problems
    return found, labels


def publish(text: str) -> tuple[Rendered | None, list[Problem]]:
    """One plain page with `text` as its body."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "index.md")
        file.write_text(FACTS + text, encoding="utf-8")
        rendered, problems = render_publication(
            SourceFolder("x", {"zh-Hans": file}, {}), Inputs("docs", *surroundings(), EMPTY)
        )
    if rendered:
        problems += check_links(rendered.facts.links, "x", frozenset(), {"x": rendered.record})
    return rendered, problems


def shown(rendered: Rendered) -> str:
    body = next(page.body for page in rendered.pages if page.tag == "zh-Hans")
    text = html.fragment_fromstring(render_body(body), create_parent="div").text_content()
    return "".join(each for each in str(text) if each in WORDS)


def check(text: str) -> None:
    """Equal, or an error that names the place; a warning does not excuse a loss."""
    rendered, problems = publish(text)
    if told := errors_of(problems):
        assert all(each.line for each in told if each.code != "body.empty"), told
        return
    assert rendered
    written = [each for each in text.replace("&copy;", "甲") if each in WORDS]
    found = list(shown(rendered))
    if "[^" in text:  # notes stand at the end of the page
        written.sort()
        found.sort()
    assert "".join(found) == "".join(written), text


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_character_is_lost_without_an_error(text: str) -> None:
    check(text)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None)
@given(TEXTS)
def test_no_character_of_many_texts_is_lost_without_an_error(text: str) -> None:
    check(text)
