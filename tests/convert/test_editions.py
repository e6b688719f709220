"""A publication in all its languages: what is converted, what is not, and every doubt on its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from converted import EMPTY, scribe
from gazette.convert.editions import ConvertedText, convert_edition, convert_publication
from gazette.convert.tables import read_protected_terms
from gazette.convert.texts import find_texts
from gazette.model.publication import Publication, parse_publication
from gazette.problems import Problem
from gazette.settings import ConversionProfile, Settings, read_settings
from gazette.source.files import read_source
from gazette.source.folders import find_folders

ROOT = Path(__file__).parents[2]
FRONT = """---
type: interpretation
title: 国家知识产权工作方案
index_number: 11370300MB28612343/2022-5323960
document_number: 淄市监发〔2022〕12号
issued: 2022-10-27
published: 2022-10-27
issuing_body: 淄博市市场监督管理局
contact: {{person: 王斌, telephone: 0533-3188608}}
speaker:
  name: 苏凯
  title: 市市场监管局局长
interprets:
  title: 知识产权方案
  url: https://www.example.org/方案
subject_words: [公共体制, 征收]
description: 体制与发展
languages: [zh-Hans, zh-Hant]
{more}---
"""
TRADITIONAL = """---
title: 人寫的題目
issuing_body: 人寫的機構
contact: {person: 王斌}
speaker: {name: 蘇凱, title: 人寫的職務}
interprets: {title: 人寫的方案}
subject_words: [人寫的詞]
---

## 人写的標題

人写的正文
"""


@pytest.fixture(scope="module")
def site() -> Settings:
    settings, problems = read_settings(ROOT / "mkdocs.yml")
    assert problems == []
    assert settings is not None
    return settings


def parse(folder: Path, settings: Settings, body: str, more: str = "", traditional: str = "") -> Publication:
    texts = {"zh-Hans": FRONT.format(more=more) + body, "zh-Hant": traditional}
    pages = {}
    for tag, text in texts.items():
        if text:
            file = folder / f"index.{tag}.md"
            file.write_text(text, encoding="utf-8")
            page, problems = read_source(file, f"docs/x/index.{tag}.md")
            assert (page is not None, problems) == (True, [])
            assert page is not None
            pages[tag] = page
    publication, problems = parse_publication("interpretations/2022/x", pages, settings)
    assert publication is not None, problems
    return publication


def convert(publication: Publication, settings: Settings) -> tuple[ConvertedText, list[Problem]]:
    """The text and its problems; that nobody has reviewed it yet is none here."""
    text, problems = convert_publication(publication, settings, EMPTY)
    return text, [each for each in problems if each.code != "review.open"]


def found(problems: list[Problem]) -> list[tuple[str, str, int, str]]:
    return [(each.code, each.path, each.line, each.found) for each in problems]


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


def test_words_and_facts_are_converted_and_marks_are_not(tmp_path: Path, site: Settings) -> None:
    body = (
        '\n## 问：国家体制？ { #体制 }\n\n市市场监管局局长苏凯：领导**干**部[发展](方案.pdf "国")。\n\n```\n国\n```\n'
    )
    text, _ = convert(parse(tmp_path, site, body), site)
    made, tradition = text.editions["zh-Hant"], scribe(terms=read_protected_terms()).convert
    source = text.publication.source
    assert made.subject_words == ("公共體制", "徵收")
    assert (made.title, made.issuing_body, made.policy_title, made.description) == (
        *map(tradition, (source.title, source.issuing_body, source.policy_title, source.description)),
    )
    assert made.speaker is not None
    assert (made.contact_person, made.speaker.name, made.speaker.title) == ("王斌", "蘇凱", "市市場監管局局長")
    assert [(block.id, block.raw) for block in made.blocks] == [
        ("体制", "\n## 問：國家體制？ { #体制 }\n\n"),
        ("", '市市場監管局局長蘇凱：領導**幹**部[發展](方案.pdf "國")。\n\n'),
        ("", "```\n国\n```\n"),
    ]
    assert [block.classes for block in made.blocks] == [block.classes for block in source.blocks]
    assert text.publication.facts.model_dump() == parse(tmp_path, site, body).facts.model_dump()


def test_titles_in_attribute_lists_are_converted_and_ids_are_not(tmp_path: Path, site: Settings) -> None:
    text, _ = convert(parse(tmp_path, site, '\n国家\n{: #国 .国 title="国" data-title="国" }\n'), site)
    (block,) = text.editions["zh-Hant"].blocks
    assert block.raw == '\n國家\n{: #国 .国 title="國" data-title="国" }\n'
    assert (block.id, block.pairs) == ("国", (("title", "國"), ("data-title", "国")))


def test_the_editions_come_in_the_order_of_the_languages(tmp_path: Path, site: Settings) -> None:
    text, _ = convert(parse(tmp_path, site, "\n国家\n"), site)
    assert list(text.editions) == ["zh-Hans", "zh-Hant"] == [edition.tag for edition in text.editions.values()]


def test_a_publication_in_simplified_only_is_not_converted(tmp_path: Path, site: Settings) -> None:
    publication = parse(tmp_path, site, "\n国家\n")
    facts = publication.facts.model_copy(update={"languages": ("zh-Hans",)})
    text, _ = convert(replace(publication, facts=facts), site)
    assert list(text.editions) == ["zh-Hans"]


@pytest.mark.parametrize("profile", ["tw", "hk", "t", "cn"])
def test_the_publication_chooses_its_profile(tmp_path: Path, site: Settings, profile: ConversionProfile) -> None:
    words = "里面说为了着力"
    text, _ = convert(parse(tmp_path, site, f"\n{words}\n", f"conversion_profile: {profile}\n"), site)
    expected = scribe(profile).convert(words)
    assert text.editions["zh-Hant"].blocks[0].text == expected


def test_without_a_profile_of_its_own_the_site_chooses(tmp_path: Path, site: Settings) -> None:
    gazette = site.gazette.model_copy(update={"conversion_profile": "hk"})
    text, _ = convert(parse(tmp_path, site, "\n里面\n"), replace(site, gazette=gazette))
    assert text.editions["zh-Hant"].blocks[0].text == scribe("hk").convert("里面")


def test_the_publication_locks_terms_of_its_own(tmp_path: Path, site: Settings) -> None:
    text, problems = convert(parse(tmp_path, site, "\n于某里长，苏凯\n", "protected_terms: {于某里: 于某里}\n"), site)
    assert (text.editions["zh-Hant"].blocks[0].text, problems) == ("于某里長，蘇凱", [])


def test_a_locked_form_of_another_length_is_no_crash(tmp_path: Path, site: Settings) -> None:
    publication = parse(tmp_path, site, "\n国家\n")
    facts = publication.facts.model_copy(update={"protected_terms": {"国家": "國"}})
    text, _ = convert(replace(publication, facts=facts), site)
    assert text.editions["zh-Hant"].blocks[0].text == "國家"


def test_what_a_person_wrote_in_traditional_stays(tmp_path: Path, site: Settings) -> None:
    publication = parse(tmp_path, site, "\n## 标题\n\n正文\n", traditional=TRADITIONAL)
    text, problems = convert(publication, site)
    assert text.editions["zh-Hant"] == publication.editions["zh-Hant"]
    assert [block.text for block in text.editions["zh-Hant"].blocks] == ["人写的標題", "人写的正文"]
    assert problems == []


BODY = "\n国家\n体制\n發展**体**\n系統\n\n- 项\n  資料\n\n| 甲 | 產 |\n|---|---|\n\n```\n體\n```\n\n[附件](體.pdf)\n"


def test_a_stray_character_is_reported_on_its_line_and_nothing_is_put_right(tmp_path: Path, site: Settings) -> None:
    text, problems = convert(parse(tmp_path, site, BODY), site)
    written = FRONT.format(more="") + BODY
    strays = ("發", "統", "資", "產")
    assert found(problems) == [
        ("conversion.stray-traditional", "docs/x/index.zh-Hans.md", line_of(written, each), each) for each in strays
    ]
    assert all(each.is_error for each in problems)
    assert text.editions["zh-Hans"] is text.publication.source


def test_what_does_not_come_back_is_reported_on_its_line(tmp_path: Path, site: Settings) -> None:
    body = "\n第一行活动，\n工业**馀**\n热的利用。\n"
    _, problems = convert(parse(tmp_path, site, body), site)
    line = line_of(FRONT.format(more="") + body, "馀")
    assert found(problems) == [("conversion.round-trip", "docs/x/index.zh-Hans.md", line, "馀")]
    assert dict(problems[0].details) == {"traditional": "餘", "back": "余", "context": "动，工业馀热的利用"}


@pytest.mark.parametrize(
    ("old", "new", "piece"),
    [
        ("title: 国家", "title: 國家", "國"),
        ("issuing_body: 淄博市市场", "issuing_body: 淄博市市場", "場"),
        ("name: 苏凯", "name: 蘇某", "蘇"),
        ("title: 市市场监管局局长", "title: 市市场监管局局長", "長"),
        ("title: 知识产权方案", "title: 知识產权方案", "產"),
        ("subject_words: [公共体制", "subject_words: [公共體制", "體"),
        ("description: 体制", "description: 體制", "體"),
    ],
)
def test_a_doubtful_fact_is_reported_on_its_line(
    tmp_path: Path, site: Settings, old: str, new: str, piece: str
) -> None:
    file = tmp_path / "index.md"
    written = FRONT.format(more="").replace(old, new, 1) + "\n正文\n"
    file.write_text(written, encoding="utf-8")
    page, _ = read_source(file, "docs/x/index.md")
    assert page is not None
    publication, _ = parse_publication("interpretations/2022/x", {"zh-Hans": page}, site)
    assert publication is not None
    _, problems = convert(publication, site)
    assert found(problems) == [("conversion.stray-traditional", "docs/x/index.md", line_of(written, piece), piece)]


def test_a_doubtful_word_of_a_list_is_put_before_a_reviewer_on_its_line(tmp_path: Path, site: Settings) -> None:
    text, _ = convert(parse(tmp_path, site, "\n正文\n"), site)
    line = line_of(FRONT.format(more=""), "征收")
    assert [each.line for each in text.occurrences if each.doubt.choice.source == "征"] == [line]


def test_the_project_s_own_texts_leave_no_doubt(site: Settings) -> None:
    folders, problems = find_folders(ROOT / "docs", "docs")
    assert folders and problems == []
    for folder in folders:
        read = {tag: read_source(file, file.name)[0] for tag, file in folder.pages.items()}
        publication, _ = parse_publication(folder.path, {tag: page for tag, page in read.items() if page}, site)
        assert publication is not None
        assert convert(publication, site)[1] == []


def test_every_text_that_is_converted_is_looked_at_for_doubts(tmp_path: Path, site: Settings) -> None:
    """A title in an attribute list, an alternative text, a footnote: what a reader gets, a reviewer sees."""
    body = (
        '\n## 发展 { title="头发" }\n\n公布**发**布[制度](a "征收")，![后面](b.png "里面")[^1]\n{: title="干部" }\n\n'
        "| 系统 | 准备 |\n|---|---|\n| 复核 | 余额 |\n\n> 台湾\n\n- 历史\n\n[^1]: 冲突\n\n[x]: c.html '标志'\n"
    )
    publication = parse(tmp_path, site, body)
    source, heard = publication.source, []

    def hear(text: str) -> str:
        heard.append(text)
        return text

    convert_edition(source, "zh-Hant", hear)
    places = [text for text, _ in find_texts(source)]
    assert {each for each in heard if each.strip()} <= set(places)
    for word in ("头发", "征收", "后面", "里面", "干部", "复核", "台湾", "历史", "冲突", "标志"):
        assert any(word in each for each in places), word
    text, _ = convert(publication, site)
    assert {each.doubt.choice.source for each in text.occurrences} >= set("发后里干复余台历冲志征制系准")
    assert text.review is not None and text.review.total == sum(each.is_open for each in text.occurrences) > 0


@pytest.mark.parametrize(
    ("body", "entity"),
    [
        ("\n第一行\n体&#21457;展\n", "&#21457;"),
        ("\n第一行\n体&#x53D1;展\n", "&#x53D1;"),
        ('\n第一行\n<span title="&#21457;">甲</span>\n', "&#21457;"),
        ("\n第一行\n![&#x53d1;](a.png)\n", "&#x53d1;"),
        ('\n第一行\n甲\n{: title="&#21457;" }\n', "&#21457;"),
        ("\n<p>\n&#21457;</p>\n", "&#21457;"),
        ("\n| 甲 |\n|---|\n| &#21457; |\n", "&#21457;"),
    ],
)
def test_an_ideograph_written_as_an_entity_is_an_error_on_its_line(
    tmp_path: Path, site: Settings, body: str, entity: str
) -> None:
    _, problems = convert(parse(tmp_path, site, body), site)
    (found,) = [each for each in problems if each.code == "conversion.entity"]
    assert (found.found, dict(found.details)["wanted"], found.is_error) == (entity, "发", True)
    first = line_of(FRONT.format(more="") + body, body.strip().split("\n")[0])
    assert first <= found.line <= first + body.count("\n")


def test_an_entity_for_a_double_is_told_once_by_the_reader_of_the_file(tmp_path: Path, site: Settings) -> None:
    publication = parse(tmp_path, site, "\n甲&#21457;乙\n")
    [block] = publication.editions["zh-Hans"].blocks
    edition = replace(publication.editions["zh-Hans"], blocks=(replace(block, text="甲&#x2F00;乙&#xF9E7;"),))
    _, problems = convert(replace(publication, editions={**publication.editions, "zh-Hans": edition}), site)
    assert [each for each in problems if each.code == "conversion.entity"] == []


def test_other_entities_and_code_are_none(tmp_path: Path, site: Settings) -> None:
    _, problems = convert(parse(tmp_path, site, "\n甲&nbsp;乙&lt;&#160;`&#21457;`\n\n```\n&#21457;\n```\n"), site)
    assert [each for each in problems if each.code == "conversion.entity"] == []
