"""Every glyph and picture stands inside the type area, no line is torn apart, and what cannot be set so stops the build."""

from __future__ import annotations

import dataclasses
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from copies.paper import MM, Thing, line_ends, read_sheets
from copies.specimens import copy_of, page, paragraphs
from copies.stress import LUNG, PICTURES, PROSE, TEXTS, nested, picture, table, with_picture
from gazette.copies import justify
from gazette.copies.typeset import CopyDocument, CopyError, TypesetCopy, typeset
from gazette.problems import PublicationError
from gazette.site.typeset_problems import SEEN
from tiny_site import build_tiny, write_notice

# The last character stands before its tracking.
SIZE, MEASURE = 16.0, 184.05 * MM + 0.2
SHEETS: dict[str, TypesetCopy] = {}


def pictured(name: str) -> CopyDocument:
    copy = copy_of("zh-Hans", page("zh-Hans", with_picture(name), "样张"))
    return dataclasses.replace(copy, resources={**copy.resources, name: picture(name)})


@pytest.mark.parametrize("name", TEXTS)
def test_no_character_leaves_the_type_area_and_none_is_missing(name: str) -> None:
    tag, body = TEXTS[name]
    sheets = read_sheets(typeset(copy_of(tag, page(tag, body, "样张"))).content)
    assert [each.outside() for each in sheets if each.outside()] == []
    words = Counter("".join(html.fromstring(f"<div>{body}</div>").itertext()))
    printed = Counter(each.text for sheet in sheets for each in sheet.things)
    lost = words - printed
    assert {character for character in lost if not character.isspace() and character != "↩"} == set()


@pytest.mark.parametrize("name", PICTURES)
def test_no_picture_leaves_the_type_area(name: str) -> None:
    sheets = read_sheets(typeset(pictured(name)).content)
    assert [each.outside() for each in sheets if each.outside()] == []
    assert sum(not thing.text for sheet in sheets for thing in sheet.things) == 6


def gaps(line: list[Thing]) -> list[float]:
    """Between neighbours of which one is an ideograph; a space that was written is a third of the size at most."""
    pairs = (pair for pair in pairwise(line) if any(ord(each.text) > 0x2E80 for each in pair))
    return [right.left - left.right for left, right in pairs]


@pytest.mark.parametrize("name", ["cyrillic", "long word", "words", "one word", "numbers", "address", "styled"])
def test_no_line_is_torn_apart(name: str) -> None:
    tag, body = TEXTS[name]
    sheets = read_sheets(typeset(copy_of(tag, page(tag, body))).content)
    widest = max(gap for sheet in sheets for line in sheet.lines() for gap in gaps(line))
    assert widest < (0.25 + 0.35) * SIZE


@pytest.mark.parametrize("text", [PROSE * 20, "PCT 申请，2022 年 3,376 件；" * 40, "“试点”（A）" * 120])
def test_a_justified_line_ends_at_its_measure(text: str) -> None:
    copy = typeset(copy_of("zh-Hans", page("zh-Hans", f"<p>{text}</p>")))
    ends = line_ends(copy.content)
    assert copy.ragged == () and len(ends) > 15
    assert [end for end in ends[:-1] if abs(end - MEASURE) > 0.3] == []


@pytest.mark.parametrize("name", ["d0001", "d0015"])
def test_lines_of_real_texts_end_at_their_measure(shared: Path, name: str) -> None:
    text = (shared / "data" / "corpus_dev" / f"{name}.md").read_text(encoding="utf-8").split("---")[-1]
    prose = [line for line in text.split("\n") if line and not line.startswith(("#", "|", "<", ">", "-"))]
    copy = typeset(copy_of("zh-Hans", page("zh-Hans", paragraphs("\n".join(prose)[:4000]))))
    ends = line_ends(copy.content)
    full = [end for end in ends if abs(end - MEASURE) <= 0.3]
    assert len(ends) - len(full) <= len(prose) + len(copy.ragged)  # last lines of paragraphs


def test_a_long_word_leaves_its_line_ragged_and_is_told() -> None:
    copy = typeset(copy_of("zh-Hans", page("zh-Hans", TEXTS["long word"][1])))
    assert [words for words, _, _ in copy.ragged] == [
        "有关资料见",
        "Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamte",
        "ngesellschaft的说明。根据",
    ]
    lacking = [each for _, _, each in copy.ragged]
    assert lacking[0] > SEEN > lacking[1] and lacking[2] > SEEN


def test_a_long_word_of_a_known_language_is_parted() -> None:
    body = f"<p>根据中华人民共和国有关法律、行政法规的规定，见<span lang='en'>{LUNG}</span>，{PROSE}</p>"
    copy = typeset(copy_of("zh-Hans", page("zh-Hans", body)))
    [first, second, *_] = ("".join(each.text for each in line) for line in read_sheets(copy.content)[0].lines())
    assert copy.ragged == () and first[-1] in "-‐"
    assert first[:-1].partition("见")[2] + second.partition("，")[0] == LUNG


def test_a_line_that_is_not_stretched_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(justify.StretchedLayout, "spread", property(lambda self: 0.0, lambda self, value: None))
    with pytest.raises(CopyError) as caught:
        typeset(copy_of("zh-Hans", page("zh-Hans", f"<p>{PROSE * 20}</p>")))
    assert caught.value.overflows[0].beyond < -1 and caught.value.overflows[0].block == PROSE * 20


@pytest.mark.parametrize("body", [table(["项目"] * 60, [["1"] * 60]), nested(16, "ul")])
def test_what_cannot_be_set_is_refused(body: str) -> None:
    with pytest.raises(CopyError) as caught:
        typeset(copy_of("zh-Hans", page("zh-Hans", body)))
    assert caught.value.reasons == () and caught.value.overflows[0].beyond > 0.3


def test_a_build_stops_at_the_place_and_keeps_the_site(tmp_path: Path) -> None:
    heads = "|".join(["项目"] * 60)
    file = write_notice(
        tmp_path / "docs",
        "wide",
        f"前文。\n\n|{heads}|\n|{'|'.join(['---'] * 60)}|\n|{'|'.join(['1'] * 60)}|\n",
        languages="zh-Hans",
    )
    (tmp_path / "site").mkdir()
    with pytest.raises(PublicationError) as caught:
        build_tiny(tmp_path / "docs", tmp_path / "site", with_copies=True)
    told = {(each.code, each.path, each.line, each.level) for each in caught.value.problems}
    assert told == {("copy.overflow", file.as_posix(), 15, "error")}
    assert list((tmp_path / "site").iterdir()) == []
