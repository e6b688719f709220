"""The first publication says exactly what the bureau published."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from built_html import article, parse, squeezed

SEED = "interpretations/2022/ip-pilot-city/index.html"
FACTS = ("索引号", "文号", "发文日期", "发布机构", "发布日期", "联系人", "联系电话")


def canonical(text: str) -> str:
    return squeezed(unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def seed(shared: Path) -> str:
    return (shared / "seed" / "interpretation.txt").read_text(encoding="utf-8")


def test_the_body_equals_the_seed_character_for_character(built: Path, seed: str) -> None:
    body = seed[re.search(r"联系电话:.*\n", seed).end() :]  # type: ignore[union-attr]
    assert canonical(article(built / SEED).text_content()) == canonical(body)


def test_the_title_equals_the_seed(built: Path, seed: str) -> None:
    title = re.search(r"^标题:\s*(.+)$", seed, re.MULTILINE)
    (heading,) = parse(built / SEED).find_class("gz-title")
    assert title and canonical(heading.text_content()) == canonical(title[1])


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_equals_the_seed(built: Path, seed: str, name: str) -> None:
    stated = re.search(rf"{name}[::]\s*(\S+)", seed)
    rows = {
        squeezed(row.findtext("th")): squeezed(row.find("td").text_content()) for row in parse(built / SEED).iter("tr")
    }
    assert stated and canonical(rows[name]) == canonical(stated[1])


def test_no_half_width_mark_is_left_in_chinese_and_numbers_keep_theirs(built: Path, seed: str) -> None:
    text = article(built / SEED).text_content()
    assert re.findall(r"[,:;?()]", text) == []
    # \d also matches full-width digits, so these are compared as they stand.
    for number in re.findall(r"[0-9]+(?:[.-][0-9]+)+", seed[seed.index("为落实") :]):
        assert number in text
