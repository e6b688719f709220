"""mkdocs.yml read strictly: a copy of the project's own, broken in one place, says what is wrong on which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.problems import Problem
from gazette.settings import RESERVED_FOLDERS, read_settings

CONFIG = (Path(__file__).resolve().parents[1] / "mkdocs.yml").read_text(encoding="utf-8")


def _read(folder: Path, text: str | bytes, site_url: str | None = None) -> list[Problem]:
    file = folder / "mkdocs.yml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    settings, problems = read_settings(file, site_url)
    assert (settings is None) == bool(problems)
    return problems


def _line(piece: str, text: str = CONFIG) -> int:
    assert text.count(piece) >= 1, piece
    return text[: text.index(piece)].count("\n") + 1


BROKEN = {
    "no address": ("site_url: https://not-configured.invalid/", "site_url:", "settings.site-url", "site_url", ""),
    "an address without a scheme": (
        "https://not-configured.invalid/",
        "www.zibo.gov.cn",
        "settings.site-url",
        "site_url",
        "www.zibo.gov.cn",
    ),
    "an address that is no address": (
        "https://not-configured.invalid/",
        "https://[1/",
        "settings.site-url",
        "site_url",
        "https://[1/",
    ),
    "an unknown language": ("locale: en,", "locale: xx-Yyyy-9,", "settings.language", "locale", "xx-Yyyy-9"),
    "a language without a tag": ("{locale: en, name: English}", "English", "settings.language", "locale", ""),
    "a language twice": ("locale: en,", "locale: zh-Hant,", "publication.language-twice", "locale", "zh-Hant"),
    "a misspelt profile": ("profile: tw", "profile: twp", "field.choice", "extra.gazette.conversion_profile", "twp"),
    "a misspelt field": ("bureau:", "burau:", "field.misspelt", "extra.gazette.burau", "burau"),
    "a bureau in one line": (
        "{zh-Hans: 淄博市市场监督管理局, en: Zibo Administration for Market Regulation}",
        "淄博市市场监督管理局",
        "field.mapping",
        "extra.gazette.bureau.name",
        "淄博市市场监督管理局",
    ),
    "a title without Chinese": (
        "title: {zh-Hans: 政策解读, ",
        "title: {",
        "settings.name",
        "extra.gazette.title",
        "",
    ),
    "a column without Chinese": (
        "interpretations: {zh-Hans: 政策解读, ",
        "interpretations: {",
        "settings.name",
        "extra.gazette.columns.interpretations",
        "",
    ),
    "a column with capitals": ("interpretations: {", "News: {", "settings.column", "extra.gazette.columns", ""),
    "a column in the way of the search": (
        "interpretations: {",
        "search: {",
        "settings.column",
        "extra.gazette.columns",
        "",
    ),
    "a topic with capitals": ("taxation: {", "Tax: {", "settings.topic", "extra.gazette.topics", ""),
    "a topic that is no topic": ("taxation: {", "other: {", "settings.topic", "extra.gazette.topics", ""),
    "a column in the way of the overview": ("regulations: {", "all: {", "settings.column", "extra.gazette.columns", ""),
    "a field twice": ("site_dir: site", "docs_dir: site", "yaml.duplicate", "docs_dir", ""),
}


@pytest.mark.parametrize("what", BROKEN)
def test_one_mistake(what: str, tmp_path: Path) -> None:
    old, new, code, field, found = BROKEN[what]
    assert CONFIG.count(old) == 1, old
    problems = _read(tmp_path, CONFIG.replace(old, new))
    assert [(each.code, each.field, each.found, each.path) for each in problems] == [(code, field, found, "mkdocs.yml")]
    name = field.rsplit(".", 1)[-1]
    line = _line(f"{name}:") if name in ("columns", "topics") else _line(old)
    assert problems[0].line == line


def test_the_projects_own_settings_are_right(tmp_path: Path) -> None:
    assert _read(tmp_path, CONFIG) == []
    assert _read(tmp_path, b"\xef\xbb\xbf" + CONFIG.replace("\n", "\r\n").encode()) == []


def test_without_our_section(tmp_path: Path) -> None:
    for text in (CONFIG[: CONFIG.index("\nextra:") + 1], CONFIG[: CONFIG.index("\nextra:") + 1] + "extra: 无\n"):
        assert [(each.code, each.field) for each in _read(tmp_path, text)] == [("settings.missing", "extra.gazette")]


def test_without_languages(tmp_path: Path) -> None:
    text = CONFIG[: CONFIG.index("plugins:")] + CONFIG[CONFIG.index("markdown_extensions:") :]
    assert [each.code for each in _read(tmp_path, text)] == ["settings.source-language"]
    without_source = CONFIG.replace("        - {locale: zh-Hans, name: 简体中文, default: true}\n", "")
    assert [each.code for each in _read(tmp_path, without_source)] == ["settings.source-language"]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = CONFIG.replace("https://not-configured.invalid/", "x").replace("locale: en,", "locale: '?',")
    text = text.replace("profile: tw", "profile: mo").replace("    title: {", "    titel: {")
    problems = _read(tmp_path, text)
    assert [each.code for each in problems] == [
        "settings.site-url",
        "settings.language",
        "field.misspelt",
        "field.choice",
    ]


def test_bytes_that_are_no_text_and_files_that_are_not_there(tmp_path: Path) -> None:
    (problem,) = _read(tmp_path, CONFIG.encode("gb18030"))
    assert (problem.code, problem.line) == ("source.encoding", _line("淄博市"))
    assert read_settings(tmp_path / "none.yml")[1][0].code == "settings.file"


def test_an_address_from_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "mkdocs.yml"
    file.write_text(CONFIG, encoding="utf-8")
    settings, problems = read_settings(file, "https://www.zibo.gov.cn/policy")
    assert problems == []
    assert settings
    assert (settings.site_url, settings.is_preview) == ("https://www.zibo.gov.cn/policy/", False)
    (problem,) = _read(tmp_path, CONFIG, "zibo")
    assert (problem.path, problem.line, problem.field, problem.found) == ("--site-url", 0, "", "zibo")


def test_the_reserved_folders_are_those_of_a_finished_site(built: Path) -> None:
    own = {each.name for each in built.iterdir() if each.is_dir()} - {
        "interpretations",
        "regulations",
        "about",
        "en",
        "zh-Hant",
    }
    assert own | {"404"} == set(RESERVED_FOLDERS)
