"""Nothing has changed: a build says so without loading an engine; anything else is seen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from gazette.cli import verbs
from gazette.project import Project
from gazette.site import unchanged
from gazette.site.build import build_site
from gazette.site.build_options import BuildOptions
from gazette.site.unchanged import is_as_read, read_sources
from tiny_site import ROOT, write_notice

URL = "https://www.example.org/"
PATH = "interpretations/2023/one"
PROGRAM = """
import sys
from pathlib import Path
from gazette.project import Project
from gazette.site.build import build_site
root = Path({root!r})
built = build_site(Project(root, root / "docs", store=root / "store"), root / "site", {url!r}, with_copies=False)
print(built.is_new, sorted({{"mkdocs", "opencc", "jieba", "weasyprint", "pydantic"}} & set(sys.modules)))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("unchanged")
    for name in ("overrides", "scripts/review"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("mkdocs.yml", "scripts/mkdocs_hooks.py"):
        shutil.copy(ROOT / name, root / name)
    write_notice(root / "docs", "one", "正文。", number=1)
    write_notice(root / "docs", "two", "正文。", number=2)
    make(root)
    return root


def project(root: Path) -> Project:
    return Project(root, root / "docs", store=root / "store")


def make(root: Path, *, with_copies: bool = False, url: str = URL) -> bool:
    return build_site(project(root), root / "site", url, with_copies=with_copies).is_new


def test_no_engine_is_loaded(built: Path) -> None:
    make(built)
    program = PROGRAM.format(root=str(built), url=URL)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == "False []\n"


def touch(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_bytes((root / name).read_bytes() + b"\n")


def words_in(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_text(
        f"{(root / name).read_text(encoding='utf-8').rstrip()}新{os.urandom(2).hex()}。\n", encoding="utf-8"
    )


CHANGES: dict[str, Callable[[Path], object]] = {
    "a text": touch(f"docs/{PATH}/index.md"),
    "a new folder": lambda root: (root / "docs" / "empty.md").mkdir(),
    "a template": touch("overrides/main.html"),
    "a style": touch("overrides/css/base.css"),
    "a label": touch("overrides/labels/en.yml"),
    "the settings": touch("mkdocs.yml"),
    "the hooks": touch("scripts/mkdocs_hooks.py"),
    "the ledger": lambda root: (root / "scripts/review/ledger.tsv").unlink(),
    "a file of the site": touch(f"site/{PATH}/index.html"),
    "a lost file of the site": lambda root: (root / "site" / "robots.txt").unlink(),
    "a file more on the site": lambda root: (root / "site" / "more.html").write_bytes(b""),
    "a damaged store": lambda root: (root / "store").write_bytes(b"damaged"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_any_change_is_seen(built: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(built, tmp_path / "copy", ignore=shutil.ignore_patterns("fonts", "build"))
    root = tmp_path / "copy"
    shutil.copytree(ROOT / "overrides" / "fonts", root / "overrides" / "fonts")
    make(root)
    assert not make(root)
    CHANGES[name](root)
    if name != "a new folder":  # which is an error
        assert make(root)
        return
    sources = read_sources(project(built), BuildOptions())
    assert sources and read_sources(project(root), BuildOptions()) != sources


def test_other_options_are_seen(built: Path) -> None:
    make(built)
    assert make(built, url="https://www.example.org/other/")
    assert make(built)
    assert not make(built)


def test_an_edit_during_a_build_is_not_taken_for_what_was_read(built: Path) -> None:
    sources = read_sources(project(built), BuildOptions())
    assert sources and is_as_read(sources, project(built))
    file = built / "docs" / PATH / "index.md"
    text, stat = file.read_bytes(), file.stat()
    file.write_bytes(text.replace("正".encode(), "公".encode()))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # a clock set back
    assert not is_as_read(sources, project(built))
    file.write_bytes(text)


def test_another_version_of_a_library_is_seen_where_there_are_copies(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [read_sources(project(built), BuildOptions(with_copies=each)) for each in (True, False)]
    monkeypatch.setattr(unchanged, "library_version", lambda name: "another")
    after = [read_sources(project(built), BuildOptions(with_copies=each)) for each in (True, False)]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda root: None, "Nothing has changed: {site} is up to date."),
        (words_in(f"docs/{PATH}/index.md"), f"{PATH}: rendered again because of changes: its text."),
        (words_in("docs/interpretations/2023/two/index.md"), f"{PATH}: taken from an earlier run, not rendered again."),
    ],
)
def test_a_build_says_why_a_publication_was_rendered_again(
    built: Path, monkeypatch: pytest.MonkeyPatch, edit: Callable[[Path], object], said: str
) -> None:
    monkeypatch.setattr(verbs, "project_of", lambda docs, ledger=None: project(built))
    command = ["build", "--no-copies", "--lang", "en", "--out", str(built / "site"), "--explain", PATH]
    CliRunner().invoke(verbs.main, command)
    edit(built)
    result = CliRunner().invoke(verbs.main, command)
    assert said.format(site=built / "site") in result.stderr


def test_a_publication_that_does_not_exist_is_said_to_be_none(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "project_of", lambda docs, ledger=None: project(built))
    words_in(f"docs/{PATH}/index.md")(built)
    command = ["build", "--no-copies", "--lang", "en", "--out", str(built / "site"), "--explain", "nothing/here"]
    assert "There is no publication “nothing/here”." in CliRunner().invoke(verbs.main, command).stderr
