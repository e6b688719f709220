"""The states of a preview: each save makes what it changed, a mistake leaves the last good page, nothing at all is an error."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gazette.problems import PublicationError
from gazette.project import Project
from gazette.site.preview import Preview, mount_path
from gazette.site.run import Run
from tiny_site import ROOT, write_notice

URL = "http://127.0.0.1:8000/"
GOOD, BAD = "interpretations/2023/good/index.html", "interpretations/2023/bad/index.html"


class Shown(Preview):
    """A preview that keeps what it said."""

    def __init__(self, root: Path) -> None:
        self.said: list[str] = []
        folder = root / "shown" / "site"
        folder.mkdir(parents=True)
        super().__init__(Run(Project(root, root / "docs", store=root / "store")), URL, folder, self.said.append)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("overrides", "scripts/review"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("mkdocs.yml", "scripts/mkdocs_hooks.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    write_notice(tmp_path / "docs", "good", "正文一。", title="关于甲的通知", number=1)
    write_notice(tmp_path / "docs", "bad", "正文二。", title="关于乙的通知", number=2)
    return tmp_path


def spoil(root: Path, before: str = "2023-03-01", after: str = "2023-02-30") -> None:
    file = root / "docs" / Path(BAD).with_suffix(".md")
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def test_a_mistake_shows_the_last_good_page_with_its_problem_and_touches_no_other(root: Path) -> None:
    shown = Shown(root)
    shown.renew()
    untouched = (shown.folder / GOOD).stat().st_mtime_ns
    spoil(root)
    shown.renew()
    assert "2023-02-30" in shown.read(BAD) and "正文二。" in shown.read(BAD) and "2023-02-30" not in shown.read(GOOD)
    assert any("2023-02-30" in each for each in shown.said)
    spoil(root, "2023-02-30", "2023-03-01")
    shown.renew()
    assert "2023-02-30" not in shown.read(BAD)
    assert (shown.folder / GOOD).stat().st_mtime_ns == untouched


def test_a_text_that_was_never_right_has_a_page_of_its_problems(root: Path) -> None:
    spoil(root)
    shown = Shown(root)
    shown.renew()
    assert "2023-02-30" in shown.read(BAD) and "正文二。" not in shown.read(BAD) and "正文一。" in shown.read(GOOD)
    assert shown.page_of_error(404) and shown.page_of_error(500) is None


def test_settings_that_cannot_be_read_leave_the_pages_with_the_problem_on_each(root: Path) -> None:
    shown = Shown(root)
    shown.renew()
    settings = root / "mkdocs.yml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before.replace("conversion_profile: tw", "conversion_profile: xx"), encoding="utf-8")
    shown.renew()
    assert all("conversion_profile" in shown.read(each) for each in (GOOD, BAD, "index.html"))
    settings.write_text(before, encoding="utf-8")
    shown.renew()
    assert not any("conversion_profile" in shown.read(each) for each in (GOOD, BAD, "index.html"))
    with pytest.raises(PublicationError):
        settings.write_text(before.replace("conversion_profile: tw", "conversion_profile: xx"), encoding="utf-8")
        Shown(root / "docs").renew()


@pytest.mark.parametrize(("url", "path"), [("https://a.cn/policy/", "/policy/"), ("https://a.cn/", "/"), ("", "/")])
def test_the_preview_stands_below_the_path_of_the_site(url: str, path: str) -> None:
    assert mount_path(url) == path
