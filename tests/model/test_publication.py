"""One folder's pages → a Publication, or all that is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.model.facts import Facts, PageFacts
from gazette.model.publication import Publication, parse_publication
from gazette.problems import Problem
from gazette.settings import Settings, read_settings
from gazette.source.files import SourcePage, read_source

ROOT = Path(__file__).resolve().parents[2]
PATH = "interpretations/2022/plan"
TAGS = {"index.md": "zh-Hans", "index.en.md": "en", "index.zh-Hant.md": "zh-Hant"}
FACTS = """---
type: {type}
title: 工作方案
index_number: 11370300MB28612343/2022-5323960
document_number: 无文号
issued: 2022-10-27
published: 2022-10-27
issuing_body: 淄博市市场监督管理局
contact:
  person: 王斌
  telephone: 0533-3188608
speaker:
  name: 苏凯
  title: 局长
interprets:
  title: 《工作方案》
languages: [{languages}]
---

"""
STATUTE = """---
type: regulation
title: 某规定
{numbers}issued: 2022-10-27
published: 2022-10-27
issuing_body: 国务院
languages: [zh-Hans]
---

第一条　文。
"""
ENGLISH = """---
title: Work Plan
issuing_body: Zibo Administration for Market Regulation
contact:
  person: Wang Bin
speaker:
  name: Su Kai
  title: Director
interprets:
  title: Work Plan
translation:
  status: unofficial
---

"""
TRADITIONAL = ENGLISH.replace("Su Kai", "蘇凱").replace("Director", "局長").replace("Work Plan", "工作方案")
QUESTIONS = "## 问：甲？\n\n局长苏凯：\n\n**一是**做。\n\n## 问：乙？ {#second}\n\n局长苏凯：是。\n"
ENGLISH_QUESTIONS = "## Q: A?\n\nSu Kai, Director:\n\n**First**, do.\n\n## Q: B?\n\nSu Kai, Director: Yes.\n"


@pytest.fixture(scope="module")
def settings() -> Settings:
    found, problems = read_settings(ROOT / "mkdocs.yml")
    assert found
    assert problems == []
    return found


def _parse(
    folder: Path, settings: Settings, path: str = PATH, **texts: str
) -> tuple[Publication | None, list[Problem]]:
    pages: dict[str, SourcePage] = {}
    for name, text in texts.items():
        file = folder / {"source": "index.md", "en": "index.en.md", "hant": "index.zh-Hant.md"}[name]
        file.write_text(text, encoding="utf-8")
        page, problems = read_source(file, file.name)
        assert page, problems
        pages[TAGS[file.name]] = page
    return parse_publication(path, pages, settings)


def _codes(problems: list[Problem]) -> list[tuple[str, str, int, str]]:
    return [(each.path, each.code, each.line, each.found) for each in problems]


def test_the_ids_are_the_same_in_every_language(tmp_path: Path, settings: Settings) -> None:
    publication, problems = _parse(
        tmp_path,
        settings,
        source=FACTS.format(type="interpretation", languages="zh-Hans, zh-Hant, en") + QUESTIONS,
        en=ENGLISH + ENGLISH_QUESTIONS,
        hant=TRADITIONAL + QUESTIONS.replace("局长苏凯", "局長蘇凱"),
    )
    assert problems == []
    assert publication
    assert publication.tags == ("zh-Hans", "zh-Hant", "en")
    for tag in publication.tags:
        blocks = publication.editions[tag].blocks
        assert [block.id for block in blocks] == ["question-1", "", "measure-1", "second", ""]
        assert [block.classes for block in blocks] == [
            ("gz-question",),
            (),
            ("gz-measure",),
            ("gz-question",),
            (),
        ]


def test_what_a_publication_says(tmp_path: Path, settings: Settings) -> None:
    source = FACTS.format(type="interpretation", languages="zh-Hans, en") + QUESTIONS
    publication, _ = _parse(tmp_path, settings, source=source, en=ENGLISH + ENGLISH_QUESTIONS)
    assert publication
    assert isinstance(publication.facts, Facts)
    policy = publication.facts.interprets
    assert policy
    assert policy.title == "《工作方案》"
    assert publication.source.attribution == "局长苏凯："
    assert publication.source.lines["title"] == 3
    assert publication.source.lines["interprets.title"] == 16
    english = publication.editions["en"]
    assert english.attribution == "Su Kai, Director:"
    assert (english.contact_person, english.policy_title, english.file) == ("Wang Bin", "Work Plan", "index.en.md")


@pytest.mark.parametrize("type_name", ["interpretation", "notice", "plan", "report", "regulation"])
def test_each_type(type_name: str, tmp_path: Path, settings: Settings) -> None:
    source = FACTS.format(type=type_name, languages="zh-Hans") + "## 总则\n\n第一条 文。\n"
    publication, problems = _parse(tmp_path, settings, source=source)
    assert problems == []
    assert publication
    assert publication.facts.type == type_name
    assert [block.id for block in publication.source.blocks] == ["section-1", "article-1"]


def test_a_statute_needs_no_number(tmp_path: Path, settings: Settings) -> None:
    publication, problems = _parse(tmp_path, settings, "regulations/2022/x", source=STATUTE.format(numbers=""))
    assert problems == []
    assert publication
    assert isinstance(publication.facts, Facts)
    assert (publication.facts.index_number, publication.facts.document_number) == (None, None)
    assert [block.id for block in publication.source.blocks] == ["article-1"]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("document_number: 国务院令第45号\n", []),
        ("document_number: 无文号\n", []),
        ("document_number: 令45号\n", [("index.md", "document-number.order", 4, "令45号")]),
        ("document_number:\n", [("index.md", "field.empty-optional", 4, "")]),
        ("index_number:\n", [("index.md", "field.empty-optional", 4, "")]),
        ("index_number: 2022-1\n", [("index.md", "index-number.form", 4, "2022-1")]),
    ],
)
def test_a_number_that_a_statute_gives_is_checked(
    numbers: str, expected: list[tuple[str, str, int, str]], tmp_path: Path, settings: Settings
) -> None:
    _, problems = _parse(tmp_path, settings, "regulations/2022/x", source=STATUTE.format(numbers=numbers))
    assert _codes(problems) == expected


@pytest.mark.parametrize("type_name", ["interpretation", "notice", "plan", "report"])
def test_a_document_of_the_bureau_has_both_numbers(type_name: str, tmp_path: Path, settings: Settings) -> None:
    facts = FACTS.format(type=type_name, languages="zh-Hans")
    _, problems = _parse(tmp_path, settings, source=facts.replace("index_", "#").replace("document_", "#") + "正文。\n")
    assert [(each.code, each.field) for each in problems] == [
        ("field.missing", "index_number"),
        ("field.missing", "document_number"),
    ]
    _, problems = _parse(tmp_path, settings, source=facts.replace(" 无文号", "") + "正文。\n")
    assert _codes(problems) == [("index.md", "document-number.empty", 5, "")]


def test_a_plain_page(tmp_path: Path, settings: Settings) -> None:
    source = "---\ntype: page\ntitle: 关于本站\nlanguages: [zh-Hans]\n---\n\n正文。\n"
    publication, problems = _parse(tmp_path, settings, "about", source=source)
    assert problems == []
    assert publication
    assert isinstance(publication.facts, PageFacts)
    assert (publication.source.title, publication.source.attribution) == ("关于本站", "")
    assert publication.source.policy_title == ""


@pytest.mark.parametrize(
    ("type_name", "missing"),
    [
        ("interpretation", ["contact", "interprets"]),
        ("notice", ["contact"]),
        ("plan", []),
        ("report", []),
        ("regulation", []),
    ],
)
def test_facts_that_a_type_cannot_be_without(
    type_name: str, missing: list[str], tmp_path: Path, settings: Settings
) -> None:
    facts = FACTS.format(type=type_name, languages="zh-Hans")
    source = facts[: facts.index("contact:")] + facts[facts.index("languages:") :] + "正文。\n"
    _, problems = _parse(tmp_path, settings, source=source)
    assert [(each.code, each.field) for each in problems] == [("field.missing", field) for field in missing]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## 问：甲？\n\n局长苏凯：是。\n", []),
        ("## 问：甲？\n\n**局长苏凯：**是。\n", []),
        ("## 问：甲？\n\n局长苏凯:是。\n", [("index.md", "body.answer", 22, "局长苏凯:是。")]),
        ("## 问：甲？\n\n苏凯：是。\n", [("index.md", "body.answer", 22, "苏凯：是。")]),
        ("## 问：甲？\n\n- 局长苏凯：是。\n", [("index.md", "body.answer", 20, "## 问：甲？")]),
        ("## 问：甲？\n", [("index.md", "body.answer", 20, "## 问：甲？")]),
    ],
)
def test_an_answer_begins_with_the_speaker(
    body: str, expected: list[tuple[str, str, int, str]], tmp_path: Path, settings: Settings
) -> None:
    source = FACTS.format(type="interpretation", languages="zh-Hans") + body
    _, problems = _parse(tmp_path, settings, source=source)
    assert _codes(problems) == expected


def test_an_english_answer_begins_with_the_english_attribution(tmp_path: Path, settings: Settings) -> None:
    source = FACTS.format(type="interpretation", languages="zh-Hans, en") + QUESTIONS
    english = ENGLISH + ENGLISH_QUESTIONS.replace("Su Kai, Director: Yes", "Director Su Kai: Yes")
    _, problems = _parse(tmp_path, settings, source=source, en=english)
    assert _codes(problems) == [("index.en.md", "body.answer", 23, "Director Su Kai: Yes.")]
    assert dict(problems[0].details) == {"attribution": "Su Kai, Director:"}


def test_a_translation_without_speaker_is_told_so_once(tmp_path: Path, settings: Settings) -> None:
    source = FACTS.format(type="interpretation", languages="zh-Hans, en") + QUESTIONS
    english = ENGLISH.replace("speaker:\n  name: Su Kai\n  title: Director\n", "") + ENGLISH_QUESTIONS
    _, problems = _parse(tmp_path, settings, source=source, en=english)
    assert [(each.code, each.field) for each in problems] == [("field.missing", "speaker")]


WORDS = "subject_words: [知识产权, 试点]\nlanguages"


def test_a_translation_without_subject_words_is_told_so(tmp_path: Path, settings: Settings) -> None:
    source = FACTS.format(type="plan", languages="zh-Hans, en").replace("languages", WORDS) + "正文。\n"
    _, problems = _parse(tmp_path, settings, source=source, en=ENGLISH + "Text.\n")
    assert [(each.code, each.path, each.field) for each in problems] == [
        ("field.missing", "index.en.md", "subject_words")
    ]
    english = ENGLISH.replace("translation:", "subject_words: [pilot, one more, pilot]\ntranslation:") + "Text.\n"
    publication, problems = _parse(tmp_path, settings, source=source, en=english)
    assert publication and problems == []
    assert publication.source.subject_words == ("知识产权", "试点")
    assert publication.editions["en"].subject_words == ("pilot", "one more")


def test_subject_words_that_the_source_does_not_have_are_told(tmp_path: Path, settings: Settings) -> None:
    source = FACTS.format(type="plan", languages="zh-Hans, en") + "正文。\n"
    english = ENGLISH.replace("translation:", "subject_words: [pilot]\ntranslation:") + "Text.\n"
    _, problems = _parse(tmp_path, settings, source=source, en=english)
    assert _codes(problems) == [("index.en.md", "translation.surplus-fact", 11, "")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[知识产权、试点]", [("field.one-word", 17, "知识产权、试点")]),
        (
            "\n  - 知识产权\n  - 试点；城市\n  - a;b",
            [("field.one-word", 19, "试点；城市"), ("field.one-word", 20, "a;b")],
        ),
        ("知识产权", [("field.list", 17, "知识产权")]),
        ("", [("field.empty-optional", 17, "")]),
        ("[]", []),
    ],
)
def test_a_subject_word_is_one_word(
    written: str, expected: list[tuple[str, int, str]], tmp_path: Path, settings: Settings
) -> None:
    words = f"subject_words: {written}\nlanguages"
    source = FACTS.format(type="plan", languages="zh-Hans").replace("languages", words) + "正文。\n"
    _, problems = _parse(tmp_path, settings, source=source)
    assert [(each.code, each.line, each.found) for each in problems] == expected
    for each in problems:
        assert "（主题词）" in each.sentence("zh")


def test_text_and_structure_are_checked_even_where_facts_are_wrong(tmp_path: Path, settings: Settings) -> None:
    source = FACTS.format(type="plan", languages="zh-Hans, en").replace("2022-10-27", "2022-13-27") + "# 甲\n\n文。\n"
    publication, problems = _parse(
        tmp_path, settings, source=source, en=ENGLISH.replace("title: W", "titel: W", 1) + "A\n"
    )
    assert publication is None
    assert _codes(problems) == [
        ("index.md", "date.invalid", 6, "2022-13-27"),
        ("index.md", "date.invalid", 7, "2022-13-27"),
        ("index.en.md", "field.misspelt", 2, "titel"),
        ("index.md", "body.heading-level", 20, "# 甲"),
        ("index.en.md", "translation.gap-first", 15, "A"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "interpretations",
        "interpretations/2022",
        "interpretations/22/plan",
        "interpretations/２０２２/plan",
        "interpretations/2022/-plan",
        "interpretations/2022/a--b",
        "interpretations/2022/plan/more",
        "Interpretations/2022/plan",
    ],
)
def test_paths_of_another_form(path: str, tmp_path: Path, settings: Settings) -> None:
    source = FACTS.format(type="plan", languages="zh-Hans") + "正文。\n"
    _, problems = _parse(tmp_path, settings, path, source=source)
    assert _codes(problems) == [("index.md", "publication.path", 0, path)]


@pytest.mark.parametrize("path", ["404", "assets", "en", "interpretations", "search", "search-data", "zh-hant"])
def test_a_page_leaves_the_sites_own_folders_alone(path: str, tmp_path: Path, settings: Settings) -> None:
    source = "---\ntype: page\ntitle: 关于本站\nlanguages: [zh-Hans]\n---\n\n正文。\n"
    _, problems = _parse(tmp_path, settings, path, source=source)
    assert _codes(problems) == [("index.md", "publication.reserved-path", 0, path)]
