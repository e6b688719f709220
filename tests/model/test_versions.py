"""Versions: a table that people merge; whatever is wrong in it is said, and nothing is guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gazette.model.versions import Version, arrange, current_version, read_versions, write_versions

HEAD = "publication\tlanguage\tnumber\tdate\tfingerprint\trecorder\tnote\n"
ROW = f"a/2022/b\ten\t1\t2022-10-27\t{'0' * 64}\t王斌\t\n"


def version(number: int, digit: str = "0", tag: str = "en") -> Version:
    return Version("a/2022/b", tag, number, date(2022, 10, 27), digit * 64, "王斌", "")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "review" / "versions.tsv"
    versions = arrange([version(2, "1"), version(1), version(1, tag="zh-Hans")])
    assert write_versions(file, "versions.tsv", {}, versions) == (versions, [])
    assert file.read_text(encoding="utf-8").startswith(HEAD + ROW)
    assert read_versions(file, "versions.tsv") == (versions, [])
    assert [each.number for each in versions["a/2022/b", "en"]] == [1, 2]
    assert [path.name for path in file.parent.iterdir()] == ["versions.tsv"]


def test_only_the_latest_version_is_current() -> None:
    versions = arrange([version(1), version(2, "1")])
    assert current_version(versions, "a/2022/b", "en", "1" * 64) == version(2, "1")
    assert current_version(versions, "a/2022/b", "en", "0" * 64) is None
    assert current_version(versions, "a/2022/b", "zh-Hans", "1" * 64) is None


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    assert read_versions(tmp_path / "versions.tsv", "versions.tsv") == ({}, [])


@pytest.mark.parametrize(
    ("row", "line", "code"),
    [
        (ROW.replace("\t1\t", "\tone\t"), 2, "versions.row"),
        (ROW.replace("2022-10-27", "2022-13-27"), 2, "versions.row"),
        (ROW.replace("0" * 64, "0" * 63), 2, "versions.row"),
        (ROW.replace("王斌", ""), 2, "versions.row"),
        ("<<<<<<< HEAD\n", 2, "versions.row"),
        (ROW + ROW.replace("\t1\t", "\t3\t"), 0, "versions.order"),
        (ROW + ROW, 0, "versions.order"),
        (ROW.replace("\t1\t", "\t" + "1" * 5000 + "\t"), 2, "versions.row"),
    ],
)
def test_a_damaged_table_is_named_with_its_line(tmp_path: Path, row: str, line: int, code: str) -> None:
    file = tmp_path / "versions.tsv"
    file.write_text(HEAD + row, encoding="utf-8")
    _, problems = read_versions(file, "versions.tsv")
    assert [(each.code, each.line) for each in problems] == [(code, line)]


@pytest.mark.parametrize("head", ["publication\tlanguage", "", "\n\n" + HEAD.strip() + "\tmore"])
def test_a_table_without_its_head_is_named_with_the_line_that_stands_there(tmp_path: Path, head: str) -> None:
    file = tmp_path / "versions.tsv"
    file.write_text(f"{head}\n{ROW}", encoding="utf-8")
    _, problems = read_versions(file, "versions.tsv")
    first = head.strip() or ROW.removesuffix("\n")
    line = head.count("\n") + 1 if head else 2
    assert [(each.code, each.line, each.found) for each in problems] == [("versions.row", line, first)]


def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "versions.tsv"
    file.write_bytes(b"\xb9\xe6")
    assert [each.code for each in read_versions(file, "versions.tsv")[1]] == ["source.encoding"]
