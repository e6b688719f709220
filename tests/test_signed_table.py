"""A table that people sign: one writer, which reads back what it wrote, merges what others wrote, and loses nobody's row."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.problems import Problem, problem
from gazette.signed_table import (
    SignedTable,
    check_rows,
    format_table,
    locked,
    merge_rows,
    read_table,
    split_lines,
    write_table,
)

SCRIPTS, TESTS = Path(__file__).resolve().parents[1] / "scripts", Path(__file__).resolve().parent


@dataclass(frozen=True)
class Row:
    name: str
    value: str
    signer: str = "王斌"


def parse(text: str, shown: str) -> tuple[dict[str, Row], list[Problem]]:
    """A reader that refuses an empty cell, and two rows with one name."""
    rows: dict[str, Row] = {}
    for number, line in split_lines(text)[1:]:
        cells = line.split("\t")
        if len(cells) != 3 or not all(each.strip() for each in cells) or cells[0] in rows:
            return {}, [problem("versions.row", shown, number, found=line, columns="name, value, signer")]
        rows[cells[0]] = Row(*cells)
    return rows, []


TABLE = SignedTable(
    ("name", "value", "signer"), parse, lambda row: (row.name, row.value, row.signer), lambda row: row.name
)


def rows(**values: str) -> dict[str, Row]:
    return {name: Row(name, value) for name, value in values.items()}


def write(file: Path, before: dict[str, Row], mine: dict[str, Row]) -> tuple[dict[str, Row], list[Problem]]:
    return write_table(TABLE, file, "t.tsv", before, mine)


def test_what_is_written_is_read_and_its_folder_is_made(tmp_path: Path) -> None:
    file = tmp_path / "review" / "t.tsv"
    assert write(file, {}, rows(b="2", a="1")) == (rows(a="1", b="2"), [])
    assert file.read_text(encoding="utf-8") == "name\tvalue\tsigner\na\t1\t王斌\nb\t2\t王斌\n"
    assert read_table(TABLE, file, "t.tsv") == (rows(a="1", b="2"), [])
    assert [each.name for each in file.parent.iterdir()] == ["t.tsv"]


def test_a_row_that_someone_else_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "t.tsv"
    write(file, {}, rows(a="1", b="2", c="3"))
    before = rows(a="1", b="2", c="3")
    write(file, before, rows(a="1", b="2", c="4", d="5"))
    now, problems = write(file, before, rows(a="9", c="3", e="6"))
    assert (now, problems) == (rows(a="9", c="4", d="5", e="6"), [])
    assert read_table(TABLE, file, "t.tsv") == (now, [])


def test_the_same_row_is_refused_with_both_versions(tmp_path: Path) -> None:
    file = tmp_path / "t.tsv"
    write(file, {}, {"a": Row("a", "0123456789abcdef0123", "苏凯")})
    content = file.read_bytes()
    now, (clash,) = write(file, {}, {"a": Row("a", "fedcba98fedcba98fedc", "李华"), "b": Row("b", "1")})
    assert now == {"a": Row("a", "0123456789abcdef0123", "苏凯")} and file.read_bytes() == content
    assert clash.sentence("en") == (
        "t.tsv: expected a row that nobody else has changed meanwhile; it now says “a · 01234567… · 苏凯”, yours says "
        "“a · fedcba98… · 李华” — hint: agree which of the two is right; if it is yours, run the command again. [signed.changed]"
    )
    assert clash.sentence("zh").startswith(
        "t.tsv：此行不应在此期间被他人改动；现为“a · 01234567… · 苏凯”，您的是“a · fedcba98… · 李华”。"
    )
    gone, (removed,) = write(file, rows(a="1"), {})
    assert gone == now and dict(removed.details)["mine"] == "∅"


@pytest.mark.parametrize("value", ["", " ", "a\tb", "a\nb", "\n", "\udcff", "\ud800", "a\rb\n"])
def test_what_the_reader_would_not_give_back_is_not_written(value: str, tmp_path: Path) -> None:
    file = tmp_path / "t.tsv"
    write(file, {}, rows(a="1"))
    content = file.read_bytes()
    now, (unfit,) = write(file, rows(a="1"), rows(a="1", b=value))
    assert (now, unfit.code, unfit.line) == (rows(a="1"), "signed.unfit", 3) and file.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["t.tsv"]
    assert "[signed.unfit]" in unfit.sentence("zh").encode("utf-8").decode()


def test_what_would_be_read_as_something_else_is_not_written(tmp_path: Path) -> None:
    """A carriage return at the end of a row is part of the line's end to whoever reads it."""
    file = tmp_path / "t.tsv"
    now, (unfit,) = write(file, {}, {"b": Row("b", "2", "王斌\r")})
    assert (now, unfit.code, unfit.found) == ({}, "signed.unfit", "b\t2\t王斌\r") and not file.exists()


def test_of_several_unfit_rows_the_first_is_named() -> None:
    def refuse(text: str, shown: str) -> tuple[dict[str, Row], list[Problem]]:
        return {}, [problem("versions.row", shown, n, found=line, columns="") for n, line in split_lines(text)[1:]]

    (unfit,) = check_rows(replace(TABLE, parse=refuse), "t.tsv", rows(a="1", b="2"))
    assert (unfit.line, unfit.found) == (2, "a\t1\t王斌")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"name\tvalue\tsigner\nx\n", "versions.row"),
        ("name\tvalue\tsigner\n王\t1\t斌\n".encode("gb18030"), "source.encoding"),
    ],
)
def test_a_table_that_cannot_be_read_stays_as_it_is(content: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "t.tsv"
    file.write_bytes(content)
    _, problems = write(file, {}, rows(a="1"))
    assert [(each.code, each.line) for each in problems] == [(code, 2)] and file.read_bytes() == content


def test_nothing_new_leaves_the_file_untouched(tmp_path: Path) -> None:
    file = tmp_path / "t.tsv"
    write(file, {}, rows(a="1"))
    before = file.stat()
    assert write(file, rows(a="1"), rows(a="1")) == (rows(a="1"), [])
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


TABLES = st.dictionaries(st.sampled_from("abc"), st.sampled_from("123")).map(lambda values: rows(**values))


@settings(max_examples=300)
@given(TABLES, TABLES, TABLES)
def test_a_merge_loses_no_row_of_either_side(before: dict[str, Row], mine: dict[str, Row], now: dict[str, Row]) -> None:
    merged, problems = merge_rows(TABLE, "t.tsv", before, mine, now)
    clashes = 0
    for key in {*before, *mine, *now}:
        old, new, there = before.get(key), mine.get(key), now.get(key)
        if new == old:
            assert merged.get(key) == there
        elif there in (old, new):
            assert merged.get(key) == new
        else:
            assert merged.get(key) == there
            clashes += 1
    assert len(problems) == clashes


def test_text_is_split_at_line_feeds_only() -> None:
    assert split_lines("a\u2028b\x0bc\x85d\r\n\n \ne") == [(1, "a\u2028b\x0bc\x85d"), (4, "e")]
    assert format_table(TABLE, {}) == "name\tvalue\tsigner\n"


WRITER = """
import sys
from pathlib import Path
from test_signed_table import Row, TABLE
from gazette.signed_table import read_table, write_table
file, who = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    before, problems = read_table(TABLE, file, "t.tsv")
    assert not problems, problems
    name = f"{who}{number:06}"
    _, problems = write_table(TABLE, file, "t.tsv", before, {**before, name: Row(name, "x" * 40, who)})
    assert not problems, problems
"""


def writer(file: Path, who: str, count: int) -> subprocess.Popen[str]:
    path = f"import sys; sys.path[:0] = [{str(SCRIPTS)!r}, {str(TESTS)!r}]\n"
    return subprocess.Popen(
        [sys.executable, "-c", path + WRITER, str(file), who, str(count)], stdout=subprocess.PIPE, text=True
    )


def test_three_processes_at_once_lose_no_row(tmp_path: Path) -> None:
    file = tmp_path / "t.tsv"
    running = [writer(file, who, 60) for who in ("a", "b", "c")]
    assert [each.wait() for each in running] == [0, 0, 0]
    for each in running:
        each.communicate()
    found, problems = read_table(TABLE, file, "t.tsv")
    assert problems == [] and len(found) == 180
    assert [each.name for each in tmp_path.iterdir()] == ["t.tsv"]


def test_a_kill_at_any_moment_leaves_a_table_that_can_be_read(tmp_path: Path) -> None:
    """Twenty processes are killed, each a little later after its start; every row that was there stays."""
    file, known = tmp_path / "t.tsv", set[str]()
    for number in range(20):
        one = writer(file, f"p{number:02}", 1_000_000)
        assert one.stdout and one.stdout.readline() == "ready\n"
        time.sleep(0.003 * number)
        one.kill()
        one.communicate()
        found, problems = read_table(TABLE, file, "t.tsv")
        assert problems == [] and known <= set(found)
        known = set(found)
    assert known
    write(file, {}, rows(last="1"))
    assert [each.name for each in tmp_path.iterdir()] == ["t.tsv"]


def test_who_holds_a_folder_too_long_is_an_error_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazette.signed_table.PATIENCE", 0.05)
    with locked(tmp_path), pytest.raises(BlockingIOError) as refused, locked(tmp_path):
        pass
    assert refused.value.filename == str(tmp_path)
    with locked(tmp_path):
        assert list(tmp_path.iterdir()) == []
