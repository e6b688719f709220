"""Issued copies: a table that people merge; each file belongs to one recorded version, and whatever is wrong is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gazette.model.issued import IssuedCopy, issued_copies, read_issued, write_issued
from gazette.model.versions import Version, arrange, write_versions

HEAD = "publication\tlanguage\tnumber\tsha256\tdate\trecorder\n"
ROW = f"a/2022/b\ten\t1\t{'0' * 64}\t2022-10-27\t王斌\n"
VERSIONS = arrange(
    [Version("a/2022/b", "en", number, date(2022, 10, 27), str(number) * 64, "王斌") for number in (1, 2)]
)


def copy(digit: str, number: int = 1, day: int = 27) -> IssuedCopy:
    return IssuedCopy("a/2022/b", "en", number, digit * 64, date(2022, 10, day), "王斌")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "review" / "copies.tsv"
    copies = issued_copies([copy("2", 2), copy("0"), copy("1", day=26), copy("0")])
    versions = file.with_name("versions.tsv")
    write_versions(versions, "versions.tsv", {}, VERSIONS)
    assert write_issued(file, "copies.tsv", versions, issued_copies([]), copies) == (copies, [])
    assert file.read_text(encoding="utf-8").startswith(HEAD + ROW)
    assert read_issued(file, "copies.tsv", VERSIONS) == (copies, [])
    assert copies.of("a/2022/b", "en", 1) == (copy("1", day=26), copy("0"))
    assert copies.find("2" * 64) == copy("2", 2) and copies.find("3" * 64) is None
    assert sorted(path.name for path in file.parent.iterdir()) == ["copies.tsv", "versions.tsv"]


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    assert read_issued(tmp_path / "copies.tsv", "copies.tsv", {}) == (issued_copies([]), [])


def test_a_line_that_two_branches_added_counts_once(tmp_path: Path) -> None:
    file = tmp_path / "copies.tsv"
    file.write_text(HEAD + ROW + ROW, encoding="utf-8")
    assert read_issued(file, "copies.tsv", VERSIONS) == (issued_copies([copy("0")]), [])


@pytest.mark.parametrize(
    ("row", "line", "code"),
    [
        (ROW.replace("\t1\t", "\tone\t"), 2, "issued.row"),
        (ROW.replace("\t1\t", "\t²\t"), 2, "issued.row"),
        (ROW.replace("2022-10-27", "2022-13-27"), 2, "issued.row"),
        (ROW.replace("0" * 64, "0" * 63), 2, "issued.row"),
        (ROW.replace("王斌", ""), 2, "issued.row"),
        ("<<<<<<< HEAD\n", 2, "issued.row"),
        (ROW.replace("\t1\t", "\t3\t"), 2, "issued.version"),
        (ROW.replace("a/2022/b", "a/2022/c"), 2, "issued.version"),
        (ROW + ROW.replace("\t1\t", "\t2\t"), 3, "issued.twice"),
    ],
)
def test_a_damaged_table_is_named_with_its_line(tmp_path: Path, row: str, line: int, code: str) -> None:
    file = tmp_path / "copies.tsv"
    file.write_text(HEAD + row, encoding="utf-8")
    _, problems = read_issued(file, "copies.tsv", VERSIONS)
    assert [(each.code, each.line) for each in problems] == [(code, line)]


def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "copies.tsv"
    file.write_bytes(b"\xb9\xe6")
    assert [each.code for each in read_issued(file, "copies.tsv", {})[1]] == ["source.encoding"]
