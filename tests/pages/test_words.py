"""What is written is compared with what is shown: each kind of loss is told, with its place and the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.copies.typeset import CopyDocument, TypesetCopy
from gazette.pages.canonical import body_lines, render_body
from gazette.pages.words import characters_of, check_words, find_said, in_page_order, rendered_characters
from gazette.problems import PublicationError
from gazette.site import copy_cache
from gazette.source.body import split_blocks
from tiny_site import build_tiny, write_notice

TEXT = """## 一、总则

王*、李**、张*三人，**加**粗、`代码`与[链接](https://a.cn)[^1]。

- 甲
- 乙

| 名称 | 数量 |
|---|---|
| 专利 | 3,376 |

[^1]: 注文。

```
原样 *文*
```
"""


def problems_of(characters: str, place: str = "page") -> list[str]:
    blocks = split_blocks(TEXT)
    found = check_words("x.md", in_page_order(blocks, find_said(blocks)), place, characters)
    return [each.sentence("en") for each in found]


def test_the_same_words_are_no_problem() -> None:
    html = render_body(TEXT)
    assert problems_of(rendered_characters(html)) == []
    assert problems_of(characters_of("".join(body_lines(html, with_numbers=False))), "canonical") == []


@pytest.mark.parametrize(
    ("lost", "said", "line"),
    [
        ("三", "the source has “…*、张*三人，加粗…”, the page has “…*、张*人，加粗…”", 3),
        ("甲", "the source has “…甲…”, the page has “…∅…”", 5),
        ("3,376", "the page has “…专利…”", 10),
        ("注文。", "the page has “…∅…”", 12),
    ],
)
def test_a_lost_character_is_told_with_its_line(lost: str, said: str, line: int) -> None:
    whole = rendered_characters(render_body(TEXT))
    (found,) = problems_of(whole.replace(lost, "", 1))
    assert said in found and f"x.md:{line}:" in found


def test_what_has_no_shape_does_not_count_and_an_accent_does() -> None:
    """A grapheme joiner, variation selectors; é is one character however it is written."""
    assert characters_of("甲\u034f乙\u180b丙\ufe0f丁\U000e0100 e\u0301") == "甲乙丙丁é"


def test_an_empty_listing_says_nothing() -> None:
    assert find_said(split_blocks("```\n```\n")) == []


def test_a_character_too_many_is_told() -> None:
    assert len(problems_of(rendered_characters(render_body(TEXT)) + "戊")) == 1


def test_masked_names_reach_the_reader_through_mkdocs(tmp_path: Path) -> None:
    """The site is made by MkDocs, with the same reading of emphasis."""
    write_notice(tmp_path / "docs", "masks", "王*、李**、张*三人的申请已受理，**已**公示。", languages="zh-Hans")
    site = build_tiny(tmp_path / "docs", tmp_path / "site").folder
    html = (site / "interpretations/2023/masks/index.html").read_text(encoding="utf-8")
    assert "<p>王*、李**、张*三人的申请已受理，<strong>已</strong>公示。</p>" in html


def test_words_that_are_not_set_on_paper_stop_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_notice(tmp_path / "docs", "copy", "第一段。\n\n第二段完整。", languages="zh-Hans")
    whole = copy_cache.typeset

    def careless(document: CopyDocument) -> TypesetCopy:
        made = whole(document)
        assert "第二段完整。" in made.words
        return TypesetCopy(made.content, made.pages, made.words.replace("完整", ""))

    monkeypatch.setattr(copy_cache, "typeset", careless)
    with pytest.raises(PublicationError) as stopped:
        build_tiny(tmp_path / "docs", tmp_path / "site", with_copies=True)
    (found,) = stopped.value.problems
    assert (found.code, found.line) == ("body.words-lost", 15)
    assert "the official copy has “…第二段。…”" in found.sentence("en")
