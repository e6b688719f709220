"""What is kept of an earlier run is used only if nothing that it was made from has changed."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gazette import digests, kept_rendering, render_task
from gazette.copies import fonts, missing
from gazette.digests import digest_of
from gazette.kept_rendering import KeptRendering
from gazette.pipeline import compose_project
from gazette.project import Project
from gazette.render import Inputs
from gazette.source.folders import SourceFolder
from gazette.store import open_store
from tiny_site import ROOT

PAGE = "interpretations/2022/ip-pilot-city"
Edit = Callable[[Path], object]


def in_file(name: str, before: str, after: str) -> Edit:
    def edit(root: Path) -> None:
        file = root / name
        text = file.read_text(encoding="utf-8")
        assert before in text, name
        file.write_text(text.replace(before, after, 1), encoding="utf-8")

    return edit


def without_rows(name: str, pattern: str, most: int = 99) -> Edit:
    def edit(root: Path) -> None:
        file = root / "scripts" / "review" / name
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        rows = [number for number, line in enumerate(lines) if re.search(pattern, line)][:most]
        assert rows, name
        file.write_text("".join(line for number, line in enumerate(lines) if number not in rows), encoding="utf-8")

    return edit


EDITS: dict[str, Edit] = {
    "a word": in_file(f"docs/{PAGE}/index.md", "为落实《", "为切实落实《"),
    "a fact": in_file(f"docs/{PAGE}/index.md", "issued: 2022-10-27", "issued: 2022-10-26"),
    "a word of the translation": in_file(f"docs/{PAGE}/index.en.md", "pilot", "trial"),
    "no translation": lambda root: (root / f"docs/{PAGE}/index.en.md").unlink(),
    "an attachment": lambda root: (root / f"docs/{PAGE}/plan.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n"),
    "a folder's name": lambda root: (root / "docs" / PAGE).rename(root / "docs" / f"{PAGE}-2"),
    "a publication less": lambda root: shutil.rmtree(root / "docs" / PAGE),
    "a mistake": in_file(f"docs/{PAGE}/index.md", "issued: 2022-10-27", "issued: 2022-02-30"),
    "the profile": in_file("mkdocs.yml", "conversion_profile: tw", "conversion_profile: hk"),
    "a topic": in_file("mkdocs.yml", "Intellectual property", "Intellectual-property rights"),
    "the bureau": in_file("mkdocs.yml", "淄博市市场监督管理局,", "淄博市市场监管局,"),
    "a label": in_file("overrides/labels/zh-Hans.yml", "发布日期", "公布日期"),
    "a decision": without_rows("ledger.tsv", rf"\t{PAGE}\t", 1),
    "a decision for all": without_rows("ledger.tsv", r"\t\*\t\*\t", 1),
    "no versions": without_rows("versions.tsv", f"^{PAGE}"),
    "no issued files": without_rows("copies.tsv", f"^{PAGE}"),
    "no translator's rows": without_rows("translations.tsv", f"^{PAGE}"),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose texts were rendered once with a store."""
    root = tmp_path_factory.mktemp("kept")
    for name in ("docs", "overrides", "scripts/review"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    composed(root, root / "store")
    return root


def composed(root: Path, store: Path | None) -> tuple[Any, ...]:
    checked, problems = compose_project(Project(root, root / "docs", store=store), None)
    return checked and (dict(checked.site.files), checked.occurrences), problems


def forbidden(*_: object) -> None:
    raise AssertionError("rendered again")


def test_what_has_not_changed_is_not_rendered_again(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = composed(filled, None)
    monkeypatch.setattr(render_task, "render_publication", forbidden)
    assert composed(filled, filled / "store") == fresh


@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_the_site_is_that_of_a_fresh_build(filled: Path, tmp_path: Path, name: str) -> None:
    """The texts lie where they lay, since their place is a part of what is kept."""
    kept = {each: (filled / each).read_bytes() for each in all_files(filled)}
    try:
        EDITS[name](filled)
        shutil.copy(filled / "store", tmp_path / "store")
        with_store = composed(filled, tmp_path / "store")
        fresh = composed(filled, None)
        assert with_store == fresh
    finally:
        for each in set(all_files(filled)) - set(kept):
            (filled / each).unlink()
        for each, content in kept.items():
            (filled / each).parent.mkdir(parents=True, exist_ok=True)
            (filled / each).write_bytes(content)
    assert with_store != composed(filled, None), "an edit that changes nothing tests nothing"


def all_files(root: Path) -> list[str]:
    return [each.relative_to(root).as_posix() for each in root.rglob("*") if each.is_file() and each.name != "store"]


def test_an_edit_of_one_publication_leaves_the_others(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []
    real = render_task.render_publication
    monkeypatch.setattr(
        render_task,
        "render_publication",
        lambda folder, inputs: rendered.append(folder.path) or real(folder, inputs),
    )
    file = filled / "docs" / PAGE / "index.md"
    before = file.read_bytes()
    try:
        EDITS["a word"](filled)
        EDITS["a decision"](filled)
        composed(filled, filled / "store")
    finally:
        file.write_bytes(before)
        shutil.copy(ROOT / "scripts" / "review" / "ledger.tsv", filled / "scripts" / "review")
    assert rendered == [PAGE]


def test_every_file_of_the_code_is_a_part_of_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "gazette"
    shutil.copytree(digests.CODE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(digests, "CODE", copy)
    seen = {digests.code_digest()}
    for file in sorted(each for each in copy.rglob("*") if each.is_file()):
        file.write_bytes(file.read_bytes() + b"\n")
        seen.add(digests.code_digest())
    assert len(seen) > 200 and len(seen) == 1 + sum(each.is_file() for each in copy.rglob("*"))


def test_a_text_that_changes_while_it_is_rendered_is_not_kept(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = filled / "docs" / PAGE / "index.md"
    before, real = file.read_bytes(), render_task.render_publication

    def interrupted(folder: Any, inputs: Any) -> Any:
        result = real(folder, inputs)
        if folder.path == PAGE:
            EDITS["a word"](filled)
        return result

    monkeypatch.setattr(render_task, "render_publication", interrupted)
    try:
        composed(filled, tmp_path / "store")
        monkeypatch.setattr(render_task, "render_publication", real)
        assert composed(filled, tmp_path / "store") == composed(filled, None)
        file.write_bytes(before)
        assert composed(filled, tmp_path / "store") == composed(filled, None)
    finally:
        file.write_bytes(before)


def test_a_process_that_runs_older_modules_neither_keeps_nor_takes(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = digests.CODE / "render.py"
    monkeypatch.setattr(digests, "_LOADED", {module: (0, 0)})
    composed(filled, tmp_path / "store")
    with sqlite3.connect(tmp_path / "store") as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    rendered: list[str] = []
    real = render_task.render_publication
    monkeypatch.setattr(
        render_task,
        "render_publication",
        lambda folder, inputs: rendered.append(folder.path) or real(folder, inputs),
    )
    composed(filled, filled / "store")
    assert PAGE in rendered


@pytest.mark.parametrize("what", ["a table", "a font"])
def test_nothing_is_kept_that_was_made_while_a_table_or_a_font_changed(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    faces = sorted((filled / "overrides" / "fonts").glob("*.woff2"))
    stamps, real = kept_rendering.code_stamps, render_task.render_publication
    later = {digests.CODE / "messages.tsv": (0, 0)}
    before = faces[0].stat()

    def interrupted(folder: Any, inputs: Any) -> Any:
        if what == "a table":
            monkeypatch.setattr(kept_rendering, "code_stamps", lambda: stamps() | later)
        else:
            os.utime(faces[0], ns=(before.st_atime_ns, before.st_mtime_ns + 1))
        return real(folder, inputs)

    monkeypatch.setattr(render_task, "render_publication", interrupted)
    composed(filled, tmp_path / "store")
    os.utime(faces[0], ns=(before.st_atime_ns, before.st_mtime_ns))
    with sqlite3.connect(tmp_path / "store") as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_font_that_is_not_what_its_table_says_has_a_key_of_its_own(filled: Path, tmp_path: Path) -> None:
    shutil.copy(filled / "store", tmp_path / "store")
    face = filled / "overrides" / "fonts" / "GazetteFangSong.woff2"
    other = face.with_name("GazetteMono.woff2")
    before = face.read_bytes()
    try:
        face.write_bytes(other.read_bytes())
        forget_coverage()
        damaged = composed(filled, tmp_path / "store")
        assert damaged == composed(filled, None)
    finally:
        face.write_bytes(before)
        forget_coverage()
    assert composed(filled, tmp_path / "store") == composed(filled, None)


def forget_coverage() -> None:
    """As in a new process."""
    fonts._coverage.cache_clear()
    missing._held.cache_clear()


def test_a_row_that_has_moved_is_named_where_it_stands(filled: Path, tmp_path: Path) -> None:
    file = filled / "scripts" / "review" / "ledger.tsv"
    before = file.read_text(encoding="utf-8")
    try:
        head, *rows = before.splitlines(keepends=True)
        old = [re.sub(r"[0-9a-f]{12}$", "0" * 12, row) if f"\t{PAGE}\t" in row else row for row in rows]
        file.write_text("".join([head, *old]), encoding="utf-8")
        composed(filled, tmp_path / "store")
        own = next(row for row in reversed(old) if f"\t{PAGE}\t" not in row and "\t*\t" not in row)
        file.write_text("".join([head, own, *(row for row in old if row != own)]), encoding="utf-8")
        assert any(each.code == "review.dictionaries" for each in composed(filled, None)[1])
        assert composed(filled, tmp_path / "store") == composed(filled, None)
    finally:
        file.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("how", ["too large", "gone"])
def test_a_file_that_cannot_be_read_is_reported_as_without_a_store(filled: Path, tmp_path: Path, how: str) -> None:
    folder = SourceFolder("a/2022/b", {"zh-Hans": tmp_path / "index.md"}, {})
    if how == "too large":
        with folder.pages["zh-Hans"].open("wb") as file:
            file.truncate(2**40)
    checked, _ = compose_project(Project(filled, filled / "docs"), None)
    assert checked
    inputs = Inputs("docs", checked.settings, checked.labels, checked.ledger, checked.signed)
    with open_store(tmp_path / "store") as store:
        [kept] = KeptRendering(inputs, store, kept_rendering.code_stamps()).render_all([folder])
    assert kept == render_task.render_publication(folder, inputs)
    assert kept[0] is None and kept[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", 1), (("a", "b"), ("ab",)), ((), None), ({"a": 1}, {"a": "1"}), (("a", ("b",)), (("a", "b"),))],
)
def test_values_that_differ_have_digests_that_differ(one: object, other: object) -> None:
    assert digest_of(one) != digest_of(other)


def test_the_order_of_a_set_is_not_in_its_digest() -> None:
    names = [f"name {number}" for number in range(100)]
    assert digest_of(frozenset(names)) == digest_of(frozenset(reversed(names)))
