"""What the page of a publication says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from converted import EMPTY
from gazette.pages.canonical import canonical_text
from gazette.pages.catalogue import check_catalogue
from gazette.pages.labels import Labels, label_scribe, read_labels
from gazette.pages.page import Page
from gazette.render import Inputs, render_publication
from gazette.rendered import Rendered
from gazette.settings import Settings, read_settings
from gazette.source.folders import find_folders
from tiny_site import ROOT, write_notice, write_statute


@pytest.fixture(scope="module")
def settings() -> Settings:
    found, problems = read_settings(ROOT / "mkdocs.yml")
    assert found and problems == []
    return found


@pytest.fixture(scope="module")
def labels(settings: Settings) -> dict[str, Labels]:
    found, problems = read_labels(ROOT / "overrides" / "labels", settings, label_scribe(settings, EMPTY))
    assert problems == []
    return found


def rendered(docs: Path, settings: Settings, labels: dict[str, Labels]) -> Rendered:
    (folder,), problems = find_folders(docs, "docs")
    one, found = render_publication(folder, Inputs("docs", settings, labels, EMPTY))
    assert one and [each for each in problems + found if each.code != "review.open"] == []
    return one


def page_of(one: Rendered, tag: str) -> Page:
    return next(page for page in one.pages if page.tag == tag)


def test_headings_and_articles_get_ids_that_are_the_same_in_both_scripts(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels]
) -> None:
    write_notice(tmp_path, "n", "## 总体要求\n\n第一条　为了发展。\n\n### 目标 {#goals}\n\n第二条 完。")
    one = rendered(tmp_path, settings, labels)
    for tag in ("zh-Hans", "zh-Hant"):
        body = page_of(one, tag).body
        for mark in ("#section-1 ", "#article-1 ", "#goals ", "#article-2 "):
            assert f"{{: {mark}" in body
    assert one.record.ids == {"section-1", "article-1", "goals", "article-2"}


def test_lines_of_one_paragraph_join_without_a_space_between_chinese(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels]
) -> None:
    write_notice(tmp_path, "n", "推动知识产权\n高质量发展，参加PCT\napplication工作。")
    body = page_of(rendered(tmp_path, settings, labels), "zh-Hans").body
    assert body.strip() == "推动知识产权高质量发展，参加PCT application工作。"


def test_the_front_matter_of_a_staged_page_is_yaml_that_says_what_the_template_shows(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels]
) -> None:
    write_notice(tmp_path, "n", "正文：第一段。", title="关于“发展”的通知：一")
    page = page_of(rendered(tmp_path, settings, labels), "zh-Hant")
    front = yaml.safe_load(page.content.split("---\n")[1])
    assert page.file == "interpretations/2023/n/index.zh-Hant.md"
    assert front["title"] == "關於“發展”的通知：一" and front["template"] == "publication.html"
    facts = {row["key"]: row["value"] for row in front["gazette"]["facts"]}
    assert facts["document_number"] == "無文號" and facts["published"] == "2023-03-02"


def test_a_document_number_is_quoted_in_simplified_on_the_traditional_page(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels]
) -> None:
    file = write_notice(tmp_path, "n", "正文。")
    number = "淄市监发〔2023〕12号"
    file.write_text(file.read_text(encoding="utf-8").replace("无文号", number), encoding="utf-8")
    rows = page_of(rendered(tmp_path, settings, labels), "zh-Hant").data["facts"]
    (row,) = [row for row in rows if row["key"] == "document_number"]
    assert (row["value"], row["lang"]) == (number, "zh-Hans")


def test_hyphened_numbers_are_kept_whole_and_addresses_are_left_alone(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels]
) -> None:
    write_notice(tmp_path, "n", "见2022-2025年规划，电话0533-3188608，[链接](https://example.org/2022-10/1)。")
    body = page_of(rendered(tmp_path, settings, labels), "zh-Hans").body
    assert '<span class="gz-number">2022-2025</span>年' in body
    assert '<span class="gz-number">0533-3188608</span>' in body
    assert "(https://example.org/2022-10/1)" in body


def test_numbers_in_lists_quotes_and_tables_are_kept_whole_too(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels]
) -> None:
    table = "| 项目 | 数量 |\n|---|---|\n| 甲 | 3,376 |\n| `12` | 12.5% |"
    write_notice(tmp_path, "n", f"- 2022-2025年\n\n> 2-3天\n\n{table}\n\n正文3376件。")
    body = page_of(rendered(tmp_path, settings, labels), "zh-Hans").body
    kept = ("2022-2025", "2-3", "3,376", "12.5%")
    assert [f'<span class="gz-number">{number}</span>' in body for number in kept] == [True] * 4
    assert "| `12` |" in body and "正文3376件" in body


def test_a_link_looked_up_by_its_own_number_is_still_found(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels]
) -> None:
    write_notice(
        tmp_path, "n", "见[2022-2025]与[其他]。\n\n[2022-2025]: https://example.org/plan\n[其他]: https://example.org/2"
    )
    body = page_of(rendered(tmp_path, settings, labels), "zh-Hans").body
    assert '[<span class="gz-number">2022-2025</span>][2022-2025]' in body and "[其他]。" in body


def test_a_statute_shows_no_row_for_a_number_that_it_does_not_have(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels]
) -> None:
    write_statute(tmp_path, "n", "**第一条**　文。")
    one = rendered(tmp_path, settings, labels)
    for tag in ("zh-Hans", "zh-Hant"):
        rows = page_of(one, tag).data["facts"]
        assert [row["key"] for row in rows] == ["issued", "issuing_body", "published"]
    assert one.search["zh-Hans"].facts[0] == "国务院"
    assert one.record.index_number == ""


def test_the_number_of_an_order_is_quoted_in_simplified_and_can_be_searched(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels]
) -> None:
    write_statute(tmp_path, "n", "正文。", numbers="document_number: 国务院令第45号\n")
    one = rendered(tmp_path, settings, labels)
    row = page_of(one, "zh-Hant").data["facts"][0]
    assert (row["key"], row["value"], row["lang"]) == ("document_number", "国务院令第45号", "zh-Hans")
    assert one.search["zh-Hant"].facts[0] == "国务院令第45号"


def test_statutes_without_index_number_do_not_share_one(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels]
) -> None:
    records = []
    for name in ("a", "b"):
        write_statute(tmp_path / name, name, "正文。")
        records.append(rendered(tmp_path / name, settings, labels).record)
    assert check_catalogue(records) == []


def test_subject_words_are_shown_told_to_search_engines_and_searched(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels]
) -> None:
    file = write_notice(tmp_path, "n", "正文。")
    plain = rendered(tmp_path, settings, labels)
    for tag in ("zh-Hans", "zh-Hant"):
        assert "keywords" not in page_of(plain, tag).content and "subject_words" not in page_of(plain, tag).content
    words = "subject_words: [公共服务, 头发, 公共服务]\nlanguages"
    file.write_text(file.read_text(encoding="utf-8").replace("languages", words), encoding="utf-8")
    one = rendered(tmp_path, settings, labels)
    for tag, label, (first, second) in (
        ("zh-Hans", "主题词", ("公共服务", "头发")),
        ("zh-Hant", "主題詞", ("公共服務", "頭髮")),
    ):
        page = page_of(one, tag)
        assert page.data["facts"][-1] == {"key": "subject_words", "label": label, "value": f"{first}、{second}"}
        assert yaml.safe_load(page.content.split("---\n")[1])["keywords"] == f"{first}, {second}"
        assert {first, second} <= set(one.search[tag].facts)
        assert f"{label}\t{first}、{second}\n" in canonical_text(page)


@pytest.mark.parametrize("number", ["", "  document_number: 淄政办字〔2022〕12号\n"])
def test_the_number_of_the_policy_that_is_interpreted_is_shown_in_simplified(
    tmp_path: Path, settings: Settings, labels: dict[str, Labels], number: str
) -> None:
    file = write_notice(tmp_path, "n", "正文。")
    policy = f"interprets:\n  title: 关于试点工作的方案\n{number}languages"
    file.write_text(file.read_text(encoding="utf-8").replace("languages", policy), encoding="utf-8")
    one = rendered(tmp_path, settings, labels)
    for tag, label in (("zh-Hans", "解读文件文号"), ("zh-Hant", "解讀文件文號")):
        rows = [row for row in page_of(one, tag).data["facts"] if row["key"] == "interprets_number"]
        foreign = {} if tag == "zh-Hans" else {"lang": "zh-Hans"}
        shown = {"key": "interprets_number", "label": label, "value": "淄政办字〔2022〕12号", **foreign}
        assert rows == ([shown] if number else [])
