"""Characters that only look like another one: named with the one that is meant, once a file, with all their lines."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from gazette.source.doubles import check_doubles, meant_character
from gazette.source.files import read_source


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *zip("⼀⽂⽹⻓⻅⻚㇐", "一文网长见页一", strict=True),
        ("\uf9e7", "裏"),
        ("\U0002f81a", "冬"),
        ("\u212a", "K"),
        ("\u212b", "Å"),
    ],
)
def test_a_double_is_told_from_what_it_stands_for(written: str, meant: str) -> None:
    [problem] = check_doubles(f"正文\n{written}、{written}\n\n又{written}", "index.md")
    assert (problem.code, problem.line, problem.is_error) == ("source.double", 2, True)
    assert problem.found == f"{written} U+{ord(written):04X}"
    assert dict(problem.details) == {"wanted": f"{meant} U+{ord(meant):04X}", "lines": "2, 4"}


def test_every_radical_and_every_compatibility_ideograph_has_its_ideograph() -> None:
    """But the fire radical 灬 and the like, which have one too; ⺀ stands for none, and twelve of the block are unified."""
    blocks = [*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E)]
    known = [chr(each) for each in blocks if unicodedata.name(chr(each), "")]
    without = {each for each in known if not meant_character(each)}
    assert without == set("⺀﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩")
    meant = {meant_character(each) for each in known} - {""}
    assert not [each for each in meant if meant_character(each)]


@pytest.mark.parametrize("text", ["一文网长见页", "café, Ångström, é", "①②㎡℃№™½Ⅳ（）：，", "ﬁ ％", "〇○", "ā́"])
def test_what_is_written_on_purpose_is_left(text: str) -> None:
    assert check_doubles(text, "index.md") == []


def test_a_file_is_read_with_the_problem(tmp_path: Path) -> None:
    file = tmp_path / "index.md"
    file.write_text("---\ntype: page\ntitle: 关⼀\n---\n\n正⽂\n", encoding="utf-8")
    page, problems = read_source(file, "docs/a/index.md")
    assert page and [each.code for each in problems] == ["source.double"] * 2
    assert problems[0].sentence("en") == (
        'docs/a/index.md:3: found "⼀ U+2F00", expected 一 U+4E00 (lines 3); this character only looks like it, and is '
        "neither found by the search nor converted — hint: write 一 U+4E00; such characters come with text copied from a PDF. "
        "[source.double]"
    )
