"""One function turns the addresses of a text into those of the page that shows it, and nothing else."""

from __future__ import annotations

import pytest
from lxml import html

from gazette.settings import read_settings
from gazette.site.addresses import Addresses
from gazette.site.rebase import prefix_ids, rebase, rebase_tags
from tiny_site import ROOT

FOLDER = "interpretations/2023/attached"
VIEW = f"{FOLDER}/with-en"
# As written in the English text → as it is on the Traditional page that shows it beside its own.
MOVED = {
    "table.csv": "../../../../../interpretations/2023/attached/table.csv",
    "./table.csv": "../../../../../interpretations/2023/attached/table.csv",
    "the table.csv": "../../../../../interpretations/2023/attached/the%20table.csv",
    "the%20table.csv": "../../../../../interpretations/2023/attached/the%20table.csv",
    "数据 表.csv": "../../../../../interpretations/2023/attached/%E6%95%B0%E6%8D%AE%20%E8%A1%A8.csv",
    "100%25.csv": "../../../../../interpretations/2023/attached/100%25.csv",
    "guide.pdf#page=2": "../../../../../interpretations/2023/attached/guide.pdf#page=2",
    "data.csv?v=2&w=3#row": "../../../../../interpretations/2023/attached/data.csv?v=2&w=3#row",
    "../plan/index.md": "../../../../../en/interpretations/2023/plan/",
    "../plan/index.md#section-1": "../../../../../en/interpretations/2023/plan/#section-1",
    "index.md#section-1": "../../../../../en/interpretations/2023/attached/#section-1",
    "../../../about/index.md": "../../../../../en/about/",
    # Made by us for the text's own page: the source of a stale passage.
    "../../../../interpretations/2023/attached/#section-1": "../../../../../interpretations/2023/attached/#section-1",
}
KEPT = [
    "",
    "#section-1",
    "https://www.gov.cn/a.html",
    "//www.gov.cn/a",
    "mailto:a@b.cn",
    "tel:0533",
    "/en/",
    "?q=1",
    "http://[1",
]


def moved(written: str) -> str:
    settings, _ = read_settings(ROOT / "mkdocs.yml")
    assert settings
    place = Addresses("https://www.example.org/gov/").from_page(VIEW, settings.language("zh-Hant"))
    return rebase(written, FOLDER, settings.language("en"), place)


@pytest.mark.parametrize(("written", "expected"), MOVED.items(), ids=list(MOVED))
def test_an_address_is_seen_from_the_page_that_shows_it(written: str, expected: str) -> None:
    assert moved(written) == expected


@pytest.mark.parametrize("written", KEPT)
def test_what_is_no_address_in_the_site_stays(written: str) -> None:
    assert moved(written) == written


def in_tags(written: str) -> str:
    settings, _ = read_settings(ROOT / "mkdocs.yml")
    assert settings
    return rebase_tags(written, FOLDER, settings.language("en"), lambda address: f"to/{address}")


def test_in_html_of_a_text_only_addresses_change() -> None:
    """Each piece is what Python-Markdown puts aside: a tag, a block, or code, which has no tags any more."""
    same = [
        "<p>a.csv</p>",
        "&lt;img src=&quot;a.png&quot;&gt;",
        '<a title=" href=a.csv">',
        '<abbr title="<img src=a.png>">',
        "<area href=a.csv>",
        "</a>",
    ]
    assert [in_tags(each) for each in same] == same
    file = f"to/{FOLDER}/a.png"
    assert in_tags("<img src=a.png>") == f'<img src="{file}">'
    assert in_tags("<IMG alt='a > b' SRC = 'a.png' />") == f"<IMG alt='a > b' SRC = \"{file}\" />"
    assert in_tags('<a\nhref="../plan/index.md?a=1&amp;b=2">x') == (
        '<a\nhref="to/en/interpretations/2023/plan/?a=1&amp;b=2">x'
    )
    assert in_tags('<p><img src="a.png"><a href="#x">y</a></p>') == f'<p><img src="{file}"><a href="#x">y</a></p>'


def test_ids_and_what_points_to_them_stay_together() -> None:
    root = html.fragment_fromstring(
        '<div id="a"><a href="#b">1</a><a href="x#b">2</a><th headers="a b" id="b">3</th></div>'
    )
    prefix_ids(root, "en-")
    assert html.tostring(root, encoding="unicode") == (
        '<div id="en-a"><a href="#en-b">1</a><a href="x#b">2</a><th headers="en-a en-b" id="en-b">3</th></div>'
    )
