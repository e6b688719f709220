"""Each statute of the site says exactly what its text among the official ones does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from built_html import article, parse, squeezed

ROOT = Path(__file__).resolve().parents[2]
STATUTES = sorted(
    each.parent.relative_to(ROOT / "docs").as_posix() for each in (ROOT / "docs").glob("regulations/*/*/index.md")
)

FILE = re.compile(r'---\ntitle: "(?P<title>.*)"\ndate: (?P<day>\S+).*?\n---\n(?P<body>.*)', re.DOTALL)
MARKUP = re.compile(r"^# .*|^>|^\|[-|]+\|$|\|", re.MULTILINE)


@pytest.fixture(scope="module")
def official(shared: Path) -> dict[str, tuple[str, str]]:
    """Title → date and text, without white space and without marks of Markdown."""
    texts = {}
    for file in sorted((shared / "data" / "corpus_dev").glob("d*.md")):
        match = FILE.match(file.read_text(encoding="utf-8"))
        assert match, file.name
        texts[match["title"]] = match["day"], squeezed(MARKUP.sub("", match["body"]))
    return texts


def test_there_are_statutes() -> None:
    assert len(STATUTES) >= 2


@pytest.mark.parametrize("path", STATUTES)
def test_a_statute_says_what_the_official_text_says(
    built: Path, official: dict[str, tuple[str, str]], path: str
) -> None:
    page = built / path / "index.html"
    (heading,) = parse(page).find_class("gz-title")
    day, text = official[squeezed(heading.text_content())]
    assert squeezed(article(page).text_content()) == text
    assert set(parse(page).xpath("//table[@id='publication-facts']//time/@datetime")) == {day}
