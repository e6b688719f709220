"""Folders and files of docs/: what is read, what is reported, nothing left out in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.problems import Problem
from gazette.source.files import SourcePage, read_source
from gazette.source.folders import find_folders

PAGE = "---\ntitle: 题\n---\n\n文\n"


def write(docs: Path, *names: str) -> None:
    for name in names:
        file = docs / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE, encoding="utf-8")


def read(tmp_path: Path, content: bytes) -> tuple[SourcePage | None, list[Problem]]:
    file = tmp_path / "index.md"
    file.write_bytes(content)
    return read_source(file, "docs/x/index.md")


def found(problems: list[Problem]) -> list[tuple[str, str, int, str]]:
    return [(each.code, each.path, each.line, each.found) for each in problems]


def test_a_folder_has_pages_by_language_and_attachments(tmp_path: Path) -> None:
    write(tmp_path, "b/index.md", "b/index.en.md", "b/index.zh-Hant.md", "b/附件 一.pdf", "a/2022/c/index.md")
    folders, problems = find_folders(tmp_path, "docs")
    assert problems == []
    assert [folder.path for folder in folders] == ["a/2022/c", "b"]
    assert {tag: file.name for tag, file in folders[1].pages.items()} == {
        "zh-Hans": "index.md",
        "en": "index.en.md",
        "zh-Hant": "index.zh-Hant.md",
    }
    assert list(folders[1].attachments) == ["附件 一.pdf"]


@pytest.mark.parametrize(
    "name",
    [
        "notes.md",
        "index.zh_Hant.md",
        "index.markdown",
        "index.en.md.md",
        "index.md.txt",
        "index.txt",
        "index .md.docx",
        "ｉndex.html",
        "附件.MD.txt",
    ],
)
def test_markdown_of_another_name_is_a_problem(tmp_path: Path, name: str) -> None:
    write(tmp_path, "a/index.md", f"a/{name}")
    folders, problems = find_folders(tmp_path, "docs")
    assert found(problems) == [("docs.stray-file", f"docs/a/{name}", 0, "")]
    assert [list(folder.pages) for folder in folders] == [["zh-Hans"]]


def test_a_second_file_of_the_source_language_does_not_hide_the_first(tmp_path: Path) -> None:
    write(tmp_path, "a/index.md", "a/index.zh-Hans.md")
    (folder,), problems = find_folders(tmp_path, "docs")
    assert folder.pages["zh-Hans"].name == "index.md"
    assert found(problems) == [("docs.stray-file", "docs/a/index.zh-Hans.md", 0, "")]


@pytest.mark.parametrize("name", [".git/index.md", "a/.index.md.swp", "a/~index.md", "a/index.md.bak", "a/Thumbs.db"])
def test_what_other_programs_leave_behind_is_not_looked_at(tmp_path: Path, name: str) -> None:
    write(tmp_path, "a/index.md", name)
    folders, problems = find_folders(tmp_path, "docs")
    assert ([folder.path for folder in folders], folders[0].attachments, problems) == (["a"], {}, [])


def test_no_folder_and_an_empty_one_are_problems(tmp_path: Path) -> None:
    assert found(find_folders(tmp_path / "none", "docs")[1]) == [("docs.missing", "docs", 0, "")]
    assert found(find_folders(tmp_path, "docs")[1]) == [("docs.empty", "docs", 0, "")]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_byte_order_mark_and_line_ends_make_no_difference(tmp_path: Path, mark: bytes, end: str) -> None:
    page, problems = read(tmp_path, mark + PAGE.replace("\n", end).encode())
    assert problems == []
    assert page is not None
    assert page.front.values == {"title": "题"}
    assert [(block.line, block.raw) for block in page.blocks] == [(5, "\n文\n")]


def test_another_encoding_names_the_line_and_the_bytes(tmp_path: Path) -> None:
    content = b"---\ntitle: " + "题".encode("gb18030") + b"\n---\n"
    page, problems = read(tmp_path, content)
    shown = content[11:15].hex(" ").upper()
    assert (page, found(problems)) == (None, [("source.encoding", "docs/x/index.md", 2, shown)])


@pytest.mark.parametrize(
    "character", ["\0", "\x02", "\x0c", "\x7f", "\x85", "\u200b", "\u2028", "\u202e", "\ufeff", "\ufffd", "\uffff"]
)
def test_a_character_that_nobody_sees_is_a_problem_on_its_line(tmp_path: Path, character: str) -> None:
    page, problems = read(tmp_path, PAGE.replace("文", f"\n正{character}文").encode())
    expected = ("source.control-character", "docs/x/index.md", 6, f"U+{ord(character):04X}")
    assert (page, found(problems)) == (None, [expected])


@pytest.mark.parametrize("character", ["\t", "　", "\xa0", "\u200d", "\u200f", "\U00020bb7", "葛\U000e0100"])
def test_white_space_joiners_and_rare_ideographs_are_none(tmp_path: Path, character: str) -> None:
    page, problems = read(tmp_path, PAGE.replace("文", f"正{character}文").encode())
    assert problems == []
    assert page is not None and page.blocks[0].text == f"正{character}文"


@pytest.mark.parametrize("text", ["", "文", "\n---\ntitle: 题\n---\n", "---\ntitle: 题\n", " ---\ntitle: 题\n---\n"])
def test_a_file_without_front_matter_is_a_problem(tmp_path: Path, text: str) -> None:
    page, problems = read(tmp_path, text.encode())
    assert (page, found(problems)) == (None, [("source.front-matter", "docs/x/index.md", 1, text.split("\n")[0])])


def test_front_matter_ends_at_its_first_line_of_dashes(tmp_path: Path) -> None:
    page, problems = read(tmp_path, "---\ntitle: a --- b\n--- \n甲\n\n---\n".encode())
    assert problems == []
    assert page is not None and page.front.values == {"title": "a --- b"}
    assert [(block.kind, block.line) for block in page.blocks] == [("paragraph", 4), ("rule", 6)]


def test_broken_yaml_is_a_problem_on_its_line_in_the_file(tmp_path: Path) -> None:
    page, problems = read(tmp_path, "---\ntitle: 题\nissued: [2022\n---\n文".encode())
    assert page is None
    assert [(each.code, each.line) for each in problems] == [("yaml.syntax", 3)]


def test_a_file_below_a_publication_is_its_attachment_and_one_beside_all_publications_is_named(tmp_path: Path) -> None:
    for name in ("a/index.md", "a/images/chart.png", "a/b/index.md", "a/b/plan.pdf", "loose.docx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    folders, problems = find_folders(tmp_path, "docs")
    assert {folder.path: list(folder.attachments) for folder in folders} == {
        "a": ["images/chart.png"],
        "a/b": ["plan.pdf"],
    }
    assert [(each.code, each.path) for each in problems] == [("attachment.unused", "docs/loose.docx")]
