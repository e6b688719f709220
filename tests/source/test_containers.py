"""Attachments that bring along what a reader does not see: a warning each, and nothing is unpacked to find it."""

from __future__ import annotations

import io
import stat
import tracemalloc
import zipfile

import pytest

from gazette.source.attachments import check_attachment
from gazette.source.containers import check_container
from in_time import in_time


def packed(*entries: str | tuple[str, int], content: bytes = b"x") -> bytes:
    """A zip file of entries, each a name, or a name with its Unix mode."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            name, mode = entry if isinstance(entry, tuple) else (entry, 0o100644)
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, content)
    return target.getvalue()


def found(name: str, content: bytes) -> list[tuple[str, str]]:
    problems = check_container(name, content)
    assert all(not each.is_error and each.path == name for each in problems)
    return [(each.code.removeprefix("attachment."), each.found) for each in problems]


OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)
WORD = ("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.docx", packed(*WORD), []),
        ("a.docx", packed(*WORD, "word/vbaProject.bin"), [("macros", "word/vbaProject.bin")]),
        ("a.xlsx", packed("xl/VBAPROJECT.BIN"), [("macros", "xl/VBAPROJECT.BIN")]),
        ("a.xlsx", packed("xl/macrosheets/sheet1.xml"), [("macros", "xl/macrosheets/sheet1.xml")]),
        ("a.zip", packed("vbaProject.bin"), [("macros", "vbaProject.bin")]),
        ("a.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), [("macros", "")]),
        ("a.xls", OLE + "_VBA_PROJECT_CUR".encode("utf-16-le"), [("macros", "")]),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), []),
        ("a.zip", packed("a/b.txt", "../c.txt"), [("climbs", "../c.txt")]),
        ("a.zip", packed("a/../../c.txt"), [("climbs", "a/../../c.txt")]),
        ("a.zip", packed("..\\c.txt"), [("climbs", "..\\c.txt")]),
        ("a.zip", packed("/etc/passwd"), [("climbs", "/etc/passwd")]),
        ("a.zip", packed("C:\\x.txt"), [("climbs", "C:\\x.txt")]),
        ("a.zip", packed(("link", stat.S_IFLNK | 0o777), content=b"/etc/passwd"), [("climbs", "link")]),
        ("a.ofd", packed("OFD.xml", "../x"), [("climbs", "../x")]),
        ("a.zip", packed("a..b/c..txt", "甲/乙.txt"), []),
        ("a.zip", b"PK\x03\x04" + bytes(40), [("damaged", "")]),
        ("a.docx", packed(*WORD)[:-30], [("damaged", "")]),
    ],
)
def test_archives_and_office_files(name: str, content: bytes, expected: list[tuple[str, str]]) -> None:
    assert found(name, content) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("名称,数量\n甲,3\n", ""),
        ("甲,-3.5,+8%,-1,234\n", ""),
        ("甲,-,--,－\n", ""),
        ('"甲=乙",a-b,c@d\n', ""),
        ("=1+1", "=1+1"),
        ("甲,=cmd|'/c calc'!A0\n", "=cmd|'/c calc'!A0"),
        ('甲,"=HYPERLINK(""http://a.cn"",""b"")"\n', '=HYPERLINK(""http://a.cn"",""b"")'),
        ("甲;+1+1\n", "+1+1"),
        ("甲\t@SUM(A1)\n", "@SUM(A1)"),
        ("甲\r\n-2+3\r\n", "-2+3"),
        ("甲,＝1+1\n", "＝1+1"),
        ("+86-533-3188608\n", "+86-533-3188608"),
        ('"\n=1+1"', "=1+1"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_cells(text: str, expected: str, encoding: str) -> None:
    assert found("a.csv", text.encode(encoding)) == ([("formula", expected)] if expected else [])


def test_the_line_of_a_cell_is_named() -> None:
    (problem,) = check_attachment("docs/a.csv", "甲\n乙,=1\n".encode())
    assert (problem.code, problem.line) == ("attachment.formula", 2)


def test_plain_words_are_no_table() -> None:
    assert found("a.txt", b"=1+1") == []


@pytest.mark.parametrize(
    "content", ['"' * 400_000, ",=" * 1 + "," * 400_000, '"a' * 200_000, "-" * 400_000 + "1"], ids=range(4)
)
def test_a_long_line_takes_no_long_time(content: str) -> None:
    with in_time():
        check_container("a.csv", content.encode())


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed("a.xml", content=bytes(50 * 2**20))
    tracemalloc.start()
    try:
        assert found("a.docx", bomb) == [] and tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("ending", [".docm", ".xlsm", ".pptm", ".dotm"])
def test_files_that_are_made_for_macros_are_refused(ending: str) -> None:
    (problem,) = check_attachment(f"docs/a{ending}", packed(*WORD))
    assert problem.code == "attachment.kind" and problem.is_error
