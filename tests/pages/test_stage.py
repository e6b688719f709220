"""The stage holds exactly what it should and touches only what changed."""

from __future__ import annotations

from pathlib import Path

from gazette.pages.stage import write_stage


def test_unchanged_files_keep_their_time_and_changed_ones_are_named(tmp_path: Path) -> None:
    stage = tmp_path / "docs"
    assert write_stage(stage, {"a.md": "一", "b/c.md": b"\x00"}) == ["a.md", "b/c.md"]
    before = (stage / "a.md").stat().st_mtime_ns
    assert write_stage(stage, {"a.md": "一", "b/c.md": b"\x01"}) == ["b/c.md"]
    assert (stage / "a.md").stat().st_mtime_ns == before
    assert (stage / "b" / "c.md").read_bytes() == b"\x01"


def test_what_is_no_longer_wanted_is_removed_with_its_empty_folder(tmp_path: Path) -> None:
    stage = tmp_path / "docs"
    write_stage(stage, {"a.md": "一", "b/c.md": "二"})
    assert write_stage(stage, {"a.md": "一"}) == ["b/c.md"]
    assert sorted(path.name for path in stage.rglob("*")) == ["a.md"]
