"""The grid of GB/T 9704-2012, measured on printed pages: 22 lines of 28 characters in 156 × 225 mm, in both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from opencc import OpenCC
from playwright.sync_api import Browser

from copies.specimens import (
    article_of,
    copy_of,
    ink_of,
    lines_of,
    page,
    paragraphs,
    picture,
    print_in_chromium,
    wrap,
)
from gazette.copies.typeset import typeset

TAGS = ("zh-Hans", "zh-Hant")
LINE, CHARACTER = 225 / 22, 156 / 28
NOT_FIRST = set("，。、；：？！）》〉」』”’〕】％…")
NOT_LAST = set("（《〈「『“‘〔【")
ENGINES = ("typesetter", "chromium")
TEXTS = ("d0001", "d0008", "d0015", "d0022", "d0030")


@pytest.fixture(scope="module")
def printed(browser: Browser, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Both engines' PDF of a text, by engine."""

    def both(tag: str, content: str) -> dict[str, Path]:
        folder = tmp_path_factory.mktemp("printed")
        contents = {
            "typesetter": typeset(copy_of(tag, content)).content,
            "chromium": print_in_chromium(browser, tag, content, folder),
        }
        for engine, data in contents.items():
            (folder / f"{engine}.pdf").write_bytes(data)
        return {engine: folder / f"{engine}.pdf" for engine in contents}

    return both


@pytest.fixture(scope="module", params=TAGS)
def full(request: pytest.FixtureRequest, printed) -> dict[str, Path]:  # type: ignore[no-untyped-def]
    """Four pages of one character and nothing else."""
    return printed(request.param, page(request.param, f"<p>{'国' * (28 * 22 * 3)}</p>"))  # type: ignore[no-any-return]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_has_22_lines_of_28_characters(full: dict[str, Path], engine: str) -> None:
    assert [len(line) for line in lines_of(full[engine], 1)] == [26] + [28] * 21
    assert [len(line) for line in lines_of(full[engine], 2)] == [28] * 22


@pytest.mark.parametrize("engine", ENGINES)
def test_the_text_block_stands_where_the_standard_puts_it(full: dict[str, Path], engine: str) -> None:
    drawn = picture(full[engine], 2)
    block = ink_of(drawn, bottom=265)
    assert block.left == pytest.approx(28, abs=1) and block.right == pytest.approx(28 + 156, abs=1)
    for line in range(22):
        top = 37 + line * LINE
        ink = ink_of(drawn, top=top, bottom=top + LINE)
        assert (ink.top + ink.bottom) / 2 == pytest.approx(top + LINE / 2, abs=0.5), line


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("number", [1, 2])
def test_the_page_number_stands_7_mm_below_at_the_outer_edge(full: dict[str, Path], engine: str, number: int) -> None:
    drawn = picture(full[engine], number)
    whole = ink_of(drawn, top=264)
    dash = ink_of(drawn, top=264, left=whole.left - 0.2, right=whole.left + 2)
    assert dash.top == pytest.approx(37 + 225 + 7, abs=0.3)
    inset = 14 / 72 * 25.4
    if number % 2:
        assert whole.right == pytest.approx(28 + 156 - inset, abs=1)
    else:
        assert whole.left == pytest.approx(28 + inset, abs=1)


def compare(files: dict[str, Path], paragraphs: str) -> int:
    """Every line of every page is the same, and none begins or ends with what must not stand there; authors' own slips aside."""
    compared, number = 0, 1
    while lines := lines_of(files["typesetter"], number):
        assert lines == lines_of(files["chromium"], number), number
        broken = [line for line in lines if line[0] in NOT_FIRST or line[-1] in NOT_LAST]
        assert [line for line in broken if f"<p>{line[:5]}" not in paragraphs] == []
        compared, number = compared + len(lines), number + 1
    return compared


@pytest.mark.parametrize("tag", TAGS)
def test_both_engines_break_the_seed_in_the_same_places(built: Path, printed, tag: str) -> None:  # type: ignore[no-untyped-def]
    folder = "" if tag == "zh-Hans" else tag
    article = article_of(built / folder / "interpretations" / "2022" / "ip-pilot-city" / "index.html")
    assert compare(printed(tag, wrap(tag, article)), article) > 80


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("name", TEXTS)
def test_both_engines_break_other_texts_in_the_same_places(shared: Path, printed, tag: str, name: str) -> None:  # type: ignore[no-untyped-def]
    text = (shared / "data" / "corpus_dev" / f"{name}.md").read_text(encoding="utf-8")
    prose = "\n".join(line for line in text.split("---")[-1].split("\n") if not line.startswith(("#", "|", "<", ">")))[
        :4000
    ]
    prose = OpenCC("s2tw").convert(prose) if tag == "zh-Hant" else prose
    body = paragraphs(prose)
    assert compare(printed(tag, page(tag, body)), body) > 10


def test_a_line_that_lacks_a_character_is_stretched_to_the_edge(printed) -> None:  # type: ignore[no-untyped-def]
    """28 characters do not fit where the 28th may not begin a line; both neighbours then go to the next."""
    text = "国" * 27 + "，" + ("国" * 27 + "《国》") * 6
    files = printed("zh-Hans", page("zh-Hans", f'<p style="text-indent: 0">{text}</p>'))
    for engine in ENGINES:
        drawn, lines = picture(files[engine], 1), lines_of(files[engine], 1)
        short = [at for at, line in enumerate(lines[:-1]) if len(line) < 28]
        assert short
        for at in short:
            ink = ink_of(drawn, top=37 + at * LINE, bottom=37 + (at + 1) * LINE)
            assert ink.right == pytest.approx(184, abs=1 if lines[at][-1] == "国" else 3.5), (engine, lines[at])
