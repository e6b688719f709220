"""The swap: one step, nothing left behind however a run ends, and what a kill took away comes back at the next start."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gazette.site.kept import keep_previous, kept_files
from gazette.site.swap import MARKER, beside, exchange, place, restore
from tiny_site import ROOT

SWAPPING = Path(__file__).with_name("swapping.py")
NAMES = ("index.html", "a/index.html")


def tree(folder: Path, words: str, *more: str) -> Path:
    for name in (*NAMES, *more):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{words} {name}", encoding="utf-8")
    (folder / MARKER).touch()
    return folder


def held(folder: Path) -> dict[str, str]:
    return {
        each.relative_to(folder).as_posix(): each.read_text(encoding="utf-8")
        for each in sorted(folder.rglob("*"))
        if each.is_file() and each.name != MARKER
    }


def swapping(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SWAPPING), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_two_folders_change_places_in_one_call(tmp_path: Path) -> None:
    one, other = tree(tmp_path / "one", "1"), tree(tmp_path / "other", "2")
    assert exchange(one, other)
    assert (held(one)["index.html"], held(other)["index.html"]) == ("2 index.html", "1 index.html")


def test_an_exchange_with_nothing_is_an_error_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        exchange(tree(tmp_path / "one", "1"), tmp_path / "none")
    assert raised.value.filename == str(tmp_path / "none")


def test_where_the_system_knows_no_exchange_nothing_has_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is told so takes the way of two renames; told otherwise, it would remove the new site as the old one."""
    one, other = tree(tmp_path / "one", "1"), tree(tmp_path / "other", "2")
    (one / "inside").mkdir()
    assert exchange(one, one / "inside") is False  # EINVAL, as from a file system without exchange
    monkeypatch.setattr("ctypes.CDLL", lambda name, use_errno: object())  # a C library older than glibc 2.28
    assert exchange(one, other) is False
    assert (held(one)["index.html"], held(other)["index.html"]) == ("1 index.html", "2 index.html")


def test_the_first_site_that_fails_leaves_its_own_error_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), beside(tmp_path / "site"):
        raise KeyboardInterrupt
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("way", ["--exchange", "--two-renames"])
def test_both_ways_give_the_new_site_and_leave_nothing(way: str, tmp_path: Path) -> None:
    old, new, out = tree(tmp_path / "old", "1"), tree(tmp_path / "new", "2"), tmp_path / "site"
    assert swapping("--once", way, out, old, new).returncode == 0
    assert held(out) == held(new)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["new", "old", "site"]


def test_a_kill_between_two_renames_is_mended_at_the_next_start(tmp_path: Path) -> None:
    old, new, out = tree(tmp_path / "old", "1"), tree(tmp_path / "new", "2"), tree(tmp_path / "site", "0")
    done = swapping("--once", "--die-between", out, old, new)
    assert done.returncode == -signal.SIGKILL and not out.exists()
    restore(out)
    assert held(out) == held(tree(tmp_path / "expected", "0"))
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_an_exception_between_two_renames_brings_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, out = tree(tmp_path / "new", "2"), tree(tmp_path / "site", "1")
    before = held(out)
    with pytest.raises(KeyboardInterrupt), beside(out) as fresh:
        new.rename(fresh.with_name("later"))
        out.rename(fresh.with_name("old"))
        raise KeyboardInterrupt
    assert held(out) == before
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("left", [(".site-abcd1234.old",), (".site-abcd1234", ".site-abcd1234.old")])
def test_what_the_first_version_left_is_put_right_too(left: tuple[str, ...], tmp_path: Path) -> None:
    for name in left:
        tree(tmp_path / name, name)
    restore(tmp_path / "site")
    assert [each.name for each in tmp_path.iterdir()] == ["site"]
    assert held(tmp_path / "site")["index.html"] == f"{left[0]} index.html"


def test_the_folder_of_a_run_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    out = tree(tmp_path / "site", "1")
    with beside(out) as fresh:
        restore(out)
        tree(fresh, "2")
        place(fresh, out)
    assert held(out)["index.html"] == "2 index.html"


def test_folders_of_others_with_such_a_name_are_left_alone(tmp_path: Path) -> None:
    for name in (".site-abcd1234", ".site-backup", "site-abcd1234"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "letter.txt").write_text("mine", encoding="utf-8")
    (tmp_path / ".site-link0000").symlink_to(tmp_path / "site-abcd1234")
    restore(tmp_path / "site")
    assert len([*tmp_path.rglob("letter.txt")]) == 3 and (tmp_path / ".site-link0000").is_symlink()


def test_an_unfinished_folder_without_its_process_is_removed(tmp_path: Path) -> None:
    out = tree(tmp_path / "site", "1")
    with beside(out) as fresh:
        left = fresh.parent
        twin = tmp_path / ".site-twin0000"
        twin.mkdir()
        (twin / ".gazette-holder").touch()
        tree(twin / "new", "half")
        lock = os.open(left, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(lock)
        restore(out)
        assert left.exists() and not twin.exists()


ONE, TWO, THREE = (f"assets/gazette.{digit * 8}.css" for digit in "123")


def following(before: Path, now: Path) -> Path:
    keep_previous(before, now)
    return now


def test_the_assets_of_the_previous_site_stay_for_one_more(tmp_path: Path) -> None:
    first = following(tmp_path / "none", tree(tmp_path / "1", "1", ONE, "assets/favicon.svg"))
    second = following(first, tree(tmp_path / "2", "2", TWO, "assets/favicon.svg"))
    assert set(held(second)) == {*NAMES, "assets/favicon.svg", ONE, TWO}
    assert kept_files(second) == {ONE} and held(second)[ONE] == f"1 {ONE}"
    third = following(second, tree(tmp_path / "3", "3", THREE))
    assert set(held(third)) == {*NAMES, TWO, THREE} and kept_files(third) == {TWO}


def test_a_build_that_changes_no_asset_keeps_what_was_kept(tmp_path: Path) -> None:
    first = following(tmp_path / "none", tree(tmp_path / "1", "1", ONE))
    second = following(first, tree(tmp_path / "2", "2", TWO))
    third = following(second, tree(tmp_path / "3", "3", TWO))
    assert kept_files(third) == {ONE} and set(held(third)) == {*NAMES, ONE, TWO}


def test_only_names_that_tell_the_content_are_kept(tmp_path: Path) -> None:
    old = ("assets/fonts/a.woff2", "search-data/zh/index.bin", "a/plan.pdf", "search-data/zh/0123abcd/terms/1.bin")
    first = following(tmp_path / "none", tree(tmp_path / "1", "1", *old))
    (first / "assets" / "link.22222222.css").symlink_to("/etc/passwd")
    second = following(first, tree(tmp_path / "2", "2"))
    assert kept_files(second) == {"search-data/zh/0123abcd/terms/1.bin"}


def test_an_asset_that_comes_back_is_no_longer_kept(tmp_path: Path) -> None:
    first = following(tmp_path / "none", tree(tmp_path / "1", "1", ONE))
    second = following(first, tree(tmp_path / "2", "2", TWO))
    third = following(second, tree(tmp_path / "3", "3", ONE))
    assert kept_files(third) == {TWO} and held(third)[ONE] == f"3 {ONE}"
