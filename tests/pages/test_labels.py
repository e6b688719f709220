"""overrides/labels: the same labels with the same placeholders in every language, or a problem for each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from converted import EMPTY
from gazette.pages.labels import label_scribe, read_labels
from gazette.problems import Problem
from gazette.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def settings() -> Settings:
    found, _ = read_settings(ROOT / "mkdocs.yml")
    assert found
    return found


def _problems(folder: Path, settings: Settings, file: str, old: str, new: str) -> list[Problem]:
    labels = folder / "overrides" / "labels"
    shutil.copytree(ROOT / "overrides" / "labels", labels)
    text = (labels / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (labels / file).write_text(text.replace(old, new), encoding="utf-8")
    return read_labels(labels, settings, label_scribe(settings, EMPTY))[1]


def test_the_projects_own_labels(settings: Settings) -> None:
    labels, problems = read_labels(ROOT / "overrides" / "labels", settings, label_scribe(settings, EMPTY))
    assert problems == []
    assert [labels[tag]["home"] for tag in ("zh-Hans", "zh-Hant", "en")] == ["首页", "首頁", "Home"]
    assert list(labels) == list(settings.tags)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "path", "field"),
    [
        ("en.yml", "home: Home\n", "", "labels.missing", "overrides/labels/en.yml", "home"),
        ("zh-Hans.yml", "home: 首页\n", "", "labels.missing", "overrides/labels/zh-Hans.yml", "home"),
        ("en.yml", "for “{query}”", "for “{querry}”", "labels.placeholder", "overrides/labels/en.yml", "search_none"),
        ("en.yml", "for “{query}”", "for this", "labels.placeholder", "overrides/labels/en.yml", "search_none"),
    ],
)
def test_one_mistake(
    file: str, old: str, new: str, code: str, path: str, field: str, tmp_path: Path, settings: Settings
) -> None:
    problems = _problems(tmp_path, settings, file, old, new)
    assert [(each.code, each.path, each.field) for each in problems] == [(code, path, field)]


def test_a_file_that_is_not_there(tmp_path: Path, settings: Settings) -> None:
    labels = tmp_path / "overrides" / "labels"
    shutil.copytree(ROOT / "overrides" / "labels", labels)
    (labels / "en.yml").unlink()
    assert [(each.code, each.path) for each in read_labels(labels, settings, label_scribe(settings, EMPTY))[1]] == [
        ("labels.file", "overrides/labels/en.yml")
    ]
    (labels / "en.yml").write_bytes("home: 标签\n".encode("gb18030"))
    assert [each.code for each in read_labels(labels, settings, label_scribe(settings, EMPTY))[1]] == [
        "source.encoding"
    ]
