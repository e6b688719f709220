"""The canonical text: its definition, rule by rule, and that it is what the built page shows."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from lxml import etree, html

from copies.samples import converted, labels, published
from gazette.convert.editions import ConvertedText
from gazette.pages.canonical import (
    EXTENSION_CONFIGS,
    EXTENSIONS,
    body_lines,
    canonical_digest,
    canonical_text,
    normal_line,
    render_body,
    short_form,
)
from gazette.pages.compose import compose_page
from gazette.source.inline import plain_text
from gazette.yaml_tree import parse_yaml
from tiny_site import ROOT, write_notice

PUBLICATION = "interpretations/2022/ip-pilot-city"


def test_title_facts_body_and_contact_in_the_order_of_the_page(tmp_path: Path) -> None:
    write_notice(tmp_path, "n", "## 一、总体要求\n\n第一条　为了**发展**。")
    assert published(converted(tmp_path), "zh-Hans").text == (
        "关于试点工作的通知\n"
        "索引号\t11370300MB28612343/2023-1\n"
        "文号\t无文号\n"
        "发文日期\t2023-03-01\n"
        "发布机构\t淄博市市场监督管理局\n"
        "发布日期\t2023-03-02\n"
        "一、总体要求\n"
        "第一条　为了发展。\n"
        "联系人\t王斌\n"
        "联系电话\t0533-3188608\n"
    )


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("- 甲\n- 乙", ["甲", "乙"]),
        ("3. 三\n4. 四\n    1. 其一\n    2. 其二\n5. 五", ["3. 三", "4. 四", "1. 其一", "2. 其二", "5. 五"]),
        ("| a | b |\n|---|---|\n| 1 \\| 2 | |\n| 甲<br>乙 | `c  d` |", ["a\tb", "1 | 2\t", "甲 乙\tc d"]),
        ("甲[^1]乙。\n\n[^1]: 注。\n\n    又一段。", ["甲[1]乙。", "1. 注。", "又一段。"]),
        ("甲[文字](https://a.cn/ '标题')乙<https://b.cn/>", ["甲文字乙https://b.cn/"]),
        ("甲![图](a.png)乙\n\n![图](b.png)", ["甲乙"]),
        ("> 甲\n\n```\na  b\n  c\n```", ["甲", "a b", "c"]),
        ("<div>甲<b>乙</b>\n丙<ul><li>丁<li>戊</ul></div>", ["甲乙 丙", "丁", "戊"]),
        ("<figure><img src='a.png' alt='图'><figcaption>图1　流程</figcaption></figure>", ["图1　流程"]),
        ("<table><caption>表1</caption><tr><td><p>甲</p><p>乙</p></td><td>丙</td></tr></table>", ["表1", "甲 乙\t丙"]),
        ("甲&amp;乙&nbsp;丙&shy;丁&#8203;戊", ["甲&乙 丙丁戊"]),
        ("甲<script>x()</script><!-- 注 -->乙", ["甲乙"]),
    ],
)
def test_what_is_text_and_what_is_not(markdown: str, lines: list[str]) -> None:
    assert body_lines(render_body(markdown)) == lines


@pytest.mark.parametrize(
    ("written", "line"),
    [
        (" 甲  乙\t丙\u00a0丁\u2003戊\n", "甲 乙 丙 丁 戊"),
        ("\u3000\u3000第一条\u3000总则\u3000", "第一条\u3000总则"),
        ("知\u00ad识\u200b产\u2060权\ufeff葛\U000e0100", "知识产权葛"),
        ("e\u0301\u2126", "\u00e9\u03a9"),
        ("，,—―", "，,—―"),
    ],
)
def test_white_space_and_characters_without_a_shape(written: str, line: str) -> None:
    assert normal_line(written) == line


def test_how_the_source_is_written_changes_nothing(tmp_path: Path) -> None:
    bodies = (
        "推动知识产权高质量发展，参加PCT application工作。\n\n- 甲项目\n- 乙",
        "推动知识产权\n高质量发展，参加PCT\napplication工作。\n\n*   甲项目\n*   **乙**",
        "推动<b>知识产权</b>高质量[发展](https://a.cn/)，参加PCT application工作。\n\n\n+ 甲&#8203;项目\n+ 乙",
    )
    texts = set()
    for number, body in enumerate(bodies):
        write_notice(tmp_path / str(number), "n", body)
        texts.add(published(converted(tmp_path / str(number)), "zh-Hans").text)
    assert len(texts) == 1


def test_the_fingerprint_is_what_sha256sum_says_of_the_text() -> None:
    digest = canonical_digest("甲\n")
    assert digest == hashlib.sha256("甲\n".encode()).hexdigest()
    assert short_form("3f2a91c077de04b8" + "0" * 48) == "3F2A 91C0 77DE 04B8"


def test_the_body_is_rendered_with_the_extensions_of_mkdocs_yml() -> None:
    tree, problems = parse_yaml((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), "mkdocs.yml")
    assert tree and problems == []
    written = tree.values["markdown_extensions"]
    names = [each if isinstance(each, str) else next(iter(each)) for each in written]
    configs = {name: config for each in written if isinstance(each, dict) for name, config in each.items()}
    ours = {
        name: {key: str(value).lower() if value is True else value for key, value in config.items()}
        for name, config in EXTENSION_CONFIGS.items()
    }
    assert [*EXTENSIONS] == ["toc", *names] and configs == ours


def test_it_is_what_the_built_page_shows(built: Path, tmp_path: Path) -> None:
    """A second way, from the finished page alone."""
    text = own_text(PUBLICATION, tmp_path)
    for tag, file in (("zh-Hans", ""), ("zh-Hant", "zh-Hant/"), ("en", "en/")):
        page = html.fromstring((built / f"{file}{PUBLICATION}/index.html").read_bytes())
        parts = page.xpath(
            "//h1 | //table[@id='publication-facts']//tr | //*[contains(@class,'gz-body')]//*[self::p or self::h2]"
        )
        parts += page.xpath("//table[@id='contact']//tr")
        lines = ["\t".join(_words(cell) for cell in part) if part.tag == "tr" else _words(part) for part in parts]
        assert published(text, tag).text.splitlines() == lines


def test_its_lines_are_the_blocks_of_the_source(tmp_path: Path) -> None:
    """A third way, by our own reading of Markdown instead of Python-Markdown's."""
    for path in (PUBLICATION, "about"):
        text = own_text(path, tmp_path)
        for tag, edition in text.editions.items():
            page = compose_page(text, tag, labels()[tag])
            blocks = [plain_text(block.text) for block in edition.blocks]
            rows = len(page.data.get("facts", ())), len(page.data.get("contact", ()))
            lines = canonical_text(page).splitlines()
            assert lines[1 + rows[0] : len(lines) - rows[1]] == [each for each in blocks if each]


def own_text(path: str, folder: Path) -> ConvertedText:
    """One of the project's own."""
    shutil.copytree(ROOT / "docs" / path, folder / path.replace("/", "-") / path)
    return converted(folder / path.replace("/", "-"))


def _words(element: etree._Element) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()
